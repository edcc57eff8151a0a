"""任务与责任: who answers for what; filled in a table, or one by one with dates."""

from __future__ import annotations

import streamlit as st

from graph.desk.round.duties import HEAD_FIRM, PERSON, by_target, standing
from graph.desk.round.reading import held_duties
from graph.model import Duty, Task
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.markup import esc, show
from views.pages.people import my_name
from views.pages.pick_row import pick_row
from views.pages.record.form import Form, open_form
from views.pages.round import duty_table as round_duty_table
from views.pages.show_rows import show_rows
from views.pages.state import hold, keep, widget_key
from views.pages.write_button import write_button
from views.tables.round import duties as table
from views.tables.round.duties import GROUPS, SEGMENTS, TASKS, Line

DUTY_GROUPS = {
    "谁": ("role", "unit", "person", "firm_id"),
    "从什么时候到什么时候": ("since", "until", "note"),
}
TASK_GROUPS = {"": ("name_zh", "number", "group"), "时限": ("due", "due_text", "note")}
SOURCED_TASK = {"这项任务出自通知,原文不在这里改": ("note",)}
Held = tuple[tuple[Duty, int], ...]


def part(seen: View) -> None:
    """Group, table, and below the chosen line with all its duties."""
    round_duty_table.UNSAVED.take()
    held = held_duties(seen.store, seen.question.region_id)
    group, every, shown, in_table = _filters(seen, held)
    show(f'<p class="lt-note">{esc(table.tally(group, shown))}{esc(_hint(group))}</p>')
    if not shown:
        st.info("都有责任人了。" if st.session_state.get("duty-lacking") else "还没有记录。")
    elif in_table:
        round_duty_table.editor(seen, group, shown, every)
    else:
        _detail(seen, group, _list(group, shown), held)


def _hint(group: str) -> str:
    if group == TASKS:
        return f"随附的任务出自通知,牵头和责任单位“{table.NOT_SEEN}”,由本单位填。"
    return ""


def _filters(seen: View, held: Held) -> tuple[str, list[Line], list[Line], bool]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        hold("duty-group", GROUPS[0])
        group = st.segmented_control(
            "看哪一类",
            GROUPS,
            required=True,
            key=widget_key("duty-group"),
            on_change=keep,
            args=("duty-group",),
        )
        group = group or GROUPS[0]
        lacking = st.toggle("只看还没有责任人的", key="duty-lacking")
        in_table = st.toggle("在表里直接填", key="duty-in-table")
        roles = by_target(standing((d for d, _ in held), seen.date))
        every = table.lines(seen.facts, seen.question.region_id, group, roles)
        shown = [line for line in every if line.is_nobodys or not lacking]
        if group == TASKS:
            write_button("加一项任务", "duty-new-task", on_click=_new_task, args=(seen,))
        downloads.table_button(
            seen,
            f"{group}责任分工",
            table.columns(group),
            lambda: [table.row(group, line) for line in shown],
            "duties-xlsx",
        )
    return group, every, shown, in_table


def _list(group: str, shown: list[Line]) -> Line:
    names = table.columns(group)
    number = pick_row(
        [dict(zip(names, table.row(group, line), strict=True)) for line in shown],
        key=f"duty-list-{group}-{hash(tuple(line.id for line in shown))}",
        height=min(360, 37 + 30 * len(shown)),
        column_config={names[0]: st.column_config.TextColumn(width=360)},
    )
    return shown[number]


def _detail(seen: View, group: str, line: Line, held: Held) -> None:
    mine = [d for d, _ in held if (d.target_kind, d.target_id) == (line.kind, line.id)]
    with st.container(horizontal=True, vertical_alignment="center", key="duty-head"):
        show(f'<h3 class="lt-title">{esc(line.name)}</h3>')
        if group == TASKS:
            write_button("改任务", "duty-edit-task", on_click=_edit_task, args=(seen, line.id))
        if group == SEGMENTS:
            write_button(
                "定链主", "duty-head-firm", on_click=_new_duty, args=(seen, line, HEAD_FIRM)
            )
        write_button(
            "加一条分工", "duty-new", on_click=_new_duty, args=(seen, line, PERSON), type="primary"
        )
    if not mine:
        show('<p class="lt-none">还没有分工记录。多人多单位可以加几条,换人时写上起止日期。</p>')
        return
    show_rows(table.DUTY_COLUMNS, table.duty_rows(seen.facts, mine), 220)
    with st.container(horizontal=True, vertical_alignment="bottom", key="duty-one"):
        labels = {
            d.id: f"{d.role} {d.person or d.unit or seen.facts.firm_name(d.firm_id or '')}"
            for d in mine
        }
        chosen = st.selectbox("哪一条", list(labels), format_func=labels.__getitem__, width=320)
        write_button("改这条", "duty-edit", on_click=_edit_duty, args=(seen, chosen))
        write_button("删这条", "duty-drop", on_click=_drop, args=(seen, chosen, held))


def _drop(seen: View, id: str, held: Held) -> None:
    expect = {(Duty.kind, d.id): rev for d, rev in held if d.id == id}
    changes = [Change.delete(Duty.kind, id)]
    if written(seen, changes, None, "删责任分工", failed="没有删掉", expect=expect):
        say_next("已删去")


def _new_duty(seen: View, line: Line, role: str) -> None:
    fixed = {
        "region_id": seen.question.region_id,
        "target_kind": line.kind,
        "target_id": line.id,
        "made_by": my_name(),
    }
    start = {"role": role, "since": seen.date}
    form = Form(Duty.kind, f"分工:{line.name}", DUTY_GROUPS, fixed=fixed, start=start)
    open_form(seen, form)


def _edit_duty(seen: View, id: str) -> None:
    open_form(seen, Form(Duty.kind, "改分工", DUTY_GROUPS), id)


def _new_task(seen: View) -> None:
    fixed = {"region_id": seen.question.region_id, "basis": "user", "as_of": seen.date}
    open_form(seen, Form(Task.kind, "加一项任务", TASK_GROUPS, fixed=fixed))


def _edit_task(seen: View, id: str) -> None:
    task = seen.facts.all(Task)[id]
    groups = TASK_GROUPS if task.basis == "user" else SOURCED_TASK
    open_form(seen, Form(Task.kind, "改任务", groups), id)
