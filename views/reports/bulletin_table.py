"""Tables of a paper: heads in 黑体 repeated on every page, rows that do not break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from views.reports.bulletin_page import FANG, FIVE, HEI, off_grid, run


def table(
    paper: Paper,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: Sequence[float],
    *,
    left: Sequence[int] = (),
    size: float = FIVE,
) -> None:
    """A ruled table over the whole width.

    Parameters
    ----------
    heads, rows
        Texts; an empty one is an empty cell.
    widths_mm
        Of the columns.
    left
        Columns that are set to the left; the others stand in the middle.
    size
        Of the type, in points.
    """
    made = paper.add_table(rows=1, cols=len(heads))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _narrow_margins(made)
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        _fill(cell.paragraphs[0], text, HEI, size, middle=True)
    _repeated(made.rows[0])
    for row in rows:
        cells = made.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _fill(cell.paragraphs[0], text, FANG, size, middle=number not in left)
    for line in made.rows:
        _whole(line)
        for cell, width in zip(line.cells, widths_mm, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = 1  # in the middle


def _fill(paragraph: Paragraph, text: str, font: str, size: float, *, middle: bool) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(1)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.35)
    off_grid(paragraph)
    run(paragraph, text, font, size)


def _narrow_margins(made: Any) -> None:
    """A millimetre left and right of the text, so that heads of four characters fit."""
    sides = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _whole(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    if properties.find(qn("w:cantSplit")) is None:
        properties.insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
