"""缺口对比: two days side by side, what is new, what stays, what was closed, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from graph.reason.change.diff import Diff, Difference, compare
from graph.results import GAP_KINDS
from views import change_texts
from views.pages import downloads, markup
from views.pages.context import View, answered, view
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.state import adopt, hold, keep, widget_key
from views.tables import changes as table

SHOWN = 60
SHOWN_REASONS = 3
LAST_DAY = dt.date(2040, 12, 31)


def page() -> None:
    """Two dates, three columns."""
    seen = view()
    first, last = _dates(seen)
    if first >= last:
        st.info("前一天要在后一天之前。")
        return
    found = _compared(seen, first, last)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        kinds = st.pills("类别", GAP_KINDS, selection_mode="multi", key="change-kinds")
        st.download_button(
            "下载 Excel",
            data=lambda: downloads.workbook(
                "缺口对比",
                table.COLUMNS,
                table.sheet_rows(seen.facts, found, kinds),
                (f"前一天 {first},后一天 {last}", *downloads.notes(seen)),
            ),
            file_name=f"缺口对比_{seen.region_name}_{first}_{last}.xlsx",
            mime=downloads.XLSX,
            on_click="ignore",
            key="changes-xlsx",
        )
    for place, (word, rows) in zip(st.columns(3, gap="medium"), found.lists(), strict=True):
        with place:
            _column(seen, word, table.shown(rows, kinds))


def _dates(seen: View) -> tuple[str, str]:
    """The two days; both start afresh when the day of the page changes."""
    day = dt.date.fromisoformat(seen.date)
    quick = table.quick_dates(day)
    start, end = f"diff-from-{day}", f"diff-to-{day}"
    _adopt_day("from", start)
    _adopt_day("to", end)
    with st.container(horizontal=True, vertical_alignment="bottom", key="diff-dates"):
        first = _date("前一天", start, quick["上月"])
        last = _date("后一天", end, day)
        for label, value in quick.items():
            st.button(f"和 {label} 比", key=f"quick-{label}", on_click=_pick, args=(start, value))
    for parameter, shown in (("from", first), ("to", last)):
        if st.query_params.get(parameter) != shown:
            st.query_params[parameter] = shown
    return first, last


def _adopt_day(parameter: str, name: str) -> None:
    """An address with a date in it opens that one; what is no date is passed over."""
    adopt(parameter, name)
    given = st.session_state.get(name)
    if isinstance(given, str):
        try:
            st.session_state[name] = dt.date.fromisoformat(given)
        except ValueError:
            del st.session_state[name]


def _date(label: str, name: str, default: dt.date) -> str:
    hold(name, default)
    chosen = st.date_input(
        label,
        min_value=table.FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=widget_key(name),
        on_change=keep,
        args=(name,),
    )
    return (chosen or default).isoformat()


def _pick(name: str, value: dt.date) -> None:
    st.session_state[name] = value


def _compared(seen: View, first: str, last: str) -> Diff:
    before, after = (replace(seen.question, date=d) for d in (first, last))
    return kept(
        seen.key("diff", before, after),
        lambda: compare(answered(before).evaluation, answered(after).evaluation),
    )


def _column(seen: View, word: str, rows: list[Difference]) -> None:
    show(
        f'<h3 class="lt-col">{esc(word)} {len(rows)} 条'
        f"<small>{esc(change_texts.MEANING[word])}</small></h3>"
    )
    if not rows:
        show(f'<p class="lt-none">{esc(change_texts.EMPTY[word])}</p>')
        return
    with st.container(height=560, border=False, key=f"diff-{word}"):
        items = "".join(_line(table.line(seen.facts, r)) for r in rows[:SHOWN])
        more = f'<p class="lt-note">其余 {len(rows) - SHOWN} 条见 Excel。</p>'
        show(f'<ul class="lt-list" tabindex="0">{items}</ul>', more if len(rows) > SHOWN else "")


def _line(item: table.Line) -> str:
    first, rest = item.reasons[:SHOWN_REASONS], item.reasons[SHOWN_REASONS:]
    told = "<br>".join(map(_reason, first))
    hidden = "<br>".join(map(_reason, rest))
    more = f"<details><summary>还有 {len(rest)} 条</summary>{hidden}</details>" if rest else ""
    return (
        f"<li>{markup.kind_chip(item.kind)}<b>{esc(item.product)}</b> {esc(item.size)} "
        f'<span class="lt-src">{esc(item.rank)}</span>'
        f"{'<br>' if told else ''}{told}{more}</li>"
    )


def _reason(item: table.Reason) -> str:
    source = f" {markup.source(item.origin)}" if item.origin else ""
    return f"· {esc(item.text)}{source}"


if __name__ == "__main__":
    page()
