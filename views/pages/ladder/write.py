"""Rows typed over in a grid, written in one go; a row somebody else changed is shown both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from graph.desk.editing import field_changes, rebased
from graph.desk.ladder.edit import Edit, fresh
from graph.errors import Conflict, LianTuError
from graph.model import Ladder, Record
from graph.store.protocol import Change, Ref
from views.pages.context import View
from views.pages.desk import say_next
from views.pages.people import my_name
from views.tables.ladder.words import firm_name
from views.tables.values import cell_text

_PENDING, _TURN = "ladder-pending", "ladder-turn"
WHY = "填梯度培育表"


def turn() -> int:
    """Number of the grid: another number is a fresh one."""
    return int(st.session_state.get(_TURN, 0))


def renew() -> None:
    """Throw away what was typed."""
    st.session_state[_TURN] = turn() + 1


def save(seen: View, edits: Sequence[Edit], revs: Mapping[Ref, int]) -> None:
    """Write all rows that changed, each on the revision it was read at."""
    if not edits:
        say_next("没有改动")
        st.rerun()
    expect = {e.ref: revs.get(e.ref, 0) for e in edits}
    _write(seen, {"edits": list(edits), "expect": expect})


def _write(seen: View, held: dict[str, Any]) -> None:
    edits: list[Edit] = held["edits"]
    if not edits:
        _done("没有剩下要写的")
    try:
        seen.store.write(
            [Change.put(e.mine) for e in edits], actor=my_name(), reason=WHY, expect=held["expect"]
        )
    except Conflict as error:
        held["ref"], held["theirs"], held["rev"] = error.ref, error.current, error.actual
        st.session_state[_PENDING] = held
        st.rerun()
    except LianTuError as error:
        st.error(f"没有存上:{error}")
        return
    _done(f"已保存 {len(edits)} 条")


def _done(text: str) -> None:
    st.session_state.pop(_PENDING, None)
    renew()
    say_next(text)
    st.rerun()


def conflict(seen: View) -> bool:
    """Show a row that two people changed, if there is one; gives whether there is."""
    held = st.session_state.get(_PENDING)
    if held is None:
        return False
    edit = next(e for e in held["edits"] if e.ref == held["ref"])
    theirs: Record | None = held["theirs"]
    name = firm_name(seen.facts, edit.mine.firm_id, edit.mine.firm_text)
    st.warning(
        f"你改的时候,“{name}”{edit.mine.year[:4]} 年这一条已被别人改过。"
        "一条都还没有写入,没有覆盖任何一方,请看两边:"
    )
    kind = seen.workspace.schema[Ladder.kind]
    rows = [
        {
            "项目": c.label_zh,
            "他的": cell_text(seen.facts, kind.column(c.field), c.before),
            "我的": cell_text(seen.facts, kind.column(c.field), c.after),
        }
        for c in field_changes(theirs, edit.mine, kind)
    ]
    st.dataframe(rows, hide_index=True, row_height=30, key="ladder-both")
    with st.container(horizontal=True, key="ladder-conflict"):
        if st.button("这一条用他的,其余照我的存", key="ladder-theirs"):
            held["edits"].remove(edit)
            held["expect"].pop(edit.ref)
            _write(seen, held)
        if st.button("把我改的几项加到他的上面", type="primary", key="ladder-mine"):
            _merge(seen, held, edit, theirs)
    return True


def _merge(seen: View, held: dict[str, Any], edit: Edit, theirs: Record | None) -> None:
    """Put what I changed on top of theirs; of a record we both began, what I filled in."""
    kind = seen.workspace.schema[Ladder.kind]
    mine = edit.mine
    if isinstance(theirs, Ladder):
        start = edit.start or fresh(
            mine.region_id, mine.flow, mine.year, mine.made_by, firm_id=mine.firm_id or ""
        )
        whole = rebased(start, mine, theirs, kind)
        mine = whole if isinstance(whole, Ladder) else mine
        held["edits"][held["edits"].index(edit)] = replace(edit, start=theirs, mine=mine)
    held["expect"][edit.ref] = held["rev"]
    _write(seen, held)
