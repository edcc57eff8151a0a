"""What the XML of a sheet says before its cells are read: how large, what merged, what hidden.

One quick pass that ends as soon as a sheet is too large to be read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from typing import IO
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string, range_boundaries

from graph.errors import BadRequest

MAX_ROWS = 100_000
SPARE_ROWS = 100
"""Rows of titles and headers that do not count."""

MAX_CELLS = 4_000_000
MAX_COLUMNS = 300
MAX_MERGES = 20_000

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows count from 1, columns from 0."""

_CHUNK = 1 << 18
_LETTERS = re.compile(r"[A-Z]+")
_TRUE = ("1", "true")


@dataclass(slots=True)
class Layout:
    """A sheet as its XML says; rows, cells and columns are those that hold something.

    ``before`` are the rows of the sheets before it.
    """

    name: str
    before: int = 0
    rows: int = 0
    cells: int = 0
    columns: int = 0
    has_formulas: bool = False
    merges: list[Box] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _row: int = 0
    _column: int = -1
    _filled: int = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take in one element; what it holds does not matter."""
        tag = tag.rpartition(":")[2]
        if tag == "c":
            letters = _LETTERS.match(given.get("r", ""))
            self._column = _index(letters[0]) if letters else self._column + 1
        elif tag in ("v", "is", "f"):
            self.has_formulas |= tag == "f"
            self._count()
        elif tag == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), -1
            if given.get("hidden") in _TRUE:
                self.hidden_rows.add(self._row)
        elif tag == "mergeCell":
            left, top, right, bottom = (int(at or 1) for at in range_boundaries(given["ref"]))
            self.merges.append((top, left - 1, bottom, min(right, MAX_COLUMNS) - 1))
            if len(self.merges) > MAX_MERGES:
                raise too_large(self.name, f"有超过 {MAX_MERGES} 处合并单元格")
        elif tag == "col" and given.get("hidden") in _TRUE:
            last = min(int(given["max"]), MAX_COLUMNS)
            self.hidden_columns.update(range(int(given["min"]) - 1, last))

    def _count(self) -> None:
        self.cells += 1
        self.columns = max(self.columns, self._column + 1)
        if self._filled != self._row:
            self._filled = self._row
            self.rows += 1
        if self.before + self.rows > MAX_ROWS + SPARE_ROWS:
            raise too_large(self.name, f"超过 {MAX_ROWS} 行")
        if self.columns > MAX_COLUMNS or self.cells > MAX_CELLS:
            raise too_large(self.name, f"超过 {MAX_COLUMNS} 列或 {MAX_CELLS // 10_000} 万格")


def layouts(data: bytes, name: str) -> dict[str, Layout]:
    """Layout of each sheet of a workbook, by its name.

    Raises
    ------
    BadRequest
        All sheets together, or one of them, are more than can be read.
    """
    reader = ExcelReader(io.BytesIO(data), read_only=True)
    reader.read()
    found: dict[str, Layout] = {}
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = set(archive.namelist())
        for sheet, rel in reader.parser.find_sheets():
            if rel.target in inside and "chartsheet" not in rel.Type:
                found[sheet.name] = Layout(name, total)
                with archive.open(rel.target) as stream:
                    _parse(stream, found[sheet.name])
                total += found[sheet.name].rows
    return found


def _parse(stream: IO[bytes], layout: Layout) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = layout.start
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def too_large(name: str, how: str) -> BadRequest:
    """The sentence about a file that is more than can be read at once."""
    return BadRequest(
        f"{name} {how},一次读不下,什么都没有载入;请按年份或乡镇分成几个文件,"
        f"每个不超过 {MAX_ROWS} 行,再一个一个上传。"
    )


@cache
def _index(letters: str) -> int:
    return column_index_from_string(letters) - 1
