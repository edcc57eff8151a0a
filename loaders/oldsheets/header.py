"""Where the header of a sheet stands, and its labels out of one, two or three rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from loaders.as_shown import is_filled
from loaders.cells import plain
from loaders.oldsheets.grid import Grid
from loaders.tables import RawRow

LOOKED = 30
"""So many filled rows from the top may hold the header."""
MAX_DEPTH = 3
MAX_LABEL = 40
"""A longer text is no label."""

_NO_LABEL = re.compile(
    r"[+-]?[\d,.]+%?|\d{4}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|年)|:.*|[#=].*"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SEPARATORS = str.maketrans({";": ",", "；": ",", "\n": "", "\r": ""})


@dataclass(frozen=True, slots=True)
class Header:
    """First row of a header and how many rows it takes."""

    row: int
    depth: int

    @property
    def last(self) -> int:
        """Last row of it."""
        return self.row + self.depth - 1


def is_label(value: Any) -> bool:
    """Whether a cell could be the label of a column.

    Examples
    --------
    >>> is_label("总投资(亿元)"), is_label("3.5"), is_label(12), is_label("填报人:某某")
    (True, False, False, False)
    >>> is_label("其中:固定资产投资")
    True
    """
    if not isinstance(value, str) or not value.strip():
        return False
    text = plain(value)
    outside = _IN_BRACKETS.sub("", text).removeprefix("其中:")
    has_value = ":" in outside and not outside.endswith(":")
    return len(text) <= MAX_LABEL and not _NO_LABEL.fullmatch(text) and not has_value


def bare_label(value: Any) -> str:
    """A label without its brackets."""
    return re.sub(r"\(.*?\)", "", plain(str(value)))


def find_header(grid: Grid, row: int | None = None, depth: int | None = None) -> Header | None:
    """The header of the first table, or the one at ``row``."""
    rows = {r.number: spread(grid, r) for r in grid.rows[:LOOKED]}
    if row is not None:
        found = next((r for r in grid.rows if r.number == row), None)
        if found is None:
            return None
        rows |= {r.number: spread(grid, r) for r in grid.rows if row <= r.number <= row + 3}
        return Header(row, depth or _depth(grid, row, rows))
    width = max((len(_distinct(cells)) for cells in rows.values()), default=0)
    for number, cells in rows.items():
        labels = _distinct(cells)
        if len(labels) < min(2, width) or len(labels) * 2 < width:
            continue
        if sum(map(is_label, labels)) >= 0.8 * len(labels):
            return Header(number, depth or _depth(grid, number, rows))
    return None


def _distinct(cells: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(v for v in cells if is_filled(v)))


def spread(grid: Grid, row: RawRow) -> tuple[Any, ...]:
    """The cells of a row with what is merged into them from the left or above."""
    cells = list(row.cells)
    by_number = {r.number: r for r in grid.rows[:LOOKED]}
    for top, left, bottom, right in grid.merges:
        if not top <= row.number <= bottom:
            continue
        first = by_number.get(top, row if top == row.number else None)
        value = first.cells[left] if first is not None and left < len(first.cells) else None
        cells += [None] * (right + 1 - len(cells))
        for column in range(left, right + 1):
            cells[column] = value
    return tuple(cells)


def _depth(grid: Grid, row: int, rows: dict[int, tuple[Any, ...]]) -> int:
    """How many rows the header takes: by its merges, else by the blanks in its first row."""
    merged = [b for b in grid.merges if b[0] == row]
    tall = max((b[2] - b[0] + 1 for b in merged), default=1)
    wide = any(b[3] > b[1] and b[2] == b[0] for b in merged)
    if tall > 1:
        return min(tall, MAX_DEPTH)
    below = rows.get(row + 1, ())
    if wide and _all_labels(below):
        return 2
    return 2 if _is_second(rows[row], below) else 1


def _all_labels(cells: Sequence[Any]) -> bool:
    filled = [v for v in cells if is_filled(v)]
    return bool(filled) and all(map(is_label, filled))


def _is_second(first: Sequence[Any], second: Sequence[Any]) -> bool:
    """Whether the row below names parts of what the first names: it fills all its blanks."""
    if not _all_labels(second):
        return False
    width = max(len(first), len(second))
    above = [c < len(first) and is_filled(first[c]) for c in range(width)]
    below = [c < len(second) and is_filled(second[c]) for c in range(width)]
    blanks = [c for c in range(width) if not above[c] and below[c]]
    alone = any(a and not b for a, b in zip(above, below, strict=True))
    return bool(blanks) and alone and above[0]


def join_levels(grid: Grid, header: Header) -> list[str]:
    """Labels by column: “投资/计划总投资(亿元)” for a header of two rows."""
    levels = [
        list(spread(grid, row)) for row in grid.rows if header.row <= row.number <= header.last
    ]
    width = max(map(len, levels))
    for level in levels:
        level += [None] * (width - len(level))
    for above, below in pairwise(levels):
        for column in range(1, width):  # a group without a merge reaches over its parts
            if not is_filled(above[column]) and is_filled(below[column]):
                above[column] = above[column - 1]
    labels = []
    for column in range(width):
        parts = dict.fromkeys(_clean(level[column]) for level in levels)
        labels.append("/".join(part for part in parts if part))
    return labels


def _clean(value: Any) -> str:
    if not is_filled(value):
        return ""
    return plain(str(value).translate(_SEPARATORS)).rstrip(":*")[: 2 * MAX_LABEL]
