"""Two people at one record: who wrote meanwhile, and both versions side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.editing import FieldChange, field_changes
from graph.model import Record
from graph.schema import KindSchema
from graph.store.protocol import Ref
from loaders.headers import shown_label
from views.pages.context import View
from views.tables.values import cell_text
from views.tables.weights import local

UNTOUCHED = "(我没改这一项)"
NOTHING_LOST = "没有覆盖任何一方,请看两边:"


def who_last(seen: View, ref: Ref) -> str:
    """Who changed a record last, and when; empty when it never was."""
    after, last = 0, None
    while found := seen.store.history(ref=ref, after_seq=after):
        last, after = found[-1], found[-1].seq
    return f"{last.actor} {local(last.time)}" if last else ""


def both_versions(
    seen: View,
    kind: KindSchema,
    rows: Sequence[tuple[str, Record | None, Record | None, Record]],
) -> None:
    """A table of what differs between theirs and mine.

    Parameters
    ----------
    kind
        Of all the records.
    rows
        What each record is called, what I began from (None: nothing), the version that stands
        (None: taken away), and mine; with one record alone the name may be empty and is not shown.
    """
    told = [
        _row(seen, kind, name, change, start)
        for name, start, theirs, mine in rows
        for change in field_changes(theirs, mine, kind)
    ]
    st.dataframe(told, hide_index=True, row_height=30, placeholder="")


def _row(
    seen: View, kind: KindSchema, name: str, change: FieldChange, start: Record | None
) -> dict[str, str | None]:
    column = kind.column(change.field)
    is_mine = start is None or getattr(start, column.name) != change.after
    which: dict[str, str | None] = {"哪一条": name} if name else {}
    return which | {
        "项目": shown_label(column),
        "他的": cell_text(seen.facts, column, change.before),
        "我的": cell_text(seen.facts, column, change.after) if is_mine else UNTOUCHED,
    }
