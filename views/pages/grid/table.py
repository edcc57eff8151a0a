"""Many records in one table to type into: all that was typed is written at once, or nothing.

While something is typed and not saved the rows stay those it was typed over, so what somebody
else writes meanwhile is never mixed in unseen: saving finds it, and both versions are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import streamlit as st

from graph.desk.editing import standing
from graph.errors import Conflict, LianTuError
from graph.model import Record
from graph.store.protocol import Change, Ref
from views.pages.context import View
from views.pages.desk import say_next
from views.pages.grid.clash import Pairs, clash
from views.pages.grid.columns import configs
from views.pages.grid.typed import (
    Grid,
    Held,
    Words,
    held_of,
    id_of,
    raw_of,
    ref_of,
    state_key,
    widget_name,
)
from views.pages.markup import esc, literal, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.record.fields import Options
from views.pages.record.form import More
from views.tables import grid as table
from views.tables.named import Names

MOST_FAULTS = 8


def editable_grid(
    seen: View,
    kind: str,
    records: Sequence[Record],
    revs: Sequence[int],
    columns: Sequence[str],
    *,
    key: str,
    words: Words | None = None,
    more: More | None = None,
    reason: str = "",
    locked: Collection[str] = (),
    options: Options | None = None,
    height: int = 420,
) -> None:
    """Draw records as a table to type into, with the buttons that save or give up.

    Parameters
    ----------
    kind
        Kind of the records.
    records, revs
        As they stand now, with their revision numbers.
    columns
        Columns in order; the first names a row when something is wrong in it.
    key
        Of this grid, one of its own on the page.
    words
        Column → local words for its choices.
    more
        Other changes that go with a changed row, in the same commit.
    reason
        Why, for the history; "改" with the kind when not given.
    locked
        Columns that are only shown.
    options
        Where references may point; the facts when not given.
    height
        Of the table at most, in px.
    """
    grid = Grid(
        kind, tuple(columns), key, words or {}, more, reason, frozenset(locked), options, height
    )
    _drawn(seen, grid, tuple(records), tuple(revs))


@st.fragment
def _drawn(seen: View, grid: Grid, records: tuple[Record, ...], revs: tuple[int, ...]) -> None:
    held = held_of(grid, records, revs)
    kind = seen.workspace.schema[grid.kind]
    names = Names(seen.facts, seen.store, seen.workspace.schema)
    names.learn(held.records)
    if held.theirs is not None:
        clash(seen, grid, kind, names, held, partial(_save, seen, grid, held))
        return
    columns = [kind.column(name) for name in grid.columns]
    if held.edits and [id_of(r) for r in held.records] != [id_of(r) for r in records]:
        show('<p class="lt-note">有没保存的修改,先显示原来的行;保存或放弃以后再换筛选。</p>')
    base = table.frame(held.records, columns)
    after = st.data_editor(
        table.with_edits(base, held.carried),
        key=widget_name(grid, held),
        num_rows="fixed",
        hide_index=True,
        row_height=32,
        height=min(grid.height, 37 + 32 * max(1, len(base))),
        disabled=sorted(grid.locked) if may_write() else True,
        placeholder="",
        column_config=configs(seen, grid, columns, names, held.records),
    )
    held.raw = raw_of(grid, held)
    held.edits = table.edits(base, after)
    read = table.read(kind, held.records, columns, held.edits)
    _faults(read.faults, names, held)
    _buttons(seen, grid, held, read)


def _faults(faults: Sequence[table.Fault], names: Names, held: Held) -> None:
    """Say of each cell that cannot be read where it is and what to write."""
    called = {id_of(record): literal(names.of(record)) for record in held.records}
    for fault in table.named(faults[:MOST_FAULTS], called):
        st.error(str(fault))
    if len(faults) > MOST_FAULTS:
        st.error(f"还有 {len(faults) - MOST_FAULTS} 格看不懂。")


def _buttons(seen: View, grid: Grid, held: Held, read: table.Read) -> None:
    if not may_write():
        show(f'<p class="lt-note">{esc(LOOKS_ONLY)}</p>')
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{grid.key}-acts"):
        pressed = st.button("保存", type="primary", key=f"{grid.key}-save")
        st.button(
            "放弃修改",
            key=f"{grid.key}-drop",
            disabled=not held.edits,
            on_click=_drop,
            args=(grid,),
        )
        if read.faults:
            show('<p class="lt-note">改好上面说的格子才能保存;现在什么也没有写入。</p>')
        elif read.pairs:
            show(f'<p class="lt-note">改了 {len(read.pairs)} 行,还没保存。</p>')
        else:
            show('<p class="lt-note">双击格子就能改;改完点“保存”,一次写入。</p>')
    if pressed and read.pairs and not read.faults:
        _save(seen, grid, held, read.pairs, {ref_of(a): held.rev(b) for b, a in read.pairs})


def _drop(grid: Grid) -> None:
    """Forget what was typed."""
    held: Held | None = st.session_state.get(state_key(grid))
    if held is not None:
        st.session_state[state_key(grid)] = Held(held.records, held.revs, held.turn + 1)


def _save(
    seen: View,
    grid: Grid,
    held: Held,
    pairs: Pairs,
    expect: Mapping[Ref, int],
) -> None:
    """Write every changed row in one commit; when somebody was faster keep both versions."""
    label = seen.workspace.schema[grid.kind].label_zh
    changes = [
        change
        for before, after in pairs
        for change in (Change.put(after), *(grid.more(before, after) if grid.more else ()))
    ]
    try:
        seen.store.write(
            changes, actor=my_name(), reason=grid.reason or f"改{label}", expect=expect
        )
    except Conflict:
        now = standing(seen.store, expect)
        found = {ref: now.get(ref, (None, 0)) for ref in expect}
        held.theirs = {ref[1]: at for ref, at in found.items() if at[1] != expect[ref]}
        st.rerun()
    except LianTuError as error:
        st.error(f"没有存上:{literal(str(error))}")
        return
    say_next(f"已保存 {len(pairs)} 行")
    st.session_state[state_key(grid)] = Held(held.records, held.revs, held.turn + 1)
    st.rerun()
