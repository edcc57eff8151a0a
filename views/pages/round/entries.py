"""月度填报: the month as a table to fill in, last month beside it, saved together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.desk.round import targets as desk
from graph.desk.round.entries import Draft, filled
from graph.model import Entry, Task
from graph.store.protocol import Change
from loaders.round.sheet import MEASURES
from views.pages import downloads
from views.pages.both import who_last
from views.pages.context import View
from views.pages.desk import minute, say_next, written
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.round import sheets as round_sheets
from views.pages.round.lines import extra, month_lines, picked
from views.pages.show_rows import show_rows
from views.pages.state import hold, keep, widget_key
from views.pages.unsaved import Row, Unsaved
from views.tables.round import entries as table
from views.tables.round.words import KIND_ZH, NO_UNIT, Cell, month_zh

Pair = tuple[Draft, Entry]
UNSAVED = Unsaved("entry")
EVERY = "全部责任单位"
HOW = "双击格子再打字。“累计完成”空着,就按 上月累计 + 本月完成 记,可以改。"
IN_NUMBERS = (
    *(table.UNIT, "年度计划", "本月计划", "本月完成", "累计完成"),
    *(table.LAST_TOTAL, table.LAST_DONE, table.SHARE, table.PACE),
)
HINTS = {
    "project": "签约、注册、开工的项目自动列入;其他的从“加进来”里选。金额一般按万元填。",
    "firm": "规上企业自动列入;填产值,一般按万元。",
    "goal": "到这一年的目标自动列入;“累计完成”填到目前达到的数。",
    "task": "任务只填形象进度、问题和需协调事项。",
}


def part(seen: View) -> None:
    """Month and kind, the table, what would be written, and the sheets for the units."""
    UNSAVED.take()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        month, kind = _asked(seen)
        extra(seen, month, kind)
        lines = month_lines(seen, month, kind, picked(month, kind))
        shown = _filters(seen, month, kind, lines)
    show(f'<p class="lt-note">{esc(table.tally(shown, month))}{esc(HINTS[kind])}</p>')
    if shown:
        _table(month, kind, shown, lines, seen)
    else:
        st.info("这个月没有要列出的。换一个筛选,从“加进来”里选,或先到项目库登记。")
    round_sheets.block(seen, month, kind, lines)


def _asked(seen: View) -> tuple[str, str]:
    months = table.months(seen.date)
    if st.session_state.get("entry-month") not in months:
        st.session_state["entry-month"] = table.usual_month(seen.date)
    hold("entry-month")
    month = st.selectbox(
        "哪个月",
        months,
        format_func=month_zh,
        key=widget_key("entry-month"),
        on_change=keep,
        args=("entry-month",),
        width=140,
    )
    hold("entry-kind", desk.KINDS[0])
    kind = st.segmented_control(
        "填哪一类",
        desk.KINDS,
        format_func=KIND_ZH.__getitem__,
        required=True,
        key=widget_key("entry-kind"),
        on_change=keep,
        args=("entry-kind",),
    )
    return month, kind or desk.KINDS[0]


def _filters(seen: View, month: str, kind: str, lines: tuple[Draft, ...]) -> tuple[Draft, ...]:
    units = sorted({d.entry.duty_unit or NO_UNIT for d in lines})
    unit = st.selectbox("责任单位", [EVERY, *units], key=f"entry-unit-{kind}", width=190)
    lacking = st.toggle("只看没填的", key="entry-lacking")
    shown = tuple(
        d
        for d in lines
        if unit in (EVERY, d.entry.duty_unit or NO_UNIT) and not (lacking and d.stands)
    )
    title = f"{month}月度填报_{KIND_ZH[kind]}"
    downloads.table_button(seen, title, table.COLUMNS, lambda: table.rows(shown), "entries-xlsx")
    return shown


def _table(
    month: str, kind: str, shown: tuple[Draft, ...], lines: tuple[Draft, ...], seen: View
) -> None:
    news = _news(lines)
    now = {d.entry.id: entry for d, entry in news}
    drawn, key = UNSAVED.widget(
        [_row(d) for d in shown],
        [_cells(kind, table.grid_row(d, now.get(d.entry.id))) for d in shown],
        when=tuple(now.get(d.entry.id, d.entry).unit for d in shown),
    )
    st.data_editor(
        drawn,
        hide_index=True,
        row_height=30,
        height=min(340, 37 + 30 * len(shown)),
        disabled=list(table.SHUT) if may_write() else True,
        column_config=_columns(),
        key=key,
        placeholder="",
    )
    if may_write():
        _saving(seen, month, kind, news)
    else:
        show(f'<p class="lt-note">{esc(LOOKS_ONLY)}</p>')


def _cells(kind: str, told: dict[str, Cell]) -> dict[str, Cell]:
    """A line of the table; a task is told in words, its columns of numbers would stay empty."""
    return {c: v for c, v in told.items() if kind != Task.kind or c not in IN_NUMBERS}


def _row(draft: Draft) -> Row:
    entry = draft.entry
    cells = {label: getattr(entry, name) for name, label in table.LABELS.items()}
    return Row(entry.id, entry.target_name, cells)


def _news(lines: Sequence[Draft]) -> list[Pair]:
    """What the typed cells make of each line; a line that is as before is left out."""
    at, who = minute(), my_name()
    found = [(d, filled(d, table.typed(UNSAVED.typed(_row(d))), who, at)) for d in lines]
    return [(draft, entry) for draft, entry in found if entry is not None]


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        table.NAME: text(width=250, pinned=True),
        table.DUTY: text(width=105),
        table.UNIT: st.column_config.SelectboxColumn(width=100, options=list(MEASURES)),
        **{
            label: number(width=102, format="localized", step=None)
            for label in ("年度计划", "本月计划", "本月完成", "累计完成")
        },
        table.LAST_TOTAL: number(width=90, format="localized"),
        table.LAST_DONE: number(width=90, format="localized"),
        table.SHARE: text("占年度计划(已存)", width=130),
        table.PACE: text("较时间进度(已存)", width=130, help="百分点:占年度计划 − 月份÷12"),
        "形象进度": text(width=130),
        "要素保障问题": text(width=180),
        "需上级协调事项": text(width=180),
        "填报人": text(width=80),
        table.STATE: text(width=80),
    }


def _saving(seen: View, month: str, kind: str, news: list[Pair]) -> None:
    bad = [fault for _, entry in news for fault in table.faults(entry)]
    passed = UNSAVED.passed([_row(d) for d, _ in news])
    with st.container(horizontal=True, vertical_alignment="center", key="entry-save-box"):
        st.button(
            f"保存 {len(news)} 项" if news else "保存",
            type="primary",
            disabled=not news or bool(bad or passed),
            key="entry-save",
            on_click=_save,
            args=(seen, month, kind),
        )
        if news:
            ids = [entry.id for _, entry in news]
            st.button("不要了", key="entry-drop", on_click=UNSAVED.forget, args=(ids,))
        show(f'<p class="lt-note">{HOW}</p>')
    for fault in bad:
        st.error(fault)
    if passed:
        who = "、".join(dict.fromkeys(who_last(seen, (Entry.kind, row.id)) for row in passed))
        UNSAVED.both(passed, who, lambda: _save(seen, month, kind))
    elif news:
        show_rows(table.WRITTEN, table.written_rows(news), 160)


def _save(seen: View, month: str, kind: str) -> None:
    """Write them over what stands now; one that is faulty or was changed holds all back."""
    UNSAVED.take()
    news = _news(month_lines(seen, month, kind, picked(month, kind)))
    if UNSAVED.passed([_row(d) for d, _ in news]) or any(table.faults(e) for _, e in news):
        return
    changes = [Change.put(entry) for _, entry in news]
    expect = {(Entry.kind, entry.id): draft.rev for draft, entry in news}
    if written(seen, changes, None, f"填{month_zh(month)}月报", failed="没有存上", expect=expect):
        UNSAVED.forget([entry.id for _, entry in news])
        say_next(f"已保存 {len(news)} 项")
