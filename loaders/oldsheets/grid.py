"""Sheets as they look: cells with their merges, hidden rows and columns, and cells gone wrong.

Read one row at a time; what a sheet holds is counted before, so that a sheet too large is
refused at once and the rest can say how far it is.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from graph.errors import BadRequest
from loaders.as_shown import NO_VALUE, WRONG, cell_content, is_filled
from loaders.inert import unguarded
from loaders.oldsheets.files import SAVE_AS, file_kind
from loaders.oldsheets.layout import (
    MAX_COLUMNS,
    MAX_ROWS,
    SPARE_ROWS,
    Box,
    Layout,
    layouts,
    too_large,
)
from loaders.tables import RawRow, decode

EVERY = 2_000
"""Rows between two words of progress."""

Progress = Callable[[int, int, str], None]
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, expat.ExpatError, SyntaxError),
    *(KeyError, ValueError, OSError, TypeError, EOFError, NotImplementedError, RuntimeError),
)
"""What reading a damaged, encrypted or made-up workbook raises."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: filled rows, merged boxes, what is hidden, cells that hold no value.

    ``faults`` tells by (row, column) why a cell cannot be read.  ``is_1904`` says how a day is
    counted when it is written as a number.
    """

    file: str
    sheet: str | None
    rows: tuple[RawRow, ...]
    merges: tuple[Box, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    is_1904: bool = False


def read_grids(
    data: bytes, name: str, progress: Progress | None = None
) -> tuple[list[Grid], tuple[str, ...]]:
    """Every visible sheet of a workbook, or the one table of a text file; and what was left out.

    Parameters
    ----------
    data, name
        The file.
    progress
        Called with (rows read, all rows, sheet).

    Raises
    ------
    BadRequest
        It is no table, too large, or broken; the text says what to do.
    """
    if file_kind(data, name) == "csv":
        return [_text_grid(data, name)], ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl does not keep
            return _workbook_grids(data, name, progress or _silent)
    except _BROKEN as error:
        raise BadRequest(f"{name} 不是完好的 .xlsx 文件;{SAVE_AS}。") from error


def _silent(done: int, total: int, sheet: str) -> None:
    return None


def _workbook_grids(
    data: bytes, name: str, progress: Progress
) -> tuple[list[Grid], tuple[str, ...]]:
    laid = layouts(data, name)
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    raw = None
    if any(layout.has_formulas for layout in laid.values()):
        raw = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    full = [s for s in values.worksheets if s.title in laid and laid[s.title].rows]
    seen = [sheet for sheet in full if sheet.sheet_state == "visible"]
    total, done, grids = sum(laid[sheet.title].rows for sheet in seen), 0, []
    for sheet in seen:
        layout = laid[sheet.title]
        formulas = raw[sheet.title] if raw is not None and layout.has_formulas else None
        rows, faults = _rows(sheet, formulas, layout, progress, done, total)
        done += layout.rows
        is_1904 = bool(values.epoch == CALENDAR_MAC_1904)
        grids.append(_grid(name, sheet.title, rows, layout, faults, is_1904))
    values.close()
    if not grids:
        more = "看得见的工作表里" if full else "里"
        raise BadRequest(f"{name} {more}没有内容。")
    return grids, tuple(f"工作表“{s.title}”是隐藏的,没有读" for s in full if s not in seen)


def _grid(
    name: str,
    sheet: str,
    rows: list[RawRow],
    layout: Layout,
    faults: dict[tuple[int, int], str],
    is_1904: bool,
) -> Grid:
    filled = {row.number for row in rows}
    return Grid(
        name,
        sheet,
        tuple(rows),
        tuple(layout.merges),
        frozenset(layout.hidden_rows & filled),
        frozenset(layout.hidden_columns),
        faults,
        is_1904,
    )


def _rows(
    sheet: Any, formulas: Any, layout: Layout, progress: Progress, before: int, total: int
) -> tuple[list[RawRow], dict[tuple[int, int], str]]:
    rows: list[RawRow] = []
    faults: dict[tuple[int, int], str] = {}
    for number, (cells, raw) in enumerate(_pairs(sheet, formulas, layout.columns), 1):
        bad = {(number, column): why for column, why in _bad_cells(cells, raw)}
        content = tuple(map(cell_content, cells))
        if bad or any(map(is_filled, content)):
            faults |= bad
            rows.append(RawRow(number, content))
            if len(rows) % EVERY == 0:
                progress(before + len(rows), total, sheet.title)
    progress(before + len(rows), total, sheet.title)
    return rows, faults


def _bad_cells(cells: Any, raw: Any) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(cells):
        if cell.data_type == "e":
            yield column, WRONG
        elif raw and cell.value is None and raw[column].data_type == "f":
            yield column, NO_VALUE


def _pairs(sheet: Any, formulas: Any, columns: int) -> Iterator[tuple[Any, Any]]:
    sheet.reset_dimensions()  # some programs write a wrong size; read what is there
    found = sheet.iter_rows(max_col=columns)
    if formulas is None:
        return ((cells, ()) for cells in found)
    formulas.reset_dimensions()
    return zip(found, formulas.iter_rows(max_col=columns), strict=True)


def _text_grid(data: bytes, name: str) -> Grid:
    text = decode(data, name)
    head = "".join(text.splitlines(keepends=True)[:20])
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[RawRow] = []
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(number, tuple(map(unguarded, cells))))
            if len(rows) > MAX_ROWS + SPARE_ROWS:
                raise too_large(name, f"超过 {MAX_ROWS} 行")
            if len(cells) > MAX_COLUMNS:
                raise too_large(name, f"超过 {MAX_COLUMNS} 列")
    except csv.Error as error:
        raise BadRequest(
            f"{name} 第 {reader.line_num} 行引号不配对或格式错乱;"
            "请用 WPS 或 Excel 打开,另存为 .xlsx 再上传。"
        ) from error
    if not rows:
        raise BadRequest(f"文件 {name} 没有内容。")
    return Grid(name, None, tuple(rows))
