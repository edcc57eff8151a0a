"""本月变化: gaps, projects and firms against a month ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from graph.desk.round.month import FIRM_KINDS, PROJECT_KINDS, stage_events, written
from graph.reason.change.diff import CLOSED, NEW, Difference, compare
from loaders.fresh import ACTOR
from views.pages import markup
from views.pages.context import View, answered
from views.pages.downloads import XLSX, notes
from views.pages.kept import kept
from views.pages.markup import esc, show
from views.pages.state import hold, keep, widget_key
from views.reports.bulletin_book import changes_book
from views.tables import changes as gap_table
from views.tables.round import month as table
from views.tables.round.month import EditLine, MonthChanges, StepLine

SHOWN = 40
HEIGHT = 400
ABOUT = (
    "两天都用现在手里的资料算。没写日期的资料两天都算在内,补录了也不显示为新增或补上;"
    "这段时间录了什么,看“记录改动”。"
)


def part(seen: View) -> None:
    """The day to compare with, counts, three columns."""
    first = _first(seen)
    if first >= seen.date:
        st.info("要比的那天要在今天之前。")
        return
    found = changes_between(seen, first, seen.date)
    _head(seen, found)
    gaps, projects, firms = st.columns(3, gap="medium")
    with gaps:
        _gaps(seen, found)
    with projects:
        _projects(seen, found)
    with firms:
        _firms(seen, found)


def changes_between(seen: View, first: str, last: str) -> MonthChanges:
    """All that changed after ``first`` and by ``last``, kept until the facts change."""
    before, after = (replace(seen.question, date=d) for d in (first, last))

    def found() -> MonthChanges:
        now = answered(after)
        return MonthChanges(
            first,
            last,
            compare(answered(before).evaluation, now.evaluation),
            stage_events(now.facts, now.evaluation.region, first, last),
            written(
                seen.store,
                seen.workspace.schema,
                first,
                last,
                kinds={*PROJECT_KINDS, *FIRM_KINDS},
                program=ACTOR,
            ),
        )

    return kept(seen.key("month", before, after), found)


def _first(seen: View) -> str:
    day = dt.date.fromisoformat(seen.date)
    name = f"month-from-{day}"
    default = gap_table.months_before(day, 1)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        hold(name, default)
        chosen = st.date_input(
            "和哪一天比(默认上个月的今天)",
            min_value=gap_table.FIRST_DAY,
            max_value=day,
            format="YYYY-MM-DD",
            key=widget_key(name),
            on_change=keep,
            args=(name,),
            width=230,
        )
        first = (chosen or default).isoformat()
        st.download_button(
            "下载 Excel",
            data=lambda: changes_book(
                seen.facts,
                seen.workspace.schema,
                changes_between(seen, first, seen.date),
                notes(seen),
            ),
            file_name=f"本月变化_{seen.region_name}_{first}_{seen.date}.xlsx",
            mime=XLSX,
            on_click="ignore",
            disabled=first >= seen.date,
            key="month-xlsx",
        )
    return first


def _head(seen: View, found: MonthChanges) -> None:
    cells = "".join(
        f"<div><b>{esc(number)}</b><span>{esc(label)}</span></div>"
        for label, number in table.tally(found)
    )
    show(f'<div class="lt-counts lt-six">{cells}</div>')
    show(f'<p class="lt-note">{ABOUT}</p>')
    for told in table.loading_lines(found.written):
        show(f'<p class="lt-note">{esc(told)}</p>')


def _gaps(seen: View, found: MonthChanges) -> None:
    show(
        '<h3 class="lt-col">缺口<small>新增和补上的;持续的'
        f" {len(found.gaps.kept)} 条见 Excel</small></h3>"
    )
    with st.container(height=HEIGHT, border=False, key="month-gaps"):
        for word, rows in ((NEW, found.gaps.new), (CLOSED, found.gaps.closed)):
            show(f'<h4 class="lt-h">{esc(word)} {len(rows)} 条</h4>', _gap_list(seen, rows))


def _gap_list(seen: View, rows: Sequence[Difference]) -> str:
    items = ""
    for row in rows[:SHOWN]:
        told = gap_table.line(seen.facts, row)
        why = "<br>".join(f"· {esc(r.text)}" for r in told.reasons[:2])
        items += (
            f"<li>{markup.kind_chip(told.kind)}<b>{esc(told.product)}</b> {esc(told.size)} "
            f'<span class="lt-src">{esc(told.rank)}</span>{"<br>" if why else ""}{why}</li>'
        )
    return f'<ul class="lt-list">{items}</ul>' if items else '<p class="lt-none">没有。</p>'


def _projects(seen: View, found: MonthChanges) -> None:
    show('<h3 class="lt-col">项目<small>这段时间的进展,和改过的记录</small></h3>')
    with st.container(height=HEIGHT, border=False, key="month-projects"):
        steps = table.step_lines(seen.facts, found.steps)
        show(f'<h4 class="lt-h">进展 {len(steps)} 条</h4>', _steps(steps))
        edits = table.project_lines(seen.facts, seen.workspace.schema, found.written)
        show(f'<h4 class="lt-h">记录改动 {len(edits)} 条</h4>', _edits(edits))


def _steps(lines: Sequence[StepLine]) -> str:
    items = "".join(
        f"<li><b>{esc(s.project)}</b> {markup.chip(s.stage, 'off')}{esc(s.date)}<br>"
        f"{esc(s.event)}<br>{markup.source(s.origin)}</li>"
        for s in lines[:SHOWN]
    )
    return f'<ul class="lt-list">{items}</ul>' if items else '<p class="lt-none">没有记到。</p>'


def _firms(seen: View, found: MonthChanges) -> None:
    show('<h3 class="lt-col">企业和装置<small>新增和改过的记录</small></h3>')
    with st.container(height=HEIGHT, border=False, key="month-firms"):
        edits = table.firm_lines(seen.facts, seen.workspace.schema, found.written)
        show(f'<h4 class="lt-h">记录改动 {len(edits)} 条</h4>', _edits(edits))


def _edits(lines: Sequence[EditLine]) -> str:
    items = "".join(
        f"<li>{markup.chip(e.word, 'off')}<b>{esc(e.name)}</b> "
        f'<span class="lt-src">{esc(e.kind)}</span><br>'
        f"{'<br>'.join(f'· {esc(f)}' for f in e.fields)}<br>"
        f'<span class="lt-src">{esc(e.who)} {esc(e.day)} {esc(e.reason)}</span></li>'
        for e in lines[:SHOWN]
    )
    more = f'<p class="lt-note">其余 {len(lines) - SHOWN} 条见 Excel。</p>'
    told = f'<ul class="lt-list">{items}</ul>' if items else '<p class="lt-none">没有。</p>'
    return told + (more if len(lines) > SHOWN else "")
