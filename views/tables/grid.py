"""Records as a table people type into, and what they typed as records again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from graph.errors import RowProblem
from graph.model import Record
from graph.schema import Column, KindSchema
from loaders.cells import round_number, scale
from loaders.headers import SHOWN_UNITS, Bound, shown_label
from loaders.placed import Placed
from loaders.reader import reader

YES, NO = "是", "否"
Edits = Mapping[str, Mapping[str, Any]]
"""Id of a record → column → what stands in the cell now."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be read: which row, which column, what to write instead."""

    row: int
    name: str
    label: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.row} 行({self.name})“{self.label}”:{self.remedy}"


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed: records before and after, and the cells that cannot be read."""

    pairs: tuple[tuple[Record, Record], ...]
    faults: tuple[Fault, ...]


def frame(records: Sequence[Record], columns: Sequence[Column]) -> pd.DataFrame:
    """A row a record, by id; empty cells are unknown, kt/a stand as 万吨/年."""
    index = pd.Index([_id(r) for r in records], name="id", dtype="object")
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [shown(column, getattr(r, column.name)) for r in records],
                index=index,
                dtype={"float": "float64", "int": "Int64"}.get(column.type, "object"),
            )
            for column in columns
        },
        index=index,
    )


def _id(record: Record) -> str:
    return str(getattr(record, "id", ""))


def shown(column: Column, value: Any) -> Any:
    """A value as its cell holds it.

    Examples
    --------
    >>> shown(Column("capacity_kt_a", "产能", "float", False, "kt/a", (), "", ""), 33.0)
    3.3
    """
    if column.type == "reflist":
        return list(value or ())
    if column.type == "list":
        return ";".join(value or ()) or None
    if value is None:
        return None
    if column.type == "bool":
        return YES if value else NO
    if column.type == "float":
        return round_number(scale(float(value), _factor(column)))
    return value


def _factor(column: Column) -> Decimal:
    return SHOWN_UNITS.get(column.unit, ("", Decimal(1)))[1]


def edits(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The cells that say something else now; both tables have the same rows and columns."""
    found: dict[str, dict[str, Any]] = {}
    for name in before.columns:
        for id, old, new in zip(before.index, before[name], after[name], strict=True):
            if plain(old) != plain(new):
                found.setdefault(str(id), {})[str(name)] = plain(new)
    return found


def plain(value: Any) -> Any:
    """A cell without the table's ways of saying nothing: None, or a list, a text, a number."""
    if isinstance(value, list | tuple | np.ndarray):
        return [str(item) for item in value] or None
    if value is None or pd.isna(value) or (isinstance(value, str) and not value.strip()):
        return None
    return value.item() if isinstance(value, np.generic) else value


def with_edits(table: pd.DataFrame, changed: Edits) -> pd.DataFrame:
    """The table with cells typed earlier put in again; rows it lacks are passed over."""
    out = table.copy()
    for id, cells in changed.items():
        for name, value in cells.items() if id in out.index else ():
            at: Any = out.index.get_loc(id), out.columns.get_loc(name)
            cell: Any = [] if value is None and isinstance(out.iat[at], list) else value
            out.iat[at] = cell
    return out


def read(
    kind: KindSchema, records: Iterable[Record], columns: Sequence[Column], changed: Edits
) -> Read:
    """Records with what was typed in; nothing typed gives nothing.

    Parameters
    ----------
    kind
        Schema of the records.
    records
        As they stood, in the order of the table.
    columns
        Of the table; the first names the rows in what is said of faults.
    changed
        From :func:`edits`.
    """
    by_name = {column.name: column for column in columns}
    pairs: list[tuple[Record, Record]] = []
    faults: list[Fault] = []
    for number, record in enumerate(records, 1):
        values: dict[str, Any] = {}
        for name, raw in changed.get(_id(record), {}).items():
            value, problem = _cell(kind, by_name[name], raw)
            if problem is None:
                values[name] = value
            else:
                label = shown_label(by_name[name])
                faults.append(Fault(number, _id(record), label, problem.remedy))
        after = replace(record, **values)
        if after != record:
            pairs.append((record, after))
    return Read(tuple(pairs), tuple(faults))


def refusal(kind: KindSchema, column: Column, value: Any) -> str | None:
    """Why a value may not stand in a column of a record; None when it may."""
    problem = _cell(kind, column, shown(column, value))[1]
    return problem.remedy if problem else None


def named(faults: Iterable[Fault], names: Mapping[str, str]) -> tuple[Fault, ...]:
    """Faults with rows called by name instead of id."""
    return tuple(replace(fault, name=names.get(fault.name, fault.name)) for fault in faults)


def _cell(kind: KindSchema, column: Column, raw: Any) -> tuple[Any, RowProblem | None]:
    """One cell read as a file's would be, so that the same rules hold."""
    given = ";".join(raw) if isinstance(raw, list) else raw
    factor = _factor(column)
    bound = Bound(0, column, shown_label(column), None if factor == 1 else factor)
    placed, problems = Placed(kind.name, "", None, 0), list[RowProblem]()
    reader(kind.name, bound, {}).read(given, placed, problems)
    if problems:
        return None, problems[0]
    return placed.values.get(column.name), None
