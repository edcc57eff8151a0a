"""企业摸底表 as an Excel workbook: yellow cells, lists to choose from, the number kept twice."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from loaders.surveyform.form import (
    ASKED,
    EMPTY,
    FILL,
    FIRM_LABEL,
    FIRM_SHEET,
    FOOT,
    HEAD,
    INSIDE_SHEET,
    NOTES,
    NUMBER_LABEL,
    NUMBER_NAME,
    SHEETS,
    SMALL,
    TABLES,
    Cell,
    FormSheet,
    Row,
    Table,
    is_open_to_fill,
)

MM_PER_CHAR = 1.9
NARROW_MM = 25
LINE_PT = 13.0
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MAY = {"format_columns": True, "format_rows": True, "insert_rows": True}
_BOX = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 10}
_OPEN = {"locked": False, "align": "left"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "note": {"font_size": 10, "font_color": "#444444"},
    "part": {"bold": True, "font_size": 11, "font_color": "#124A86"},
    "head": {**_BOX, "bold": True, "bg_color": f"#{HEAD}", "align": "center"},
    "known": {**_BOX, "align": "left"},
    "small": {**_BOX, "font_size": 8, "font_color": "#666666"},
    "fill": {**_BOX, **_OPEN, "bg_color": f"#{FILL}"},
    "asked": {**_BOX, **_OPEN, "bg_color": f"#{ASKED}"},
    "fill_text": {**_BOX, **_OPEN, "bg_color": f"#{FILL}", "num_format": "@"},
}
SMALLER = 0.8
"""Their letters, against those of the other columns."""


def xlsx_form(form: FormSheet) -> bytes:
    """The form as the bytes of an .xlsx file.

    The number stands in a visible cell of every sheet, and in a hidden sheet under a name of the
    workbook, so a renamed file still tells whose it is.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    lists = _Lists()
    for name in SHEETS:
        tables = [t for t in TABLES if t.sheet == name and form.rows[t.key]]
        if tables:
            _Page(book.add_worksheet(name), looks, lists, form, tables).write(name)
    _inside(book, form, lists)
    book.close()
    return buffer.getvalue()


@dataclass
class _Lists:
    """Lists to choose from; each stands once, in a column of the hidden sheet."""

    columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def rule(self, cell: Cell) -> dict[str, Any]:
        """The validation of a cell with choices; open ones take anything without a word."""
        column = self.columns.setdefault(cell.choices, len(self.columns) + 3)
        letter = xlsxwriter.utility.xl_col_to_name(column)
        source = f"='{INSIDE_SHEET}'!${letter}$1:${letter}${len(cell.choices)}"
        if cell.is_open:
            return {"validate": "list", "source": source, "show_error": False}
        told = {"error_type": "warning", "error_title": "请核对"}
        return {"validate": "list", "source": source, **told, "error_message": "请从列表里选。"}


def _inside(book: Any, form: FormSheet, lists: _Lists) -> None:
    sheet = book.add_worksheet(INSIDE_SHEET)
    sheet.write_string(0, 0, NUMBER_LABEL)
    sheet.write_string(0, 1, form.number)
    for choices, column in lists.columns.items():
        for row, word in enumerate(choices):
            sheet.write_string(row, column, word)
    sheet.very_hidden()
    book.define_name(NUMBER_NAME, f"='{INSIDE_SHEET}'!$B$1")


@dataclass
class _Page:
    """One sheet: its tables share the columns of the widest, the others span several."""

    sheet: Any
    looks: Mapping[str, Any]
    lists: _Lists
    form: FormSheet
    tables: Sequence[Table]

    def write(self, name: str) -> None:
        base = max(self.tables, key=lambda t: len(t.boxes))
        self._set_up(base)
        row = self._head(len(base.boxes) - 1, NOTES if name == FIRM_SHEET else ())
        if len(self.tables) == 1:  # its header stays in sight, and stands on each page
            self.sheet.freeze_panes(row + 3, 0)
            self.sheet.repeat_rows(row + 2)
        for table in self.tables:
            row = self._table(table, spans(table, base), self.form.rows[table.key], row + 1)
        if name == FIRM_SHEET:
            self._foot(row + 1)

    def _set_up(self, base: Table) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.form.number}&R第 &P 页,共 &N 页")
        sheet.hide_gridlines(2)
        sheet.protect("", _MAY)
        for column, box in enumerate(base.boxes):
            sheet.set_column(column, column, box.mm / MM_PER_CHAR)

    def _head(self, last: int, notes: Sequence[str]) -> int:
        """Title, number, firm and how to fill in; gives the next free row."""
        write = self.sheet.write_string
        write(0, 0, self.form.title, self.looks["title"])
        self.sheet.set_row(0, 28)
        pairs = ((NUMBER_LABEL, self.form.number), (FIRM_LABEL, self.form.firm), *self.form.head)
        write(1, 0, pairs[0][0], self.looks["head"])
        self._put(1, 1, min(2, last), pairs[0][1], "known")
        told = "    ".join(f"{label}:{value}" for label, value in pairs[1:])
        write(2, 0, told if notes else f"{told}    填法见第一张表", self.looks["note"])
        for number, note in enumerate(notes, 1):
            write(2 + number, 0, f"{number}. {note}", self.looks["note"])
        return 3 + len(notes)

    def _table(self, table: Table, span: Sequence[int], rows: Sequence[Row], top: int) -> int:
        self.sheet.write_string(top, 0, table.title, self.looks["part"])
        for column, box in enumerate(table.boxes):
            label = box.label.replace("(", "\n(") if box.mm < NARROW_MM else box.label
            self._put(top + 1, span[column], span[column + 1] - 1, label, "head")
        self.sheet.set_row(top + 1, _height([(b.label, b.mm) for b in table.boxes]))
        for number, row in enumerate(rows, top + 2):
            self._row(table, span, row, number)
        return top + 2 + len(rows)

    def _row(self, table: Table, span: Sequence[int], row: Row, number: int) -> None:
        for column, box in enumerate(table.boxes):
            cell = row.get(box.name, EMPTY)
            is_fill = is_open_to_fill(cell, box)
            look = "small" if box.name in SMALL else "known"
            if is_fill:
                look = "fill_text" if box.is_text else "asked" if cell.is_asked else "fill"
            first, last = span[column], span[column + 1] - 1
            self._put(number, first, last, cell.value, look)
            if is_fill and cell.choices:
                self.sheet.data_validation(number, first, number, first, self.lists.rule(cell))
        texts = [
            (str(row.get(b.name, EMPTY).value or ""), b.mm / (SMALLER if b.name in SMALL else 1.0))
            for b in table.boxes
        ]
        self.sheet.set_row(number, _height(texts))

    def _foot(self, top: int) -> None:
        for number, label in enumerate(FOOT):
            row, column = top + number // 2, number % 2 * 2
            self.sheet.write_string(row, column, label, self.looks["head"])
            self.sheet.write_blank(row, column + 1, None, self.looks["fill_text"])
            self.sheet.set_row(row, 26)

    def _put(self, row: int, first: int, last: int, value: Any, look: str) -> None:
        """One cell, or several merged to one."""
        form = self.looks[look]
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", form)
        else:
            self.sheet.write_blank(row, first, None, form)
        if isinstance(value, float | int):
            self.sheet.write_number(row, first, value, form)
        elif value is not None:
            self.sheet.write_string(row, first, value, form)


def spans(table: Table, base: Table) -> tuple[int, ...]:
    """First column of each box among the columns of ``base``, and one past the last.

    Boxes take whole columns, as near to their width as these allow.
    """
    edges = [0.0]
    for box in base.boxes:
        edges.append(edges[-1] + box.mm)
    scale = edges[-1] / sum(box.mm for box in table.boxes)
    found, wanted = [0], 0.0
    for number, box in enumerate(table.boxes, 1):
        wanted += box.mm * scale
        room = range(found[-1] + 1, len(edges) - (len(table.boxes) - number))
        found.append(min(room, key=lambda edge: abs(edges[edge] - wanted)))
    return tuple(found)


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Height of a row whose texts wrap in boxes of so many mm."""
    lines = (-(-_chars(text) * MM_PER_CHAR // (mm - 2.0)) for text, mm in texts)
    return LINE_PT * max(1.0, *lines) + 7.0


def _chars(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
