"""缺口: the ranked list with its filters, and the lists that stand beside it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.results import GAP_KINDS, Gap
from views import texts
from views.pages import downloads
from views.pages.context import View, view
from views.pages.gap import weights
from views.pages.gap.beside import LISTS, beside
from views.pages.gap.detail import show_detail
from views.pages.gap.project import nobody_yet, told
from views.pages.markup import esc, show
from views.pages.pick_row import pick_row
from views.pages.picker import product_picker
from views.pages.state import adopt, publish
from views.tables import gaps as table
from views.tables.overview import gap_key

GRADES = tuple(texts.GRADE)
PARKS = ("园区内", "园区外", "须定")
MAIN = "缺口清单"


def page() -> None:
    """Filters, list, detail; or one of the lists beside it."""
    seen = view()
    adopt("gap", "gap")
    which = st.segmented_control(
        "看什么",
        (MAIN, *LISTS),
        default=MAIN,
        required=True,
        key="gap-list-name",
        label_visibility="collapsed",
    )
    if which != MAIN:
        beside(seen, which)
        return
    found = _filters(seen)
    weights.panel(seen)
    if not found:
        st.info("没有符合条件的缺口;放宽上面的筛选试试。")
        return
    chosen = _list(seen, found)
    st.session_state["gap"] = gap_key(chosen)
    publish("gap", "gap")
    show_detail(seen, table.detail(seen.evaluation, chosen))


def _filters(seen: View) -> list[Gap]:
    segments = {seen.facts.products[g.product_id].segment for g in seen.evaluation.gaps}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        kinds = st.pills("类别", GAP_KINDS, selection_mode="multi", key="gap-kinds")
        grades = st.pills(
            "依据",
            GRADES,
            selection_mode="multi",
            format_func=texts.GRADE.__getitem__,
            key="gap-grades",
        )
        wanted = st.multiselect(
            "子链",
            [s for s in seen.facts.segments if s in segments],
            placeholder="全部子链",
            select_all=False,
            key="gap-segments",
        )
        related = product_picker(seen, "gap-related", label="只看哪种产品的下游")
        more = _more()
        found = table.chosen(seen.evaluation, kinds, wanted, grades, related_to=related, **more)
        found = nobody_yet(seen, found)
        downloads.table_button(
            seen,
            "缺口清单",
            table.SHEET_COLUMNS,
            lambda: [table.sheet_row(seen.facts, g, told(seen, g)) for g in found],
        )
    return found


def _more() -> dict[str, Any]:
    """Limits on land and investment, 园区内外, 排名稳."""
    with st.popover("用地、投资、园区", help="按用地、投资和园区内外筛选"):
        land = _limit("用地不超过(亩)", "gap-land")
        money = _limit("投资不低于(亿元)", "gap-money")
        unknown = st.toggle("连同没有公开数据的", value=True, key="gap-unknown")
        parks = st.pills("园区内外", PARKS, selection_mode="multi", key="gap-parks")
        stable = st.toggle("只看排名稳的", key="gap-stable")
        show('<p class="lt-note">用地和投资按已公开的同类项目折算,只作参考。</p>')
    return {
        "parks": parks,
        "stable_only": stable,
        "land_max_mu": land,
        "investment_min_yi": money,
        "keep_unknown": unknown,
    }


def _limit(label: str, key: str) -> float | None:
    return st.number_input(
        label, min_value=0.0, value=None, step=10.0, format="%g", placeholder="不限", key=key
    )


def _list(seen: View, found: list[Gap]) -> Gap:
    keys = [gap_key(g) for g in found]
    wanted = st.session_state.get("gap")
    index = keys.index(wanted) if wanted in keys else 0
    lines = (table.row(seen.facts, g, told(seen, g)) for g in found)
    rows = [dict(zip(table.COLUMNS, line, strict=True)) for line in lines]
    show(
        f'<p class="lt-note">共 {len(rows)} 条,点左边的圆圈看依据;'
        + ";".join(f"{k}={esc(v)}" for k, v in texts.KIND_MEANING.items())
        + "</p>"
    )
    number = pick_row(
        rows,
        height=268,
        first=index,
        key=f"gap-list-{hash(tuple(keys))}",
        column_config={
            "序": st.column_config.NumberColumn(width=45),
            "类": st.column_config.TextColumn(width=55),
            "产品": st.column_config.TextColumn(width=130),
            "数量(万吨/年)": st.column_config.NumberColumn(format="%.4g", width=110),
            "状态": st.column_config.TextColumn(width=60),
            "依据": st.column_config.TextColumn(width=60),
            "进展": st.column_config.TextColumn(width=80),
            "园区内外": st.column_config.TextColumn(width=80),
            "排名": st.column_config.TextColumn(width=55),
            "已知份额": st.column_config.TextColumn(width=80),
            "说明": st.column_config.TextColumn(width="large"),
        },
    )
    return found[number]


if __name__ == "__main__":
    page()
