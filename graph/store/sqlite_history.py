# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Reading the revision log."""

from __future__ import annotations

import sqlite3
from typing import Any

from graph.model import Record
from graph.store.sqlite_tables import Tables
from graph.store.values import Ref, Revision


def history(
    connection: sqlite3.Connection,
    tables: Tables,
    ref: Ref | None,
    after_seq: int,
    limit: int,
    before: str | None,
) -> tuple[Revision, ...]:
    """Revisions after ``after_seq``, oldest first, written before a UTC moment if given."""
    text = "r.seq > ?"
    parts: list[Any] = [after_seq]
    if ref is not None:
        text += " AND r.kind = ? AND r.id = ?"
        parts += ref
    if before is not None:
        text += " AND c.time < ?"
        parts.append(before)
    rows = connection.execute(
        "SELECT r.seq, r.commit_id, r.kind, r.id, r.rev, r.op, r.before, r.after,"
        " c.actor, c.reason, c.time FROM _revision AS r JOIN _commit AS c USING (commit_id)"
        f" WHERE {text} ORDER BY r.seq LIMIT ?",
        [*parts, limit],
    ).fetchall()
    return tuple(_revision(tables, row) for row in rows)


def _revision(tables: Tables, row: tuple[Any, ...]) -> Revision:
    seq, commit_id, kind, id, rev, op, before, after, actor, reason, time = row
    old, new = _record(tables, kind, before), _record(tables, kind, after)
    return Revision(seq, commit_id, (kind, id), rev, op, old, new, actor, reason, time)


def _record(tables: Tables, kind: str, text: str | None) -> Record | None:
    return None if text is None else tables[kind].codec.from_json(text)
