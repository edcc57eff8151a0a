"""The server store: the Store protocol on a Neo4j database, one machine, a cluster or Aura."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from graph.schema import KindSchema, Schema
from graph.store import (
    neo4j_history,
    neo4j_making,
    neo4j_read,
    neo4j_search,
    neo4j_walk,
)
from graph.store.base import BaseStore, Clock, Signature, Step, now
from graph.store.cursor import read_cursor, sort_values, write_cursor
from graph.store.neo4j_address import Address
from graph.store.neo4j_codec import node_codec
from graph.store.neo4j_driver import Link
from graph.store.neo4j_layout import LAYOUT, prepare
from graph.store.neo4j_write import Writer
from graph.store.relations import Relation
from graph.store.shape import digest
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

_STATE = "MATCH (m:_Meta {key: 'store'}) RETURN m.state AS state"


class Neo4jStore(BaseStore):
    """The Store protocol on one database; see ``graph.store.protocol`` for every method."""

    def __init__(self, address: Address, schema: Schema, *, clock: Clock = now) -> None:
        super().__init__(schema, clock)
        self._nodes = {kind.name: node_codec(kind) for kind in schema.kinds.values()}
        self._writer = Writer(self.codecs, self._nodes, self.relations)
        self._link = Link(address)
        try:
            self._link.check()
            prepare(self._link, schema, self._nodes, self.relations)
        except BaseException:
            self._link.close()
            raise

    def close(self) -> None:
        """See Store.close."""
        self._link.close()

    # -- reading ---------------------------------------------------------------------------

    def _get(self, kind: str, ids: Sequence[str], day: str | None) -> Page:
        rows = neo4j_read.by_ids(self._link, kind, ids, day)
        found = {row["held"]["id"]: row for row in rows}
        return self._page(kind, [found[id] for id in ids if id in found], None)

    def _get_known(self, kind: str, ids: Sequence[str], before: str) -> Page:
        codec = self.codecs[kind]
        return neo4j_history.known(self._link, codec, kind, ids, before)

    def _scan(
        self,
        kind: KindSchema,
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int | None,
        day: str | None,
    ) -> Page:
        past = None if after is None else read_cursor(after, order, 1)
        query = neo4j_read.matching(kind, self.relations, where, day)
        rows = neo4j_read.scan(self._link, query, order, past, limit)
        if limit is None or len(rows) <= limit:
            return self._page(kind.name, rows, None)
        last = rows[limit - 1]["held"]
        values = sort_values(order, [last.get(o.field) for o in order], [last["id"]])
        return self._page(kind.name, rows[:limit], write_cursor(order, values))

    def _page(self, kind: str, rows: neo4j_read.Rows, cursor: str | None) -> Page:
        record = self._nodes[kind].record
        return Page(
            tuple(record(row["held"]) for row in rows),
            tuple(row["held"]["_rev"] for row in rows),
            cursor,
        )

    def _count(self, kind: KindSchema, where: Sequence[Where], day: str | None) -> int:
        query = neo4j_read.matching(kind, self.relations, where, day)
        return neo4j_read.count(self._link, query)

    def _count_by(
        self, kind: KindSchema, where: Sequence[Where], by: str, day: str | None
    ) -> dict[Value, int]:
        query = neo4j_read.matching(kind, self.relations, where, day)
        return neo4j_read.count_by(self._link, query, kind.column(by))

    def _search(self, text: str, kinds: Sequence[str], limit: int) -> tuple[Hit, ...]:
        return neo4j_search.search(self._link, text, kinds, limit)

    def _neighbours(
        self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None
    ) -> tuple[Neighbours, ...]:
        return neo4j_walk.neighbours(self._link, ref, steps, cap, day)

    def _around(self, ref: Ref, steps: Sequence[Step], cap: int, day: str | None) -> Around | None:
        return neo4j_walk.around(self._link, self._nodes, self.relations, ref, steps, cap, day)

    def _degrees(
        self, refs: Sequence[Ref], relations: Sequence[Relation]
    ) -> dict[Ref, tuple[Degree, ...]]:
        return neo4j_walk.degrees(self._link, refs, relations)

    def _producers(
        self,
        product_ids: Sequence[str],
        where: Sequence[Where],
        order: Sequence[Order],
        after: str | None,
        limit: int,
    ) -> MakingPage:
        past = None if after is None else read_cursor(after, order, 2)
        rows = neo4j_making.producers(self._link, product_ids, where, order, past, limit)
        if len(rows) <= limit:
            return MakingPage(tuple(rows))
        last = rows[limit - 1]
        values = sort_values(order, [getattr(last, o.field) for o in order], last.ref)
        return MakingPage(tuple(rows[:limit]), write_cursor(order, values))

    def _paths(
        self, a: Ref, b: Ref, relations: Sequence[Relation], max_len: int, k: int
    ) -> tuple[RefPath, ...]:
        return self._link.read(lambda tx: neo4j_walk.paths(tx, a, b, relations, max_len, k))

    def _history(
        self,
        ref: Ref | None,
        commit_id: str | None,
        after_seq: int,
        limit: int,
        before: str | None,
    ) -> tuple[Revision, ...]:
        return neo4j_history.history(
            self._link, self.codecs, ref, commit_id, after_seq, limit, before
        )

    def _commits(
        self, actor: str | None, not_actor: str | None, before: CommitInfo | None, limit: int
    ) -> tuple[CommitInfo, ...]:
        return neo4j_history.commits(self._link, actor, not_actor, before, limit)

    def _info(self) -> Info:
        """One property holds numbers and last revision, so the two always agree."""
        (row,) = self._link.run(_STATE)
        state = json.loads(row["state"])
        counts = {kind: int(state["counts"].get(kind, 0)) for kind in self.schema.kinds}
        seq, until = int(state["seq"]), int(state.get("until", 0))
        shown = self._link.address.shown
        return Info("neo4j", shown, LAYOUT, digest(self.schema), counts, seq, until)

    # -- writing ---------------------------------------------------------------------------

    def _write(self, changes: Sequence[Change], by: Signature, expect: Mapping[Ref, int]) -> Commit:
        return self._link.write(lambda tx: self._writer.apply(tx, changes, by, expect))

    def _replay(self, revisions: Sequence[Revision], until: int) -> int:
        return self._link.write(lambda tx: self._writer.replay(tx, revisions, until))
