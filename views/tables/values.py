"""One value of a record as text: names for references, 万吨 for kt, 是/否."""

from __future__ import annotations

from typing import Any

from graph.facts import Facts
from graph.schema import Column
from loaders.codes import codes_of
from loaders.excel import shown_value

NAMES = ("name_zh", "title", "label_zh", "name", "indicator")
"""Columns that say what a record is called, best first."""


def cell_text(facts: Facts, column: Column, value: Any) -> str | None:
    """The value as a person reads it; None stays None: unknown.

    Parameters
    ----------
    facts
        Names of what references point to; an id that is not among them is shown as it is.
    column
        Type, unit and kind referred to.
    value
        As the record keeps it.
    """
    if value is None or value == ():
        return None
    if column.ref:
        return refs_text(facts, column.ref, value)
    words = {code: word for word, code in codes_of(column).items()}
    shown = words.get(value, value) if isinstance(value, str) else shown_value(value, column)
    return f"{shown:.10g}" if isinstance(shown, float) else str(shown)


def refs_text(facts: Facts, kind: str, value: str | tuple[str, ...]) -> str:
    """One reference or several by what they are called; an id nobody knows stays as it is."""
    rows, ids = facts.by_kind.get(kind, {}), value if isinstance(value, tuple) else (value,)
    return "、".join(called(rows.get(id), id) for id in ids)


def called(record: object, id: str) -> str:
    """What a person calls a record: its short name, else its name; its id where it has none."""
    return getattr(record, "short_name", None) or full_name(record, id)


def full_name(record: object, id: str) -> str:
    """The name in full; the id where there is none."""
    return next((str(text) for name in NAMES if (text := getattr(record, name, None))), id)
