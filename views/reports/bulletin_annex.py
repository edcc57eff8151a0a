"""Annexes of a paper, on their side: every entry, month by month, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from docx.document import Document as Paper

from graph.desk.round.summary import Summary
from graph.facts import Facts
from graph.schema import Schema
from views.reports import bulletin_paper as sheet
from views.reports.bulletin_page import BOTTOM_MM, FIVE, SIX, TOP_MM
from views.reports.bulletin_table import table
from views.tables import changes as gap_table
from views.tables.origin import chinese_date
from views.tables.round import ranks as rounds_ranks
from views.tables.round.month import (
    MonthChanges,
    firm_lines,
    loading_lines,
    project_lines,
    step_lines,
)
from views.tables.round.words import KIND_ZH, Cell, exact

if TYPE_CHECKING:
    from views.reports.bulletin import Bulletin

Writer = Callable[[Paper, Facts, Schema], None]
Annex = tuple[str, Writer]
DETAIL = (
    *("序", "名称", "责任单位", "计量单位", "年度计划", "本月完成", "累计完成"),
    *("占年度计划", "较时间进度", "形象进度", "要素保障问题", "需上级协调事项"),
)
DETAIL_WIDTHS = (8, 32, 20, 11, 17, 17, 17, 16, 16, 18, 25, 28)
WIDE_MM = 297.0 - BOTTOM_MM - TOP_MM
"""Between the margins of a page on its side."""
GAP_HEADS = ("新旧", "类", "产品", "数量", "原因")
GAP_WIDTHS = (14, 14, 42, 42, 113)
EDIT_HEADS = ("新旧", "类别", "名称", "哪几项")
EDIT_WIDTHS = (16, 24, 74, 111)
STEP_HEADS = ("日期", "项目", "阶段", "事项")
STEP_WIDTHS = (24, 84, 18, 99)


def annexes(told: Bulletin) -> list[Annex]:
    """The annexes there is something to put in."""
    found: list[Annex] = []
    for summary in told.summaries:
        kind = KIND_ZH[summary.kind]
        found.append((f"{kind}调度明细表", _detail(summary)))
        if told.period.code != "two":
            found.append((f"{kind}逐月完成情况", _months(summary)))
    if told.changes is not None:
        found.append(("本期变化(缺口、项目、企业)", _changes(told.changes)))
    return found


def _detail(summary: Summary) -> Writer:
    def write(paper: Paper, facts: Facts, schema: Schema) -> None:
        full = rounds_ranks.detail_rows(summary.entries)
        index = [rounds_ranks.DETAIL_COLUMNS.index(c) for c in DETAIL]
        rows = [[_text(row[i]) for i in index] for row in full]
        table(paper, DETAIL, rows, DETAIL_WIDTHS, left=(1, 2, 9, 10, 11))

    return write


def _months(summary: Summary) -> Writer:
    def write(paper: Paper, facts: Facts, schema: Schema) -> None:
        heads = rounds_ranks.month_columns(summary)
        heads = tuple(h[5:] if h[:4].isdecimal() else h for h in heads)
        fixed = (40.0, 20.0, 11.0)
        rest = (WIDE_MM - sum(fixed)) / (len(heads) - len(fixed))
        rows = [[_text(c) for c in row] for row in rounds_ranks.month_rows(summary)]
        size = FIVE if summary.period.code == "half" else SIX
        table(paper, heads, rows, (*fixed, *([rest] * (len(heads) - 3))), left=(0, 1), size=size)

    return write


def _changes(found: MonthChanges) -> Writer:
    def write(paper: Paper, facts: Facts, schema: Schema) -> None:
        told = ",".join(f"{word}{len(rows)}条" for word, rows in found.gaps.lists())
        sheet.note(
            paper,
            f"{chinese_date(found.first)}之后到{chinese_date(found.last)}。缺口{told};持续的不列。",
        )
        sheet.caption(paper, "缺口")
        _rows(paper, GAP_HEADS, _gap_rows(facts, found), GAP_WIDTHS, (2, 4))
        sheet.caption(paper, "项目进展")
        steps = [(s.date, s.project, s.stage, s.event) for s in step_lines(facts, found.steps)]
        _rows(paper, STEP_HEADS, steps, STEP_WIDTHS, (1, 3))
        for name, lines in (
            ("项目记录改动", project_lines(facts, schema, found.written)),
            ("企业和装置记录改动", firm_lines(facts, schema, found.written)),
        ):
            sheet.caption(paper, name)
            edits = [(e.word, e.kind, e.name, ";".join(e.fields)) for e in lines]
            _rows(paper, EDIT_HEADS, edits, EDIT_WIDTHS, (2, 3))
        for line in loading_lines(found.written):
            sheet.note(paper, line)

    return write


def _gap_rows(facts: Facts, found: MonthChanges) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    for word, rows in found.gaps.lists():
        if rows is found.gaps.kept:
            continue
        for row in rows:
            line = gap_table.line(facts, row)
            why = ";".join(r.text for r in line.reasons)
            out.append((word, line.kind, line.product, line.size, why))
    return out


def _rows(
    paper: Paper,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    left: Sequence[int],
) -> None:
    if rows:
        table(paper, heads, rows, widths, left=left)
    else:
        sheet.note(paper, "没有。")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return exact(cell) if isinstance(cell, float) else str(cell)
