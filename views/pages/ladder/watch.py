"""预警名单: who may drop out of 规上, who may come in, and whose turnover nobody has told."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.ladder.criteria import SCALE, in_force
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.watch import Watched, falling, opened, rising
from views.amounts import number
from views.pages import downloads
from views.pages.context import View
from views.pages.ladder.book import Opened
from views.pages.ladder.candidates import add_ticked
from views.pages.markup import esc, show, source
from views.tables.ladder import ladders as table
from views.tables.origin import origin


def block(seen: View, held: Opened) -> None:
    """Down on the left, up on the right, then firms of new plants."""
    book = held.book
    if book.ground.line_wan is None:
        st.info("规则表里没有这一天适用的规上标准,算不出名单;请在“认定标准”表里补一条。")
        return
    rules = seen.evaluation.rules
    margin, share = rules.number("scale_fall_margin"), rules.number("scale_rise_share")
    _line(seen, book, margin, share)
    left, right = st.columns(2, gap="medium")
    with left:
        _watch(seen, book, "防退规", falling(book, margin))
    with right:
        _watch(seen, book, "小升规", rising(book, share))
    _new(seen, book)


def _line(seen: View, book: Book, margin: float, share: float) -> None:
    line = book.ground.line_wan or 0.0
    rule = in_force(seen.facts, SCALE, seen.date)[0]
    told = origin(seen.facts, rule.source_id, rule.as_of, rule.basis)
    show(
        f'<p class="lt-rule"><b>入规线</b> {esc(rule.text)}({source(told)})<br>'
        f"<b>防退规</b> 企业表记为规上,最近一年营收不到 {number(line * (1 + margin))} 万元(线上 "
        f"{margin:.0%} 以内)<br><b>小升规</b> 企业表没有记为规上,最近一年营收到了 "
        f"{number(line * share)} 万元(线的 {share:.0%})。<br>"
        "按年度数据推算;没有营收的另列,不当作 0。数在“年度数据”里填。</p>"
    )


def _watch(seen: View, book: Book, flow: str, rows: Sequence[Watched]) -> None:
    known = [r for r in rows if r.revenue is not None]
    unknown = [r for r in rows if r.revenue is None]
    cells = [table.watch_cells(seen.facts, r) for r in rows]
    with st.container(horizontal=True, vertical_alignment="center", key=f"ladder-watch-{flow}"):
        show(
            f'<h3 class="lt-col">{esc(flow)} {len(known)} 家'
            f"<small>另有 {len(unknown)} 家营收未知</small></h3>"
        )
        downloads.table_button(
            seen, f"{flow}预警名单", table.WATCH_COLUMNS, lambda: cells, f"ladder-watch-x-{flow}"
        )
    if known:
        lines = [
            dict(zip(table.WATCH_COLUMNS, table.watch_cells(seen.facts, r), strict=True))
            for r in known
        ]
        add_ticked(seen, flow, seen.date[:4], [r.firm_id for r in known], lines, f"lw-{flow}")
    else:
        show('<p class="lt-none">按现有营收,没有接近入规线的。</p>')
    if unknown:
        names = "、".join(seen.facts.firm_name(r.firm_id) for r in unknown)
        show(f'<h4 class="lt-h">营收未知,要问的</h4><p class="lt-note">{esc(names)}</p>')


def _new(seen: View, book: Book) -> None:
    rows = opened(book)
    lines = table.opened_lines(seen.facts, rows)
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-watch-new"):
        show(
            '<h3 class="lt-col">新入规候选<small>近两年投产(或投产时间未载)的本地项目,'
            "企业表没有记为规上</small></h3>"
        )
        if lines:
            downloads.table_button(
                seen,
                "新入规候选",
                tuple(next(iter(lines.values()))),
                lambda: [tuple(line.values()) for line in lines.values()],
                "ladder-watch-new-xlsx",
            )
    if lines:
        add_ticked(seen, "新入规", seen.date[:4], list(lines), list(lines.values()), "lw-new")
    else:
        show('<p class="lt-none">没有。</p>')
