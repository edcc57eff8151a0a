"""任务与责任, filled in as a table: names in cells, saved together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from graph.desk.round.duties import standing
from graph.desk.round.naming import Naming, Standing, naming_changes
from graph.model import Duty
from graph.store.protocol import Ref
from views.pages.context import View
from views.pages.desk import new_id, say_next, written
from views.pages.markup import show
from views.pages.people import my_name
from views.tables.round import duties as table
from views.tables.round.duties import Line

_TURN, _TYPED = "duty-turn", "duty-typed"


def editor(seen: View, group: str, shown: Sequence[Line], held: Sequence[tuple[Duty, int]]) -> None:
    """The table, and one button for all its cells; what was typed outlives filters."""
    turn = st.session_state.get(_TURN, 0)
    key = f"duty-editor-{group}-{hash(tuple(line.id for line in shown))}-{turn}"
    cells = _taken(shown, (st.session_state.get(key) or {}).get("edited_rows", {}))
    names = table.NAMES[group]
    st.data_editor(
        [{**table.editable(group, line), **cells.get(i, {})} for i, line in enumerate(shown)],
        hide_index=True,
        row_height=30,
        height=min(420, 37 + 30 * len(shown)),
        disabled=[names],
        key=key,
        placeholder="",
        column_config={
            names: st.column_config.TextColumn(width=360),
            **{role: st.column_config.TextColumn(width=180) for role in table.ROLES[group]},
        },
    )
    _saving(seen, shown, table.namings(group, shown, cells), held)


def _taken(
    shown: Sequence[Line], edits: Mapping[int, Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """What was typed into each of the lines, now or before a filter hid them."""
    typed = st.session_state.setdefault(_TYPED, {})
    for number, cells in edits.items():
        typed.setdefault(_name(shown[int(number)]), {}).update(cells)
    return {i: typed[_name(line)] for i, line in enumerate(shown) if _name(line) in typed}


def _name(line: Line) -> str:
    return f"{line.kind}:{line.id}"


def _saving(
    seen: View,
    shown: Sequence[Line],
    wanted: Sequence[Naming],
    held: Sequence[tuple[Duty, int]],
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="duty-save-box"):
        st.button(
            f"保存 {len(wanted)} 格" if wanted else "保存",
            type="primary",
            disabled=not wanted,
            key="duty-save",
            on_click=_save,
            args=(seen, wanted, held),
        )
        if wanted:
            st.button("不要了", key="duty-forget", on_click=_forget, args=(wanted,))
        show('<p class="lt-note">几个人或几个单位用“、”隔开;清空就是没有。</p>')
    if wanted:
        rows = table.wanted_rows(shown, wanted)
        st.dataframe(
            [dict(zip(table.WANTED_COLUMNS, r, strict=True)) for r in rows],
            hide_index=True,
            row_height=30,
            height=min(160, 37 + 30 * len(rows)),
            placeholder="",
        )


def _forget(wanted: Sequence[Naming]) -> None:
    """What was typed into these lines is gone, and the table is drawn afresh."""
    typed = st.session_state.get(_TYPED, {})
    for naming in wanted:
        typed.pop(f"{naming.target_kind}:{naming.target_id}", None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _save(seen: View, wanted: Sequence[Naming], held: Sequence[tuple[Duty, int]]) -> None:
    """Write the cells; somebody else's change in between is told, and nothing is written."""
    valid = set(standing((d for d, _ in held), seen.date))
    changes, expect = naming_changes(
        wanted,
        [(d, rev) for d, rev in held if d in valid],
        _records(seen, wanted),
        region_id=seen.question.region_id,
        new_id=new_id(),
        made_by=my_name(),
    )
    if written(seen, changes, None, "填责任分工", failed="没有存上", expect=expect):
        _forget(wanted)
        say_next("已保存")


def _records(seen: View, wanted: Sequence[Naming]) -> dict[Ref, Standing]:
    """The tasks and projects the cells speak of, as they stand."""
    found: dict[Ref, Standing] = {}
    for kind in {n.target_kind for n in wanted}:
        page = seen.store.get(kind, [n.target_id for n in wanted if n.target_kind == kind])
        for record, rev in zip(page.records, page.revs, strict=True):
            found[kind, str(getattr(record, "id", ""))] = (record, rev)
    return found
