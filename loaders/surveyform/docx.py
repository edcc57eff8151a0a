"""企业摸底表 as a Word document: the same tables as the workbook, A4 across."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from loaders.surveyform.form import (
    ASKED,
    CONFIRM,
    EMPTY,
    FILL,
    FIRM_LABEL,
    FOOT,
    HEAD,
    NOTES,
    NUMBER_LABEL,
    SMALL,
    TABLES,
    Cell,
    FormSheet,
    Row,
    Table,
    is_open_to_fill,
)

PAGE_MM, MARGIN_MM = (297, 210), 12
FONT = "宋体"
TEXT_PT, SMALL_PT = 8.5, 6.5
MOST_WORDS = 12
ROW_MM = 6.5
"""Room to write by hand."""


def docx_form(form: FormSheet) -> bytes:
    """The form as the bytes of a .docx file."""
    document = Document()
    _set_up(document, form)
    _text(document.add_paragraph(), form.title, 16, bold=True)
    pairs = ((NUMBER_LABEL, form.number), (FIRM_LABEL, form.firm))
    _lined(document, pairs, (24, 60, 24, 165))
    told = "    ".join(f"{label}:{value}" for label, value in form.head)
    _text(document.add_paragraph(), told, TEXT_PT)
    for number, note in enumerate(NOTES, 1):
        _text(document.add_paragraph(), f"{number}. {note}", TEXT_PT)
    for table in TABLES:
        if rows := form.rows[table.key]:
            _above(document, table, rows)
            _table(document, table, rows)
    document.add_paragraph()
    _lined(document, [(label, "") for label in FOOT], (24, 44, 24, 44) * 2, FILL)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Any, form: FormSheet) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(size) for size in PAGE_MM)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN_MM))
    style = document.styles["Normal"]
    style.font.name = FONT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(2)
    document.core_properties.title = form.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _text(section.footer.paragraphs[0], f"{NUMBER_LABEL} {form.number}", SMALL_PT)


def _lined(
    document: Any, pairs: Sequence[tuple[str, str]], widths: Sequence[int], fill: str = ""
) -> None:
    """One row of labels, each with what stands after it."""
    texts = [text for pair in pairs for text in pair]
    made = _grid(document, 1, widths[: len(texts)])
    for number, (cell, text) in enumerate(zip(made.rows[0].cells, texts, strict=True)):
        is_label = number % 2 == 0
        _fill(cell, text, TEXT_PT, HEAD if is_label else fill, bold=is_label)


def _above(document: Any, table: Table, rows: Sequence[Row]) -> None:
    """Title and, for empty rows, the words to choose among; on one page with the table."""
    lines = [document.add_paragraph()]
    _text(lines[0], table.title, 11, bold=True)
    told = [
        f"{box.label}可填:{'、'.join(choices)}"
        for box in table.boxes
        if table.spare and 0 < len(choices := rows[-1].get(box.name, EMPTY).choices) <= MOST_WORDS
    ]
    if told:
        lines.append(document.add_paragraph())
        _text(lines[1], ";".join(told), TEXT_PT)
    for line in lines:
        line.paragraph_format.keep_with_next = True
    lines[0].paragraph_format.space_before = Pt(6)


def _table(document: Any, table: Table, rows: Sequence[Row]) -> None:
    made = _grid(document, len(rows) + 1, [box.mm for box in table.boxes])
    head, *body = made.rows
    for cell, box in zip(head.cells, table.boxes, strict=True):
        _fill(cell, box.label, TEXT_PT, HEAD, bold=True)
    _on_each_page(head)
    for line, row in zip(body, rows, strict=True):
        hints = _choices(row)
        for place, box in zip(line.cells, table.boxes, strict=True):
            cell = row.get(box.name, EMPTY)
            shade = ASKED if cell.is_asked else FILL
            shade = shade if is_open_to_fill(cell, box) else ""
            more = hints if box.name == "hint" else ()
            size = SMALL_PT if box.name in SMALL else TEXT_PT
            _fill(place, _shown(cell, more), size, shade)


def _choices(row: Mapping[str, Cell]) -> tuple[str, ...]:
    """A document has no lists to choose from: the words to choose among are written out."""
    route, answer = row.get("route", EMPTY), row.get("answer", EMPTY)
    words = route.choices if route.is_asked else answer.choices if not answer.is_open else ()
    listed = [w for w in words if w != CONFIRM]
    return (f"可填:{'、'.join(listed)}",) if listed else ()


def _shown(cell: Cell, more: Iterable[str]) -> str:
    value = cell.value
    text = f"{value:.12g}" if isinstance(value, float) else "" if value is None else str(value)
    return ";".join(part for part in (text, *more) if part)


def _grid(document: Any, rows: int, widths: Sequence[int]) -> Any:
    made = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, mm in zip(made.columns, widths, strict=True):
        column.width = Mm(mm)
    for row in made.rows:
        row.height = Mm(ROW_MM)
        _keep_whole(row)
        for cell, mm in zip(row.cells, widths, strict=True):
            cell.width = Mm(mm)
    return made


def _fill(cell: Any, text: str, size: float, shade: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    if text:
        _text(paragraph, text, size, bold=bold)
    if shade:
        mark = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            mark.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(mark)


def _text(paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold = bold


def _keep_whole(row: Any) -> None:
    """A row is never cut by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _on_each_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
