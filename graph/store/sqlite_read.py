# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Reading records: by id, page by page, and their counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from graph.store.check import LISTS
from graph.store.cursor import read_cursor, sort_values, write_cursor
from graph.store.shape import quoted
from graph.store.sqlite_sql import all_of, order_by, own, past, valid
from graph.store.sqlite_tables import Table
from graph.store.values import Order, Page, Value, Where

_TIES = ("id",)


def by_ids(
    connection: sqlite3.Connection, table: Table, ids: Sequence[str], day: str | None
) -> Page:
    """Records by id, in the order asked for."""
    is_valid, args = valid(table.kind, day)
    rows = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} AS t"
        f" WHERE id IN (SELECT value FROM json_each(?)) AND {is_valid}",
        [json.dumps(ids), *args],
    ).fetchall()
    found = {row[table.id_at]: row for row in rows}
    return _page(table, [found[id] for id in ids if id in found], None)


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
    text, args = all_of(table.kind, where, day)
    if after is not None:
        beyond, more = past(order, _TIES, own, read_cursor(after, order, 1))
        text, args = f"{text} AND {beyond}", args + more
    tail = "" if limit is None else " LIMIT ?"
    rows = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} AS t WHERE {text}"
        f" {order_by(order, _TIES, own)}{tail}",
        args if limit is None else [*args, limit + 1],
    ).fetchall()
    if limit is None or len(rows) <= limit:
        return _page(table, rows, None)
    last = rows[limit - 1]
    held = [last[table.codec.names.index(item.field)] for item in order]
    cursor = write_cursor(order, sort_values(order, held, [last[table.id_at]]))
    return _page(table, rows[:limit], cursor)


def count(
    connection: sqlite3.Connection, table: Table, where: Sequence[Where], day: str | None
) -> int:
    """Number of records that meet every condition."""
    if not where and day is None:
        row = connection.execute("SELECT n FROM _count WHERE kind = ?", (table.kind.name,))
        return int(row.fetchone()[0])
    text, args = all_of(table.kind, where, day)
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
    text, args = all_of(table.kind, where, day)
    column = table.kind.column(by)
    value, source, each = f"t.{quoted(by)}", f"{table.name} AS t", "*"
    if column.type in LISTS:
        source = f"{source} LEFT JOIN json_each({value}) AS j"
        value, each = "j.value", "DISTINCT t.id"
    rows = connection.execute(
        f"SELECT {value}, COUNT({each}) FROM {source} WHERE {text} GROUP BY 1 ORDER BY 1", args
    )
    is_bool = column.type == "bool"
    return {bool(v) if is_bool and v is not None else v: n for v, n in rows}


def _page(table: Table, rows: Sequence[Any], cursor: str | None) -> Page:
    record = table.codec.record
    return Page(tuple(record(row[:-1]) for row in rows), tuple(row[-1] for row in rows), cursor)
