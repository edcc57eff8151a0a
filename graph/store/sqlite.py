"""The embedded store: one SQLite file, one table per kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.schema import KindSchema, Schema
from graph.store import (
    sqlite_history,
    sqlite_making,
    sqlite_paths,
    sqlite_read,
    sqlite_relations,
    sqlite_search,
    sqlite_write,
)
from graph.store.base import BaseStore, Clock, Signature, Step, now
from graph.store.relations import Relation
from graph.store.shape import digest
from graph.store.sqlite_layout import LAYOUT, prepare
from graph.store.sqlite_pool import Pool, make_folder
from graph.store.sqlite_tables import tables_of
from graph.store.values import (
    Around,
    Change,
    Commit,
    CommitInfo,
    Degree,
    Hit,
    Info,
    MakingPage,
    Neighbours,
    Order,
    Page,
    Ref,
    RefPath,
    Revision,
    Value,
    Where,
)

__all__ = ["Clock", "SqliteStore"]


class SqliteStore(BaseStore):
    """The Store protocol on one file; see ``graph.store.protocol`` for every method."""

    def __init__(self, path: Path, schema: Schema, *, clock: Clock = now) -> None:
        super().__init__(schema, clock)
        self._tables = tables_of(schema, self.codecs, self.relations)
        make_folder(path)
        prepare(path, self._tables)
        self._pool = Pool(path)
        self._fingerprint = digest(schema)
        with self._pool.reading() as connection:
            held = dict(connection.execute("SELECT kind, number FROM _count"))
        named = (kind for kind, table in self._tables.by_kind.items() if table.is_named)
        self._numbers = {kind: held[kind] for kind in named}

    def close(self) -> None:
        """See Store.close."""
        self._pool.close()

    def _get(self, kind: str, ids: Sequence[str], day: str | None) -> Page:
        with self._pool.reading() as connection:
            return sqlite_read.by_ids(connection, self._tables[kind], ids, day)

    def _get_known(self, kind: str, ids: Sequence[str], before: str) -> Page:
        with self._pool.reading() as connection:
            return sqlite_history.by_ids_known(connection, self._tables[kind], ids, before)

    def _scan(
        self,
        kind: KindSchema,
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int | None,
        day: str | None,
    ) -> Page:
        table = self._tables[kind.name]
        with self._pool.reading() as connection:
            return sqlite_read.scan(connection, table, where, order, after, limit, day)

    def _count(self, kind: KindSchema, where: Sequence[Where], day: str | None) -> int:
        with self._pool.reading() as connection:
            return sqlite_read.count(connection, self._tables[kind.name], where, day)

    def _count_by(
        self, kind: KindSchema, where: Sequence[Where], by: str, day: str | None
    ) -> dict[Value, int]:
        with self._pool.reading() as connection:
            return sqlite_read.count_by(connection, self._tables[kind.name], where, by, day)

    def _search(self, text: str, kinds: Sequence[str], limit: int) -> tuple[Hit, ...]:
        with self._pool.reading() as connection:
            return sqlite_search.search(connection, self._numbers, text, kinds, limit)

    def _neighbours(
        self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None
    ) -> tuple[Neighbours, ...]:
        with self._pool.reading() as connection:
            return sqlite_relations.neighbours(connection, self._tables, ref, steps, cap, day)

    def _around(self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None) -> Around | None:
        with self._pool.reading() as connection:
            return sqlite_relations.around(connection, self._tables, ref, steps, cap, day)

    def _degrees(
        self, refs: Sequence[Ref], relations: Sequence[Relation]
    ) -> dict[Ref, tuple[Degree, ...]]:
        with self._pool.reading() as connection:
            return sqlite_relations.degrees(connection, self._tables, refs, relations)

    def _producers(
        self,
        product_ids: Sequence[str],
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int,
    ) -> MakingPage:
        with self._pool.reading() as connection:
            return sqlite_making.producers(
                connection, self._tables, product_ids, where, order, after, limit
            )

    def _paths(
        self, a: Ref, b: Ref, relations: Sequence[Relation], max_len: int, k: int
    ) -> tuple[RefPath, ...]:
        with self._pool.reading() as connection:
            return sqlite_paths.paths(connection, self._tables, (a, b), relations, max_len, k)

    def _history(
        self,
        ref: Ref | None,
        commit_id: str | None,
        after_seq: int,
        limit: int,
        before: str | None,
    ) -> tuple[Revision, ...]:
        with self._pool.reading() as connection:
            return sqlite_history.history(
                connection, self._tables, ref, commit_id, after_seq, limit, before
            )

    def _commits(
        self, actor: str | None, not_actor: str | None, before: CommitInfo | None, limit: int
    ) -> tuple[CommitInfo, ...]:
        with self._pool.reading() as connection:
            return sqlite_history.commits(connection, actor, not_actor, before, limit)

    def _info(self) -> Info:
        with self._pool.reading() as connection:
            held = dict(connection.execute("SELECT kind, n FROM _count"))
            seq, until = sqlite_write.last_seq(connection), sqlite_write.until_seq(connection)
        url = f"sqlite:///{self._pool.path.as_posix()}"
        counts = {kind: held[kind] for kind in self.schema.kinds}
        return Info("sqlite", url, LAYOUT, self._fingerprint, counts, seq, until)

    def _write(self, changes: Sequence[Change], by: Signature, expect: Mapping[Ref, int]) -> Commit:
        with self._pool.writing() as connection:
            return sqlite_write.apply(connection, self._tables, changes, by, expect)

    def _replay(self, revisions: Sequence[Revision], until: int) -> int:
        with self._pool.writing() as connection:
            return sqlite_write.replay(connection, self._tables, revisions, until)
