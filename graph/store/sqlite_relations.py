# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Walking references both ways: neighbours with a cap, and short paths between records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal

from graph.store.relations import Relation
from graph.store.sqlite_read import Sql, valid_sql
from graph.store.sqlite_tables import Tables
from graph.store.values import Neighbours, Ref, RefPath

Side = Literal["out", "in"]
Edge = tuple[Ref, str]
"""Where one step leads, and by which relation."""


def exists(connection: sqlite3.Connection, tables: Tables, ref: Ref, day: str | None) -> bool:
    """Whether a record stands, and is valid at ``day`` if given."""
    table = tables[ref[0]]
    valid, args = valid_sql(table, day, "t")
    text = f"SELECT 1 FROM {table.name} AS t WHERE t.id = ? AND {valid}"
    return connection.execute(text, [ref[1], *args]).fetchone() is not None


def neighbours(
    connection: sqlite3.Connection,
    tables: Tables,
    ref: Ref,
    relations: Sequence[Relation],
    sides: Sequence[Side],
    cap: int,
    day: str | None,
) -> tuple[Neighbours, ...]:
    """Groups of neighbours by relation and side, in schema order; empty groups left out."""
    groups: list[Neighbours] = []
    for relation in relations:
        for side in sides:
            if ref[0] != (relation.from_kind if side == "out" else relation.to_kind):
                continue
            there = relation.to_kind if side == "out" else relation.from_kind
            text, args = _step(tables, relation, side, [ref[1]], day)
            ids = connection.execute(f"SELECT there {text} ORDER BY 1 LIMIT ?", [*args, cap + 1])
            shown = [row[0] for row in ids]
            hidden = 0
            if len(shown) > cap:
                total = connection.execute(f"SELECT COUNT(*) {text}", args).fetchone()[0]
                shown, hidden = shown[:cap], total - cap
            if shown or hidden:
                found = tuple((there, id) for id in shown)
                groups.append(Neighbours(relation.name, side, found, hidden))
    return tuple(groups)


def _step(
    tables: Tables, relation: Relation, side: Side, ids: Sequence[str], day: str | None
) -> Sql:
    """FROM clause with columns ``here`` and ``there`` for one relation from some ids."""
    here, there = ("from_id", "to_id") if side == "out" else ("to_id", "from_id")
    table = tables[relation.to_kind if side == "out" else relation.from_kind]
    valid, args = valid_sql(table, day, "t")
    text = (
        f"FROM (SELECT l.{here} AS here, l.{there} AS there FROM _link AS l"
        f" JOIN {table.name} AS t ON t.id = l.{there}"
        f" WHERE l.relation = ? AND l.{here} IN (SELECT value FROM json_each(?)) AND {valid})"
    )
    return text, [relation.name, json.dumps(ids), *args]


class _Walk:
    """Steps already looked up, so that each record is asked about once."""

    def __init__(
        self, connection: sqlite3.Connection, tables: Tables, relations: Sequence[Relation]
    ) -> None:
        self._connection, self._tables, self._relations = connection, tables, relations
        self.edges: dict[Ref, list[Edge]] = {}

    def load(self, refs: set[Ref]) -> None:
        """Look up the steps from ``refs`` in one query per relation and side."""
        new = refs - self.edges.keys()
        ids: dict[str, list[str]] = {}
        for kind, id in new:
            ids.setdefault(kind, []).append(id)
            self.edges[kind, id] = []
        for relation in self._relations:
            ends = (relation.from_kind, relation.to_kind)
            self._add(relation, "out", ends, ids)
            self._add(relation, "in", ends[::-1], ids)
        for ref in new:  # two firms merged into each other are one step apart, once
            self.edges[ref] = sorted(set(self.edges[ref]))

    def _add(
        self, relation: Relation, side: Side, ends: tuple[str, ...], ids: dict[str, list[str]]
    ) -> None:
        here, there = ends
        if here in ids:
            text, args = _step(self._tables, relation, side, ids[here], None)
            for a, b in self._connection.execute(f"SELECT here, there {text}", args):
                self.edges[here, a].append(((there, b), relation.name))


def paths(
    connection: sqlite3.Connection,
    tables: Tables,
    ends: tuple[Ref, Ref],
    relations: Sequence[Relation],
    max_len: int,
    k: int,
) -> tuple[RefPath, ...]:
    """Up to ``k`` simple paths of at most ``max_len`` steps, shortest first.

    The ball around ``b`` grows a step at a time; a path is followed only as long as the
    ball says it can still arrive.
    """
    start, goal = ends
    if not all(exists(connection, tables, ref, None) for ref in ends):
        return ()
    walk = _Walk(connection, tables, relations)
    distance = {goal: 0}
    found: list[RefPath] = [] if start != goal else [RefPath((start,), ())]
    rim = {goal}
    for length in range(1, max_len + 1 if start != goal else 1):
        walk.load(rim)
        rim = {ref for here in rim for ref, _ in walk.edges[here]} - distance.keys()
        distance.update(dict.fromkeys(rim, length))
        if start not in distance:
            continue
        for path in _of_length(walk, distance, (start,), (), goal, length):
            found.append(path)
            if len(found) == k:
                return tuple(found)
    return tuple(found)


def _of_length(
    walk: _Walk,
    distance: dict[Ref, int],
    refs: tuple[Ref, ...],
    relations: tuple[str, ...],
    goal: Ref,
    left: int,
) -> Iterator[RefPath]:
    if left == 0:
        yield RefPath(refs, relations)
        return
    walk.load({refs[-1]})
    for ref, relation in walk.edges[refs[-1]]:
        is_end = ref == goal
        if ref in refs or is_end != (left == 1) or distance.get(ref, left) > left - 1:
            continue
        yield from _of_length(walk, distance, (*refs, ref), (*relations, relation), goal, left - 1)
