# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Bring an older data file to this layout and schema, without losing anything in it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from graph.store.shape import quoted
from graph.store.sqlite_tables import (
    COUNTS,
    LOG,
    TERMS,
    Table,
    Tables,
    create_indexes,
    create_table,
    storage,
)
from graph.store.sqlite_terms import COUNTER, put
from graph.store.sqlite_write import relink
from graph.store.tokens import called

Shape = Mapping[str, Mapping[str, list[str]]]
"""Kind → column → [type, ref], as a data file says."""

_PAGE = 2000
_FROM_LAYOUT_1 = f"""
DROP INDEX _ix_revision_commit;
ALTER TABLE _commit RENAME TO _commit_1;
ALTER TABLE _revision RENAME TO _revision_1;
{LOG}
INSERT INTO _commit (commit_id, actor, reason, time)
  SELECT commit_id, actor, reason, time FROM _commit_1 ORDER BY time, commit_id;
INSERT INTO _revision (seq, commit_number, kind, id, rev, op, before, after)
  SELECT r.seq, c.number, r.kind, r.id, r.rev, r.op, r.before, r.after
  FROM _revision_1 AS r JOIN _commit AS c USING (commit_id) ORDER BY r.seq;
DROP TABLE _revision_1;
DROP TABLE _commit_1;
DROP TABLE _search;
DROP TABLE _term;
{COUNTS}
"""


def run(connection: sqlite3.Connection, statements: str) -> None:
    """Several statements inside the open transaction."""
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(statement)


def from_layout_1(connection: sqlite3.Connection, before: Shape) -> None:
    """The log gets numbers for commits; counts, search terms and indexes are made later."""
    run(connection, _FROM_LAYOUT_1)
    lists = [
        f"{kind}.{column}"
        for kind, columns in before.items()
        for column, (type_, _) in columns.items()
        if type_ == "reflist"
    ]
    marks = ", ".join("?" for _ in lists)
    connection.execute(f"DELETE FROM _link WHERE relation NOT IN ({marks})", lists)
    for kind, columns in before.items():
        for column in columns:
            quoted(kind), quoted(column)
            connection.execute(f'DROP INDEX IF EXISTS "_ix_{kind}_{column}"')


def bring_up(connection: sqlite3.Connection, tables: Tables, before: Shape) -> None:
    """Kinds, columns and indexes the file lacks; lists that became references."""
    for kind in tables.schema.kinds.values():
        columns = before.get(kind.name)
        if columns is None:
            for statement in create_table(kind):
                connection.execute(statement)
            continue
        for column in kind.columns:
            if column.name not in columns:
                added = f"{quoted(column.name)} {storage(column.type)}"
                connection.execute(f"ALTER TABLE {quoted(kind.name)} ADD COLUMN {added}")
        for statement in create_indexes(kind):
            connection.execute(statement)
        _relink(connection, tables[kind.name], columns)
    count_anew(connection, tables)


def count_anew(connection: sqlite3.Connection, tables: Tables) -> None:
    """Give kinds a number and a count that have none yet."""
    held = dict(connection.execute("SELECT kind, number FROM _count"))
    numbers = itertools.count(max(held.values(), default=-1) + 1)
    for kind in (COUNTER, *tables.by_kind):
        if kind not in held:
            n = 0
            if kind != COUNTER:
                row = connection.execute(f"SELECT COUNT(*) FROM {tables[kind].name}").fetchone()
                n = row[0]
            connection.execute("INSERT INTO _count VALUES (?, ?, ?)", (kind, next(numbers), n))


def _relink(connection: sqlite3.Connection, table: Table, columns: Mapping[str, list[str]]) -> None:
    changed = [r for r in table.lists if columns.get(r.column, ["reflist"])[0] != "reflist"]
    if changed:
        names = [(relation.name,) for relation in table.lists]
        connection.executemany("DELETE FROM _link WHERE relation = ?", names)
        for rows in _pages(connection, table):
            relink(connection, table, [(row.id, None, row) for row in rows])


def name_anew(connection: sqlite3.Connection, tables: Tables) -> None:
    """Make all search terms anew."""
    for name in ("_head", "_name", "_sound", "_term"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    run(connection, TERMS)
    numbers = dict(connection.execute("SELECT kind, number FROM _count"))
    count = 0
    for kind, table in tables.by_kind.items():
        if table.is_named:
            for rows in _pages(connection, table):
                new = [(numbers[kind], row.id, called(row)) for row in rows]
                count = put(connection, count, new)
    connection.execute("UPDATE _count SET n = ? WHERE kind = ?", (count, COUNTER))


def _pages(connection: sqlite3.Connection, table: Table) -> Iterator[list[Any]]:
    """All records of a kind, some at a time."""
    rows = connection.execute(f"SELECT {table.columns} FROM {table.name}")
    while found := rows.fetchmany(_PAGE):
        yield [table.codec.record(row) for row in found]
