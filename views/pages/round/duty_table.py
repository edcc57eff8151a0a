"""任务与责任, filled in as a table: names in cells, saved together."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.round.duties import by_target, standing
from graph.desk.round.naming import Naming, Standing, naming_changes
from graph.desk.round.reading import held_duties
from graph.model import Duty
from graph.store.protocol import Ref
from views.pages.both import who_last
from views.pages.context import View
from views.pages.desk import new_id, say_next, written
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.show_rows import show_rows
from views.pages.unsaved import Row, Unsaved
from views.tables.round import duties as table
from views.tables.round.duties import Line

UNSAVED = Unsaved("duty")


def editor(seen: View, group: str, shown: Sequence[Line], every: Sequence[Line]) -> None:
    """The table of the lines shown, and one button for the cells of every line of the group."""
    names = table.NAMES[group]
    rows = [_row(seen.question.region_id, group, line) for line in shown]
    now = [{names: row.name, **row.cells, **UNSAVED.typed(row)} for row in rows]
    drawn, key = UNSAVED.widget(rows, now)
    st.data_editor(
        drawn,
        hide_index=True,
        row_height=30,
        height=min(420, 37 + 30 * len(shown)),
        disabled=[names] if may_write() else True,
        key=key,
        placeholder="",
        column_config={
            names: st.column_config.TextColumn(width=360),
            **{role: st.column_config.TextColumn(width=180) for role in table.ROLES[group]},
        },
    )
    if may_write():
        _saving(seen, group, every)
    else:
        show(f'<p class="lt-note">{esc(LOOKS_ONLY)}</p>')


def _row(region_id: str, group: str, line: Line) -> Row:
    cells = table.editable(group, line)
    roles = {role: cells[role] for role in table.ROLES[group]}
    return Row(_id(region_id, line.kind, line.id), line.name, roles)


def _id(region_id: str, kind: str, id: str) -> str:
    """A sub-chain is there in every region, so the region is a part of the id."""
    return f"{region_id}:{kind}:{id}"


def _typed(region_id: str, group: str, every: Sequence[Line]) -> tuple[list[Naming], list[Row]]:
    """What the cells typed say now, and the rows somebody else changed since."""
    rows = [_row(region_id, group, line) for line in every]
    cells = {n: UNSAVED.typed(row) for n, row in enumerate(rows)}
    return table.namings(group, every, cells), UNSAVED.passed(rows)


def _saving(seen: View, group: str, every: Sequence[Line]) -> None:
    wanted, passed = _typed(seen.question.region_id, group, every)
    with st.container(horizontal=True, vertical_alignment="center", key="duty-save-box"):
        st.button(
            f"保存 {len(wanted)} 格" if wanted else "保存",
            type="primary",
            disabled=not wanted or bool(passed),
            key="duty-save",
            on_click=_save,
            args=(seen, group),
        )
        if wanted:
            args = (seen.question.region_id, wanted)
            st.button("不要了", key="duty-forget", on_click=_forget, args=args)
        show('<p class="lt-note">几个人或几个单位用“、”隔开;清空就是没有。</p>')
    if passed:
        UNSAVED.both(passed, _who(seen, passed), lambda: _save(seen, group))
    elif wanted:
        show_rows(table.WANTED_COLUMNS, table.wanted_rows(every, wanted), 160)


def _who(seen: View, passed: Sequence[Row]) -> str:
    """Who changed the duties of these rows last."""
    ids, region_id = {row.id for row in passed}, seen.question.region_id
    held = held_duties(seen.store, region_id)
    refs = [(Duty.kind, d.id) for d, _ in held if _id(region_id, d.target_kind, d.target_id) in ids]
    return "、".join(dict.fromkeys(who_last(seen, ref) for ref in refs))


def _forget(region_id: str, wanted: Sequence[Naming]) -> None:
    UNSAVED.forget([_id(region_id, n.target_kind, n.target_id) for n in wanted])


def _save(seen: View, group: str) -> None:
    """Write the cells over what stands now; a line somebody else changed holds all back."""
    UNSAVED.take()
    region_id = seen.question.region_id
    held = [pair for pair in held_duties(seen.store, region_id) if standing(pair[:1], seen.date)]
    roles = by_target(d for d, _ in held)
    every = table.lines(seen.workspace.facts(), region_id, group, roles)
    wanted, passed = _typed(region_id, group, every)
    if passed:
        return
    changes, expect = naming_changes(
        wanted,
        held,
        _records(seen, wanted),
        region_id=region_id,
        new_id=new_id(),
        made_by=my_name(),
    )
    if written(seen, changes, None, "填责任分工", failed="没有存上", expect=expect):
        _forget(region_id, wanted)
        say_next(f"已保存 {len(wanted)} 格")


def _records(seen: View, wanted: Sequence[Naming]) -> dict[Ref, Standing]:
    """The tasks and projects the cells speak of, as they stand."""
    found: dict[Ref, Standing] = {}
    for kind in {n.target_kind for n in wanted}:
        page = seen.store.get(kind, [n.target_id for n in wanted if n.target_kind == kind])
        for record, rev in zip(page.records, page.revs, strict=True):
            found[kind, str(getattr(record, "id", ""))] = (record, rev)
    return found
