"""A table as an annex of a notice: title, ruled cells, headers on every page, A4 across."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import BadRequest
from loaders.sheets import about_sheet, number_format, sheet_name, workbook

FONT = "宋体"
FOOT = "填报单位(盖章):                    填报人:                    填报日期:"
_MOST = 32_767
_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # XML has no room for these
_MARGIN = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
_BASE = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
_CELL = {**_BASE, "border": 1, "text_wrap": True}
_HEAD = {**_CELL, "font_name": "黑体", "align": "center"}


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its label, its width in characters, and the label it shares with neighbours."""

    label: str
    width: float
    group: str = ""


def annex_bytes(
    number: str,
    title: str,
    unit: str,
    heads: Sequence[Head],
    rows: Sequence[Sequence[Any]],
    notes: Sequence[str] = (),
) -> bytes:
    """The annex as the bytes of an .xlsx file.

    Parameters
    ----------
    number, title, unit
        ``附件1``, the heading, and the line on units to the right of it.
    heads
        Columns in order; neighbours with one ``group`` stand under it.
    rows
        Text, numbers or None (an empty cell), one per column.
    notes
        Lines for the second sheet: where the figures are from, what an empty cell means.

    Raises
    ------
    BadRequest
        A text is longer than a cell can hold.
    """
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        _sheet(book, number, title, unit, heads, rows)
        about_sheet(book, [(title, None), *((note, None) for note in notes)])
    return buffer.getvalue()


def _sheet(
    book: Any,
    number: str,
    title: str,
    unit: str,
    heads: Sequence[Head],
    rows: Sequence[Sequence[Any]],
) -> None:
    sheet, last = book.add_worksheet(sheet_name(title)), len(heads) - 1
    _paper(sheet)
    sheet.write_string(0, 0, number, book.add_format({**_BASE, "font_name": "黑体"}))
    look = {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}
    sheet.merge_range(1, 0, 1, last, title, book.add_format(look))
    sheet.set_row(1, 32)
    sheet.merge_range(2, 0, 2, last, unit, book.add_format({**_BASE, "align": "right"}))
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
    top = 3
    body = top + _header(book, sheet, top, heads)
    sheet.repeat_rows(top, body - 1)
    sheet.freeze_panes(body, 2)
    _body(book, sheet, body, rows)
    sheet.write_string(body + len(rows) + 1, 0, FOOT, book.add_format(_BASE))


def _paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(**_MARGIN)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _header(book: Any, sheet: Any, top: int, heads: Sequence[Head]) -> int:
    """Write the header; gives how many lines it takes."""
    look = book.add_format(_HEAD)
    if not any(head.group for head in heads):
        for column, head in enumerate(heads):
            sheet.write_string(top, column, head.label, look)
        sheet.set_row(top, 34)
        return 1
    column = 0
    while column < len(heads):
        head, end = heads[column], column
        if not head.group:
            sheet.merge_range(top, column, top + 1, column, head.label, look)
        else:
            while end + 1 < len(heads) and heads[end + 1].group == head.group:
                end += 1
            _grouped(sheet, top, column, heads[column : end + 1], look)
        column = end + 1
    sheet.set_row(top, 20)
    sheet.set_row(top + 1, 24)
    return 2


def _grouped(sheet: Any, top: int, first: int, heads: Sequence[Head], look: Any) -> None:
    if len(heads) == 1:
        sheet.write_string(top, first, heads[0].group, look)
    else:
        sheet.merge_range(top, first, top, first + len(heads) - 1, heads[0].group, look)
    for offset, head in enumerate(heads):
        sheet.write_string(top + 1, first + offset, head.label, look)


def _body(book: Any, sheet: Any, top: int, rows: Sequence[Sequence[Any]]) -> None:
    plain, center = book.add_format(_CELL), book.add_format({**_CELL, "align": "center"})
    amounts: dict[str | None, Any] = {}
    for number, row in enumerate(rows, top):
        for column, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, column, None, plain)
            elif isinstance(value, int | float):
                code = None if column == 0 else number_format(float(value))
                if code not in amounts:
                    look = {**_CELL, "align": "center", **({"num_format": code} if code else {})}
                    amounts[code] = book.add_format(look)
                sheet.write_number(number, column, value, amounts[code])
            else:
                text = _told(value)
                sheet.write_string(number, column, text, center if len(text) <= 4 else plain)


def _told(value: Any) -> str:
    text = _NO_CHARACTER.sub("", str(value))
    if len(text) > _MOST:
        raise BadRequest(f"有一格文字超过 Excel 的上限 {_MOST} 字:{text[:20]}……")
    return text
