"""Column names as people write them, matched to the columns of a kind, units included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz, process

from graph.errors import RowProblem
from graph.schema import Column, KindSchema
from loaders.cells import plain
from loaders.tables import RawTable

_WITH_UNIT = re.compile(r"(.+?)\(([^()]*)\)")
_SAME = Decimal(1)
_FACTORS: dict[str, dict[str, Decimal]] = {
    "kt/a": {
        "万吨/年": Decimal(10),
        "万吨/a": Decimal(10),
        "万t/a": Decimal(10),
        "万吨": Decimal(10),
        "千吨/年": _SAME,
        "吨/年": Decimal("0.001"),
        "吨/a": Decimal("0.001"),
        "t/a": Decimal("0.001"),
    },
    "kt": {"万吨": Decimal(10), "千吨": _SAME, "吨": Decimal("0.001")},
    "亿元": {"万元": Decimal("0.0001")},
}
REASON = "没有载入的原因"
"""Header of the column in which rows that were left out are given back with the reason."""

BESIDE = "(名称)"
"""Ends the header of a column of names beside ids."""

SHOWN_UNITS: dict[str, tuple[str, Decimal]] = {
    "kt/a": ("万吨/年", Decimal(10)),
    "kt": ("万吨", Decimal(10)),
}
"""Unit of a column → the unit people read and how many of the first make one of the second."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One column of a file tied to one column of the schema.

    ``factor`` turns the number in the file into the unit of the schema, None when they agree;
    ``label`` is the header as the file has it.
    """

    index: int
    column: Column
    label: str
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Binding:
    """What became of a header: the bound columns and what is wrong."""

    bounds: tuple[Bound, ...]
    problems: tuple[RowProblem, ...]


def nearest(given: str, choices: Iterable[str], *, cutoff: float = 40) -> str | None:
    """The choice closest to ``given``; None when nothing is close.

    Examples
    --------
    >>> nearest("在建中", ["在产", "在建", "规划"])
    '在建'
    """
    found = process.extractOne(given, list(choices), scorer=fuzz.ratio, score_cutoff=cutoff)
    return None if found is None else str(found[0])


def shown_label(column: Column) -> str:
    """Header of ``column`` as pages and Excel write it.

    Examples
    --------
    >>> shown_label(Column("capacity_kt_a", "产能", "float", False, "kt/a", (), "", ""))
    '产能(万吨/年)'
    """
    unit = SHOWN_UNITS.get(column.unit, (column.unit,))[0]
    return f"{column.label_zh}({unit})" if unit else column.label_zh


def bind(table: RawTable, kind: KindSchema) -> Binding:
    """Match every header of ``table`` to a column of ``kind``.

    English column names and Chinese labels both count; a unit may follow in brackets, and
    ``*`` (required) may end the header.  Columns that are only for reading are passed by.
    """
    names = {plain(c.name).lower(): c for c in kind.columns}
    names |= {plain(c.label_zh).lower(): c for c in kind.columns}
    bounds: list[Bound] = []
    problems: list[RowProblem] = []
    taken: dict[str, str] = {}
    for index, label in enumerate(table.header):
        if is_only_read(label, kind):
            continue
        bound = _bind_one(index, label, names)
        remedy = bound if isinstance(bound, str) else _doubled(bound, taken)
        if remedy is None and isinstance(bound, Bound):
            bounds.append(bound)
        elif remedy is not None and (label.strip() or _has_content(table, index)):
            problems.append(
                RowProblem(table.file, table.sheet, table.header_row, label or None, None, remedy)
            )
    return Binding(tuple(bounds), tuple(problems))


def is_only_read(label: str, kind: KindSchema) -> bool:
    """Whether a column is there for the reader: names beside ids, why a row was left out.

    Examples
    --------
    >>> firm = Column("firm_id", "企业", "ref", True, "", (), "firm", "")
    >>> kind = KindSchema("lead", "客商", (), (firm,))
    >>> [is_only_read(label, kind) for label in ("企业(名称)", "企业", "没有载入的原因")]
    [True, False, True]
    """
    text = plain(label)
    return text == REASON or any(c.ref and text == plain(beside_label(c)) for c in kind.columns)


def beside_label(column: Column) -> str:
    """Header of the names that stand beside the ids of ``column``."""
    return column.label_zh + BESIDE


def _has_content(table: RawTable, index: int) -> bool:
    return any(index < len(r.cells) and r.cells[index] not in (None, "") for r in table.rows)


def _bind_one(index: int, label: str, names: dict[str, Column]) -> Bound | str:
    text = plain(label).rstrip("*").lower()
    if not text:
        return f"第 {index + 1} 列有内容但没有列名;补上列名或删去这一列"
    if text in names:
        column = names[text]
        if column.unit in SHOWN_UNITS and text != column.name:
            shown = SHOWN_UNITS[column.unit][0]
            return f"没有写单位,差十倍看不出来;把列名写成“{column.label_zh}({shown})”"
        return Bound(index, column, label.strip(), None)
    match = _WITH_UNIT.fullmatch(text)
    if match and match[1] in names:
        column = names[match[1]]
        factor = _factor(column, match[2])
        if factor is None:
            return f"单位“{match[2]}”不能用在这一列;可用:{'、'.join(_units(column)) or '不写单位'}"
        return Bound(index, column, label.strip(), None if factor == _SAME else factor)
    labels = dict.fromkeys(column.label_zh for column in names.values())
    close = nearest(match[1] if match else text, labels)
    hint = f";最接近的是“{close}”" if close else ""
    return f"没有这一列{hint};可用的列:{'、'.join(labels)}"


def _doubled(bound: Bound, taken: dict[str, str]) -> str | None:
    first = taken.setdefault(bound.column.name, bound.label)
    if first is bound.label:
        return None
    return f"与“{first}”列重复,只留一列"


def _factor(column: Column, unit: str) -> Decimal | None:
    if unit == plain(column.unit).lower():
        return _SAME
    return _FACTORS.get(column.unit, {}).get(unit)


def _units(column: Column) -> list[str]:
    return ([column.unit] if column.unit else []) + list(_FACTORS.get(column.unit, {}))
