"""The embedded store: one SQLite file, one table per kind."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self, overload

from graph.asof import AsOf
from graph.schema import Schema
from graph.store import sqlite_read, sqlite_relations, sqlite_search, sqlite_write
from graph.store.check import (
    check_changes,
    check_number,
    check_order,
    check_where,
    check_who,
    column_of,
    kind_of,
)
from graph.store.dates import is_valid, known_before, utc_text, valid_day
from graph.store.relations import chosen
from graph.store.sqlite_history import history
from graph.store.sqlite_layout import LAYOUT, prepare
from graph.store.sqlite_pool import Pool, make_folder
from graph.store.sqlite_tables import Table, digest, tables_of
from graph.store.values import (
    BulkResult,
    Change,
    Commit,
    Direction,
    Hit,
    Info,
    Neighbours,
    Order,
    Page,
    Progress,
    Ref,
    RefPath,
    Revision,
    Value,
    Where,
)

Clock = Callable[[], dt.datetime]

_SIDES: dict[Direction, tuple[sqlite_relations.Side, ...]] = {
    "out": ("out",),
    "in": ("in",),
    "both": ("out", "in"),
}
MAX_PATH = 8
MAX_PATHS = 100


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class SqliteStore:
    """The Store protocol on one file; see ``graph.store.protocol`` for every method."""

    def __init__(self, path: Path, schema: Schema, *, clock: Clock = _now) -> None:
        self._tables = tables_of(schema)
        make_folder(path)
        prepare(path, self._tables)
        self._pool = Pool(path)
        self._clock = clock

    def get(self, kind: str, ids: Sequence[str], *, at: AsOf | None = None) -> Page:
        """See Store.get."""
        table = self._table(kind)
        day, before = valid_day(at, with_known=True), known_before(at)
        with self._pool.reading() as connection:
            if before is None:
                return sqlite_read.by_ids(connection, table, ids, day)
            page = sqlite_read.by_ids_known(connection, table, ids, before)
        pairs = zip(page.records, page.revs, strict=True)
        kept = [pair for pair in pairs if day is None or is_valid(pair[0], day)]
        return Page(tuple(record for record, _ in kept), tuple(rev for _, rev in kept))

    def scan(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        order: Sequence[Order] = (),
        after: str | None = None,
        limit: int | None = None,
        at: AsOf | None = None,
    ) -> Page:
        """See Store.scan."""
        table = self._table(kind)
        check_where(table.kind, where)
        check_order(table.kind, order)
        if limit is not None:
            check_number("limit", limit, 1)
        day = valid_day(at)
        with self._pool.reading() as connection:
            return sqlite_read.scan(connection, table, where, order, after, limit, day)

    @overload
    def count(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        by: None = None,
        at: AsOf | None = None,
    ) -> int: ...

    @overload
    def count(
        self, kind: str, *, where: Sequence[Where] = (), by: str, at: AsOf | None = None
    ) -> dict[Value, int]: ...

    def count(
        self,
        kind: str,
        *,
        where: Sequence[Where] = (),
        by: str | None = None,
        at: AsOf | None = None,
    ) -> int | dict[Value, int]:
        """See Store.count."""
        table = self._table(kind)
        check_where(table.kind, where)
        day = valid_day(at)
        if by is not None:
            column_of(table.kind, by)
        with self._pool.reading() as connection:
            if by is None:
                return sqlite_read.count(connection, table, where, day)
            return sqlite_read.count_by(connection, table, where, by, day)

    def search(
        self, text: str, *, kinds: Sequence[str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """See Store.search."""
        kinds = tuple(self._tables.by_kind) if kinds is None else kinds
        for kind in kinds:
            self._table(kind)
        check_number("limit", limit, 1)
        with self._pool.reading() as connection:
            return sqlite_search.search(connection, text, kinds, limit)

    def neighbours(
        self,
        ref: Ref,
        *,
        relations: Sequence[str] | None = None,
        direction: Direction = "both",
        cap: int = 50,
        at: AsOf | None = None,
    ) -> tuple[Neighbours, ...]:
        """See Store.neighbours."""
        self._table(ref[0])
        wanted = chosen(self._tables.relations, relations)
        check_number("cap", cap, 0)
        day, sides = valid_day(at), _SIDES[direction]
        with self._pool.reading() as connection:
            if not sqlite_relations.exists(connection, self._tables, ref, day):
                return ()
            return sqlite_relations.neighbours(
                connection, self._tables, ref, wanted, sides, cap, day
            )

    def paths(
        self,
        a: Ref,
        b: Ref,
        *,
        relations: Sequence[str] | None = None,
        max_len: int = 4,
        k: int = 5,
    ) -> tuple[RefPath, ...]:
        """See Store.paths."""
        self._table(a[0])
        self._table(b[0])
        wanted = chosen(self._tables.relations, relations)
        check_number("max_len", max_len, 1, MAX_PATH)
        check_number("k", k, 1, MAX_PATHS)
        with self._pool.reading() as connection:
            return sqlite_relations.paths(connection, self._tables, (a, b), wanted, max_len, k)

    def write(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        reason: str,
        commit_id: str | None = None,
        expect: Mapping[Ref, int] | None = None,
    ) -> Commit:
        """See Store.write."""
        check_who(actor, reason)
        check_changes(self._tables.schema, changes)
        for kind, _ in expect or {}:
            self._table(kind)
        return self._write(changes, actor, reason, commit_id or uuid.uuid4().hex, expect or {})

    def bulk(
        self,
        changes: Sequence[Change],
        *,
        actor: str,
        reason: str = "批量写入",
        batch: int = 500,
        resume: str | None = None,
        progress: Progress | None = None,
    ) -> BulkResult:
        """See Store.bulk."""
        check_who(actor, reason)
        check_number("batch", batch, 1)
        check_changes(self._tables.schema, changes)
        name, total = resume or uuid.uuid4().hex, len(changes)
        for start in range(0, total, batch):
            part = changes[start : start + batch]
            self._write(part, actor, reason, self._batch_id(name, start, part), {})
            done = start + len(part)
            if progress is not None and progress(done, total) is False and done < total:
                return BulkResult(done, total, is_stopped=True)
        return BulkResult(total, total, is_stopped=False)

    def history(
        self,
        *,
        ref: Ref | None = None,
        after_seq: int = 0,
        limit: int = 100,
        at: AsOf | None = None,
    ) -> tuple[Revision, ...]:
        """See Store.history."""
        if ref is not None:
            self._table(ref[0])
        check_number("limit", limit, 1)
        check_number("after_seq", after_seq, 0)
        valid_day(at, with_known=True)
        with self._pool.reading() as connection:
            return history(connection, self._tables, ref, after_seq, limit, known_before(at))

    def info(self) -> Info:
        """See Store.info."""
        with self._pool.reading() as connection:
            counts = {
                kind: sqlite_read.count(connection, table, (), None)
                for kind, table in self._tables.by_kind.items()
            }
            row = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM _revision").fetchone()
        url = f"sqlite:///{self._pool.path.as_posix()}"
        return Info("sqlite", url, LAYOUT, digest(self._tables.schema), counts, int(row[0]))

    def close(self) -> None:
        """See Store.close."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _table(self, kind: str) -> Table:
        kind_of(self._tables.schema, kind)
        return self._tables[kind]

    def _write(
        self,
        changes: Sequence[Change],
        actor: str,
        reason: str,
        commit_id: str,
        expect: Mapping[Ref, int],
    ) -> Commit:
        with self._pool.writing() as connection:
            by = sqlite_write.Signature(commit_id, actor, reason, utc_text(self._clock()))
            return sqlite_write.apply(connection, self._tables, changes, by, expect)

    def _batch_id(self, name: str, start: int, part: Sequence[Change]) -> str:
        content = hashlib.sha256()
        for change in part:
            record = change.record
            text = "" if record is None else self._tables[record.kind].codec.to_json(record)
            content.update(f"{change.op}\0{change.ref}\0{text}\0".encode())
        return f"{name}:{start}:{content.hexdigest()[:16]}"
