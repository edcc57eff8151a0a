"""The workbooks beside the papers: 通报 and 总结 in full, and what changed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from graph.facts import Facts
from graph.schema import Schema
from loaders.sheets import about_sheet, table_sheet, workbook
from views.reports.bulletin import Bulletin
from views.tables import changes as gap_table
from views.tables.round import goals as rounds_goals
from views.tables.round import month as rounds_month
from views.tables.round import ranks as rounds_ranks
from views.tables.round.month import MonthChanges
from views.tables.round.words import KIND_ZH

Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
PROBLEM_COLUMNS = ("责任单位", "名称", "占年度计划", "较时间进度", "填报的问题")
ASK_COLUMNS = ("责任单位", "名称", "需上级协调事项")


def _book(title: str, sheets: Sequence[Sheet], notes: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        for name, columns, rows in sheets:
            table_sheet(book, name, columns, rows)
        about_sheet(book, [(title, None), *((n, None) for n in notes)])
    return buffer.getvalue()


def changes_book(facts: Facts, schema: Schema, found: MonthChanges, notes: Sequence[str]) -> bytes:
    """What changed: gaps with reasons, steps of projects, records of projects and firms."""
    return _book("本月变化", change_sheets(facts, schema, found), (_span(found), *notes))


def _span(found: MonthChanges) -> str:
    return f"{found.first} 之后到 {found.last}"


def change_sheets(facts: Facts, schema: Schema, found: MonthChanges) -> list[Sheet]:
    """The sheets of what changed."""
    steps = rounds_month.step_rows(rounds_month.step_lines(facts, found.steps))
    projects = rounds_month.edit_rows(rounds_month.project_lines(facts, schema, found.written))
    firms = rounds_month.edit_rows(rounds_month.firm_lines(facts, schema, found.written))
    return [
        ("缺口变化", gap_table.COLUMNS, gap_table.sheet_rows(facts, found.gaps)),
        ("项目进展", rounds_month.STEP_COLUMNS, steps),
        ("项目记录改动", rounds_month.EDIT_COLUMNS, projects),
        ("企业记录改动", rounds_month.EDIT_COLUMNS, firms),
    ]


def bulletin_book(facts: Facts, schema: Schema, told: Bulletin, notes: Sequence[str]) -> bytes:
    """A 通报 or 总结 as a workbook: a sheet for each table of the paper."""
    sheets: list[Sheet] = []
    for found in told.summaries:
        kind = KIND_ZH[found.kind]
        sheets += [
            (f"{kind}排名", rounds_ranks.RANK_COLUMNS, rounds_ranks.rank_rows(found)),
            (f"{kind}责任单位排名", rounds_ranks.UNIT_COLUMNS, rounds_ranks.unit_rows(found)),
            (f"{kind}未参加排名", rounds_ranks.APART_COLUMNS, rounds_ranks.apart_rows(found)),
            (
                f"{kind}明细",
                rounds_ranks.DETAIL_COLUMNS,
                rounds_ranks.detail_rows(found.entries),
            ),
            (
                f"{kind}逐月完成",
                rounds_ranks.month_columns(found),
                rounds_ranks.month_rows(found),
            ),
        ]
    sheets += [
        ("存在问题", PROBLEM_COLUMNS, told.problem_rows()),
        ("需协调事项", ASK_COLUMNS, told.ask_rows()),
    ]
    if told.goals:
        sheets.append(("目标", rounds_goals.COLUMNS, rounds_goals.rows(facts, told.goals)))
    if told.changes is not None:
        sheets += change_sheets(facts, schema, told.changes)
    return _book(told.title, sheets, notes)
