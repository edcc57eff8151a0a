"""A returned form as plain grids of cells, whether it is a workbook or a document."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from openpyxl.utils.exceptions import InvalidFileException

from graph.errors import BadRequest
from loaders.surveyform.files import XLSX, Given
from loaders.tables import date_text

MOST_ROWS, MOST_COLUMNS, MOST_GRIDS = 2000, 60, 60
LAST_ROW = 20_000
_NO_VALUE = "这一格是公式,文件里没有算出的值;请直接写数"
_BAD_VALUE = "这一格 Excel 算错了;请直接写数"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, PackageNotFoundError),
    *(SyntaxError, EOFError, OSError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError),
)
"""What the two libraries say of a damaged file; what breaks the syntax of XML among it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value, and what to do about it."""

    shown: str
    remedy: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; ``number`` is what a person counts, from 1."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook or one table of a document."""

    place: str
    rows: tuple[GridRow, ...]


def grids_of(given: Given) -> tuple[Grid, ...]:
    """Every sheet or table with something in it; texts without blanks around, empty cells None.

    Raises
    ------
    BadRequest
        The file is damaged, or has far more rows than a form.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # looks and extensions openpyxl does not know
            return tuple(_workbook(given.data) if given.kind == XLSX else _document(given.data))
    except BadRequest:
        raise
    except _BROKEN as error:
        program = "Excel" if given.kind == XLSX else "Word"
        raise BadRequest(f"文件坏了,打不开;请用 {program} 或 WPS 打开,另存一份再交。") from error


def _workbook(data: bytes) -> Iterator[Grid]:
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for name in values.sheetnames[:MOST_GRIDS]:
        shown, raw = values[name], formulas[name]
        if not hasattr(shown, "reset_dimensions"):  # a sheet with nothing but a chart
            continue
        for sheet in (shown, raw):
            sheet.reset_dimensions()
        rows = tuple(_checked(f"工作表“{name}”", _sheet_rows(shown, raw)))
        if rows:
            yield Grid(name, rows)


def _checked(place: str, rows: Iterator[GridRow]) -> Iterator[GridRow]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise BadRequest(
                f"{place}超过 {MOST_ROWS} 行,不是企业摸底表;请交发出去的那张表,别的材料另发。"
            )
        yield row


def _sheet_rows(values: Any, formulas: Any) -> Iterator[GridRow]:
    """Rows with something in them; a sheet whose look goes on for ever ends somewhere."""
    wide = {"max_col": MOST_COLUMNS}
    pairs = zip(values.iter_rows(**wide), formulas.iter_rows(**wide), strict=False)
    for number, (cells, raw) in enumerate(pairs, 1):
        found = tuple(_value(a, b) for a, b in zip(cells, raw, strict=False))
        if any(v is not None for v in found):
            yield GridRow(number, found)
        elif number > LAST_ROW:
            break


def _value(cell: Any, raw: Any) -> Any:
    value = cell.value
    if raw.data_type == "f" and value is None:
        return Fault(str(raw.value), _NO_VALUE)
    if cell.data_type == "e":
        return Fault(str(value), _BAD_VALUE)
    if isinstance(value, dt.datetime | dt.date):
        return date_text(value)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float | int) and "%" in (cell.number_format or ""):
        return f"{value * 100:.12g}%"  # what the firm sees
    return value


def _document(data: bytes) -> Iterator[Grid]:
    document = Document(io.BytesIO(data))
    for number, table in enumerate(document.tables[:MOST_GRIDS], 1):
        place = f"第 {number} 个表格"
        rows = (
            GridRow(row, cells)
            for row, made in enumerate(table.rows, 1)
            if any(cells := tuple(_text(cell) for cell in made.cells[:MOST_COLUMNS]))
        )
        yield Grid(place, tuple(_checked(place, rows)))


def _text(cell: Any) -> str | None:
    """All that stands in a cell, changes not yet accepted among it; struck out text is not."""
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell._tc.iter(qn("w:p")))
    return "\n".join(line for line in lines if line).strip() or None
