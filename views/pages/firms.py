"""目标企业: firms elsewhere for a gap or a product, and the shortlist to take along."""

from __future__ import annotations

import streamlit as st

from graph.reason.firms.targets import makers_to_call
from graph.results import Gap, Target
from views import settings
from views.pages import downloads, listed, routes
from views.pages.client.new import Taken, take_on
from views.pages.context import View, view
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.pages.picker import product_picker
from views.pages.state import adopt, hold, keep, widget_key
from views.pages.versus import explained
from views.tables import gaps as gap_table
from views.tables import targets as table
from views.tables.overview import gap_key

BY = ("按缺口", "按产品")
SHORTLIST = "shortlist"


def page() -> None:
    """Choose, tick, take along."""
    seen = view()
    product_id, gap = _choice(seen)
    if product_id is None:
        st.info("先选一个缺口或一种产品。")
    else:
        found = seen.evaluation.targets_for(product_id)
        _table(seen, found, product_id, gap)
        listed.block(seen, product_id)
    _shortlist(seen)


def _choice(seen: View) -> tuple[str | None, Gap | None]:
    """What to find firms for: the product, and the gap line when one was chosen."""
    _adopt_address()
    with st.container(horizontal=True, vertical_alignment="bottom", key="choice"):
        hold("firms-by", BY[0])
        by = st.segmented_control(
            "怎么找",
            BY,
            key=widget_key("firms-by"),
            required=True,
            on_change=keep,
            args=("firms-by",),
        )
        if by == BY[1]:
            product_id = product_picker(seen, "firms-product")
            return product_id, next(iter(seen.evaluation.gaps_of(product_id or "")), None)
        gap = _gap_choice(seen)
        return (gap.product_id if gap else None), gap


def _adopt_address() -> None:
    """An address with a product or a gap in it opens that one."""
    state = st.session_state
    if "product" in st.query_params:
        state.setdefault("firms-by", BY[1])
        adopt("product", "firms-product")
    elif "gap" in st.query_params:
        state.setdefault("firms-by", BY[0])
        adopt("gap", "firms-gap")


def _gap_choice(seen: View) -> Gap | None:
    state, gaps = st.session_state, {gap_key(g): g for g in seen.evaluation.gaps}
    if state.get("firms-gap") not in gaps:
        last = state.get("gap")
        state["firms-gap"] = last if last in gaps else _first_with_firms(seen)
    hold("firms-gap")
    chosen = st.selectbox(
        "缺口",
        list(gaps),
        format_func=lambda key: gap_table.option_label(seen.facts, gaps[key]),
        filter_mode="contains",
        key=widget_key("firms-gap"),
        placeholder="没有缺口",
        on_change=keep,
        args=("firms-gap",),
    )
    return gaps.get(chosen) if chosen else None


def _first_with_firms(seen: View) -> str | None:
    """The best gap for which firms elsewhere may be called."""
    for gap in seen.evaluation.gaps:
        if makers_to_call(seen.evaluation.targets_for(gap.product_id)):
            return gap_key(gap)
    return None


def _table(seen: View, found: tuple[Target, ...], product_id: str, gap: Gap | None) -> None:
    """The blocks of the list; what is ticked in any of them is taken along and explained."""
    name = seen.facts.products[product_id].name_zh
    kind = f"{gap.kind}。" if gap else ""
    show(
        f'<p class="lt-note">{esc(kind)}外地做 <b>{esc(name)}</b> 的企业:'
        f"{esc(table.head_line(found))}。按得分排;勾一家看理由,勾两家并排对比,再按“加入客商库”。"
        "产能与状态以数据年份为准,多处产能不相加。</p>"
    )
    if not found:
        st.info(
            f"还没有收录外地做{name}的企业,也没有它的上下游企业;可在数据来源核对,或换一个缺口。"
        )
        return
    parts, key = table.blocks(found), f"{gap.kind if gap else ''}-{product_id}"
    ticked = _block(parts.makers, f"firm-list-{key}")
    if parts.neighbours:
        show(f'<h4 class="lt-h">邻近企业<small>{esc(_about_neighbours(name))}</small></h4>')
        ticked += _block(parts.neighbours, f"firm-near-{key}")
    middle = st.container()
    if parts.ventures:
        show(
            '<h4 class="lt-h">回引<small>本地企业在外地的项目,不算外来企业;'
            "可请它把下一步投回来</small></h4>"
        )
        ticked += _block(parts.ventures, f"firm-back-{key}")
    with middle:
        if found:
            _take(seen, ticked, gap)
            explained(seen, ticked or [found[0]])


def _about_neighbours(name: str) -> str:
    return f"不做{name},做它的上游、下游或替代品;原料或市场相通,可谈往这一步走"


def _block(rows: tuple[Target, ...], key: str) -> list[Target]:
    """One table of firms; the ticked ones."""
    if not rows:
        return []
    event = st.dataframe(
        [dict(zip(table.COLUMNS, table.row(t), strict=True)) for t in rows],
        hide_index=True,
        height=min(290, 40 + 30 * len(rows)),
        row_height=30,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
        placeholder="",
        column_config={
            "序": st.column_config.NumberColumn(width=45),
            "企业": st.column_config.TextColumn(width=230),
            "省": st.column_config.TextColumn(width=60),
            "市": st.column_config.TextColumn(width=80),
            "产能(万吨/年)": st.column_config.NumberColumn(format="%.4g", width=110),
            "产能状态": st.column_config.TextColumn(width=100),
            "得分": st.column_config.ProgressColumn(
                min_value=0, max_value=1, format="%.2f", width=110
            ),
            "已知份额": st.column_config.TextColumn(width=75),
            "标记": st.column_config.TextColumn(width=110),
            "为什么找它": st.column_config.TextColumn(width="large"),
        },
    )
    return [rows[i] for i in event["selection"]["rows"] if i < len(rows)]


def _take(seen: View, ticked: list[Target], gap: Gap | None) -> None:
    """The ticked firms into 客商库, each with its reason; they also stand in the list below."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="take-row"):
        why = st.text_input(
            "为什么找(写进客商库;不改就各用自己的理由)",
            table.why_of(ticked[0]) if len(ticked) == 1 else "",
            key=f"take-why-{hash(tuple(t.firm_id for t in ticked))}",
            placeholder="每家用“为什么找它”里的理由;要统一写就填在这里",
            max_chars=500,
            disabled=not ticked,
        ).strip()
        label = f"加入客商库({len(ticked)} 家)" if ticked else "加入客商库"
        is_off = not ticked or not may_write()
        if st.button(label, type="primary", disabled=is_off, key="take"):
            kind = gap.kind if gap else None
            wanted = [Taken(t.firm_id, t.product_id, why or table.why_of(t), kind) for t in ticked]
            said = take_on(seen, wanted)
            if said is not None:
                new = [table.pick(seen.evaluation, t, kind or "", settings.today()) for t in ticked]
                held = st.session_state.get(SHORTLIST, ())
                st.session_state[SHORTLIST] = table.added(held, new)
                st.toast(said)


def _shortlist(seen: View) -> None:
    picks: list[table.Pick] = st.session_state.get(SHORTLIST, [])
    show(
        f'<h3 class="lt-col">名单<small>已选 {len(picks)} 家,都记在客商库里;'
        "这张名单关掉网页就没有了,要带走请下载</small></h3>"
    )
    st.page_link(routes.CLIENTS, label="到客商库跟进")
    if not picks:
        show('<p class="lt-none">还没有选企业。</p>')
        return
    st.dataframe(
        [dict(zip(table.LIST_COLUMNS, p.row(), strict=True)) for p in picks],
        hide_index=True,
        row_height=30,
        placeholder="",
        column_config={
            "产能(万吨/年)": st.column_config.NumberColumn(format="%.4g"),
            "理由": st.column_config.TextColumn(width="large"),
            "依据来源": st.column_config.TextColumn(width="large"),
        },
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="list-foot"):
        labels = {f"{p.firm}({p.product})": p.key for p in picks}
        gone = st.multiselect(
            "移出这张名单(客商库里仍留着)",
            list(labels),
            placeholder="选要移出的企业",
            select_all=False,
            key="gone",
        )
        if st.button("移出", disabled=not gone, key="remove"):
            keys = {labels[g] for g in gone}
            st.session_state[SHORTLIST] = [p for p in picks if p.key not in keys]
            st.rerun()
        today = settings.today()
        st.download_button(
            "下载 Excel",
            data=lambda: downloads.workbook(
                "目标企业名单",
                table.LIST_COLUMNS,
                [p.row() for p in picks],
                downloads.notes(seen),
            ),
            file_name=table.file_name(picks, today),
            mime=downloads.XLSX,
            type="primary",
            on_click="ignore",
            key="list-xlsx",
        )


if __name__ == "__main__":
    page()
