"""How a form is read: its columns tied to ours, kept in one record and had again by its header."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import SheetMap
from graph.schema import Column, KindSchema
from graph.store.protocol import MAX_NAME
from loaders.cells import plain
from loaders.defaults import has_default
from loaders.oldsheets.units import units_for

EACH_CELL = "各格自带"
"""Unit of a column whose every cell names its own."""

STAMPED = frozenset({"made_by", "made_at", "filled_by", "filled_at"})
"""Columns the program fills in for a new record: who and when."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One column of theirs: which of ours it is (None: not wanted), and its unit."""

    label: str
    column: str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a form is read: the kind of its rows, its columns, what all its rows share."""

    kind: str
    ties: tuple[Tie, ...]
    constants: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> frozenset[str]:
        """Columns of ours that a column of theirs fills."""
        return frozenset(tie.column for tie in self.ties if tie.column)


def fingerprint(labels: Iterable[str]) -> str:
    """Sixteen letters that two sheets share when they have the same columns, in any order.

    Examples
    --------
    >>> fingerprint(["项目名称", "总投资"]) == fingerprint(["总投资 ", "项目名称"])
    True
    """
    text = "\n".join(sorted(plain(label) for label in labels))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pairs_of(plan: SheetPlan) -> tuple[str, ...]:
    """A plan as the list a sheet_map keeps: 表头=列名@单位, and =列名=值 for what all share.

    Examples
    --------
    >>> pairs_of(SheetPlan("project", (Tie("总投资", "investment_yi", "万元"),), {"level": "项目"}))
    ('总投资=investment_yi@万元', '=level=项目')
    """
    own = [
        f"{key_of(tie.label)}={tie.column or ''}{'@' + tie.unit if tie.unit else ''}"
        for tie in plan.ties
    ]
    return (*own, *(f"={column}={value}" for column, value in plan.constants.items()))


def key_of(label: str) -> str:
    """Their label as a pair keeps it: in one spelling, without the marks a pair is made of."""
    return plain(label).replace(";", ",").replace("=", "＝")[: MAX_NAME - 60]


def labels_of(record: SheetMap) -> tuple[str, ...]:
    """Their columns a sheet_map knows, in order."""
    pairs = (pair for pair in record.pairs if not pair.startswith("="))
    return tuple(pair.rpartition("=")[0] for pair in pairs)


def plan_of(record: SheetMap, labels: Sequence[str], kind: KindSchema) -> SheetPlan:
    """The plan a sheet_map keeps, for a sheet with ``labels``.

    Columns we no longer have and units that do not fit are dropped; labels it does not know are
    not wanted.
    """
    known = {column.name: column for column in kind.columns}
    told: dict[str, tuple[str, str]] = {}
    constants: dict[str, str] = {}
    for pair in record.pairs:
        if pair.startswith("="):
            column, _, value = pair[1:].partition("=")
            if column in known:
                constants[column] = value
            continue
        label, _, rest = pair.rpartition("=")
        column, _, unit = rest.partition("@")
        fits = column in known and unit in (EACH_CELL, *units_for(known[column].unit))
        told[label] = (column if column in known else "", unit if fits else "")
    ties = []
    for label in labels:
        column, unit = told.get(key_of(label), ("", ""))
        ties.append(Tie(label, column or None, unit or None))
    return SheetPlan(record.target_kind, tuple(ties), constants)


def missing(plan: SheetPlan, kind: KindSchema) -> tuple[Column, ...]:
    """Required columns of a new record that nothing in the plan fills."""
    filled = plan.columns() | {c for c, value in plan.constants.items() if value}
    if "target_name" in filled:
        filled |= {"target_id"}  # found by its name
    return tuple(
        column
        for column in kind.columns
        if column.required
        and column.name not in filled
        and column.name not in STAMPED
        and column.name != "id"
        and not has_default(kind.name, column.name)
    )


def faults_of(plan: SheetPlan, kind: KindSchema) -> list[str]:
    """What is left to decide before the plan can be used."""
    out = []
    by_column: dict[str, list[str]] = {}
    for tie in plan.ties:
        if tie.column:
            by_column.setdefault(tie.column, []).append(tie.label)
            column = kind.column(tie.column)
            if column.type == "float" and len(units_for(column.unit)) > 1 and not tie.unit:
                out.append(f"“{tie.label}”没有写单位,请选一个")
    for name, labels in by_column.items():
        if len(labels) > 1 and name != "note":
            label = kind.column(name).label_zh
            out.append(f"{'、'.join(f'“{x}”' for x in labels)}都对应“{label}”,只留一列")
    if not by_column:
        out.append("还没有一列对应上")
    lacking = "、".join(column.label_zh for column in missing(plan, kind))
    if lacking:
        out.append(f"新记录必须有:{lacking};选一列对应,或给一个固定值")
    return out
