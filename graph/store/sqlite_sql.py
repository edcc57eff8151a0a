# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Conditions, orders and keyset pages as pieces of SQL with parameters only."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from graph.schema import KindSchema
from graph.store.check import LISTS
from graph.store.shape import quoted
from graph.store.values import Order, Where

Sql = tuple[str, list[Any]]
"""A piece of SQL and its parameters."""

At = Callable[[str], str]
"""How a statement calls a column."""

_COMPARE = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def own(name: str) -> str:
    """A column of the table called ``t``."""
    return f"t.{quoted(name)}"


def valid(kind: KindSchema, day: str | None, alias: str = "t") -> Sql:
    """Condition that since/until let in ``day``; always true for kinds without them."""
    names = {column.name for column in kind.columns}
    parts, args = ["1"], []
    if day is not None and "since" in names:
        parts.append(f"({alias}.since IS NULL OR {alias}.since <= ?)")
        args.append(day)
    if day is not None and "until" in names:
        parts.append(
            f"({alias}.until IS NULL OR {alias}.until >= substr(?, 1, length({alias}.until)))"
        )
        args.append(day)
    return " AND ".join(parts), args


def all_of(kind: KindSchema, where: Sequence[Where], day: str | None) -> Sql:
    """Every condition and the day, on a table called ``t``."""
    text, args = valid(kind, day)
    for one in where:
        part, more = condition(kind, one, own)
        text, args = f"{text} AND {part}", args + more
    return text, args


def condition(kind: KindSchema, where: Where, at: At) -> Sql:
    """One condition."""
    column = kind.column(where.field)
    name, op, value = at(column.name), where.op, where.value
    if op == "is_null":
        unknown = f"{name} = '[]'" if column.type in LISTS else f"{name} IS NULL"
        return (unknown if value else f"NOT ({unknown})"), []
    if op == "in":
        return f"{name} IN (SELECT value FROM json_each(?))", [json.dumps(value)]
    if op == "prefix":
        return f"substr({name}, 1, length(?)) = ?", [value, value]
    if op != "contains":
        return f"{name} {_COMPARE[op]} ?", [value]
    if column.type == "reflist":
        held = "SELECT from_id FROM _link WHERE relation = ? AND to_id = ?"
        return f"{at('id')} IN ({held})", [f"{kind.name}.{column.name}", value]
    return f"EXISTS (SELECT 1 FROM json_each({name}) WHERE value = ?)", [value]


def order_by(order: Sequence[Order], ties: Sequence[str], at: At) -> str:
    """ORDER BY clause: unknown last, as SQLite has it by itself when going down."""
    keys = [f"{at(o.field)} {'DESC' if o.descending else 'NULLS LAST'}" for o in order]
    return "ORDER BY " + ", ".join([*keys, *map(at, ties)])


def past(order: Sequence[Order], ties: Sequence[str], at: At, values: Sequence[Any]) -> Sql:
    """Rows that stand after ``values``: further in one key, equal in all before it."""
    keys: list[tuple[str, str]] = []
    for item in order:
        name = at(item.field)
        keys += [(f"({name} IS NULL)", ">"), (name, "<" if item.descending else ">")]
    keys += [(at(tie), ">") for tie in ties]
    parts: list[str] = []
    args: list[Any] = []
    for last, (key, compare) in enumerate(keys):
        equal = [f"{name} IS ?" for name, _ in keys[:last]]
        parts.append(" AND ".join([*equal, f"{key} {compare} ?"]))
        args += values[: last + 1]
    return "(" + " OR ".join(f"({part})" for part in parts) + ")", args
