"""缺口: the ranked list, and for one line the rule, the numbers and what is unknown."""

from __future__ import annotations

import streamlit as st

from graph.results import GAP_KINDS, Gap
from views import texts
from views.pages import downloads, markup, routes
from views.pages.context import View, view
from views.pages.markup import esc, show
from views.pages.state import adopt, publish
from views.tables import gaps as table
from views.tables.overview import gap_key

GRADES = tuple(texts.GRADE)


def page() -> None:
    """Filters, list, detail."""
    seen = view()
    adopt("gap", "gap")
    found = _filters(seen)
    if not found:
        st.info("没有符合条件的缺口;放宽上面的筛选试试。")
        return
    chosen = _list(seen, found)
    st.session_state["gap"] = gap_key(chosen)
    publish("gap", "gap")
    _detail(seen, table.detail(seen.evaluation, chosen))


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
        found = table.chosen(seen.evaluation, kinds, wanted, grades)
        st.download_button(
            "下载 Excel",
            data=lambda: downloads.workbook(
                "缺口清单",
                table.SHEET_COLUMNS,
                [table.sheet_row(seen.facts, g) for g in found],
                downloads.notes(seen),
            ),
            file_name=f"缺口清单_{seen.region_name}_{seen.date}.xlsx",
            mime=downloads.XLSX,
            on_click="ignore",
        )
    return found


def _list(seen: View, found: list[Gap]) -> Gap:
    keys = [gap_key(g) for g in found]
    wanted = st.session_state.get("gap")
    index = keys.index(wanted) if wanted in keys else 0
    rows = [dict(zip(table.COLUMNS, table.row(seen.facts, g), strict=True)) for g in found]
    show(
        f'<p class="lt-note">共 {len(rows)} 条,点左边的圆圈看依据;'
        + ";".join(f"{k}={esc(v)}" for k, v in texts.KIND_MEANING.items())
        + "</p>"
    )
    event = st.dataframe(
        rows,
        hide_index=True,
        height=268,
        row_height=30,
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [index], "columns": [], "cells": []}},
        key=f"gap-list-{hash(tuple(keys))}",
        placeholder="",
        column_config={
            "序": st.column_config.NumberColumn(width=45),
            "类": st.column_config.TextColumn(width=55),
            "产品": st.column_config.TextColumn(width=130),
            "数量(万吨/年)": st.column_config.NumberColumn(format="%.4g", width=110),
            "状态": st.column_config.TextColumn(width=60),
            "依据": st.column_config.TextColumn(width=60),
            "园区内外": st.column_config.TextColumn(width=80),
            "已知份额": st.column_config.TextColumn(width=80),
            "说明": st.column_config.TextColumn(width="large"),
        },
    )
    rows_chosen = event["selection"]["rows"]
    return found[rows_chosen[0] if rows_chosen and rows_chosen[0] < len(found) else index]


def _detail(seen: View, item: table.GapDetail) -> None:
    grade = next(k for k, v in texts.GRADE.items() if v == item.grade)
    with st.container(horizontal=True, vertical_alignment="center", key="gap-head"):
        show(
            f'<h3 class="lt-title">{esc(item.headline)} {markup.kind_chip(item.kind)}'
            f"{markup.state_chip(item.state)}{markup.grade_chip(grade, item.grade)}"
            f"{markup.chip(item.in_park, 'off')}</h3>"
        )
        if st.button("找企业", type="primary", key="gap-firms"):
            routes.go_firms(item.key)
        if st.button("在图上看", key="gap-map"):
            routes.go_map(item.product_id)
    why, score, rest = st.columns([5, 3, 3], gap="medium")
    with why:
        _why(item)
    with score:
        show(
            markup.title(f"得分 {item.score}(0–1,已知份额 {item.known})"),
            markup.bars(item.features),
            '<p class="lt-note">条形长度为满分,深色为得分;未知的特征取中位数,不当作 0。</p>',
        )
        if item.routes:
            show(markup.title("可走的工艺"), markup.bullets(item.routes, ""))
    with rest:
        _rest(item)


def _why(item: table.GapDetail) -> None:
    show(
        f'<p class="lt-rule"><b>规则</b> {esc(item.rule)}<br>'
        f"<b>数量</b> {esc(item.size)}<br>"
        f"<b>供需</b> {esc(item.state)}:{esc(item.state_meaning)}</p>"
    )
    if item.others:
        show(markup.title("为什么"), markup.said(item.others))
    if item.demand:
        show(markup.title("需求怎么来的"), markup.said(item.demand))
    if item.supply:
        show(markup.title("供给怎么来的"), markup.said(item.supply))


def _rest(item: table.GapDetail) -> None:
    rows = "".join(
        f"<li>{markup.chip(result, markup.RESULT_CLASS[result])} {esc(told.text)}<br>"
        f"{markup.source(told.origin)}</li>"
        for result, told in item.filters
    )
    empty = '<p class="lt-none">没有查到相关的准入规则</p>'
    show(markup.title("准入核对"), f'<ul class="lt-list">{rows}</ul>' if rows else empty)
    show(
        markup.title("还不知道、要去问的"),
        markup.bullets(item.questions, "这条结论所需的数字都有了"),
    )


if __name__ == "__main__":
    page()
