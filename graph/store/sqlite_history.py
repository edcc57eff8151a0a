# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Reading the revision log: what was changed, by whom, and how a record stood."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from graph.model import Record
from graph.store.sqlite_tables import Table, Tables
from graph.store.values import CommitInfo, Page, Ref, Revision

_SIGNED = "FROM _revision AS r JOIN _commit AS c ON c.number = r.commit_number"


def by_ids_known(
    connection: sqlite3.Connection, table: Table, ids: Sequence[str], before: str
) -> Page:
    """Records by id as they stood at a UTC moment."""
    records, revs = [], []
    for id in ids:
        row = connection.execute(
            f"SELECT r.after, r.rev {_SIGNED}"
            " WHERE r.kind = ? AND r.id = ? AND c.time < ? ORDER BY r.rev DESC LIMIT 1",
            (table.kind.name, id, before),
        ).fetchone()
        if row is not None and row[0] is not None:
            records.append(table.codec.from_json(row[0]))
            revs.append(row[1])
    return Page(tuple(records), tuple(revs))


def history(
    connection: sqlite3.Connection,
    tables: Tables,
    ref: Ref | None,
    commit_id: str | None,
    after_seq: int,
    limit: int,
    before: str | None,
) -> tuple[Revision, ...]:
    """Revisions after ``after_seq``, oldest first, written before a UTC moment if given."""
    text = "r.seq > ?"
    args: list[Any] = [after_seq]
    if ref is not None:
        text += " AND r.kind = ? AND r.id = ?"
        args += ref
    if commit_id is not None:
        text += " AND c.commit_id = ?"
        args.append(commit_id)
    if before is not None:
        text += " AND c.time < ?"
        args.append(before)
    rows = connection.execute(
        "SELECT r.seq, c.commit_id, r.kind, r.id, r.rev, r.op, r.before, r.after,"
        f" c.actor, c.reason, c.time {_SIGNED}"
        f" WHERE {text} ORDER BY r.seq LIMIT ?",
        [*args, limit],
    ).fetchall()
    return tuple(_revision(tables, row) for row in rows)


def commits(
    connection: sqlite3.Connection,
    actor: str | None,
    not_actor: str | None,
    before: CommitInfo | None,
    limit: int,
) -> tuple[CommitInfo, ...]:
    """Commits, newest first; at one moment by id downwards."""
    parts: list[str] = ["1"]
    args: list[Any] = []
    for text, value in (("actor = ?", actor), ("actor <> ?", not_actor)):
        if value is not None:
            parts.append(text)
            args.append(value)
    if before is not None:
        parts.append("(time, commit_id) < (?, ?)")
        args += [before.time, before.commit_id]
    rows = connection.execute(
        f"SELECT commit_id, actor, reason, time FROM _commit WHERE {' AND '.join(parts)}"
        " ORDER BY time DESC, commit_id DESC LIMIT ?",
        [*args, limit],
    ).fetchall()
    return tuple(CommitInfo(*row) for row in rows)


def _revision(tables: Tables, row: tuple[Any, ...]) -> Revision:
    seq, commit_id, kind, id, rev, op, before, after, actor, reason, time = row
    old, new = _record(tables, kind, before), _record(tables, kind, after)
    return Revision(seq, commit_id, (kind, id), rev, op, old, new, actor, reason, time)


def _record(tables: Tables, kind: str, text: str | None) -> Record | None:
    return None if text is None else tables[kind].codec.from_json(text)
