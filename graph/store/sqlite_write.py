# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Writing: changes, their revisions, and the indexes of references and names beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import Conflict
from graph.model import Record
from graph.store.relations import targets
from graph.store.sqlite_tables import Table, Tables
from graph.store.tokens import terms
from graph.store.values import Change, Commit, Ref


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, why, when (UTC), under which commit."""

    commit_id: str
    actor: str
    reason: str
    time: str


def apply(
    connection: sqlite3.Connection,
    tables: Tables,
    changes: Sequence[Change],
    by: Signature,
    expect: Mapping[Ref, int],
) -> Commit:
    """Do ``changes`` inside the open write transaction; a known commit gives its first result."""
    done = find_commit(connection, by.commit_id)
    if done is not None:
        return done
    for ref, rev in expect.items():
        _expect(connection, tables, ref, rev)
    connection.execute(
        "INSERT INTO _commit (commit_id, actor, reason, time) VALUES (?, ?, ?, ?)",
        (by.commit_id, by.actor, by.reason, by.time),
    )
    revs: dict[Ref, int] = {}
    seq = 0
    for change in changes:
        step = _change(connection, tables[change.ref[0]], change, by.commit_id)
        if step is not None:
            seq, revs[change.ref] = step
    return Commit(by.commit_id, seq, revs)


def find_commit(connection: sqlite3.Connection, commit_id: str) -> Commit | None:
    """The result of an earlier commit, None when there was none."""
    found = connection.execute("SELECT 1 FROM _commit WHERE commit_id = ?", (commit_id,))
    if found.fetchone() is None:
        return None
    rows = connection.execute(
        "SELECT seq, kind, id, rev FROM _revision WHERE commit_id = ? ORDER BY seq", (commit_id,)
    ).fetchall()
    return Commit(commit_id, rows[-1][0] if rows else 0, {(k, i): rev for _, k, i, rev in rows})


def current(connection: sqlite3.Connection, table: Table, id: str) -> tuple[Record | None, int]:
    """A record and its revision; (None, 0) when it does not exist."""
    row = connection.execute(
        f"SELECT {table.columns}, _rev FROM {table.name} WHERE id = ?", (id,)
    ).fetchone()
    return (table.codec.record(row[:-1]), row[-1]) if row else (None, 0)


def _expect(connection: sqlite3.Connection, tables: Tables, ref: Ref, rev: int) -> None:
    record, actual = current(connection, tables[ref[0]], ref[1])
    if actual != rev:
        raise Conflict(ref, rev, actual, record)


def _change(
    connection: sqlite3.Connection, table: Table, change: Change, commit_id: str
) -> tuple[int, int] | None:
    kind, id = change.ref
    before, rev = current(connection, table, id)
    after = change.record
    if before == after:
        return None
    rev = (rev or _last_rev(connection, change.ref)) + 1
    if after is None:
        connection.execute(f"DELETE FROM {table.name} WHERE id = ?", (id,))
    else:
        connection.execute(table.upsert, (*table.codec.row(after), rev))
    _relink(connection, table, id, before, after)
    _rename(connection, change.ref, before, after)
    cursor = connection.execute(
        "INSERT INTO _revision (commit_id, kind, id, rev, op, before, after)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (commit_id, kind, id, rev, change.op, _json(table, before), _json(table, after)),
    )
    return int(cursor.lastrowid or 0), rev


def _json(table: Table, record: Record | None) -> str | None:
    return None if record is None else table.codec.to_json(record)


def _last_rev(connection: sqlite3.Connection, ref: Ref) -> int:
    row = connection.execute("SELECT MAX(rev) FROM _revision WHERE kind = ? AND id = ?", ref)
    return row.fetchone()[0] or 0


def _relink(
    connection: sqlite3.Connection,
    table: Table,
    id: str,
    before: Record | None,
    after: Record | None,
) -> None:
    for relation in table.relations:
        old = targets(before, relation) if before is not None else ()
        new = targets(after, relation) if after is not None else ()
        if old == new:
            continue
        if old:
            connection.execute(
                "DELETE FROM _link WHERE relation = ? AND from_id = ?", (relation.name, id)
            )
        connection.executemany(
            "INSERT INTO _link (relation, from_id, to_id) VALUES (?, ?, ?)",
            [(relation.name, id, target) for target in new],
        )


def _rename(
    connection: sqlite3.Connection, ref: Ref, before: Record | None, after: Record | None
) -> None:
    old = terms(before) if before is not None else ()
    new = terms(after) if after is not None else ()
    if old == new:
        return
    if old:
        connection.execute(
            "DELETE FROM _search WHERE rowid IN"
            " (SELECT number FROM _term WHERE kind = ? AND id = ?)",
            ref,
        )
        connection.execute("DELETE FROM _term WHERE kind = ? AND id = ?", ref)
    name = new[0].text if new else ref[1]
    for term in new:
        cursor = connection.execute(
            "INSERT INTO _term (kind, id, name, role, text, norm) VALUES (?, ?, ?, ?, ?, ?)",
            (*ref, name, term.role, term.text, term.norm),
        )
        connection.execute(
            "INSERT INTO _search (rowid, tokens) VALUES (?, ?)", (cursor.lastrowid, term.tokens)
        )


def reindex(connection: sqlite3.Connection, tables: Tables) -> None:
    """Make references and search terms anew from the records, after schema or tokens changed."""
    for name in ("_link", "_search", "_term"):
        connection.execute(f"DELETE FROM {name}")
    for kind, table in tables.by_kind.items():
        rows = connection.execute(f"SELECT {table.columns} FROM {table.name}").fetchall()
        for row in rows:
            record = table.codec.record(row)
            id = str(getattr(record, "id", ""))
            _relink(connection, table, id, None, record)
            _rename(connection, (kind, id), None, record)
