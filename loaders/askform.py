"""A form for one firm: one printable sheet, yellow cells to fill in, nothing that computes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from loaders.sheets import sheet_name, width, workbook

LIST_LIMIT = 255
"""Excel takes no longer list of choices."""
WIDEST = 44.0
FOOT = ("填报单位(盖章)", "填报人", "联系电话", "填报日期")


def form_bytes(
    title: str,
    notes: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | None]],
    choices: Sequence[Sequence[str]],
    fill: int,
) -> bytes:
    """The form as the bytes of an .xlsx file.

    Parameters
    ----------
    title, notes
        Heading, and lines under it.
    columns, rows
        The table; None is an empty cell.
    choices
        Per row what may be chosen in the cell to fill in; empty: anything.
    fill
        Column to fill in.
    """
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        _sheet(book, title, notes, columns, rows, choices, fill)
    return buffer.getvalue()


def _sheet(
    book: Any,
    title: str,
    notes: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | None]],
    choices: Sequence[Sequence[str]],
    fill: int,
) -> None:
    sheet = book.add_worksheet(sheet_name("填报单"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, title, book.add_format(_TITLE))
    sheet.set_row(0, 30)
    small = book.add_format({"font_size": 10, "font_color": "#444444"})
    for number, note in enumerate(notes, 1):
        sheet.write_string(number, 0, note, small)
    top = len(notes) + 2
    head = book.add_format({**_CELL, "bold": True, "bg_color": "#E8EEF4"})
    for column, label in enumerate(columns):
        sheet.write_string(top, column, label, head)
        shown = 18.0 if column == fill else min(WIDEST, width(label, (r[column] for r in rows)))
        sheet.set_column(column, column, shown)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    _body(book, sheet, top + 1, rows, choices, fill)
    for number, label in enumerate(FOOT):
        sheet.write_string(top + len(rows) + 2 + number, 0, f"{label}:")


_TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
_CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}


def _body(
    book: Any,
    sheet: Any,
    top: int,
    rows: Sequence[Sequence[str | int | None]],
    choices: Sequence[Sequence[str]],
    fill: int,
) -> None:
    plain = book.add_format(_CELL)
    yellow = book.add_format({**_CELL, "bg_color": "#FFF9DB"})
    for number, (row, listed) in enumerate(zip(rows, choices, strict=True), top):
        sheet.set_row(number, 24)
        for column, value in enumerate(row):
            look = yellow if column == fill else plain
            if value is None:
                sheet.write_blank(number, column, None, look)
            elif isinstance(value, int):
                sheet.write_number(number, column, value, look)
            else:
                sheet.write_string(number, column, value, look)
        if listed and len(",".join(listed)) <= LIST_LIMIT and not any("," in c for c in listed):
            rule = {"validate": "list", "source": list(listed), "error_type": "warning"}
            sheet.data_validation(number, fill, number, fill, rule)
