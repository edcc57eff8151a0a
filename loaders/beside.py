"""Names written beside ids: people read the name, loading goes by the id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from graph.schema import Column, KindSchema
from loaders.cells import plain
from loaders.headers import beside_label
from loaders.tables import RawRow, RawTable

NameOf = Callable[[str, str], str | None]
"""(kind, id) → what the record is called, None when it is not known."""


def beside_columns(header: tuple[str, ...], kind: KindSchema) -> dict[int, Column]:
    """Which columns of a header hold names beside ids."""
    labels = {plain(beside_label(c)): c for c in kind.columns if c.ref}
    return {i: labels[plain(text)] for i, text in enumerate(header) if plain(text) in labels}


def beside_names(value: Any, column: Column, name_of: NameOf) -> str | None:
    """What stands beside an id, or several."""
    ids = value if isinstance(value, tuple) else (value,) if value else ()
    names = [name_of(column.ref, id) or id for id in ids]
    return ";".join(names) or None


def without_beside(table: RawTable, kind: KindSchema) -> RawTable:
    """``table`` without the names beside ids; a name counts where its id is empty."""
    beside = beside_columns(table.header, kind)
    if not beside:
        return table
    at = _id_columns(table.header, kind)
    keep = [i for i in range(len(table.header)) if i not in beside]
    rows = tuple(_row(row, keep, beside, at, len(table.header)) for row in table.rows)
    header = tuple(table.header[i] for i in keep)
    missing = [c for c in beside.values() if c.name not in at]
    if missing:  # only names, no ids: the names are what refers
        header += tuple(column.label_zh for column in missing)
    return replace(table, header=header, rows=rows)


def _id_columns(header: tuple[str, ...], kind: KindSchema) -> dict[str, int]:
    texts = [plain(text).rstrip("*").lower() for text in header]
    found: dict[str, int] = {}
    for column in kind.columns:
        for text in (column.name.lower(), plain(column.label_zh).lower()):
            if column.ref and text in texts:
                found.setdefault(column.name, texts.index(text))
    return found


def _row(
    row: RawRow, keep: list[int], beside: Mapping[int, Column], at: Mapping[str, int], width: int
) -> RawRow:
    cells = list(row.cells) + [None] * (width - len(row.cells))
    more = []
    for index, column in beside.items():
        if column.name not in at:
            more.append(cells[index])
        elif cells[at[column.name]] in (None, ""):
            cells[at[column.name]] = cells[index]
    return RawRow(row.number, (*(cells[i] for i in keep), *more, *cells[width:]))
