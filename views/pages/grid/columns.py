"""The columns of a grid as the table widget wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.model import Record
from graph.schema import Column
from loaders.codes import codes_of
from loaders.headers import shown_label
from views.pages.context import View
from views.pages.grid.typed import Grid
from views.pages.record.fields import Options, options_of
from views.tables import grid as table
from views.tables.named import Names


def configs(
    seen: View,
    grid: Grid,
    columns: Sequence[Column],
    names: Names,
    records: Sequence[Record],
) -> dict[str, Any]:
    """Label, kind of cell and choices of each column, by its name."""
    options = grid.options or options_of(seen.facts)
    return {
        column.name: _config(column, _choices(grid, column, options, names, records))
        for column in columns
    }


def _choices(
    grid: Grid, column: Column, options: Options, names: Names, records: Sequence[Record]
) -> dict[str, str] | None:
    """What a drop-down offers, value → word; None for a column that is typed."""
    if column.choices:
        words = {code: word for word, code in codes_of(column).items()}
        words |= grid.words.get(column.name, {})
        ordered = [c for c in grid.words.get(column.name, {}) if c in column.choices]
        choices = dict.fromkeys([*ordered, *column.choices])
        return {choice: words.get(choice, choice) for choice in choices}
    if column.type == "bool":
        return {table.YES: table.YES, table.NO: table.NO}
    if column.type in ("ref", "reflist"):
        held = [getattr(record, column.name) for record in records]
        ids = [id for v in held for id in (v if isinstance(v, tuple) else (v,)) if id]
        return {**{id: names.ref(column.ref, id) for id in ids}, **options(column)}
    return None


def _config(column: Column, choices: dict[str, str] | None) -> Any:
    label, told = shown_label(column), column.help or None
    made = st.column_config
    if choices is not None:

        def called(value: Any) -> str:
            return choices.get(value, str(value))

        if column.type == "reflist":
            return made.MultiselectColumn(
                label, options=list(choices), format_func=called, help=told
            )
        return made.SelectboxColumn(label, options=list(choices), format_func=called, help=told)
    if column.type == "float":
        return made.NumberColumn(label, format="%.10g", help=told)
    if column.type == "int":
        return made.NumberColumn(label, step=1, format="%d", help=told)
    if column.type == "date":
        told = told or "写成 2026、2026-11 或 2026-11-24"
    return made.TextColumn(label, help=told)
