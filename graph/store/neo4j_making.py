"""Who makes any of some products: units and producers elsewhere as one list, one statement.

Producers may be a nation's: each product gives only as many rows as a page has, the largest of
them out of an index in order, and firms are looked up for those alone.  A unit's place is its
firm's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.store.making import MAKING
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_read import Query, beyond, ordered, plain_condition, sort_keys
from graph.store.values import Making, Order, Where

_LARGEST = (Order("capacity_kt_a", descending=True),)
_NAME = "coalesce(f.name_zh, s.firm_id)"


@dataclass(frozen=True, slots=True)
class _Side:
    """One kind of statement: where its fields are, and whether they need the firm."""

    kind: str
    extra: str
    fields: dict[str, str]
    firm_fields: frozenset[str]

    @property
    def made(self) -> str:
        """The statements on product ``id`` as ``s``."""
        of, label = f"{self.kind}.product_id", self.kind.capitalize()
        return f"MATCH (:Record {{_key: 'product/' + id}})<-[:OF {{of: '{of}'}}]-(s:{label})"

    @property
    def firm(self) -> str:
        """The firm of ``s`` as ``f``."""
        of = f"{self.kind}.firm_id"
        return f"OPTIONAL MATCH (s)<-[:HAS {{of: '{of}'}}]-(f:Firm) WITH s, f"

    def field(self, name: str) -> str:
        """A field as Cypher."""
        return self.fields.get(name, f"s.`{name}`")

    def needs_firm(self, names: Sequence[str]) -> bool:
        """Whether any of these fields is the firm's."""
        return not self.firm_fields.isdisjoint(names)


_SIDES = (
    _Side(
        "capacity",
        "s.is_driver",
        {"firm_name": _NAME, "province": "f.province", "city": "f.city"},
        frozenset({"firm_name", "province", "city"}),
    ),
    _Side(
        "producer",
        "true",
        {"firm_name": _NAME, "as_of": "coalesce(s.as_of, s.year)"},
        frozenset({"firm_name"}),
    ),
)


def _column(name: str) -> str:
    """A field of either kind of statement, the firm as ``f``."""
    capacity, producer = (side.field(name) for side in _SIDES)
    if capacity == producer:
        return capacity
    return f"CASE kind WHEN 'capacity' THEN {capacity} ELSE {producer} END"


_ROW = ", ".join(["kind", "s.id", *(_column(column.name) for column in MAKING.columns)])


def producers(
    tx: Runner,
    product_ids: Sequence[str],
    where: Sequence[Where],
    order: Sequence[Order],
    past: Sequence[Any] | None,
    limit: int,
) -> list[Making]:
    """Statements in order, one more than ``limit`` when there are more."""
    query = Query([])
    keys = sort_keys(order, _carried, ("kind", "s.id"))
    sides = " UNION ALL ".join(_side(query, side, where, order, past) for side in _SIDES)
    carried = ", ".join(["s", "kind", *(_carried(item.field) for item in order)])
    text = (
        f"UNWIND $ids AS id CALL (id) {{ {sides} }}"
        f" WITH {carried} ORDER BY {ordered(keys)} LIMIT $limit"
        " OPTIONAL MATCH (s)<-[:HAS {of: kind + '.firm_id'}]-(f:Firm)"
        f" RETURN {_ROW} ORDER BY {ordered(keys)}"
    )
    rows = tx.run(text, ids=list(product_ids), limit=limit + 1, **query.parameters)
    return [_making(row) for row in rows]


def _carried(field: str) -> str:
    """The name under which a row takes a field along to be sorted by."""
    return f"`by_{field}`"


def _side(
    query: Query,
    side: _Side,
    where: Sequence[Where],
    order: Sequence[Order],
    past: Sequence[Any] | None,
) -> str:
    """The best rows of one product and one kind of statement."""
    used = [*(c.field for c in where), *(o.field for o in order)]
    tests = [side.extra]
    for c in where:
        column = MAKING.column(c.field)
        tests.append(plain_condition(query.hold, side.field(c.field), column, c.op, c.value))
    keys = sort_keys(order, side.field, (f"'{side.kind}'", "s.id"))
    if past is not None:
        tests.append(f"({beyond(query, keys, past)})")
    taken = "".join(f", {side.field(o.field)} AS {_carried(o.field)}" for o in order)
    row = f"s, '{side.kind}' AS kind{taken}"
    if tuple(order) == _LARGEST and not side.needs_firm(used):
        return f"{_largest(query, side, tests, past)} RETURN {row}"
    firm = side.firm if side.needs_firm(used) else "WITH s"
    return (
        f"{side.made} {firm} WHERE {' AND '.join(tests)}"
        f" RETURN {row} ORDER BY {ordered(keys)} LIMIT $limit"
    )


def _largest(query: Query, side: _Side, tests: Sequence[str], past: Sequence[Any] | None) -> str:
    """The largest first, out of the index; those of unknown size when they do not fill a page."""
    node = f"MATCH (s:{side.kind.capitalize()}) WHERE"
    known = ["s.product_id = id", "s.capacity_kt_a IS NOT NULL", *tests]
    if past is not None:
        known.append("false" if past[0] else f"s.capacity_kt_a <= {query.hold(past[1])}")
    unknown = ["s.capacity_kt_a IS NULL", *tests]
    return (
        f"CALL (id) {{ CALL (id) {{ {node} {' AND '.join(known)}"
        " RETURN s ORDER BY s.product_id DESC, s.capacity_kt_a DESC, s.id LIMIT $limit }"
        " RETURN collect(s) AS known }"
        " CALL (id, known) { UNWIND known AS s RETURN s UNION ALL"
        " WITH known AS page WHERE size(page) < $limit"
        f" {side.made} WHERE {' AND '.join(unknown)}"
        " RETURN s ORDER BY s.id LIMIT $limit }"
    )


def _making(row: Any) -> Making:
    kind, id, *values = row.values()
    return Making((kind, id), *values)
