"""资金池人才池: funds, and teams and platforms, with what they fit and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.desk.pool.pools import Pools, Use, matches_of, pools
from graph.model import Fund, Talent
from graph.store.protocol import Change
from views.pages import downloads, routes
from views.pages.context import View, view
from views.pages.desk import say_next, written
from views.pages.kept import kept
from views.pages.markup import chip, esc, show, source
from views.pages.people import may_write
from views.pages.pick_row import pick_row
from views.pages.pool_form import edit_fund, edit_talent
from views.pages.state import adopt, hold, keep, widget_key
from views.pages.write_button import write_button
from views.tables import pools as table
from views.tables.overview import gap_key

PARTS = ("资金池", "人才池")
NOTES = {
    "资金池": "政府基金、产业基金、银行专项等。只写公开或本单位掌握的;条件没有看到就空着。",
    "人才池": "院校、院所、平台、团队和专家站。不记个人姓名。",
}
Row = Fund | Talent


def page() -> None:
    """One pool, one of its records, what that fits."""
    seen = view()
    adopt("pool", "pool-part")
    if st.session_state.get("pool-part") not in PARTS:
        st.session_state["pool-part"] = PARTS[0]
    hold("pool-part")
    with st.container(horizontal=True, vertical_alignment="bottom", key="pool-top"):
        part = st.segmented_control(
            "看哪一池",
            PARTS,
            key=widget_key("pool-part"),
            required=True,
            label_visibility="collapsed",
            on_change=keep,
            args=("pool-part",),
        )
        tools = st.container(horizontal=True, key="pool-tools")
    held = kept(seen.key("pools", seen.question), lambda: pools(seen.evaluation))
    _pool(seen, held, part or PARTS[0], tools)


def _pool(seen: View, held: Pools, part: str, tools: st.delta_generator.DeltaGenerator) -> None:
    is_fund = part == PARTS[0]
    rows: Sequence[Row] = held.funds if is_fund else held.talents
    columns = table.FUND_COLUMNS if is_fund else table.TALENT_COLUMNS
    cells = [
        table.fund_cells(seen.facts, r)
        if isinstance(r, Fund)
        else table.talent_cells(seen.facts, r)
        for r in rows
    ]
    with tools:
        label = "加一支资金" if is_fund else "加一个团队或平台"
        if write_button(label, "pool-add", type="primary"):
            (edit_fund if is_fund else edit_talent)(seen)
        downloads.table_button(seen, part, columns, lambda: cells, f"pool-xlsx-{part}")
    show(
        f'<p class="lt-note">共 {len(rows)} 条。{esc(NOTES[part])}'
        "点左边的圆圈看它对上哪些缺口和项目。</p>"
    )
    if not rows:
        st.info("还没有记录;按右上角的按钮加。")
        return
    lines = [dict(zip(columns, line, strict=True)) for line in cells]
    chosen = rows[_picked(lines, part)]
    _detail(seen, held, chosen)


def _picked(lines: Sequence[Mapping[str, object]], part: str) -> int:
    number = pick_row(
        list(lines),
        key=f"pool-list-{part}-{len(lines)}",
        height=min(250, 38 + 30 * len(lines)),
        column_config={
            "名称": st.column_config.TextColumn(width=230, pinned=True),
            "投向": st.column_config.TextColumn(width=190),
            "方向": st.column_config.TextColumn(width=210),
            "条件": st.column_config.TextColumn(width=210),
            "规模(亿元)": st.column_config.NumberColumn(format="%.10g", width=90),
        },
    )
    return number


def _detail(seen: View, held: Pools, row: Row) -> None:
    """What the record says and where from, then what it fits."""
    about, fits = st.columns([4, 7], gap="medium")
    with about:
        _about(seen, row)
    with fits:
        _fits(seen, held, row)


def _about(seen: View, row: Row) -> None:
    told = table.record_origin(seen.facts, row)
    mark = chip(row.stage if isinstance(row, Fund) else row.talent_type, "off")
    parts = "".join(
        f"<tr><th>{esc(label)}</th><td>{esc(value)}</td></tr>"
        for label, value in table.about_lines(seen.facts, row)
    )
    show(
        f'<h3 class="lt-title">{esc(row.name_zh)} {mark}</h3>'
        f'<table class="lt-about">{parts}</table><p>{source(told)}</p>'
    )
    with st.container(horizontal=True, vertical_alignment="center", key="pool-foot"):
        if write_button("改", "pool-edit"):
            (edit_fund if isinstance(row, Fund) else edit_talent)(seen, row.id)
        with st.popover("删去", disabled=not may_write(), key="pool-drop-box"):
            show(f'<p class="lt-note">删去“{esc(row.name_zh)}”?可到“修改记录”里撤销。</p>')
            rev = seen.store.get(row.kind, [row.id]).revs[:1]
            st.button(
                "确定删去",
                key="pool-drop",
                disabled=not rev,
                on_click=_drop,
                args=(seen, row, *rev),
            )


def _drop(seen: View, row: Row, rev: int) -> None:
    """Delete a record as it was seen; one that somebody changed since stays."""
    change = Change.delete(row.kind, row.id)
    why, failed = "删去资金池人才池的一条", f"没有删去“{row.name_zh}”"
    if written(seen, [change], None, why, failed=failed, expect={change.ref: rev}):
        say_next(f"已删去:{row.name_zh}")


def _fits(seen: View, held: Pools, row: Row) -> None:
    uses = kept(
        seen.key("pool-uses", seen.question, row.kind, row.id),
        lambda: matches_of(held, row.kind, row.id),
    )
    lines = [dict(zip(table.USE_COLUMNS, table.use_cells(held, u), strict=True)) for u in uses]
    with st.container(horizontal=True, vertical_alignment="center", key="pool-fits-head"):
        show(
            f'<h3 class="lt-col">对上的缺口和项目 {len(lines)} 条'
            "<small>吻合的在前,最多 20 条</small></h3>"
        )
        if lines:
            downloads.table_button(
                seen,
                f"{row.name_zh[:20]}对上的缺口和项目",
                table.USE_COLUMNS,
                lambda: [tuple(line.values()) for line in lines],
                "pool-uses-xlsx",
            )
    if not lines:
        show(f'<p class="lt-none">{esc(table.none_text(held, row))}</p>')
        return
    event = st.dataframe(
        lines,
        hide_index=True,
        row_height=30,
        height=min(300, 38 + 30 * len(lines)),
        on_select="rerun",
        selection_mode="single-row",
        key=f"pool-uses-{row.id}-{len(lines)}",
        placeholder="",
        column_config={"为什么": st.column_config.TextColumn(width=330)},
    )
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(uses):
        _go(uses[picked[0]])
    else:
        show('<p class="lt-note">点左边的圆圈选一条,就能打开它。</p>')


def _go(use: Use) -> None:
    """Open the gap or the project that was chosen."""
    if use.gap is not None:
        if st.button("打开这条缺口", key="pool-go-gap"):
            routes.go_gap(gap_key(use.gap))
    elif st.button("打开这个项目", key="pool-go-project"):
        routes.go_project(use.id)


if __name__ == "__main__":
    page()
