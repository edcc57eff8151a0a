"""An office's own sheet as a table: title rows above, headers of two levels, totals below.

Which rows under the header are records is told by :mod:`loaders.oldsheets.body`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from loaders.as_shown import is_filled
from loaders.headers import REASON
from loaders.oldsheets.body import Body
from loaders.oldsheets.grid import Grid
from loaders.oldsheets.header import Header, find_header, join_levels
from loaders.oldsheets.named_units import units_in
from loaders.tables import RawRow


@dataclass(frozen=True, slots=True)
class OldTable:
    """One table of a sheet: labels of its columns, its records, what was passed by.

    ``units`` are those of the title row; ``faults`` tells by (row number, column) what no value
    can be read from; ``others`` are rows where another table seems to begin.
    """

    file: str
    sheet: str | None
    title: str
    labels: tuple[str, ...]
    units: tuple[str, ...]
    header_row: int
    depth: int
    rows: tuple[RawRow, ...]
    told: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    faults: dict[tuple[int, int], str] | None = None
    is_1904: bool = False

    @property
    def name(self) -> str:
        """What people call the table: its sheet, else its file."""
        return self.sheet or self.file


def read_old(
    grid: Grid, *, header_row: int | None = None, depth: int | None = None, hidden: bool = True
) -> OldTable | None:
    """The table on a sheet; None when there is no header to be found.

    Parameters
    ----------
    grid
        The sheet.
    header_row, depth
        Where the header stands and how many rows it takes, when the user says so.
    hidden
        Whether hidden rows and columns count.
    """
    header = find_header(grid, header_row, depth)
    if header is None:
        return None
    labels = join_levels(grid, header)
    body = [row for row in grid.rows if row.number > header.last]
    kept = _columns(grid, labels, body, hidden)
    sorted_out = Body(grid, header, labels, hidden)
    rows = sorted_out.records(body)
    at = {column: index for index, column in enumerate(kept)}
    faults = {(row, at[column]): why for (row, column), why in grid.faults.items() if column in at}
    title = " ".join(_title_lines(grid, header))
    return OldTable(
        grid.file,
        grid.sheet,
        title,
        _unique(labels[c] or f"第 {c + 1} 列" for c in kept),
        units_in(title),
        header.row,
        header.depth,
        tuple(RawRow(r.number, tuple(_at(r, c) for c in kept)) for r in rows),
        sorted_out.told(),
        tuple(sorted_out.others),
        faults,
        grid.is_1904,
    )


def _at(row: RawRow, column: int) -> Any:
    return row.cells[column] if column < len(row.cells) else None


def _columns(grid: Grid, labels: Sequence[str], body: Sequence[RawRow], hidden: bool) -> list[int]:
    """Columns with a label or anything in them, without the one we wrote reasons into."""
    used = {c for row in body for c, value in enumerate(row.cells) if is_filled(value)}
    return [
        c
        for c in range(max(len(labels), max(used, default=-1) + 1))
        if ((c < len(labels) and labels[c]) or c in used)
        and (hidden or c not in grid.hidden_columns)
        and not (c < len(labels) and labels[c] == REASON)
    ]


def _unique(labels: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        out.append(label if seen[label] == 1 else f"{label}({seen[label]})")
    return tuple(out)


def _title_lines(grid: Grid, header: Header) -> list[str]:
    lines = []
    for row in grid.rows:
        if row.number >= header.row:
            break
        lines += list(dict.fromkeys(str(v).strip() for v in row.cells if is_filled(v)))
    return lines
