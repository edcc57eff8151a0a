"""通报与总结: rankings of a period, what lags, what is asked for; the paper to take along."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.round.goals import Measured, measured
from graph.desk.round.months import (
    Period,
    PeriodCode,
    last_day_of,
    month_before,
    period_of,
    periods_of,
)
from graph.desk.round.problems import asked_for
from graph.desk.round.reading import entries_between, newest_month
from graph.desk.round.summary import Summary, summed_up
from graph.desk.round.targets import KINDS
from graph.model import Entry
from views.pages.context import View
from views.pages.downloads import XLSX, notes
from views.pages.markup import bullets, esc, show
from views.pages.round.cards import DOCX
from views.pages.round.changes import changes_between
from views.pages.round.lines import month_lines
from views.pages.show_rows import show_rows
from views.pages.state import hold, keep, widget_key
from views.reports.bulletin import Bulletin, bulletin_paper
from views.reports.bulletin_book import bulletin_book
from views.reports.bulletin_words import ask_lines, problem_lines
from views.tables.origin import chinese_date
from views.tables.round import ranks as table
from views.tables.round.month import MonthChanges
from views.tables.round.overall import overall
from views.tables.round.words import KIND_ZH, PERIOD_ZH, Cell, period_zh

RANKED = ("project", "firm")
WIDTHS = {"名次": 45, "名称": 235, "责任单位": 100, "项数": 50, "为什么不参加排名": 250}
CODES: tuple[PeriodCode, ...] = ("two", "half", "year")


def part(seen: View) -> None:
    """Period, the paper, then rankings and problems of one kind."""
    period = _period(seen)
    region_id = seen.question.region_id
    entries = entries_between(seen.store, region_id, f"{period.last[:4]}-01", period.last)
    found = [s for k in KINDS if (s := _summed(seen, entries, period, k)) is not None]
    if not found:
        st.info("这一时期还没有填报。先到“月度填报”填数,或收回各单位的调度表。")
        return
    _papers(seen, period, [s for s in found if s.kind in RANKED], entries)
    names = [s.kind for s in found if s.kind in RANKED]
    if not names:
        st.info("这一时期只填了目标或任务;项目、企业有了填报才排名。")
        return
    kind = names[0]
    if len(names) > 1:
        kind = (
            st.segmented_control(
                "看哪一类", names, default=names[0], format_func=KIND_ZH.__getitem__, required=True
            )
            or names[0]
        )
    _summary(next(s for s in found if s.kind == kind))


def _summed(seen: View, entries: Sequence[Entry], period: Period, kind: str) -> Summary | None:
    """The summary of one kind, with what should have reported and has not."""
    month = min(period.last, seen.date[:7])
    offers = [d.entry for d in month_lines(seen, month, kind) if not d.stands]
    return summed_up(entries, period, kind, offers)


def _period(seen: View) -> Period:
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        hold("bulletin-code", CODES[0])
        code = (
            st.segmented_control(
                "哪一种",
                CODES,
                format_func=PERIOD_ZH.__getitem__,
                required=True,
                key=widget_key("bulletin-code"),
                on_change=keep,
                args=("bulletin-code",),
            )
            or CODES[0]
        )
        newest = newest_month(seen.store, seen.question.region_id, seen.date[:7])
        default = period_of(code, newest or seen.date[:7])
        choices = _choices(code, seen.date)
        labels = {period_zh(p): p for p in choices}
        name = f"bulletin-period-{code}"
        if st.session_state.get(name) not in labels:
            st.session_state[name] = period_zh(default)
        hold(name)
        label = st.selectbox(
            "哪一期",
            list(labels),
            key=widget_key(name),
            on_change=keep,
            args=(name,),
            width=200,
        )
    return labels[label]


def _choices(code: PeriodCode, day: str) -> list[Period]:
    """Periods of this year and the two before that have begun, newest first."""
    year = int(day[:4])
    every = [p for y in range(year - 2, year + 1) for p in periods_of(code, str(y))]
    return [p for p in reversed(every) if p.months[0] <= day[:7]]


def _papers(seen: View, period: Period, found: Sequence[Summary], entries: Sequence[Entry]) -> None:
    name = f"{PERIOD_ZH[period.code]}_{seen.region_name}_{period_zh(period)}"
    with st.container(horizontal=True, vertical_alignment="center", key="bulletin-files"):
        st.download_button(
            "下载 Word(公文格式)",
            data=lambda: bulletin_paper(
                seen.facts, seen.workspace.schema, _told(seen, period, found, entries)
            ),
            file_name=f"{name}.docx",
            mime=DOCX,
            type="primary",
            on_click="ignore",
            key="bulletin-docx",
        )
        st.download_button(
            "下载 Excel",
            data=lambda: bulletin_book(
                seen.facts,
                seen.workspace.schema,
                _told(seen, period, found, entries),
                (f"时期:{period_zh(period)}", *notes(seen)[:2]),
            ),
            file_name=f"{name}.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="bulletin-xlsx",
        )
        show(
            '<p class="lt-note">Word 是征求意见稿:不带红头和印章,字体只写名称;'
            "文字全部来自填报,领导要求请自己补写。</p>"
        )


def _told(
    seen: View, period: Period, found: Sequence[Summary], entries: Sequence[Entry]
) -> Bulletin:
    goals: tuple[Measured, ...] | None = None
    if period.code != "two":
        year = period.last[:4]
        every = measured(seen.facts, seen.question.region_id, entries)
        goals = tuple(m for m in every if (m.goal.year or "")[:4] == year)
    return Bulletin(
        seen.region_name,
        period,
        tuple(found),
        goals,
        _changes(seen, period),
        chinese_date(seen.date),
    )


def _changes(seen: View, period: Period) -> MonthChanges | None:
    """What changed from the day before the period to its end, or to today when it is not over."""
    first = last_day_of(month_before(period.months[0]))
    last = min(last_day_of(period.last), seen.date)
    return changes_between(seen, first, last) if first < last else None


def _summary(found: Summary) -> None:
    told = "".join(overall(found))
    show(f'<p class="lt-rule">{esc(told)}</p>')
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _frame(f"{KIND_ZH[found.kind]}排名", table.RANK_COLUMNS, table.rank_rows(found), 300)
        _frame("责任单位排名", table.UNIT_COLUMNS, table.unit_rows(found), 200)
        apart = table.apart_units(found)
        if apart:
            show(f'<p class="lt-note">不参加排名的责任单位:{esc("、".join(apart))}</p>')
    with right:
        _frame("不参加排名的", table.APART_COLUMNS, table.apart_rows(found), 160)
        show('<h4 class="lt-h">存在问题(点名到单位)</h4>')
        for unit, lines in problem_lines(found):
            show(f'<p class="lt-main">{esc(unit)}</p>', bullets(lines, ""))
        if not problem_lines(found):
            show('<p class="lt-none">没有滞后的,也没有填报问题。</p>')
        show(
            '<h4 class="lt-h">需上级协调的事项</h4>',
            bullets(ask_lines(asked_for(found)), "没有填报。"),
        )


def _frame(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], most: int) -> None:
    show(f'<h4 class="lt-h">{esc(title)}<small>{len(rows)} 项</small></h4>')
    if not rows:
        show('<p class="lt-none">没有。</p>')
        return
    show_rows(columns, rows, most, WIDTHS)
