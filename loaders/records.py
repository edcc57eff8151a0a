"""Raw rows to model records: types, required cells, closed lists, ids and references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.errors import BadRows, RowProblem
from graph.model import KINDS, Record, Word
from graph.schema import KindSchema, Schema
from loaders.defaults import default_of, has_default
from loaders.headers import Binding, bind
from loaders.placed import Placed
from loaders.reader import LISTS, Words, reader
from loaders.tables import RawTable


@dataclass(slots=True)
class Batch:
    """Rows of one or more tables read together, with everything found wrong."""

    rows: list[Placed] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def words_of(records: Iterable[Record]) -> Words:
    """The spelling tables among ``records``."""
    words: dict[str, dict[str, str]] = {}
    for record in records:
        if isinstance(record, Word):
            words.setdefault(record.vocabulary, {})[record.raw] = record.canonical
    return words


def read_rows(
    batch: Batch,
    table: RawTable,
    kind: KindSchema,
    words: Words | None = None,
    *,
    lenient: bool = False,
) -> None:
    """Parse every row of ``table`` into ``batch``; nothing is raised, problems are collected.

    With ``lenient``, cells with a default (:mod:`loaders.defaults`) may be empty.
    """
    binding: Binding = bind(table, kind)
    batch.problems += binding.problems
    readers = [reader(kind.name, bound, words or {}) for bound in binding.bounds]
    labels = {bound.column.name: bound.label for bound in binding.bounds}
    width = len(table.header)
    for row in table.rows:
        placed = Placed(
            kind.name, table.file, table.sheet, row.number, labels=labels, lenient=lenient
        )
        cells = row.cells + (None,) * (width - len(row.cells))
        for column in readers:
            column.read(cells[column.bound.index], placed, batch.problems)
        for extra in cells[width:]:
            if extra not in (None, ""):
                remedy = "这一格在最后一个列名之外;多半是前面少了引号或多了逗号"
                batch.problems.append(placed.problem(None, extra, remedy))
        batch.rows.append(placed)


def build(row: Placed, kind: KindSchema, base: Record | None = None) -> Record | list[RowProblem]:
    """The record of ``row``; columns the file does not have come from ``base`` or stay unknown.

    A list means that there is none; it holds the columns missing, bad cells being told already.
    """
    values: dict[str, Any] = {}
    problems: list[RowProblem] = []
    for column in kind.columns:
        if column.name in row.bad:
            continue
        if column.name in row.values:
            values[column.name] = row.values[column.name]
        elif base is not None:
            values[column.name] = getattr(base, column.name)
        elif row.lenient and (default := default_of(row.kind, column.name, row.values)) is not None:
            values[column.name] = default
        elif row.lenient and has_default(row.kind, column.name):
            if not row.bad:  # else what it is made of is told already
                problems.append(row.problem(column, None, "必须填写"))
        elif column.required:
            where = (row.file, row.sheet, None, column.label_zh)
            problems.append(RowProblem(*where, None, "缺少这一列,新记录必须有"))
        else:
            values[column.name] = () if column.type in LISTS else None
    return problems if problems or row.bad else KINDS[kind.name](**values)


def add_new(problems: list[RowProblem], more: Iterable[RowProblem]) -> None:
    """Append those of ``more`` not told yet: a missing column is one problem, not one a row."""
    problems += [problem for problem in more if problem not in problems]


def build_all(batch: Batch, schema: Schema) -> list[Record]:
    """Every row of ``batch`` as a record.

    Raises
    ------
    BadRows
        With every problem of the batch at once; nothing is returned half.
    """
    records: list[Record] = []
    for row in batch.rows:
        built = build(row, schema[row.kind])
        if isinstance(built, list):
            add_new(batch.problems, built)
        else:
            records.append(built)
    if batch.problems:
        raise BadRows(tuple(batch.problems))
    return records
