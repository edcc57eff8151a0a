"""What somebody is typing into a grid: the rows as they stood when they began, and the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from graph.model import Record
from graph.store.protocol import Change, Ref
from views.pages.record.fields import Options
from views.pages.record.form import More

Words = Mapping[str, Mapping[str, str]]
"""Column → local words for its choices, by choice."""


@dataclass(frozen=True)
class Grid:
    """What a grid shows and how it writes; see :func:`editable_grid`."""

    kind: str
    columns: tuple[str, ...]
    key: str
    words: Words
    more: More | None
    reason: str
    locked: frozenset[str]
    options: Options | None
    height: int


@dataclass
class Held:
    """What somebody is typing into.

    ``edits`` are the cells that differ; ``carried`` those typed before the table was drawn anew;
    ``raw`` is what the widget said last; ``theirs`` the records somebody else changed meanwhile.
    """

    records: tuple[Record, ...]
    revs: tuple[int, ...]
    turn: int = 0
    edits: dict[str, dict[str, Any]] = field(default_factory=dict)
    carried: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: Any = None
    theirs: dict[str, tuple[Record | None, int]] | None = None

    def rev(self, record: Record) -> int:
        """The revision a record was typed over."""
        return self.revs[self.records.index(record)]


def id_of(record: Record) -> str:
    """Id of a record."""
    return str(getattr(record, "id", ""))


def state_key(grid: Grid) -> str:
    """Where what is being typed is held."""
    return f"grid-{grid.key}"


def widget_name(grid: Grid, held: Held) -> str:
    """Key of the table widget: another after each saving, so that it starts afresh."""
    return f"{grid.key}-{held.turn}"


def raw_of(grid: Grid, held: Held) -> Any:
    """The cells the widget says were typed into since it was made; None when it is not there."""
    state = st.session_state.get(widget_name(grid, held))
    return None if state is None else dict(state["edited_rows"])


def held_of(grid: Grid, records: tuple[Record, ...], revs: tuple[int, ...]) -> Held:
    """What is being typed into; the records as they stand now when nothing is."""
    held: Held | None = st.session_state.get(state_key(grid))
    if held is None:
        held = Held(records, revs)
    elif held.edits or held.theirs is not None:
        if held.theirs is None and raw_of(grid, held) is None:  # the page was left and opened again
            held.carried, held.turn = held.edits, held.turn + 1
    elif raw_of(grid, held) in (None, {}, held.raw):
        left = bool(held.raw) or bool(held.carried)
        held = Held(records, revs, held.turn + left)
    st.session_state[state_key(grid)] = held
    return held


def ref_of(record: Record) -> Ref:
    """Kind and id of a record."""
    return Change.put(record).ref
