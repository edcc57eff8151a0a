"""``bulk`` into SQLite against bare ``executemany`` of the very rows it wrote, batch by batch.

The store's connection tells what is handed to it.  After each batch the same rows go into a
second file of the same layout (tables, indexes, settings of the connection): one transaction
for the batch, one ``executemany`` for each statement, rows ready made.  So both files grow in
step and a busy machine slows both.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.scale.loaded import ACTOR, Loaded
from graph.schema import Schema
from graph.store import open_store
from graph.store.protocol import Change
from graph.store.sqlite_pool import connect

_WRITES = re.compile(r"\s*(?:INSERT|REPLACE|UPDATE)\b", re.IGNORECASE)
_OR_REPLACE = re.compile(r"\bINSERT\s+OR\s+REPLACE\b|\bREPLACE\b(?=\s+INTO)", re.IGNORECASE)

_SHADOWS = ("data", "idx", "content", "docsize", "config")

Written = dict[str, list[Any]]
"""Rows by statement."""


class _Telling(sqlite3.Connection):
    """A connection that remembers what it was told to write."""

    written: Written = {}  # noqa: RUF012 - one batch of one writer at a time

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if _WRITES.match(sql):
            self.written.setdefault(sql, []).append(parameters)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        if _WRITES.match(sql):
            parameters = list(parameters)
            self.written.setdefault(sql, []).extend(parameters)
        return super().executemany(sql, parameters)


def load(
    path: Path, bare_path: Path, schema: Schema, changes: Iterator[Change], chunk: int, batch: int
) -> Loaded:
    """Write all ``changes`` into both files, which stand alike; seconds of both."""
    found = Loaded()
    with (
        _telling() as written,
        open_store(f"sqlite:///{path.as_posix()}", schema) as store,
        closing(connect(bare_path)) as bare,
    ):
        while part := list(islice(changes, chunk)):
            written.clear()
            beside = _Beside(bare, written)
            start = time.perf_counter()
            store.bulk(part, actor=ACTOR, batch=batch, progress=beside.write)
            found.ours_s += time.perf_counter() - start - beside.whole_s
            found.bare_s += beside.taken_s
            found.records += len(part)
    found.differences = differences(path, bare_path)
    return found


class _Beside:
    """Writes into the second file what the first was told."""

    def __init__(self, bare: sqlite3.Connection, written: Written) -> None:
        self._bare, self._written = bare, written
        self.taken_s = self.whole_s = 0.0

    def write(self, _done: int, _total: int) -> None:
        """One batch."""
        start = time.perf_counter()
        self.taken_s += _write(self._bare, self._written)
        self._written.clear()
        self.whole_s += time.perf_counter() - start


@contextmanager
def _telling() -> Iterator[Written]:
    _Telling.written = {}
    with patch("sqlite3.connect", partial(sqlite3.connect, factory=_Telling)):
        yield _Telling.written


def _write(bare: sqlite3.Connection, written: Written) -> float:
    ready = [(_OR_REPLACE.sub("INSERT", sql), rows) for sql, rows in written.items()]
    start = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for sql, rows in ready:
        bare.executemany(sql, rows)
    bare.execute("COMMIT")
    return time.perf_counter() - start


def differences(path: Path, bare_path: Path) -> list[str]:
    """Tables of which the two files hold different numbers of rows."""
    with closing(connect(path)) as one, closing(connect(bare_path)) as other:
        counts = _counts(one), _counts(other)
    names = sorted(counts[0].keys() | counts[1].keys())
    return [name for name in names if counts[0].get(name) != counts[1].get(name)]


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of every table; of a full-text index its words and where they stand."""
    held: list[tuple[str, bool]] = connection.execute(
        "SELECT name, sql LIKE 'CREATE VIRTUAL TABLE%' FROM sqlite_master WHERE type = 'table'"
    ).fetchall()
    indexes = [name for name, is_virtual in held if is_virtual]
    shadows = {f"{name}_{part}" for name in indexes for part in _SHADOWS}
    counts = {}
    for name, is_virtual in held:
        if is_virtual:
            vocabulary = f'"temp"."words{name}"'
            connection.execute(
                f"CREATE VIRTUAL TABLE {vocabulary} USING fts5vocab('main', '{name}', 'row')"
            )
            text = f"SELECT count(*) + sum(doc) FROM {vocabulary}"
        else:
            text = f'SELECT count(*) FROM "{name}"'
        if name not in shadows:
            counts[name] = connection.execute(text).fetchone()[0]
    return counts
