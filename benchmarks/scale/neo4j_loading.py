"""``bulk`` into Neo4j against hand-written UNWIND statements of the same rows, batch by batch.

The bare side is what someone writes who knows that every record is new and every reference
leads to a record that stands: one transaction a batch, nodes by kind, relations by type, names,
revisions, the commit; rows ready made.  It runs on a server of its own that stands like the
first, after each batch of ``bulk``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, LiteralString, cast

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session

from benchmarks.scale.loaded import ACTOR, Loaded
from graph.model import Record
from graph.schema import Schema
from graph.store import open_store
from graph.store.codec import Codec, codec
from graph.store.neo4j_address import address
from graph.store.neo4j_codec import NodeCodec, node_codec
from graph.store.neo4j_model import arrows, key, label, shorts
from graph.store.neo4j_terms import term_rows
from graph.store.protocol import Change, Ref
from graph.store.relations import Relation, relations_of, targets
from graph.store.tokens import terms

Statements = dict[str, list[dict[str, Any]]]
"""Rows by statement."""

_NODES = "UNWIND $rows AS row CREATE (n:Record:{label}) SET n = row"
_RELATIONS = (
    "UNWIND $rows AS row MATCH (a:Record {{_key: row.a}}) MATCH (b:Record {{_key: row.b}})"
    " CREATE (a)-[r:{type}]->(b) SET r = row.held"
)
_TERMS = "UNWIND $rows AS row CREATE (t:_Term) SET t = row"
_REVISIONS = "UNWIND $rows AS row CREATE (r:_Revision) SET r = row"
_COMMITS = "UNWIND $rows AS row CREATE (c:_Commit) SET c = row"
_STATE = "UNWIND $rows AS row MATCH (m:_Meta {key: 'store'}) SET m += row"


def bare_driver(url: str) -> Driver:
    """A driver past the program, for the database of an address."""
    at = address(url)
    return GraphDatabase.driver(
        at.uri, auth=(at.user, at.password), notifications_min_severity="OFF"
    )


def load(
    url: str,
    bare_url: str | None,
    schema: Schema,
    changes: Iterator[Change],
    chunk: int,
    batch: int,
) -> Loaded:
    """Write all ``changes`` into both databases, which stand alike; seconds of both."""
    if bare_url is None:
        return _load_alone(url, schema, changes, chunk, batch)
    found = Loaded()
    with (
        open_store(url, schema) as store,
        bare_driver(bare_url) as driver,
        driver.session(database=address(bare_url).database) as session,
    ):
        info = store.info()
        rows = _Rows(schema, info.last_seq, dict(info.counts))
        while part := list(islice(changes, chunk)):
            beside = _Beside(session, rows, part)
            start = time.perf_counter()
            store.bulk(part, actor=ACTOR, batch=batch, progress=beside.write)
            found.ours_s += time.perf_counter() - start - beside.whole_s
            found.bare_s += beside.taken_s
            found.records += len(part)
    found.differences = differences(url, bare_url)
    return found


class _Beside:
    """Writes by hand what ``bulk`` has just written."""

    def __init__(self, session: Session, rows: _Rows, part: Sequence[Change]) -> None:
        self._session, self._rows, self._part = session, rows, part
        self._done = 0
        self.taken_s = self.whole_s = 0.0

    def write(self, done: int, _total: int) -> None:
        """One batch: rows are made ready off the clock."""
        start = time.perf_counter()
        ready = self._rows.prepared(self._part[self._done : done])
        self.taken_s += _write(self._session, ready)
        self._done = done
        self.whole_s += time.perf_counter() - start


def by_hand(url: str, schema: Schema, changes: Sequence[Change], batch: int) -> float:
    """The bare side alone, for a database that stands ready; seconds."""
    with open_store(url, schema) as store:
        info = store.info()
    rows = _Rows(schema, info.last_seq, dict(info.counts))
    with bare_driver(url) as driver, driver.session(database=address(url).database) as session:
        beside = _Beside(session, rows, changes)
        for done in range(batch, len(changes) + batch, batch):
            beside.write(min(done, len(changes)), len(changes))
    return beside.taken_s


def _load_alone(
    url: str, schema: Schema, changes: Iterator[Change], chunk: int, batch: int
) -> Loaded:
    found = Loaded()
    with open_store(url, schema) as store:
        while part := list(islice(changes, chunk)):
            start = time.perf_counter()
            store.bulk(part, actor=ACTOR, batch=batch)
            found.ours_s += time.perf_counter() - start
            found.records += len(part)
    return found


def _write(session: Session, ready: Statements) -> float:
    def work(tx: ManagedTransaction) -> None:
        for text, rows in ready.items():
            tx.run(cast(LiteralString, text), rows=rows).consume()

    start = time.perf_counter()
    session.execute_write(work)
    return time.perf_counter() - start


class _Rows:
    """Turns new records into rows, numbered on from what stands."""

    def __init__(self, schema: Schema, seq: int, counts: dict[str, int]) -> None:
        kinds = schema.kinds.values()
        self._nodes: Mapping[str, NodeCodec] = {kind.name: node_codec(kind) for kind in kinds}
        self._codecs: Mapping[str, Codec] = {kind.name: codec(kind) for kind in kinds}
        self._relations: Sequence[Relation] = relations_of(schema)
        self._seq, self._counts = seq, counts

    def prepared(self, changes: Sequence[Change]) -> Statements:
        """Statements of one batch and their rows, in the order they are sent."""
        nodes: Statements = {}
        joins: Statements = {}
        told: list[dict[str, Any]] = []
        log: list[dict[str, Any]] = []
        commit_id = f"scale:{self._seq}"
        for change in changes:
            record, ref = cast(Record, change.record), change.ref
            self._seq += 1
            self._counts[ref[0]] = self._counts.get(ref[0], 0) + 1
            made = {"_key": key(ref), "_rev": 1, "_seq": self._seq}
            text = _NODES.format(label=label(ref[0]))
            nodes.setdefault(text, []).append(self._nodes[ref[0]].properties(record) | made)
            self._join(joins, ref, record)
            told += term_rows(ref, terms(record))
            log.append(self._revision(ref, record, commit_id))
        signed = {"commit_id": commit_id, "actor": ACTOR, "reason": "批量写入", "time": _now()}
        state = json.dumps({"seq": self._seq, "counts": self._counts})
        last: Statements = {
            _TERMS: told,
            _REVISIONS: log,
            _COMMITS: [signed],
            _STATE: [{"state": state, "seq": self._seq}],
        }
        return {text: rows for text, rows in (nodes | joins | last).items() if rows}

    def _join(self, joins: Statements, ref: Ref, record: Record) -> None:
        own = [r for r in self._relations if r.from_kind == ref[0]]
        for arrow in arrows(own):
            text = _RELATIONS.format(type=arrow.type)
            for id in targets(record, arrow.relation):
                ends = (key(ref), key((arrow.relation.to_kind, id)))
                a, b = reversed(ends) if arrow.is_turned else ends
                row = {"a": a, "b": b, "held": {"of": arrow.relation.name}}
                joins.setdefault(text, []).append(row)
        for short in shorts(record):
            row = {"a": short.start, "b": short.end, "held": short.held | {"id": short.id}}
            joins.setdefault(_RELATIONS.format(type=short.type), []).append(row)

    def _revision(self, ref: Ref, record: Record, commit_id: str) -> dict[str, Any]:
        return {
            "seq": self._seq, "commit_id": commit_id, "of": key(ref), "kind": ref[0],
            "id": ref[1], "rev": 1, "op": "put", "after": self._codecs[ref[0]].to_json(record),
        }  # fmt: skip


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())


def differences(url: str, bare_url: str) -> list[str]:
    """Labels and types of which the two databases hold different numbers."""
    one, other = counts(url), counts(bare_url)
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def counts(url: str) -> dict[str, int]:
    """Nodes of every label, relations of every type and column."""
    with bare_driver(url) as driver, driver.session(database=address(url).database) as session:
        nodes = session.run(
            "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS number"
        ).data()
        joins = session.run(
            "MATCH ()-[r]->() RETURN type(r) + ' ' + coalesce(r.of, '') AS name, count(*) AS number"
        ).data()
    return {row["name"]: row["number"] for row in (*nodes, *joins)}
