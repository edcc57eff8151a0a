"""What an official paper is made of: title, headings, paragraphs, signature, annexes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from views.reports.bulletin_page import (
    FANG,
    FOUR,
    HEI,
    KAI,
    LINE,
    SMALL_FOUR,
    SONG,
    THREE,
    TWO,
    lay_out,
    run,
    set_lines,
)

MARK = "内部参考 征求意见稿"


def mark(paper: Paper, text: str = MARK) -> None:
    """What stands at the head of a paper that is no document yet."""
    first = paper.paragraphs[0] if paper.paragraphs else None
    paragraph = first if first is not None and not first.text else paper.add_paragraph()
    set_lines(paragraph)
    run(paragraph, text, HEI, THREE)


def title(paper: Paper, lines: Iterable[str]) -> None:
    """The title in the middle, 二号, one paragraph a line, an empty line before and after."""
    set_lines(paper.add_paragraph())
    for line in lines:
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        set_lines(paragraph, 34.0)
        run(paragraph, line, SONG, TWO)
    set_lines(paper.add_paragraph())


def addressed(paper: Paper, text: str) -> None:
    """主送: at the edge, with a full colon."""
    paragraph = paper.add_paragraph()
    set_lines(paragraph)
    run(paragraph, f"{text}:", FANG, THREE)


def heading(paper: Paper, text: str, level: int = 1) -> None:
    """一、in 黑体, (一)in 楷体; kept with what follows."""
    paragraph = paper.add_paragraph()
    set_lines(paragraph, indent=2)
    paragraph.paragraph_format.keep_with_next = True
    run(paragraph, text, HEI if level == 1 else KAI, THREE)


def body(paper: Paper, text: str) -> None:
    """One paragraph of the text, first line two characters in."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    set_lines(paragraph, indent=2)
    run(paragraph, text, FANG, THREE)


def signed(paper: Paper, who: str, date: str) -> None:
    """Who and when, to the right, four characters in."""
    set_lines(paper.add_paragraph())
    for text in (who, date):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(4 * THREE)
        set_lines(paragraph)
        run(paragraph, text, FANG, THREE)


def caption(paper: Paper, text: str, height: float = LINE) -> None:
    """What stands over a table."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(paragraph, height)
    paragraph.paragraph_format.keep_with_next = True
    run(paragraph, text, HEI, FOUR)


def note(paper: Paper, text: str) -> None:
    """A line under or over a table, in smaller type."""
    paragraph = paper.add_paragraph()
    set_lines(paragraph, 20.0)
    run(paragraph, text, FANG, SMALL_FOUR)


def annex_title(paper: Paper, label: str, text: str) -> None:
    """附件1 at the edge in 黑体, then its title in the middle."""
    paragraph = paper.add_paragraph()
    set_lines(paragraph)
    run(paragraph, label, HEI, THREE)
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(paragraph, 34.0)
    run(paragraph, text, SONG, TWO)


def wide_section(paper: Paper) -> None:
    """From here on the pages lie on their side."""
    lay_out(paper.add_section(WD_SECTION.NEW_PAGE), wide=True)


def new_page(paper: Paper) -> None:
    """From here on a new page of the same kind."""
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def saved(paper: Paper) -> bytes:
    """The .docx file."""
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()
