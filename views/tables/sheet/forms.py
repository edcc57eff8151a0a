"""Somebody's own form on the page: its columns, ours, units, and its first rows as read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.facts import Facts
from graph.schema import Column, KindSchema, Schema
from loaders.headers import shown_label
from loaders.oldsheets.match import samples_of
from loaders.oldsheets.plan import EACH_CELL, SheetPlan
from loaders.oldsheets.table import OldTable
from loaders.sheet.lines import Spellings, read_lines
from loaders.sheet.source import old_source, sheet_in
from views.tables.values import cell_text

NOT_WANTED = "不要"
_FIRST_ROWS = 5
_SAMPLE = 14


def sample_text(table: OldTable, index: int) -> str:
    """The first values of a column of theirs."""
    found = [str(v).replace("\n", " ") for v in samples_of(table, index, 3)]
    return " · ".join(f"{v[:_SAMPLE]}…" if len(v) > _SAMPLE else v for v in found) or "(空)"


def options(kind: KindSchema) -> dict[str, str]:
    """Columns of ours a column of theirs may be, by name."""
    stamped = ("made_by", "made_at", "filled_at")
    return {
        c.name: shown_label(c) + (" *" if c.required else "")
        for c in kind.columns
        if c.name not in stamped
    }


def first_rows(
    table: OldTable, plan: SheetPlan, schema: Schema, spellings: Spellings, facts: Facts
) -> list[dict[str, str | None]]:
    """The first rows as they would be read; a cell that cannot be is marked and stands as it is."""
    few = old_source(replace(table, rows=table.rows[:_FIRST_ROWS]), plan)
    sheet, kind = sheet_in(few, schema), schema[plan.kind]
    out = []
    for line in read_lines(sheet, schema, spellings):
        bad = {problem.column: problem for problem in line.problems if problem.value is not None}
        cells: dict[str, str | None] = {"行": str(line.placed.row)}
        for name in sheet.table.header:
            problem = bad.get(sheet.labels.get(name))
            value = line.placed.values.get(name)
            shown = f"✕ {problem.value}" if problem else _read_text(value, kind.column(name), facts)
            cells[shown_label(kind.column(name))] = shown
        out.append(cells)
    return out


def _read_text(value: Any, column: Column, facts: Facts) -> str | None:
    """A value just read; references are still names."""
    if isinstance(value, tuple):
        return "、".join(value) or None
    return value if column.ref else cell_text(facts, column, value)


def unit_options(units: Sequence[str]) -> tuple[str, ...]:
    """Units of a column of theirs to choose from."""
    return (*units, EACH_CELL) if len(units) > 1 else tuple(units)


def plan_rows(plan: SheetPlan, kind: KindSchema) -> list[dict[str, str]]:
    """A remembered form: their column, ours, its unit; then what all rows share."""
    shown = options(kind)
    own = [
        {
            "他们的列": tie.label,
            "记成": shown.get(tie.column or "", NOT_WANTED),
            "单位": tie.unit or "",
        }
        for tie in plan.ties
    ]
    fixed = [
        {"他们的列": "(固定值)", "记成": shown.get(column, column), "单位": value}
        for column, value in plan.constants.items()
    ]
    return own + fixed


def constants_text(plan: SheetPlan, kind: KindSchema, facts: Facts) -> str:
    """What all rows of a form share, in words."""
    return ";".join(
        f"{kind.column(name).label_zh} {cell_text(facts, kind.column(name), value)}"
        for name, value in plan.constants.items()
    )
