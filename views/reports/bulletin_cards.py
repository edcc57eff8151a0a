"""链条卡 on paper: one page for each sub-chain."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH

from views.amounts import number
from views.reports.bulletin_page import FANG, SMALL_FOUR, SONG, TWO, new_paper, run, set_lines
from views.reports.bulletin_paper import caption, new_page, saved
from views.reports.bulletin_table import table
from views.tables.round.cards import GAP_COLUMNS, NOTE, PROJECT_COLUMNS, Card
from views.tables.round.words import Cell

MOST_GAPS, MOST_PROJECTS = 8, 4
"""What fits on one page; the rest is counted."""
CAPTION = 23.0
"""Height of what stands over a table, in points."""


def card_paper(cards: Sequence[Card], region: str, date: str) -> bytes:
    """The cards as a .docx file, a page each.

    Parameters
    ----------
    cards
        In order.
    region, date
        Whose, and the day the facts are of, in Chinese.
    """
    paper = new_paper(is_sheet=True)
    for number_, card in enumerate(cards):
        if number_:
            new_page(paper)
        _card(paper, card, region, date)
    return saved(paper)


def _card(paper: Paper, card: Card, region: str, date: str) -> None:
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(head, 34.0)
    run(head, f"{card.name} 链条卡", SONG, TWO)
    _small(paper, f"{region} 资料截至{date}", middle=True)
    pairs = [(label, told) for label, told in card.roles]
    table(paper, ("责任", "单位、企业或人"), pairs, (34, 122), left=(1,), size=SMALL_FOUR)
    caption(paper, "现状(按现有记录计算)", CAPTION)
    table(paper, ("项目", "情况"), list(card.facts), (34, 122), left=(1,), size=SMALL_FOUR)
    _list(paper, "缺口", GAP_COLUMNS, card.gaps, (20, 76, 36, 24), MOST_GAPS)
    _list(paper, "在推进项目", PROJECT_COLUMNS, card.projects, (106, 22, 28), MOST_PROJECTS)
    _small(paper, NOTE)


def _list(
    paper: Paper,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    most: int,
) -> None:
    rest = len(rows) - most
    told = f"(共 {len(rows)} 条,列前 {most} 条)" if rest > 0 else ""
    caption(paper, f"{title}{told}", CAPTION)
    if rows:
        shown = [[_text(c) for c in row] for row in rows[:most]]
        wide = max(range(len(widths)), key=widths.__getitem__)
        table(paper, heads, shown, widths, left=(wide,))
    else:
        _small(paper, "没有。", middle=True)


def _text(cell: Cell) -> str:
    """A cell as text; an unknown number says so."""
    if cell is None:
        return "未知"
    return number(cell) if isinstance(cell, float) else str(cell)


def _small(paper: Paper, text: str, *, middle: bool = False) -> None:
    paragraph = paper.add_paragraph()
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(paragraph, 18.0)
    run(paragraph, text, FANG, SMALL_FOUR)
