"""Raw rows to model records: types, required cells, closed lists, ids and references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.errors import BadRows, RowProblem
from graph.model import KINDS, Record, Word
from graph.schema import Column, KindSchema, Schema
from graph.store.protocol import MAX_NAME
from loaders.cells import PARSERS, CellError, parse_float
from loaders.codes import codes_of, shown_choices
from loaders.defaults import default_of, has_default
from loaders.headers import Binding, Bound, bind, nearest
from loaders.tables import RawTable

Words = Mapping[str, Mapping[str, str]]
"""Vocabulary → raw spelling → canonical word (``rules/words.csv``)."""

VOCABULARIES: dict[tuple[str, str], str] = {
    ("capacity", "status"): "unit_status",
    ("project", "stage"): "project_stage",
    ("firm", "status"): "firm_status",
    ("producer", "status"): "producer_status",
    ("signal", "direction"): "signal_direction",
}
_NOT_NEGATIVE = frozenset({"kt/a", "kt", "t/t", "亩", "亿元", "元/吨", "人"})
_LISTS = ("list", "reflist")
_NAMES = frozenset({"id", "name_zh", "name_en", "short_zh", "short_name"})


@dataclass(slots=True)
class Placed:
    """The values of one row, by column name, and where the row stands.

    ``bad`` names the columns whose cell could not be read; they have no value.  ``labels`` are
    the headers of the file by column name.  ``lenient`` rows may leave to the program what has
    a default.
    """

    kind: str
    file: str
    sheet: str | None
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    labels: Mapping[str, str] = field(default_factory=dict)
    lenient: bool = False

    def problem(self, column: Column | None, value: Any, remedy: str) -> RowProblem:
        """A problem of this row."""
        label = self.labels.get(column.name, column.label_zh) if column else None
        return RowProblem(self.file, self.sheet, self.row, label, value, remedy)


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
    readers = [_reader(kind.name, bound, words or {}) for bound in binding.bounds]
    labels = {bound.column.name: bound.label for bound in binding.bounds}
    width = len(table.header)
    for row in table.rows:
        placed = Placed(
            kind.name, table.file, table.sheet, row.number, labels=labels, lenient=lenient
        )
        cells = row.cells + (None,) * (width - len(row.cells))
        for reader in readers:
            reader.read(cells[reader.bound.index], placed, batch.problems)
        for extra in cells[width:]:
            if extra not in (None, ""):
                remedy = "这一格在最后一个列名之外;多半是前面少了引号或多了逗号"
                batch.problems.append(placed.problem(None, extra, remedy))
        batch.rows.append(placed)


@dataclass(frozen=True, slots=True)
class _Reader:
    bound: Bound
    parse: Any
    empty: Any
    translate: Mapping[str, str]
    text_column: str

    def read(self, raw: Any, placed: Placed, problems: list[RowProblem]) -> None:
        column = self.bound.column
        if raw is None or raw == "":
            value = self.empty
        else:
            try:
                value = self.parse(raw)
            except CellError as error:
                self._refuse(placed, raw, str(error), problems)
                return
            if column.choices and value and value not in column.choices:
                value = self._choice(value, placed, problems)
                if value is None:
                    return
        if value is None or value == "":
            value = placed.values.get(column.name)  # a translated word may have left its text
        fault = _fault(column, value)
        if (
            fault
            and placed.lenient
            and value in (None, ())
            and has_default(placed.kind, column.name)
        ):
            return
        if fault:
            shown = None if raw == "" else raw
            self._refuse(placed, shown, fault, problems)
        else:
            placed.values[column.name] = value

    def _refuse(self, placed: Placed, raw: Any, remedy: str, problems: list[RowProblem]) -> None:
        problems.append(placed.problem(self.bound.column, raw, remedy))
        placed.bad.add(self.bound.column.name)

    def _choice(self, value: str, placed: Placed, problems: list[RowProblem]) -> str | None:
        column = self.bound.column
        canonical = self.translate.get(value)
        if canonical in column.choices:
            if self.text_column and not placed.values.get(self.text_column):
                placed.values[self.text_column] = value
            return str(canonical)
        choices = shown_choices(column)
        close = nearest(value, choices)
        hint = f";最接近的是“{close}”" if close else ""
        remedy = f"只能填 {'、'.join(choices)}{hint}"
        self._refuse(placed, value, remedy, problems)
        return None


def _fault(column: Column, value: Any) -> str | None:
    if value is None or value == ():
        return "必须填写" if column.required else None
    if isinstance(value, float):
        return "不能是负数" if value < 0 and column.unit in _NOT_NEGATIVE else None
    if column.type == "str" and column.name not in _NAMES:
        return None
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    if any(len(text) > MAX_NAME for text in texts):
        return f"太长,最多 {MAX_NAME} 个字;多余的写到备注"
    return None


def _reader(kind: str, bound: Bound, words: Words) -> _Reader:
    column = bound.column
    parse = PARSERS[column.type]
    if column.type == "float":
        parse = partial(parse_float, factor=bound.factor, percent=column.unit == "%")
    vocabulary = "basis" if column.name == "basis" else VOCABULARIES.get((kind, column.name), "")
    text = f"{column.name}_text"
    has_text = text in KINDS[kind].__dataclass_fields__
    empty = () if column.type in _LISTS else None
    translate = {**codes_of(column), **words.get(vocabulary, {})}
    return _Reader(bound, parse, empty, translate, text if has_text else "")


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
            values[column.name] = () if column.type in _LISTS else None
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
