"""Firms that could be put on a list: ticked, and added in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.desk.ladder.edit import fresh
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.watch import listable, reformable
from graph.model import Ladder
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.ladder.book import author, table_height
from views.pages.markup import esc, show
from views.pages.write_button import write_button
from views.tables.ladder import words

CANDIDATES = {"规改股": reformable, "股上市": listable}
CANDIDATE_WORDS = {
    "规改股": "规上、还不是股份公司的企业(按企业名称判断,简称看不出的也列入)",
    "股上市": "股份公司、没有沪深北上市代码的企业",
}


def candidates(seen: View, book: Book, flow: str, year: str, rows: Sequence[Ladder]) -> None:
    """Firms that could be put on the list, as what is on record says."""
    on = {r.firm_id for r in rows}
    ids = [i for i in CANDIDATES[flow](book) if i not in on]
    lines = [
        {
            "企业": words.firm_name(seen.facts, i),
            "现状档次": words.tier_name(book.ground.tier_of(i)),
            "证券代码": seen.facts.firms[i].listed_code,
            "依据": words.tier_reason(seen.facts, book.ground.tier_of(i)),
        }
        for i in ids
    ]
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-could-head"):
        show(f'<h4 class="lt-h">可以加入的<small>{esc(CANDIDATE_WORDS[flow])}</small></h4>')
        if lines:
            downloads.table_button(
                seen,
                f"{flow}可以加入的企业",
                tuple(lines[0]),
                lambda: [tuple(line.values()) for line in lines],
                "ladder-could-xlsx",
            )
    if lines:
        add_ticked(seen, flow, year, ids, lines, f"ladder-could-{flow}-{year}")
    else:
        show('<p class="lt-none">没有了。</p>')


def add_ticked(
    seen: View,
    flow: str,
    year: str,
    ids: Sequence[str],
    lines: Sequence[Mapping[str, object]],
    key: str,
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
