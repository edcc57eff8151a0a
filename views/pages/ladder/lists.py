"""培育名单: seven flows, counted by year against the goal, each list with its records."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.ladder.edit import fresh
from graph.desk.ladder.ladders import FLOWS, STATES, Book, counts, net_new, years_kept
from graph.desk.ladder.watch import listable, reformable
from graph.model import Ladder
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.ladder.book import Opened, author, edit_ladder, table_height, write_button
from views.pages.markup import esc, show, source
from views.pages.pick_row import pick_row
from views.pages.state import hold, keep, widget_key
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
CANDIDATES = {"规改股": reformable, "股上市": listable}
CANDIDATE_WORDS = {
    "规改股": "规上、还不是股份公司的企业(按企业名称判断,简称看不出的也列入)",
    "股上市": "股份公司、没有沪深北上市代码的企业",
}


def block(seen: View, held: Opened) -> None:
    """Counts of a year, then one list."""
    book = held.book
    years = years_kept(book.ladders, int(seen.date[:4]))
    if st.session_state.get("ladder-year") not in years:
        st.session_state["ladder-year"] = years[0]
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
    _list(seen, book, flow or FLOWS[1], year)


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


def _list(seen: View, book: Book, flow: str, year: str) -> None:
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
        _records(seen, book, rows, f"{flow}-{year}")
    else:
        show('<p class="lt-none">这一年还没有记录。</p>')
    if flow in CANDIDATES:
        _candidates(seen, book, flow, year, rows)


def _records(seen: View, book: Book, rows: Sequence[Ladder], what: str) -> None:
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
            edit_ladder(seen, book, id=row.id)
        if write_button("移出名单", "ladder-row-drop"):
            _drop(seen, row, name)
        show(f'<p class="lt-note">选中:{esc(name)}</p>')


def _drop(seen: View, row: Ladder, name: str) -> None:
    change = Change.delete(Ladder.kind, row.id)
    if written(seen, [change], None, "移出培育名单", failed="没有移出"):
        say_next(f"已移出:{name};要找回,到“修改记录”里撤销")
        st.rerun()


def _candidates(seen: View, book: Book, flow: str, year: str, rows: Sequence[Ladder]) -> None:
    """Firms that could be put on the list, as what is on record says."""
    on = {r.firm_id for r in rows}
    ids = [i for i in CANDIDATES[flow](book) if i not in on]
    show(f'<h4 class="lt-h">可以加入的<small>{esc(CANDIDATE_WORDS[flow])}</small></h4>')
    if not ids:
        show('<p class="lt-none">没有了。</p>')
        return
    lines = [
        {
            "企业": words.firm_name(seen.facts, i),
            "现状档次": words.tier_name(book.ground.tier_of(i)),
            "证券代码": seen.facts.firms[i].listed_code,
            "依据": words.tier_reason(seen.facts, book.ground.tier_of(i)),
        }
        for i in ids
    ]
    add_ticked(seen, flow, year, ids, lines, f"ladder-could-{flow}-{year}")


def add_ticked(
    seen: View, flow: str, year: str, ids: Sequence[str], lines: Sequence[object], key: str
) -> None:
    """A table to tick rows of, and the button that puts the firms on a list."""
    event = st.dataframe(
        lines,
        hide_index=True,
        row_height=30,
        height=table_height(len(lines), 250),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"{key}-{len(lines)}",
        placeholder="",
    )
    ticked = [ids[n] for n in event["selection"]["rows"] if n < len(ids)]
    label = (
        f"把勾选的 {len(ticked)} 家加入{year} 年{flow}名单" if ticked else f"勾选后加入{flow}名单"
    )
    if write_button(label, f"{key}-add", disabled=not ticked):
        records = [fresh(seen.question.region_id, flow, year, author(), firm_id=i) for i in ticked]
        changes = [Change.put(r) for r in records]
        expect = {c.ref: 0 for c in changes}
        failed = "没有加入(可能别人刚加过,请刷新再看)"
        if written(seen, changes, None, f"加入{flow}名单", failed=failed, expect=expect):
            say_next(f"已加入 {len(ticked)} 家")
            st.rerun()
