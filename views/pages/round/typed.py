"""What was typed into the monthly table and is not saved: it outlives filters, months and reruns.

Each line remembers the revision it was typed over.  When somebody else writes the line meanwhile,
both versions are shown and nothing is saved before one is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.desk.round.entries import Draft, filled
from graph.model import Entry
from views.pages.desk import minute
from views.pages.markup import esc, show
from views.pages.people import my_name
from views.tables.round import entries as table

_TURN, _TYPED = "entry-turn", "entry-typed"
Pair = tuple[Draft, Entry]


def turn() -> int:
    """Number of the table: a new one forgets what its cells held."""
    return int(st.session_state.get(_TURN, 0))


def take(shown: Sequence[Draft], edits: Mapping[int, Mapping[str, object]]) -> None:
    """Keep what was typed under the id of its entry."""
    held = st.session_state.setdefault(_TYPED, {})
    for number, cells in edits.items():
        draft = shown[int(number)]
        line = held.setdefault(draft.entry.id, {"rev": draft.rev, "cells": {}})
        line["cells"].update(cells)


def typed(lines: Sequence[Draft]) -> list[Pair]:
    """What the typed cells make of each line; a line that is as before is left out."""
    held = st.session_state.get(_TYPED, {})
    at, who = minute(), my_name()
    found = [
        (d, filled(d, table.typed(held[d.entry.id]["cells"]), who, at))
        for d in lines
        if d.entry.id in held
    ]
    return [(draft, entry) for draft, entry in found if entry is not None]


def forget(news: Sequence[Pair]) -> None:
    """What was typed into these lines is gone, and the table is drawn afresh."""
    held = st.session_state.get(_TYPED, {})
    for draft, _ in news:
        held.pop(draft.entry.id, None)
    st.session_state[_TURN] = turn() + 1


def clashing(news: Sequence[Pair]) -> list[Pair]:
    """Lines somebody else wrote after they were typed into here."""
    held = st.session_state.get(_TYPED, {})
    return [(d, e) for d, e in news if held[d.entry.id]["rev"] != d.rev]


def both(news: Sequence[Pair]) -> None:
    """The other's version beside mine, and the two ways out."""
    st.warning("你填的时候,下面几项已被别人改过。没有覆盖任何一方,请看两边再定:")
    rows = table.clash_rows(news)
    st.dataframe(
        [dict(zip(table.CLASH_COLUMNS, r, strict=True)) for r in rows],
        hide_index=True,
        row_height=30,
        height=min(220, 37 + 30 * len(rows)),
        placeholder="",
    )
    with st.container(horizontal=True, key="entry-clash"):
        st.button("用他的,放弃我的", key="entry-theirs", on_click=forget, args=(news,))
        st.button(
            "留着我填的这几格", key="entry-mine", type="primary", on_click=_mine, args=(news,)
        )
    names = "、".join(d.entry.target_name for d, _ in news)
    show(f'<p class="lt-note">定好以后才能保存:{esc(names)}</p>')


def _mine(news: Sequence[Pair]) -> None:
    """My cells stand on top of the other's version from now on."""
    held = st.session_state.get(_TYPED, {})
    for draft, _ in news:
        held[draft.entry.id]["rev"] = draft.rev
