"""What is typed into a table and not saved: it outlives filters, other pages and reruns.

Each row remembers how it stood when it was typed over.  When somebody else writes the row
meanwhile both versions are shown, and nothing is saved before one of them is chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from views.pages.both import NOTHING_LOST, UNTOUCHED
from views.pages.markup import show
from views.pages.show_rows import show_rows

T = TypeVar("T")
COLUMNS = ("名称", "哪一项", "他的", "我的")
EMPTY = "(空)"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the store: what it is called, and its cells to type into."""

    id: str
    name: str
    cells: Mapping[str, Any]


class Unsaved:
    """The cells typed into one table, by the id of their row.

    Parameters
    ----------
    table
        A name of its own; in the session the cells are held under it.
    """

    def __init__(self, table: str) -> None:
        self._table = table

    @property
    def _turn(self) -> int:
        """Number of the widget: a new one forgets what its cells held."""
        return int(st.session_state.get(f"{self._table}-turn", 0))

    @property
    def _held(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = st.session_state.setdefault(f"{self._table}-typed", {})
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """Rows something was typed into."""
        return tuple(self._held)

    def name(self, id: str) -> str:
        """What a row was called when it was typed into."""
        return str(self._held[id]["name"])

    def widget(self, shown: Sequence[Row], drawn: T, when: Hashable = ()) -> tuple[T, str]:
        """What the widget that shows these rows is to be given, and its key.

        A table whose content changes shuts the cell that is being typed into, and what is in it
        is lost.  So it is given what it was given first, while the rows stand as they did.

        Parameters
        ----------
        shown
            The rows.
        drawn
            The table as it would be drawn now.
        when
            What else must stay for the table to stay.
        """
        key = f"{self._table}-{hash(tuple(row.id for row in shown))}-{self._turn}"
        st.session_state[f"{self._table}-shown"] = (key, tuple(shown))
        stands = (key, when, [_plain_cells(row.cells) for row in shown])
        held = st.session_state.get(f"{self._table}-drawn")
        if held is None or held[0] != stands:
            held = st.session_state[f"{self._table}-drawn"] = (stands, drawn)
        return held[1], key

    def take(self) -> None:
        """Keep what was typed since the table was drawn; to be called before its rows are read.

        Rows may have come, gone or moved since: a cell belongs to the row that stood there then.
        """
        drawn: tuple[str, tuple[Row, ...]] | None = st.session_state.get(f"{self._table}-shown")
        if drawn is None:
            return
        key, shown = drawn
        for number, cells in (st.session_state.get(key) or {}).get("edited_rows", {}).items():
            row = shown[int(number)]
            new = {"name": row.name, "was": dict(row.cells), "cells": {}}
            self._held.setdefault(row.id, new)["cells"].update(cells)

    def typed(self, row: Row) -> dict[str, Any]:
        """Cells of a row that were typed over and say something else than what stands."""
        cells = self._held.get(row.id, {"cells": {}})["cells"]
        return {c: plain(v) for c, v in cells.items() if plain(v) != plain(row.cells.get(c))}

    def passed(self, rows: Sequence[Row]) -> list[Row]:
        """Rows somebody else wrote after they were typed into here."""
        return [r for r in rows if self.typed(r) and self._was(r) != _plain_cells(r.cells)]

    def _was(self, row: Row) -> dict[str, Any]:
        return _plain_cells(self._held[row.id]["was"])

    def forget(self, ids: Collection[str]) -> None:
        """What was typed into these rows is gone, and the table is drawn afresh."""
        self.take()
        for id in ids:
            self._held.pop(id, None)
        st.session_state[f"{self._table}-turn"] = self._turn + 1
        st.session_state.pop(f"{self._table}-shown", None)

    def both(self, passed: Sequence[Row], who: str, save: Callable[[], None]) -> None:
        """The other's version beside mine, and the two ways out.

        Parameters
        ----------
        passed
            From :meth:`passed`.
        who
            Who wrote meanwhile; empty when that is not known.
        save
            Writes everything that was typed; mine go on top of theirs.
        """
        by = f"({who})" if who else ""
        st.warning(f"你填的时候,下面几行已被别人改过{by}。{NOTHING_LOST}")
        lines = [line for row in passed for line in self._differences(row)]
        show_rows(COLUMNS, lines, 220)
        with st.container(horizontal=True, vertical_alignment="center", key=f"{self._table}-both"):
            ids = [row.id for row in passed]
            st.button(
                "用他的,放弃我的", key=f"{self._table}-theirs", on_click=self.forget, args=(ids,)
            )
            st.button(
                "把我改的几项加上去",
                key=f"{self._table}-mine",
                type="primary",
                on_click=self._mine,
                args=(passed, save),
            )
            show('<p class="lt-note">定好以后才能保存。</p>')

    def _differences(self, row: Row) -> list[tuple[str, str, str, str]]:
        was, mine = self._was(row), self.typed(row)
        return [
            (row.name, name, told(theirs), told(mine[name]) if name in mine else UNTOUCHED)
            for name, theirs in _plain_cells(row.cells).items()
            if name in mine or was.get(name) != theirs
        ]

    def _mine(self, passed: Sequence[Row], save: Callable[[], None]) -> None:
        for row in passed:
            self._held[row.id]["was"] = dict(row.cells)
        save()


def plain(value: Any) -> Any:
    """A cell without the table's ways of saying nothing.

    Examples
    --------
    >>> plain(" 区科工局 "), plain(""), plain(float("nan")), plain(3)
    ('区科工局', None, None, 3)
    """
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, float) and math.isnan(value) else value


def _plain_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in cells.items()}


def told(value: Any) -> str:
    """A cell as text; an empty one says so."""
    if value is None:
        return EMPTY
    return f"{value:.10g}" if isinstance(value, float) else str(value)
