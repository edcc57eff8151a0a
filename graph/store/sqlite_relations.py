# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""What stands one reference away, either way: ids, whole records, numbers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from graph.model import Record
from graph.store.base import Side, Step
from graph.store.plan import by_kind
from graph.store.relations import Relation, targets
from graph.store.shape import quoted
from graph.store.sqlite_sql import Sql, valid
from graph.store.sqlite_tables import Tables
from graph.store.values import Around, Degree, Group, Neighbours, Ref

_SIDES: tuple[Side, ...] = ("out", "in")


def exists(connection: sqlite3.Connection, tables: Tables, ref: Ref, day: str | None) -> bool:
    """Whether a record stands, and is valid at ``day`` if given."""
    table = tables[ref[0]]
    is_valid, args = valid(table.kind, day)
    text = f"SELECT 1 FROM {table.name} AS t WHERE t.id = ? AND {is_valid}"
    return connection.execute(text, [ref[1], *args]).fetchone() is not None


def neighbours(
    connection: sqlite3.Connection,
    tables: Tables,
    ref: Ref,
    steps: Sequence[Step],
    cap: int,
    day: str | None,
) -> tuple[Neighbours, ...]:
    """Groups of neighbours by step; empty groups left out."""
    groups: list[Neighbours] = []
    if not exists(connection, tables, ref, day):
        return ()
    for step in steps:
        text, args = from_step(tables, step, [ref[1]], day)
        rows = connection.execute(f"SELECT t.id {text} ORDER BY 1 LIMIT ?", [*args, cap + 1])
        shown = [row[0] for row in rows]
        hidden = _hidden(connection, (text, args), len(shown), cap)
        if shown:
            found = tuple((step.there, id) for id in shown[:cap])
            groups.append(Neighbours(step.relation.name, step.side, found, hidden))
    return tuple(groups)


def around(
    connection: sqlite3.Connection,
    tables: Tables,
    ref: Ref,
    steps: Sequence[Step],
    cap: int,
    day: str | None,
) -> Around | None:
    """A record, its neighbours whole, and what they refer to by name."""
    table = tables[ref[0]]
    is_valid, args = valid(table.kind, day)
    row = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} AS t WHERE t.id = ? AND {is_valid}",
        [ref[1], *args],
    ).fetchone()
    if row is None:
        return None
    record = table.codec.record(row[:-1])
    groups: list[Group] = []
    for step in steps:
        there = tables[step.there]
        text, args = from_step(tables, step, [ref[1]], day)
        columns = ", ".join(f"t.{quoted(name)}" for name in there.codec.names)
        rows = connection.execute(
            f"SELECT {columns} {text} ORDER BY t.id LIMIT ?", [*args, cap + 1]
        ).fetchall()
        hidden = _hidden(connection, (text, args), len(rows), cap)
        if rows:
            found = tuple(there.codec.record(held) for held in rows[:cap])
            groups.append(Group(step.relation.name, step.side, found, hidden))
    everyone = [record, *(near for group in groups for near in group.records)]
    return Around(record, row[-1], tuple(groups), _names(connection, tables, everyone))


def _hidden(connection: sqlite3.Connection, step: Sql, shown: int, cap: int) -> int:
    """How many neighbours a cap leaves out."""
    if shown <= cap:
        return 0
    total: int = connection.execute(f"SELECT COUNT(*) {step[0]}", step[1]).fetchone()[0]
    return total - cap


def _names(
    connection: sqlite3.Connection, tables: Tables, records: Iterable[Record]
) -> dict[Ref, str]:
    wanted = {
        (relation.to_kind, id)
        for record in records
        for relation in tables[record.kind].relations
        for id in targets(record, relation)
    }
    found: dict[Ref, str] = {}
    for kind, ids in by_kind(sorted(wanted)).items():
        table = tables[kind]
        rows = connection.execute(
            f"SELECT id, {table.called} FROM {table.name} AS f"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(ids)],
        )
        found.update(((kind, id), name) for id, name in rows)
    return found


def degrees(
    connection: sqlite3.Connection,
    tables: Tables,
    refs: Sequence[Ref],
    relations: Sequence[Relation],
) -> dict[Ref, tuple[Degree, ...]]:
    """Numbers of neighbours by relation and side; groups of none left out."""
    standing = [ref for ref in refs if exists(connection, tables, ref, None)]
    found: dict[Ref, list[Degree]] = {ref: [] for ref in standing}
    ids = by_kind(found)
    for relation in relations:
        for side in _SIDES:
            step = Step(relation, side)
            if step.here not in ids:
                continue
            text, args = from_step(tables, step, ids[step.here], None)
            for id, n in connection.execute(f"SELECT here, COUNT(*) {text} GROUP BY 1", args):
                found[step.here, id].append(Degree(relation.name, side, n))
    return {ref: tuple(held) for ref, held in found.items()}


def from_step(tables: Tables, step: Step, ids: Sequence[str], day: str | None) -> Sql:
    """FROM clause of one step from records that exist: ``here`` an id, ``t`` the neighbour."""
    relation, there = step.relation, tables[step.there]
    is_valid, args = valid(there.kind, day)
    column = quoted(relation.column)
    asked = "SELECT value FROM json_each(?)"
    if tables.is_list(relation):
        ends = ("from_id", "to_id") if step.side == "out" else ("to_id", "from_id")
        text = (
            f"FROM (SELECT {ends[0]} AS here, {ends[1]} AS there FROM _link WHERE relation = ?)"
            f" JOIN {there.name} AS t ON t.id = there WHERE here IN ({asked}) AND {is_valid}"
        )
        return text, [relation.name, json.dumps(ids), *args]
    if step.side == "out":
        here = tables[step.here].name
        text = (
            f"FROM (SELECT id AS here, {column} AS there FROM {here})"
            f" JOIN {there.name} AS t ON t.id = there WHERE here IN ({asked}) AND {is_valid}"
        )
    else:
        text = (
            f"FROM (SELECT *, {column} AS here FROM {there.name}) AS t"
            f" WHERE here IN ({asked}) AND {is_valid}"
        )
    return text, [json.dumps(ids), *args]
