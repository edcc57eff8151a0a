"""A returned form as plain grids of cells, whether it is a workbook or a document."""

from __future__ import annotations

import io
import itertools
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.functions import iterparse

from graph.errors import BadRequest
from loaders.as_shown import cell_content
from loaders.surveyform.files import XLSX, Given

MOST_ROWS, MOST_COLUMNS, MOST_GRIDS = 2000, 60, 60
LAST_ROW = 20_000
Spot = tuple[int, int]
"""Row as a person counts, column from 0."""
_MERGE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"
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
    """One row; ``number`` is what a person counts, from 1.

    ``merged`` are the columns whose cell is one with that of another row, or in a document of
    another column; each of them has its value.
    """

    number: int
    cells: tuple[Any, ...]
    merged: frozenset[int] = frozenset()


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
    wide, tall = {"max_col": MOST_COLUMNS}, _tall(values)
    tops: dict[Spot, Any] = {}
    pairs = zip(values.iter_rows(**wide), formulas.iter_rows(**wide), strict=False)
    for number, (cells, raw) in enumerate(pairs, 1):
        found = [_value(a, b) for a, b in zip(cells, raw, strict=False)]
        merged = frozenset(column for column in range(len(found)) if (number, column) in tall)
        for column in merged:
            top = tall[number, column]
            found[column] = tops.setdefault(top, found[column])
        if any(v is not None for v in found):
            yield GridRow(number, tuple(found), merged)
        elif number > LAST_ROW:
            break


def _tall(sheet: Any) -> dict[Spot, Spot]:
    """Cells merged over several rows, each with the first of them."""
    found: dict[Spot, Spot] = {}
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            if element.tag == _MERGE:
                box: Any = CellRange(element.get("ref"))
                rows = range(box.min_row, box.max_row + 1)
                columns = range(box.min_col - 1, min(box.max_col, MOST_COLUMNS))
                if 1 < len(rows) <= MOST_ROWS and len(found) < LAST_ROW:
                    top = (box.min_row, box.min_col - 1)
                    found |= dict.fromkeys(itertools.product(rows, columns), top)
            element.clear()
    return found


def _value(cell: Any, raw: Any) -> Any:
    value = cell.value
    if raw.data_type == "f" and value is None:
        return Fault(str(raw.value), _NO_VALUE)
    if cell.data_type == "e":
        return Fault(str(value), _BAD_VALUE)
    shown = cell_content(cell)
    return (shown.strip() or None) if isinstance(shown, str) else shown


def _document(data: bytes) -> Iterator[Grid]:
    document = Document(io.BytesIO(data))
    for number, table in enumerate(document.tables[:MOST_GRIDS], 1):
        place = f"第 {number} 个表格"
        yield Grid(place, tuple(_checked(place, _table_rows(table))))


def _table_rows(table: Any) -> Iterator[GridRow]:
    """Rows with something in them; a cell merged downwards is given in each of its rows."""
    rows = [row.cells[:MOST_COLUMNS] for row in table.rows]
    none: list[Any] = []
    for number, (above, made, below) in enumerate(
        zip([none, *rows], rows, [*rows[1:], none], strict=False), 1
    ):
        cells = tuple(_text(cell) for cell in made)
        places = Counter(id(cell._tc) for cell in (*above, *made, *below))
        if any(cells):
            merged = frozenset(i for i, cell in enumerate(made) if places[id(cell._tc)] > 1)
            yield GridRow(number, cells, merged)


def _text(cell: Any) -> str | None:
    """All that stands in a cell, changes not yet accepted among it; struck out text is not."""
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell._tc.iter(qn("w:p")))
    return "\n".join(line for line in lines if line).strip() or None
