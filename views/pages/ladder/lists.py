"""培育名单: seven flows, counted by year against the goal, each list with its records."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.ladder.ladders import FLOWS, STATES, Book, counts, net_new, years_kept
from graph.model import Ladder
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.ladder.book import Opened, edit_ladder, table_height
from views.pages.ladder.candidates import CANDIDATES, candidates
from views.pages.markup import esc, show, source
from views.pages.pick_row import pick_row
from views.pages.state import hold, keep, widget_key
from views.pages.write_button import write_button
from views.tables.ladder import ladders as table
from views.tables.ladder import words
from views.tables.origin import origin

ABOUT = {
    "个转企": "个体工商户转为企业。个体户不在企业库里,加一条时写在“名称原文”。",
    "小升规": "规下企业升到规上。谁快到线,看“预警名单”。",
    "新入规": "新投产项目的企业进规上。",
    "防退规": "规上企业不掉线。谁接近入规线,看“预警名单”。",
    "专精特新": "申报专精特新、小巨人。够不够条件,看“专精特新”。",
    "规改股": "规上企业改制为股份公司。",
    "股上市": "股份公司上市。",
}


def block(seen: View, held: Opened) -> None:
    """Counts of a year, then one list."""
    book = held.book
    years = years_kept(book.ladders, int(seen.date[:4]))
    if st.session_state.get("ladder-year") not in years:
        st.session_state["ladder-year"] = seen.date[:4]
    hold("ladder-year")
    hold("ladder-flow", FLOWS[1])
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder-top"):
        year = st.selectbox(
            "年度",
            years,
            key=widget_key("ladder-year"),
            width=110,
            on_change=keep,
            args=("ladder-year",),
        )
        flow = st.segmented_control(
            "哪一类",
            FLOWS,
            key=widget_key("ladder-flow"),
            required=True,
            on_change=keep,
            args=("ladder-flow",),
        )
    _counts(seen, book, year)
    _list(seen, held, flow or FLOWS[1], year)


def _counts(seen: View, book: Book, year: str) -> None:
    found = counts(book.ladders, year)
    heads = "".join(f'<th class="lt-number">{esc(flow)}</th>' for flow in FLOWS)
    body = "".join(
        f"<tr><th>{esc(state)}</th>"
        + "".join(f'<td class="lt-number">{found[flow][state]}</td>' for flow in FLOWS)
        + "</tr>"
        for state in STATES
    )
    show(
        f'<table class="lt-versus"><thead><tr><th>{esc(year)} 年(家)</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>{_against_goal(seen, book, year)}"
    )


def _against_goal(seen: View, book: Book, year: str) -> str:
    net = net_new(book, year)
    said = (
        f"{year} 年净增规上 <b>{net.net}</b> 家(小升规、新入规已达标 {net.entered} 家,"
        f"防退规里退出 {net.left} 家),按本页名单数"
    )
    if net.goal is None:
        return f'<p class="lt-note">{said};这一年的净增目标还没有填,到“目标与调度”里填。</p>'
    told = origin(seen.facts, net.goal.source_id, net.goal.as_of, net.goal.basis)
    goal = f"目标 {esc(net.goal.value_text)}。<br>目标来源:{source(told)}"
    return f'<p class="lt-note">{said};{goal}</p>'


def _list(seen: View, held: Opened, flow: str, year: str) -> None:
    book = held.book
    rows = sorted(book.of_flow(flow, year), key=lambda r: (STATES.index(r.state), r.id))
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-list-head"):
        show(f'<h3 class="lt-col">{esc(flow)} {esc(year)} 年<small>{esc(ABOUT[flow])}</small></h3>')
        if write_button("加一条", "ladder-list-add", type="primary"):
            edit_ladder(seen, book, {"flow": flow, "year": year})
        downloads.table_button(
            seen,
            f"{flow}名单{year}年",
            table.LADDER_COLUMNS,
            lambda: [table.ladder_cells(seen.facts, r) for r in rows],
            "ladder-list-xlsx",
        )
    if rows:
        _records(seen, held, rows, f"{flow}-{year}")
    else:
        show('<p class="lt-none">这一年还没有记录。</p>')
    if flow in CANDIDATES:
        candidates(seen, book, flow, year, rows)


def _records(seen: View, held: Opened, rows: Sequence[Ladder], what: str) -> None:
    lines = [
        dict(zip(table.LADDER_COLUMNS, table.ladder_cells(seen.facts, r), strict=True))
        for r in rows
    ]
    number = pick_row(
        lines, key=f"ladder-rows-{what}-{len(rows)}", height=table_height(len(lines), 260)
    )
    row = rows[number]
    name = words.firm_name(seen.facts, row.firm_id, row.firm_text)
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-row-foot"):
        if write_button("改选中的", "ladder-row-edit"):
            edit_ladder(seen, held.book, id=row.id)
        write_button(
            "移出名单",
            "ladder-row-drop",
            on_click=_drop,
            args=(seen, row, held.revs[row.kind, row.id], name),
        )
        show(f'<p class="lt-note">选中:{esc(name)}</p>')


def _drop(seen: View, row: Ladder, rev: int, name: str) -> None:
    """Take a record off as it was seen; one that somebody changed since stays."""
    change = Change.delete(row.kind, row.id)
    failed, expect = f"没有移出“{name}”", {change.ref: rev}
    if written(seen, [change], None, "移出培育名单", failed=failed, expect=expect):
        say_next(f"已移出:{name};要找回,到“修改记录”里撤销")
