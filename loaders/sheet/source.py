"""One table of an uploaded file and how it is read; corrections put into its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.errors import RowProblem
from graph.schema import KindSchema, Schema
from loaders.as_shown import is_filled
from loaders.beside import without_beside
from loaders.examples import Skipped, split_examples
from loaders.headers import REASON
from loaders.oldsheets.convert import converted
from loaders.oldsheets.grid import Grid
from loaders.oldsheets.plan import SheetPlan, Tie
from loaders.oldsheets.table import OldTable
from loaders.tables import RawRow, RawTable

Fixes = Mapping[int, Mapping[str, Any]]
"""Row number → header → what stands there instead."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table as the file has it; with a ``plan`` it is somebody's own form, else our template.

    ``faults`` tells by (row number, column) what no value can be read from; ``told`` what was
    noticed in a form of ours.
    """

    kind: str
    table: RawTable
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    old: OldTable | None = None
    plan: SheetPlan | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetIn:
    """A table in our columns, ready to be looked at.

    ``labels`` are the headers of the file by column of ours; ``constants`` what new records of
    it share; ``kept`` words its numbers do not say, by row number.
    """

    kind: str
    table: RawTable
    labels: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    is_old: bool = False
    told: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def table_of(grid: Grid) -> tuple[RawTable, dict[tuple[int, int], str]]:
    """A sheet whose first filled row is its header, and the faults of its cells."""
    first, *rows = grid.rows
    header = ["" if cell is None else str(cell) for cell in first.cells]
    while header and not header[-1].strip():
        header.pop()
    keep = [i for i, label in enumerate(header) if label.strip() != REASON]
    over = max((len(row.cells) for row in grid.rows), default=0)
    columns = [*keep, *range(len(header), over)]
    at = {column: index for index, column in enumerate(columns)}
    kept = tuple(RawRow(r.number, tuple(_at(r, c) for c in columns)) for r in rows)
    faults = {(n, at[c]): why for (n, c), why in grid.faults.items() if c in at}
    labels = tuple(header[i] for i in keep)
    return RawTable(grid.file, grid.sheet, labels, kept, first.number), faults


def _at(row: RawRow, column: int) -> Any:
    return row.cells[column] if column < len(row.cells) else None


def old_source(old: OldTable, plan: SheetPlan) -> Source:
    """Somebody's own form, read as ``plan`` says."""
    table = RawTable(old.file, old.sheet, old.labels, old.rows, old.header_row)
    return Source(plan.kind, table, dict(old.faults or {}), old, plan)


def fixed(source: Source, fixes: Fixes, kind: KindSchema) -> Source:
    """``source`` with corrected cells; a column it does not have is added to it."""
    if not fixes:
        return source
    given = dict.fromkeys(label for cells in fixes.values() for label in cells)
    added = [label for label in given if label not in source.table.header]
    header = (*source.table.header, *added)
    at = {label: index for index, label in enumerate(header)}
    done = {(row, at[label]) for row, cells in fixes.items() for label in cells}
    rows = tuple(
        _corrected(row, fixes[row.number], at) if row.number in fixes else row
        for row in source.table.rows
    )
    table = replace(source.table, header=header, rows=rows)
    faults = {where: why for where, why in source.faults.items() if where not in done}
    if source.old is None or source.plan is None:
        return replace(source, table=table, faults=faults)
    labels = {c.label_zh: c.name for c in kind.columns}
    more = tuple(Tie(label, labels.get(label)) for label in added)
    old = replace(source.old, labels=header, rows=rows, faults=faults)
    plan = replace(source.plan, ties=(*source.plan.ties, *more))
    return replace(source, table=table, faults=faults, old=old, plan=plan)


def _corrected(row: RawRow, cells: Mapping[str, Any], at: Mapping[str, int]) -> RawRow:
    out = list(row.cells) + [None] * (len(at) - len(row.cells))
    for label, value in cells.items():
        out[at[label]] = value
    return RawRow(row.number, tuple(out))


def sheet_in(source: Source, schema: Schema) -> SheetIn:
    """A source in our columns."""
    kind = schema[source.kind]
    if source.old is not None and source.plan is not None:
        done = converted(source.old, source.plan, kind)
        return SheetIn(
            source.kind,
            done.table,
            done.labels,
            done.problems,
            source.plan.constants,
            done.kept,
            is_old=True,
            told=(*source.old.told, *done.told),
        )
    table, problems = _without_faults(source)
    kept, skipped = split_examples(without_beside(table, kind), kind)
    filled = tuple(row for row in kept.rows if any(map(is_filled, row.cells)))
    return SheetIn(
        source.kind,
        replace(kept, rows=filled),
        problems=problems,
        told=source.told,
        skipped=tuple(skipped),
    )


def _without_faults(source: Source) -> tuple[RawTable, tuple[RowProblem, ...]]:
    table = source.table
    if not source.faults:
        return table, ()
    by_row: dict[int, list[int]] = {}
    for number, column in source.faults:
        by_row.setdefault(number, []).append(column)
    problems: list[RowProblem] = []
    rows = []
    for row in table.rows:
        cells = list(row.cells)
        for column in by_row.get(row.number, ()):
            label = table.header[column] if column < len(table.header) else None
            why = source.faults[row.number, column]
            where = (table.file, table.sheet, row.number, label)
            problems.append(RowProblem(*where, cells[column], why))
            cells[column] = None
        rows.append(RawRow(row.number, tuple(cells)))
    return replace(table, rows=tuple(rows)), tuple(problems)
