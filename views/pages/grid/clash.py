"""Rows of a grid somebody else changed meanwhile: both versions, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from graph.desk.editing import rebased
from graph.model import Record
from graph.schema import KindSchema
from graph.store.protocol import Ref
from views.pages.both import NOTHING_LOST, both_versions, who_last
from views.pages.context import View
from views.pages.grid.typed import Grid, Held, id_of, ref_of, state_key
from views.pages.markup import literal, show
from views.tables import grid as table
from views.tables.named import Names

Pairs = Sequence[tuple[Record | None, Record]]
Save = Callable[[Pairs, Mapping[Ref, int]], None]


def clash(seen: View, grid: Grid, kind: KindSchema, names: Names, held: Held, save: Save) -> None:
    """Theirs beside mine, and the ways on; ``save`` writes rows against what must still stand."""
    columns = [kind.column(name) for name in grid.columns]
    pairs = table.read(kind, held.records, columns, held.edits).pairs
    theirs = held.theirs or {}
    mine = {id_of(after): (before, after) for before, after in pairs}
    clashes = [(id, *mine[id]) for id in theirs if id in mine]
    who = ";".join(f"“{names.of(b)}”{who_last(seen, ref_of(b))}" for _, b, _ in clashes)
    st.warning(f"你改的时候,这几行已被别人改过({literal(who)})。{NOTHING_LOST}")
    for id, before, _ in clashes:
        if theirs[id][0] is None:
            st.info(f"“{literal(names.of(before))}”已被删去。")
    both_versions(seen, kind, [(names.of(b), b, theirs[id][0], a) for id, b, a in clashes])
    if len(pairs) > len(clashes):
        show(f'<p class="lt-note">你改的另外 {len(pairs) - len(clashes)} 行没有冲突。</p>')
    left, right = st.columns(2)
    left.button(
        "用他的,放弃我在这几行的修改",
        key=f"{grid.key}-theirs",
        width="stretch",
        on_click=_use_theirs,
        args=(grid,),
    )
    if right.button("把我改的几项加上去", type="primary", key=f"{grid.key}-mine", width="stretch"):
        save(*_on_top(kind, held, pairs))


def _on_top(
    kind: KindSchema, held: Held, pairs: Sequence[tuple[Record, Record]]
) -> tuple[list[tuple[Record | None, Record]], dict[Ref, int]]:
    """My rows, those somebody changed as theirs with mine on top; and what must still stand."""
    out: list[tuple[Record | None, Record]] = []
    expect: dict[Ref, int] = {}
    for before, after in pairs:
        now, rev = (held.theirs or {}).get(id_of(after), (before, held.rev(before)))
        out.append((now, after if now is None else rebased(before, after, now, kind)))
        expect[ref_of(after)] = rev
    return out, expect


def _use_theirs(grid: Grid) -> None:
    """Take their rows; what I typed into other rows is still there to be saved."""
    held: Held = st.session_state[state_key(grid)]
    theirs = held.theirs or {}
    rows = [
        theirs.get(id_of(record), (record, rev))
        for record, rev in zip(held.records, held.revs, strict=True)
    ]
    stays = [(record, rev) for record, rev in rows if record is not None]
    left = {id: cells for id, cells in held.edits.items() if id not in theirs}
    st.session_state[state_key(grid)] = Held(
        tuple(r for r, _ in stays),
        tuple(rev for _, rev in stays),
        held.turn + 1,
        edits=left,
        carried=left,
    )
