"""Ids and references across all rows read together: used once, leading somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import RowProblem
from graph.model import Record
from graph.schema import Column, Schema
from loaders.examples import is_example
from loaders.headers import nearest
from loaders.placed import Placed


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference may point to: ids by kind, and ids by unambiguous name and kind."""

    ids: Mapping[str, frozenset[str]]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def check_duplicates(rows: Sequence[Placed]) -> list[RowProblem]:
    """Ids used twice within one kind."""
    seen: dict[tuple[str, str], Placed] = {}
    problems = []
    for row in rows:
        key = (row.kind, row.values.get("id", ""))
        first = seen.setdefault(key, row)
        if first is not row and key[1]:
            where = f"{first.sheet or first.file} 第 {first.row} 行"
            remedy = f"编号重复,{where}已用过;改一个编号或删去一行"
            label = row.labels.get("id", "编号")
            problems.append(RowProblem(row.file, row.sheet, row.row, label, key[1], remedy))
    return problems


def check_references(rows: Sequence[Placed], schema: Schema, known: Known) -> list[RowProblem]:
    """References that lead nowhere; a name that fits one record is replaced by its id."""
    columns = {
        name: [column for column in kind.columns if column.ref]
        for name, kind in schema.kinds.items()
    }
    problems: list[RowProblem] = []
    for row in rows:
        for column in columns[row.kind]:
            value = row.values.get(column.name)
            if not value:
                continue
            ids = known.ids.get(column.ref, frozenset())
            if column.type == "reflist":
                if not ids.issuperset(value):
                    found = tuple(_resolve(row, column, v, schema, known, problems) for v in value)
                    row.values[column.name] = found
            elif value not in ids:
                found_one = _resolve(row, column, value, schema, known, problems)
                row.values[column.name] = found_one
    return problems


def _resolve(
    row: Placed,
    column: Column,
    value: str,
    schema: Schema,
    known: Known,
    problems: list[RowProblem],
) -> str:
    ids, names = known.ids.get(column.ref, frozenset()), known.names.get(column.ref, {})
    if value in ids:
        return value
    if value in names:
        return names[value]
    if is_example(value):
        remedy = "这是示例行,不会载入;请改成真实的编号或名称"
        problems.append(row.problem(column, value, remedy))
        return value
    close = nearest(value, names) or nearest(value, ids)
    shown = f"{close}({names[close]})" if close and close in names else close
    hint = f";最接近的是“{shown}”" if close else ""
    label = schema[column.ref].label_zh
    remedy = f"{label}里没有这一条{hint};先把它加进{label},或改用已有的编号"
    problems.append(row.problem(column, value, remedy))
    return value


def known_from(rows: Iterable[Placed], records: Iterable[Record] = ()) -> Known:
    """Ids and unambiguous names of ``records`` and of the ``rows`` being read."""
    ids: dict[str, set[str]] = {}
    names: dict[str, dict[str, set[str]]] = {}
    values: Iterable[tuple[str, Any, Iterable[str]]] = [
        *((r.kind, getattr(r, "id"), _record_names(r)) for r in records),  # noqa: B009
        *((r.kind, r.values.get("id"), _names(r.values.get)) for r in rows),
    ]
    for kind, id_, called in values:
        if id_:
            ids.setdefault(kind, set()).add(id_)
            for name in called:
                names.setdefault(kind, {}).setdefault(name, set()).add(id_)
    single = {
        kind: {name: next(iter(found)) for name, found in table.items() if len(found) == 1}
        for kind, table in names.items()
    }
    return Known({kind: frozenset(found) for kind, found in ids.items()}, single)


def _record_names(record: Record) -> tuple[str, ...]:
    return _names(lambda column: getattr(record, column, None))


def _names(get: Callable[[str], Any]) -> tuple[str, ...]:
    """What a record is called: its name or title, its short name, its aliases."""
    single = (get("name_zh"), get("title"), get("short_name"))
    return tuple(dict.fromkeys(n for n in (*single, *(get("aliases") or ())) if n))
