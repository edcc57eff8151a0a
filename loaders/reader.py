"""Cells of one column to values: type, closed list, spelling, what must be filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graph.errors import RowProblem
from graph.model import KINDS
from graph.schema import Column
from graph.store.protocol import MAX_NAME
from loaders.cells import PARSERS, CellError, parse_float
from loaders.codes import codes_of, shown_choices
from loaders.defaults import has_default
from loaders.headers import Bound, nearest
from loaders.placed import Placed

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
LISTS = ("list", "reflist")
_NAMES = frozenset({"id", "name_zh", "name_en", "short_zh", "short_name"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of one column; what cannot be read is told, not raised."""

    bound: Bound
    parse: Any
    empty: Any
    translate: Mapping[str, str]
    text_column: str

    def read(self, raw: Any, placed: Placed, problems: list[RowProblem]) -> None:
        """Put the value of ``raw`` into ``placed``, or a problem into ``problems``."""
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


def reader(kind: str, bound: Bound, words: Words) -> Reader:
    """The reader of one column of ``kind`` as a file has it."""
    column = bound.column
    parse = PARSERS[column.type]
    if column.type == "float":
        parse = partial(parse_float, factor=bound.factor, percent=column.unit == "%")
    vocabulary = "basis" if column.name == "basis" else VOCABULARIES.get((kind, column.name), "")
    text = f"{column.name}_text"
    has_text = text in KINDS[kind].__dataclass_fields__
    empty = () if column.type in LISTS else None
    translate = {**codes_of(column), **words.get(vocabulary, {})}
    return Reader(bound, parse, empty, translate, text if has_text else "")
