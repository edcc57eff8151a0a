"""专精特新: the method in force on the day of application, and firm by firm what is met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from graph.desk.ladder.criteria import barred, in_force, methods
from graph.desk.ladder.criteria_checks import GIANT, SRDI, Verdict, verdicts
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.watch import patents
from graph.model import Criterion
from views.pages import downloads
from views.pages.context import View
from views.pages.kept import kept
from views.pages.ladder.book import Opened, table_height
from views.pages.markup import chip, esc, show, source
from views.pages.pick_row import pick_row
from views.pages.state import hold, keep, widget_key
from views.tables.ladder import ladders as table
from views.tables.ladder import words
from views.tables.origin import chinese_date, origin

MOST = 500
"""Rows of the table; the file has all."""
TONE = {"met": "even", "short": "none", "unknown": "open"}
FIRST_DAY, LAST_DAY = dt.date(2011, 1, 1), dt.date(2040, 12, 31)


def block(seen: View, held: Opened) -> None:
    """Method, firms, one firm, patents."""
    book = held.book
    hold("ladder-title", SRDI)
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder-top"):
        flow = st.segmented_control(
            "申报什么",
            (SRDI, GIANT),
            key=widget_key("ladder-title"),
            required=True,
            on_change=keep,
            args=("ladder-title",),
        )
        day = _day(seen)
        tools = st.container(key="ladder-title-tools")
    rows = in_force(seen.facts, flow or SRDI, day)
    if not rows:
        st.info(
            f"{chinese_date(day)}适用的{flow}标准没有收录;换一个申报日期,或在“认定标准”表里补。"
        )
        return
    _method(seen, flow or SRDI, rows, day)
    firms = {i: seen.facts.firms[i] for i in book.ground.firm_ids}
    found = kept(
        seen.key("ladder-verdicts", seen.question, flow, day),
        lambda: {
            i: verdicts(rows, firm, book.ground.years_of(i), day)
            for i, firm in firms.items()
            if barred(firm) is None
        },
    )
    _barred({i: why for i, firm in firms.items() if (why := barred(firm))}, seen)
    columns = table.title_columns([c.item for c in rows])
    with tools:
        downloads.table_button(
            seen,
            f"{flow}条件对照_{day}申报",
            columns,
            lambda: [table.title_cells(seen.facts, i, v) for i, v in found.items()],
            "ladder-title-xlsx",
        )
    _firms(seen, found, columns)
    _patents(seen, book)


def _barred(found: dict[str, str], seen: View) -> None:
    names = [f"{seen.facts.firm_name(i)}({words.BARRED[why]})" for i, why in found.items()]
    if names:
        show(f'<p class="lt-note">不在申报范围,不列:{esc("、".join(names))}。</p>')


def _day(seen: View) -> str:
    hold("ladder-day", dt.date.fromisoformat(seen.date))
    chosen = st.date_input(
        "申报日期(按它选办法)",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=widget_key("ladder-day"),
        width=190,
        on_change=keep,
        args=("ladder-day",),
    )
    return (chosen or dt.date.fromisoformat(seen.date)).isoformat()


def _method(seen: View, flow: str, rows: Sequence[Criterion], day: str) -> None:
    """Which method, since when, and the methods before and after it."""
    names = []
    for scheme, since, until in methods(seen.facts, flow):
        span = f"{since or '起始未载'} 至 {until or '今'}"
        mark = "<b>本次适用</b> " if scheme == rows[0].scheme else ""
        names.append(f"{mark}{esc(scheme)}({esc(span)})")
    items = "".join(
        f"<li><b>{esc(c.item)}</b> {esc(c.text)}"
        f"{f'<br><small>{esc(c.note)}</small>' if c.note else ''}<br>"
        f"{source(origin(seen.facts, c.source_id, c.as_of, c.basis))}</li>"
        for c in rows
    )
    show(
        f'<p class="lt-rule">{"<br>".join(names)}</p>'
        f'<details class="lt-check"><summary>{len(rows)} 项条件和出处</summary>'
        f'<ul class="lt-list">{items}</ul></details>'
    )


def _firms(seen: View, found: dict[str, tuple[Verdict, ...]], columns: Sequence[str]) -> None:
    order = sorted(found, key=lambda i: _order(found[i]))[:MOST]
    more = f",列出前 {MOST} 家" if len(found) > MOST else ""
    lines = [
        dict(zip(columns, table.title_cells(seen.facts, i, found[i], short=True), strict=True))
        for i in order
    ]
    show(
        f'<p class="lt-note">本地 {len(found)} 家,达到多的在前{more}。只拿库里有的数核对'
        "(申报上一年的营收、研发、发明专利,成立年份);库里没有的写“未知”,不等于不够。"
        "年度数据记的是主营业务收入,不高于营业收入:差一点的“未达”和刚够的占比要人再看。</p>"
    )
    number = pick_row(
        lines,
        key=f"ladder-titles-{columns[-1]}-{len(columns)}-{len(lines)}",
        height=table_height(len(lines), 300),
    )
    if lines:
        chosen = order[number]
        _detail(seen, chosen, found[chosen])


def _order(found: Sequence[Verdict]) -> tuple[int, int]:
    results = [v.result for v in found]
    return -results.count("met"), results.count("short")


def _detail(seen: View, firm_id: str, found: Sequence[Verdict]) -> None:
    firm = seen.facts.firms[firm_id]
    titles = f"库里记的资质:{firm.specialised}" if firm.specialised else "库里没有资质记录"
    items = "".join(_line(seen, row) for row in found)
    show(
        f'<h4 class="lt-h">{esc(firm.name_zh)}<small>{esc(titles)}</small></h4>'
        f'<ul class="lt-list">{items}</ul>'
    )


def _line(seen: View, row: Verdict) -> str:
    origins = {(t.source_id, t.as_of, t.basis): None for t in row.told}
    told = "".join(f"<br>{source(origin(seen.facts, *key))}" for key in origins)
    mark = chip(words.RESULT[row.result], TONE[row.result], words.SIGN[row.result])
    return (
        f"<li>{mark}"
        f"<b>{esc(row.criterion.item)}</b> {esc(row.criterion.text)}"
        f"<br>{esc(words.verdict_text(row))}{told}</li>"
    )


def _patents(seen: View, book: Book) -> None:
    found = patents(book)
    names = {
        code: "、".join(seen.facts.firm_name(i) for i, _ in rows) for code, rows in found.items()
    }
    show(
        '<h3 class="lt-col">专利零突破<small>按年度数据里的有效发明专利件数</small></h3>'
        f'<p class="lt-note"><b>记录为 0 件({len(found["zero"])} 家)</b> '
        f"{esc(names['zero'] or '没有')}<br>"
        f"<b>已有发明专利({len(found['some'])} 家)</b> {esc(names['some'] or '没有')}<br>"
        f"<b>未知,要问({len(found['unknown'])} 家)</b> {esc(names['unknown'] or '没有')}</p>"
    )
