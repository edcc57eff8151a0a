# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Reading records: conditions, order, keyset pages and counts as SQL with parameters only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from graph.errors import BadRequest
from graph.store.check import LISTS
from graph.store.sqlite_tables import Table, quoted
from graph.store.values import Order, Page, Value, Where

Sql = tuple[str, list[Any]]
"""A piece of SQL and its parameters."""

_COMPARE = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def by_ids(
    connection: sqlite3.Connection, table: Table, ids: Sequence[str], day: str | None
) -> Page:
    """Records by id, in the order asked for."""
    valid, args = valid_sql(table, day, "t")
    rows = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} AS t"
        f" WHERE id IN (SELECT value FROM json_each(?)) AND {valid}",
        [json.dumps(list(ids)), *args],
    ).fetchall()
    found = {row[0]: row for row in rows}
    ordered = [found[id] for id in dict.fromkeys(ids) if id in found]
    return _page(table, ordered, None)


def by_ids_known(
    connection: sqlite3.Connection, table: Table, ids: Sequence[str], before: str
) -> Page:
    """Records by id as they stood at a UTC moment."""
    records, revs = [], []
    for id in dict.fromkeys(ids):
        row = connection.execute(
            "SELECT r.after, r.rev FROM _revision AS r JOIN _commit AS c USING (commit_id)"
            " WHERE r.kind = ? AND r.id = ? AND c.time < ? ORDER BY r.rev DESC LIMIT 1",
            (table.kind.name, id, before),
        ).fetchone()
        if row is not None and row[0] is not None:
            records.append(table.codec.from_json(row[0]))
            revs.append(row[1])
    return Page(tuple(records), tuple(revs))


def scan(
    connection: sqlite3.Connection,
    table: Table,
    where: Sequence[Where],
    order: Sequence[Order],
    after: str | None,
    limit: int | None,
    day: str | None,
) -> Page:
    """One page of records; the cursor holds the sort values of its last record."""
    keys = _keys(order)
    text, args = _all_of(table, where, day)
    if after is not None:
        past, past_args = _past(keys, _read_cursor(after, order))
        text, args = f"{text} AND ({past})", args + past_args
    by = ", ".join(f"{key} DESC" if descending else key for key, descending in keys)
    tail = "" if limit is None else " LIMIT ?"
    rows = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} AS t WHERE {text} ORDER BY {by}{tail}",
        args if limit is None else [*args, limit + 1],
    ).fetchall()
    if limit is None or len(rows) <= limit:
        return _page(table, rows, None)
    rows = rows[:limit]
    return _page(table, rows, _write_cursor(table, rows[-1], order))


def count(
    connection: sqlite3.Connection, table: Table, where: Sequence[Where], day: str | None
) -> int:
    """Number of records that meet every condition."""
    text, args = _all_of(table, where, day)
    row = connection.execute(f"SELECT COUNT(*) FROM {table.name} AS t WHERE {text}", args)
    return int(row.fetchone()[0])


def count_by(
    connection: sqlite3.Connection,
    table: Table,
    where: Sequence[Where],
    by: str,
    day: str | None,
) -> dict[Value, int]:
    """Number of records per value of a column, or per item of a list column."""
    text, args = _all_of(table, where, day)
    column = table.kind.column(by)
    value, source = f"t.{quoted(by)}", f"{table.name} AS t"
    if column.type in LISTS:
        source = f"{source} LEFT JOIN json_each({value}) AS j"
        value = "j.value"
    rows = connection.execute(
        f"SELECT {value}, COUNT(DISTINCT t.id) FROM {source} WHERE {text} GROUP BY 1 ORDER BY 1",
        args,
    )
    is_bool = column.type == "bool"
    return {bool(v) if is_bool and v is not None else v: n for v, n in rows}


def valid_sql(table: Table, day: str | None, alias: str) -> Sql:
    """Condition that since/until let in ``day``; always true for kinds without them."""
    names = {column.name for column in table.kind.columns}
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


def _page(table: Table, rows: Sequence[Any], cursor: str | None) -> Page:
    record = table.codec.record
    return Page(tuple(record(row[:-1]) for row in rows), tuple(row[-1] for row in rows), cursor)


def _all_of(table: Table, where: Sequence[Where], day: str | None) -> Sql:
    text, args = valid_sql(table, day, "t")
    for condition in where:
        part, more = _condition(table, condition)
        text, args = f"{text} AND {part}", args + more
    return text, args


def _condition(table: Table, condition: Where) -> Sql:
    column = table.kind.column(condition.field)
    name, op, value = f"t.{quoted(column.name)}", condition.op, condition.value
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
        relation = f"{table.kind.name}.{column.name}"
        held = "SELECT from_id FROM _link WHERE relation = ? AND to_id = ?"
        return f"t.id IN ({held})", [relation, value]
    return f"EXISTS (SELECT 1 FROM json_each({name}) WHERE value = ?)", [value]


def _keys(order: Sequence[Order]) -> list[tuple[str, bool]]:
    keys: list[tuple[str, bool]] = []
    for item in order:
        name = f"t.{quoted(item.field)}"
        keys += [(f"({name} IS NULL)", False), (name, item.descending)]
    return [*keys, ("t.id", False)]


def _past(keys: Sequence[tuple[str, bool]], values: Sequence[Any]) -> Sql:
    """Rows that stand after ``values``: greater in one key, equal in all before it."""
    parts: list[str] = []
    args: list[Any] = []
    for last, (key, descending) in enumerate(keys):
        equal = [f"{name} IS ?" for name, _ in keys[:last]]
        parts.append(" AND ".join([*equal, f"{key} {'<' if descending else '>'} ?"]))
        args += values[: last + 1]
    return " OR ".join(f"({part})" for part in parts), args


def _spec(order: Sequence[Order]) -> list[str]:
    return [f"{'-' if item.descending else ''}{item.field}" for item in order]


def _write_cursor(table: Table, row: Sequence[Any], order: Sequence[Order]) -> str:
    values: list[Any] = []
    for item in order:
        value = row[table.codec.names.index(item.field)]
        values += [int(value is None), value]
    return json.dumps([_spec(order), [*values, row[table.codec.names.index("id")]]])


def _read_cursor(text: str, order: Sequence[Order]) -> list[Any]:
    try:
        spec, values = json.loads(text)
    except ValueError:
        raise BadRequest("翻页标记不对;请从第一页重新开始。") from None
    plain = isinstance(values, list) and all(
        value is None or isinstance(value, str | int | float) for value in values
    )
    if spec != _spec(order) or not plain or len(values) != 2 * len(order) + 1:
        raise BadRequest("翻页标记与排序不符;请从第一页重新开始。")
    return list(values)
