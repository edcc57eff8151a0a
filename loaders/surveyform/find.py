"""The tables of a form found again in its grids: by the words of their headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.desk.survey.answers import Place
from graph.desk.survey.surveys import read_number
from graph.errors import BadRequest
from loaders.cells import plain
from loaders.surveyform.form import (
    DATE_LABEL,
    FIRM_LABEL,
    FOOT,
    NUMBER_LABEL,
    TABLES,
    Box,
    Table,
)
from loaders.surveyform.grid import Fault, Grid, GridRow

_LABELS = frozenset(map(plain, (*FOOT, NUMBER_LABEL, FIRM_LABEL)))
_MERGED = "这一格与别的格子合并了,看不出是哪一格的;请在这里写这一格自己的,没有就清空"
_HEADERS = {tuple(map(plain, table.labels)): table for table in TABLES}
_ENDS = frozenset({*map(plain, FOOT), *(plain(t.title) for t in TABLES)})


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of a table: cells by name of their column, and where it stands."""

    place: Place
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the grids of one file."""

    number: str
    date: Any
    date_place: Place
    rows: Mapping[str, tuple[FilledRow, ...]]


def found_in(grids: Sequence[Grid]) -> Found:
    """Number, date and tables.

    Raises
    ------
    BadRequest
        It is no form: no number, several that differ, or no table of ours.
    """
    number = _number(grids)
    rows: dict[str, tuple[FilledRow, ...]] = {}
    for grid in grids:
        for table, found in _tables(grid):
            rows[table.key] = (*rows.get(table.key, ()), *found)
    if not rows:
        raise BadRequest("有表号,但没有摸底表的表格;表头(第一行列名)不要删改,请用原表重填。")
    date, place = _date(grids)
    return Found(number, date, place, rows)


def _number(grids: Sequence[Grid]) -> str:
    after = [value for grid in grids for _, value in _after(grid, NUMBER_LABEL)]
    told = [str(value) for value in after if value is not None]
    numbers = dict.fromkeys(n for text in told if (n := read_number(text)))
    if not told:
        raise BadRequest("不是本系统发出的企业摸底表(没有“表号”,或表号一格是空的)。")
    if not numbers:
        raise BadRequest(f"表号“{told[0]}”看不懂;表号像 MD-20261130-7F3A9C,请按发出的表改回来。")
    if len(numbers) > 1:
        raise BadRequest(f"一份文件里有几个表号:{'、'.join(numbers)};请一家一份,不要互相粘贴。")
    return next(iter(numbers))


def _date(grids: Sequence[Grid]) -> tuple[Any, Place]:
    places = [
        (value, Place("foot", grid.place, row.number))
        for grid in grids
        for row, value in _after(grid, DATE_LABEL)
    ]
    filled = [pair for pair in places if pair[0] is not None]
    return (filled or places or [(None, Place("foot", "", 0))])[0]


def _after(grid: Grid, label: str) -> Iterator[tuple[GridRow, Any]]:
    """What stands after a label, in its row or in its very cell; None when nothing does."""
    for row in grid.rows:
        for index, cell in enumerate(row.cells):
            told = plain(cell) if isinstance(cell, str) else ""
            if told.rstrip(":") == plain(label):
                yield row, _next(row.cells[index:])
                break
            if told.startswith(f"{plain(label)}:"):
                yield row, told.partition(":")[2]
                break


def _next(cells: Sequence[Any]) -> Any:
    """The first value after the label, which may be merged over several, up to the next label."""
    label, *rest = cells
    for cell in rest:
        if cell is not None and cell != label:
            return None if plain(str(cell)).rstrip(":") in _LABELS else cell
    return None


def _tables(grid: Grid) -> Iterator[tuple[Table, tuple[FilledRow, ...]]]:
    """Tables of one grid, each with its rows."""
    starts = [(at, t) for at, row in enumerate(grid.rows) if (t := _table_of(row)) is not None]
    for number, (at, table) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(grid.rows)
        columns = _columns(grid.rows[at])
        rows = []
        for row in grid.rows[at + 1 : end]:
            if _first(row) in _ENDS:
                break
            cells = {b.name: _cell(row, i, b) for b, i in zip(table.boxes, columns, strict=True)}
            if any(v is not None for v in cells.values()):
                rows.append(FilledRow(Place(table.key, grid.place, row.number), cells))
        yield table, tuple(rows)


def _table_of(row: GridRow) -> Table | None:
    return _HEADERS.get(tuple(plain(str(row.cells[i])) for i in _columns(row)))


def _columns(row: GridRow) -> list[int]:
    """Where the words of a header stand: a cell merged over several counts once."""
    found: list[int] = []
    for index, cell in enumerate(row.cells):
        if cell is not None and (not found or cell != row.cells[found[-1]]):
            found.append(index)
    return found


def _cell(row: GridRow, column: int, box: Box) -> Any:
    """The cell under a header; an answer merged with another cell is nobody's."""
    value = row.cells[column] if column < len(row.cells) else None
    if box.is_fill and value is not None and column in row.merged:
        return Fault(f"{_text(value)}(合并的格子)", _MERGED)
    return value


def _text(value: Any) -> str:
    return value.shown if isinstance(value, Fault) else str(value)


def _first(row: GridRow) -> str:
    return next((plain(str(cell)).rstrip(":") for cell in row.cells if cell is not None), "")
