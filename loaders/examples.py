"""Example rows of a workbook: recognised by their id, never loaded, always told."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.schema import KindSchema
from loaders.headers import bind
from loaders.tables import RawTable

EXAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One example row that was left out."""

    file: str
    sheet: str | None
    row: int
    id: str

    def __str__(self) -> str:
        sheet = f"工作表“{self.sheet}” " if self.sheet else ""
        return f"{self.file} {sheet}第 {self.row} 行,编号“{self.id}”:示例行,没有载入"


def is_example(value: object) -> bool:
    """Whether an id, or a reference to one, is that of an example row.

    Examples
    --------
    >>> is_example("示例-企业"), is_example(" 示例1"), is_example("F-1"), is_example(None)
    (True, True, False, False)
    """
    return unicodedata.normalize("NFKC", str(value or "")).strip().startswith(EXAMPLE)


def split_examples(table: RawTable, kind: KindSchema) -> tuple[RawTable, list[Skipped]]:
    """``table`` without its example rows, and those rows."""
    index = next((b.index for b in bind(table, kind).bounds if b.column.name == "id"), None)
    if index is None:
        return table, []
    ids: Mapping[int, object] = {
        row.number: row.cells[index] if index < len(row.cells) else None for row in table.rows
    }
    rows = tuple(row for row in table.rows if not is_example(ids[row.number]))
    skipped = [
        Skipped(table.file, table.sheet, row.number, str(ids[row.number]).strip())
        for row in table.rows
        if is_example(ids[row.number])
    ]
    return replace(table, rows=rows), skipped
