"""Reading records: conditions, order, keyset pages and counts as Cypher with parameters only.

Labels and property names come from the checked schema; values are always parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.schema import Column, KindSchema
from graph.store.check import LISTS
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import arrow, key, label
from graph.store.relations import Relation
from graph.store.shape import quoted
from graph.store.values import Order, Value, Where

_COMPARE = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_TRIES = 5

Rows = list[dict[str, Any]]


@dataclass
class Query:
    """A statement in the making: patterns, conditions and the parameters they use."""

    patterns: list[str]
    conditions: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    def hold(self, value: Any) -> str:
        """Keep a value as a parameter; gives how the text names it."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def text(self) -> str:
        """MATCH and WHERE."""
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        return f"MATCH {' MATCH '.join(self.patterns)}{where}"


def settled(tx: Runner, text: str, **parameters: Any) -> Rows:
    """Rows of a statement that saw no half of a commit.

    Neo4j reads what is committed at each moment.  Every row tells the last revision of the store
    when the statement began (``seq``) and the newest of the record (``_seq`` in ``held``); a
    record newer than that means a commit came in between, and the statement is asked again.
    """
    rows: Rows = []
    for _ in range(_TRIES):
        rows = tx.run(text, **parameters)
        if not rows or max(row["held"]["_seq"] for row in rows) <= rows[0]["seq"]:
            break
    return rows


_BEGIN = "MATCH (m:_Meta {key: 'store'}) WITH m.seq AS seq "


def by_ids(tx: Runner, kind: str, ids: Sequence[str], day: str | None) -> Rows:
    """Nodes by id, in any order."""
    query = Query([f"(n:Record:{label(kind)} {{_key: key}})"])
    valid_on(query, "n", day)
    return settled(
        tx,
        f"{_BEGIN}UNWIND $keys AS key {query.text()} RETURN seq, n {{.*}} AS held",
        keys=[key((kind, id)) for id in ids],
        **query.parameters,
    )


def matching(
    kind: KindSchema, relations: Sequence[Relation], where: Sequence[Where], day: str | None
) -> Query:
    """The pattern of a kind's nodes ``n`` that meet every condition."""
    query = Query([f"(n:{label(kind.name)})"])
    valid_on(query, "n", day)
    by_column = {r.column: r for r in relations if r.from_kind == kind.name}
    for condition in where:
        add_condition(query, kind, condition, by_column)
    return query


def scan(
    tx: Runner,
    query: Query,
    order: Sequence[Order],
    past: Sequence[Any] | None,
    limit: int | None,
) -> Rows:
    """One page of nodes, one more than ``limit`` when there are more."""
    keys = sort_keys(order, lambda name: f"n.{quoted_name(name)}", ("n.id",))
    after = "" if past is None or order else past[-1]
    query.conditions.append(f"n.id > {query.hold(after)}")  # lets the index give the order
    if past is not None and order:
        query.conditions[-1] = f"({beyond(query, keys, past)})"
    tail = "" if limit is None else f" LIMIT {query.hold(limit + 1)}"
    by = ordered(keys)
    text = f"{_BEGIN}{query.text()} RETURN seq, n {{.*}} AS held ORDER BY {by}{tail}"
    return settled(tx, text, **query.parameters)


def count(tx: Runner, query: Query) -> int:
    """Number of nodes."""
    (row,) = tx.run(f"{query.text()} RETURN count(n) AS number", **query.parameters)
    return int(row["number"])


def count_by(tx: Runner, query: Query, column: Column) -> dict[Value, int]:
    """Number of nodes per value of a property, or per item of a list."""
    name = f"n.{quoted_name(column.name)}"
    if column.type in LISTS:
        listed = f"CASE WHEN coalesce(size({name}), 0) = 0 THEN [null] ELSE {name} END"
        body = f"UNWIND {listed} AS value RETURN value, count(DISTINCT n) AS number"
    else:
        body = f"RETURN {name} AS value, count(n) AS number"
    rows = tx.run(f"{query.text()} {body} ORDER BY value", **query.parameters)
    return {row["value"]: row["number"] for row in sorted(rows, key=_unknown_first)}


def _unknown_first(row: dict[str, Any]) -> bool:
    return row["value"] is not None


def valid_on(query: Query, node: str, day: str | None) -> None:
    """Condition that since/until let in ``day``; true for kinds without them."""
    if day is not None:
        query.conditions.append(valid(node, query.hold(day)))


def valid(node: str, day: str) -> str:
    """The same as text; ``day`` names a parameter."""
    since, until = f"{node}.since", f"{node}.until"
    return (
        f"({since} IS NULL OR {since} <= {day})"
        f" AND ({until} IS NULL OR {until} >= left({day}, size({until})))"
    )


def quoted_name(name: str) -> str:
    """A column as a property name."""
    return quoted(name).replace('"', "`")


def add_condition(
    query: Query, kind: KindSchema, condition: Where, by_column: dict[str, Relation]
) -> None:
    """Add one condition; a reference is followed from its other end."""
    column, op, value = kind.column(condition.field), condition.op, condition.value
    relation = by_column.get(column.name)
    if relation is not None and op in ("eq", "contains"):
        drawn = arrow(relation)
        there = f"(:Record {{_key: {query.hold(key((relation.to_kind, str(value))))}}})"
        way = f"-[:{drawn.type} {{of: {query.hold(relation.name)}}}]-"
        ends = f"{there}{way}>(n)" if drawn.is_turned else f"(n){way}>{there}"
        query.patterns.append(ends)
        return
    query.conditions.append(
        plain_condition(query.hold, f"n.{quoted_name(column.name)}", column, op, value)
    )


def plain_condition(
    hold: Callable[[Any], str], name: str, column: Column, op: str, value: Any
) -> str:
    """One condition on a property; unknown meets none but ``is_null``."""
    if op == "is_null":
        unknown = f"{name} IS NULL"
        return unknown if value else f"NOT {unknown}"
    if op == "contains":
        return f"{hold(value)} IN {name}"
    if op == "in":
        return f"{name} IN {hold(list(value))}"
    if op == "prefix":
        return f"{name} STARTS WITH {hold(value)}"
    return f"{name} {_COMPARE[op]} {hold(value)}"


def sort_keys(
    order: Sequence[Order], field: Callable[[str], str], ties: Iterable[str]
) -> list[tuple[str, bool]]:
    """Expressions to sort by, each with whether it descends: unknown last, ties at the end.

    ``field`` gives the expression of a column.
    """
    keys: list[tuple[str, bool]] = []
    for item in order:
        name = field(item.field)
        keys += [(f"({name} IS NULL)", False), (name, item.descending)]
    return [*keys, *((tie, False) for tie in ties)]


def ordered(keys: Sequence[tuple[str, bool]]) -> str:
    """The ORDER BY of sort keys."""
    return ", ".join(f"{key} DESC" if descending else key for key, descending in keys)


def beyond(query: Query, keys: Sequence[tuple[str, bool]], values: Sequence[Any]) -> str:
    """Rows that stand after ``values``: greater in one key, equal in all before it."""
    parts: list[str] = []
    equal: list[str] = []
    for (name, descending), value in zip(keys, values, strict=True):
        if name.endswith("IS NULL)"):
            known = f"NOT {name}" if not value else name
            if not value:
                parts.append(" AND ".join([*equal, name]))
            equal.append(known)
        elif value is not None:
            held = query.hold(value)
            parts.append(" AND ".join([*equal, f"{name} {'<' if descending else '>'} {held}"]))
            equal.append(f"{name} = {held}")
    return " OR ".join(f"({part})" for part in parts)
