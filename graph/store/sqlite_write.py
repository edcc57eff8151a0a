# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Writing: a whole write is worked out first, then done in a few statements for many rows each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model import Record
from graph.store.base import Signature
from graph.store.plan import Doing, Plan, Standing, by_kind, expected, plan, replayed, touched
from graph.store.relations import targets
from graph.store.sqlite_tables import Table, Tables
from graph.store.sqlite_terms import COUNTER, rename
from graph.store.values import Change, Commit, Ref, Revision

_REVISION = (
    "INSERT INTO _revision (seq, commit_number, kind, id, rev, op, before, after)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNTIL = "until_seq"
_LINK = "INSERT INTO _link (relation, from_id, to_id) VALUES (?, ?, ?)"


def apply(
    connection: sqlite3.Connection,
    tables: Tables,
    changes: Sequence[Change],
    by: Signature,
    expect: Mapping[Ref, int],
) -> Commit:
    """Do ``changes`` inside the open write transaction; a known commit gives its first result."""
    done = _find_commit(connection, by.commit_id)
    if done is not None:
        return done
    stands = _standing(connection, tables, touched(changes, expect))
    expected(expect, stands)
    made = plan(changes, stands, last_seq(connection))
    number = _sign(connection, by)
    _do(connection, tables, made, [number] * len(made.doings))
    return made.commit(by.commit_id)


def replay(
    connection: sqlite3.Connection, tables: Tables, revisions: Sequence[Revision], until: int
) -> int:
    """Take over revisions as they are, inside the open write transaction."""
    stands = _standing(connection, tables, tuple(dict.fromkeys(r.ref for r in revisions)))
    made = replayed(revisions, stands, last_seq(connection))
    by = {r.commit_id: Signature(r.commit_id, r.actor, r.reason, r.time) for r in revisions}
    numbers = {id: _sign(connection, signature) for id, signature in by.items()}
    _do(connection, tables, made, [numbers[r.commit_id] for r in revisions])
    if until:
        connection.execute("INSERT OR REPLACE INTO _meta VALUES (?, ?)", (_UNTIL, str(until)))
    return made.doings[-1].seq


def last_seq(connection: sqlite3.Connection) -> int:
    """Number of the last revision, 0 when there is none."""
    row = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM _revision").fetchone()
    return int(row[0])


def until_seq(connection: sqlite3.Connection) -> int:
    """Number of the last revision of a history taken over, 0 when none was."""
    row = connection.execute("SELECT value FROM _meta WHERE key = ?", (_UNTIL,)).fetchone()
    return int(row[0]) if row else 0


def _find_commit(connection: sqlite3.Connection, commit_id: str) -> Commit | None:
    found = _commit_number(connection, commit_id)
    if found is None:
        return None
    rows = connection.execute(
        "SELECT seq, kind, id, rev FROM _revision WHERE commit_number = ? ORDER BY seq", (found,)
    ).fetchall()
    return Commit(commit_id, rows[-1][0] if rows else 0, {(k, i): rev for _, k, i, rev in rows})


def _commit_number(connection: sqlite3.Connection, commit_id: str) -> int | None:
    row = connection.execute("SELECT number FROM _commit WHERE commit_id = ?", (commit_id,))
    found: tuple[int] | None = row.fetchone()
    return None if found is None else found[0]


def _sign(connection: sqlite3.Connection, by: Signature) -> int:
    """The number of a commit; pages of a replay may share one."""
    known = _commit_number(connection, by.commit_id)
    if known is not None:
        return known
    made = connection.execute(
        "INSERT INTO _commit (commit_id, actor, reason, time) VALUES (?, ?, ?, ?)",
        (by.commit_id, by.actor, by.reason, by.time),
    )
    return int(made.lastrowid or 0)


def _standing(
    connection: sqlite3.Connection, tables: Tables, refs: Sequence[Ref]
) -> dict[Ref, Standing]:
    found: dict[Ref, Standing] = {}
    for kind, ids in by_kind(refs).items():
        table = tables[kind]
        rows = connection.execute(
            f"SELECT {table.columns}, _rev FROM {table.name}"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        )
        for row in rows:
            record = table.codec.record(row[:-1])
            found[kind, row[table.id_at]] = Standing(record, row[-1], row[-1])
        absent = [id for id in ids if (kind, id) not in found]
        rows = connection.execute(
            "SELECT value, (SELECT MAX(rev) FROM _revision WHERE kind = ? AND id = value) AS rev"
            " FROM json_each(?) WHERE rev IS NOT NULL",
            (kind, json.dumps(absent)),
        )
        for id, rev in rows:
            found[kind, id] = Standing(None, 0, rev)
    return found


def _do(connection: sqlite3.Connection, tables: Tables, made: Plan, numbers: Sequence[int]) -> None:
    nets: dict[str, list[Doing]] = {}
    for net in made.nets:
        nets.setdefault(net.ref[0], []).append(net)
    for kind, doings in nets.items():
        table = tables[kind]
        gone = [(doing.ref[1],) for doing in doings if doing.after is None]
        if gone:
            connection.executemany(f"DELETE FROM {table.name} WHERE id = ?", gone)
        row = table.codec.row
        rows = [(*row(d.after), d.rev) for d in doings if d.after is not None]
        connection.executemany(table.upsert, rows)
        relink(connection, table, [(d.ref[1], d.before, d.after) for d in doings])
    _count(connection, tables, made)
    connection.executemany(
        _REVISION,
        [
            (
                doing.seq, number, *doing.ref, doing.rev, doing.op,
                _json(tables, doing.before), _json(tables, doing.after),
            )
            for doing, number in zip(made.doings, numbers, strict=True)
        ],
    )  # fmt: skip


def _json(tables: Tables, record: Record | None) -> str | None:
    return None if record is None else tables[record.kind].codec.to_json(record)


def _count(connection: sqlite3.Connection, tables: Tables, made: Plan) -> None:
    """Names, and how many of each kind there are now."""
    rows = connection.execute("SELECT kind, number, n FROM _count").fetchall()
    kinds = {kind: number for kind, number, _ in rows}
    held = {kind: n for kind, _, n in rows}
    more = dict(made.counts)
    more[COUNTER] = rename(connection, tables, kinds, held[COUNTER], made.nets) - held[COUNTER]
    connection.executemany(
        "UPDATE _count SET n = n + ? WHERE kind = ?",
        [(n, kind) for kind, n in more.items() if n],
    )


def relink(
    connection: sqlite3.Connection,
    table: Table,
    changed: Sequence[tuple[str, Record | None, Record | None]],
) -> None:
    """Columns of several references, for records by id as they were and are."""
    for relation in table.lists:
        old: list[tuple[Any, ...]] = []
        new: list[tuple[Any, ...]] = []
        for id, before, after in changed:
            was = () if before is None else targets(before, relation)
            now = () if after is None else targets(after, relation)
            if was != now:
                old += [(relation.name, id)] if was else []
                new += [(relation.name, id, target) for target in now]
        if old:
            connection.executemany("DELETE FROM _link WHERE relation = ? AND from_id = ?", old)
        if new:
            connection.executemany(_LINK, new)
