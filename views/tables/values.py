"""One value of a record as text: names for references, 万吨 for kt, 是/否."""

from __future__ import annotations

from typing import Any

from graph.facts import Facts
from graph.schema import Column
from loaders.codes import codes_of
from loaders.excel import shown_value


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
        keys = value if isinstance(value, tuple) else (value,)
        rows = facts.by_kind.get(column.ref, {})
        return "、".join(called(rows.get(key), key) for key in keys)
    words = {code: word for word, code in codes_of(column).items()}
    shown = words.get(value, value) if isinstance(value, str) else shown_value(value, column)
    return f"{shown:.10g}" if isinstance(shown, float) else str(shown)


def called(record: object, id: str) -> str:
    """What a person calls a record: its short name, else its name; its id where it has none."""
    for column in ("short_name", "name_zh", "title", "name", "indicator"):
        if found := getattr(record, column, None):
            return str(found)
    return id
