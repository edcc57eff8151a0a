"""The look of every workbook: frozen header, fitted widths, inert text, written in one step."""

from __future__ import annotations

import io
import math
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.errors import BadRequest

ABOUT_SHEET = "说明"
Target = Path | io.BytesIO
"""Where a workbook goes: a file, or a buffer for what is sent on."""
_MAX_TEXT = 32767
_DECIMALS = 4
_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # XML has no room for these
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def workbook(to: Target) -> Iterator[Any]:
    """An xlsxwriter workbook that is saved when the block ends well."""
    buffer = io.BytesIO() if isinstance(to, Path) else to
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    yield book
    book.close()
    if isinstance(to, Path):
        save_bytes(to, buffer.getvalue())


def save_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and move it there, so that no half file is ever seen."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise BadRequest(f"写不了文件 {path}:{reason};若正在 Excel 里打开,请先关闭。") from error


def sheet_name(title: str) -> str:
    """``title`` as a legal sheet name.

    Examples
    --------
    >>> sheet_name("目标企业:苯/甲苯")
    '目标企业 苯 甲苯'
    """
    return _FORBIDDEN.sub(" ", title).strip()[:31] or "表"


def table_sheet(book: Any, title: str, labels: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """Add a sheet with a frozen header, fitted columns and inert text; returns it."""
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top"})
    for column, label in enumerate(labels):
        sheet.write_string(0, column, label, head)
        sheet.set_column(column, column, width(label, (row[column] for row in rows)))
    formats = _Formats(book)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(labels) - 1)
    return sheet


class _Formats:
    """Number formats of one workbook, each made once: the value stays, only its look changes."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, value: float) -> Any:
        """The format of ``value``; None leaves it to Excel."""
        code = number_format(value)
        if code is None:
            return None
        if code not in self._made:
            self._made[code] = self._book.add_format({"num_format": code})
        return self._made[code]


def number_format(value: float) -> str | None:
    """How Excel shows an amount: as many decimals as it has, at most four that mean something.

    Examples
    --------
    >>> number_format(1200.0), number_format(22.5), number_format(1 / 3), number_format(0.0012345)
    ('#,##0', '#,##0.0', '#,##0.0000', '#,##0.000000')
    >>> number_format(1e18), number_format(0.0)
    (None, '#,##0')
    """
    size = abs(value)
    if size and not 1e-9 <= size < 1e15:
        return None
    decimals = _DECIMALS if size >= 1 or not size else _DECIMALS - 1 - math.floor(math.log10(size))
    digits = f"{size:.{decimals}f}".rstrip("0").partition(".")[2]
    return f"#,##0.{'0' * len(digits)}" if digits else "#,##0"


def _write(sheet: Any, row: int, column: int, value: Any, formats: _Formats | None = None) -> None:
    if value is None:
        return
    if isinstance(value, bool | tuple | list):
        text = ("是" if value else "否") if isinstance(value, bool) else ";".join(value)
        _write(sheet, row, column, text)
    elif isinstance(value, float) and formats:
        sheet.write_number(row, column, value, formats.of(value))
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        if len(text) > _MAX_TEXT:
            raise BadRequest(f"有一格文字超过 Excel 的上限 {_MAX_TEXT} 字:{text[:20]}……")
        sheet.write_string(row, column, _NO_CHARACTER.sub("", text))


def width(label: str, values: Iterable[Any]) -> float:
    """Column width in characters; a Chinese character counts two."""
    longest = max((_cells(str(value)) for value in values if value is not None), default=0)
    return float(min(max(_cells(label) + 3, longest + 2, 8), 42))


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:60])


def about_sheet(book: Any, lines: Sequence[tuple[str, Any]]) -> None:
    """Add the sheet 说明: a title, then one label and value a line."""
    sheet = book.add_worksheet(ABOUT_SHEET)
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 40)
    sheet.write_string(0, 0, lines[0][0], bold)
    for row, (label, value) in enumerate(lines[1:], 1):
        _write(sheet, row, 0, label)
        _write(sheet, row, 1, value)
