"""Writing: the writers' lock, then records, references, search terms and revisions in few calls.

All writers take the lock of the one ``_Meta`` node first, so revision numbers run without gaps
and a revision compared is the one that stands when the write is done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model import Record
from graph.store.base import Signature
from graph.store.codec import Codec
from graph.store.neo4j_codec import NodeCodec
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import SHORTCUTS, Arrow, arrows, key, label, shorts
from graph.store.plan import Doing, Plan, Standing, expected, plan, replayed, touched
from graph.store.relations import Relation, targets
from graph.store.tokens import terms
from graph.store.values import Change, Commit, Ref, Revision

HEAD = 200
"""How many characters of a term's norm are indexed: longer values are refused by an index."""

_LOCK = """
MATCH (m:_Meta {key: 'store'}) SET m._lock = $commit_id
WITH m OPTIONAL MATCH (c:_Commit {commit_id: $commit_id})
RETURN m.state AS state, c IS NOT NULL AS is_done
"""
_DONE = """
MATCH (r:_Revision {commit_id: $commit_id}) RETURN r.seq AS seq, r.kind AS kind, r.id AS id,
  r.rev AS rev ORDER BY seq
"""
_STANDING = """
UNWIND $keys AS key MATCH (n:Record {_key: key}) WHERE n._rev IS NOT NULL
RETURN key, n {.*} AS held
"""
_LAST_REV = """
UNWIND $keys AS key MATCH (r:_Revision {of: key}) WHERE r.rev > 0
RETURN key, max(r.rev) AS rev
"""
_GONE = """
UNWIND $keys AS key MATCH (n:Record:{label} {{_key: key}})
SET n = {{_key: key}}, n:Missing REMOVE n:{label}
"""
_PUT = """
UNWIND $rows AS row MERGE (n:Record {{_key: row._key}}) SET n = row, n:{label} REMOVE n:Missing
"""
_UNLINK = """
UNWIND $rows AS row
MATCH (:Record {{_key: row.a}})-[r:{type} {{of: row.of}}]->(:Record {{_key: row.b}}) DELETE r
"""
_LINK = """
UNWIND $rows AS row
MATCH (n:Record {{_key: row.from}})
MERGE (t:Record {{_key: row.to}}) ON CREATE SET t:Missing
CREATE {pattern}
"""
_UNSHORT = """
UNWIND $rows AS row
MATCH (:Record {{_key: row.a}})-[r:{type} {{id: row.id}}]->(:Record {{_key: row.b}}) DELETE r
"""
_SHORT = """
UNWIND $rows AS row
MATCH (a:Record {{_key: row.a}}), (b:Record {{_key: row.b}})
CREATE (a)-[r:{type}]->(b) SET r = row.held
"""
_SWEEP = """
UNWIND $keys AS key MATCH (n:Missing {_key: key}) WHERE NOT EXISTS {(n)--()} DELETE n
"""
_UNTERM = "UNWIND $keys AS key MATCH (t:_Term {of: key}) DELETE t"
_TERM = "UNWIND $rows AS row CREATE (t:_Term) SET t = row"
_REVISION = "UNWIND $rows AS row CREATE (r:_Revision) SET r = row"
_COMMIT = """
UNWIND $rows AS row MERGE (c:_Commit {commit_id: row.commit_id}) ON CREATE SET c = row
"""
_SETTLE = "MATCH (m:_Meta {key: 'store'}) SET m.state = $state, m.seq = $seq"


class Writer:
    """Writes to one database; holds what each kind needs."""

    def __init__(
        self,
        codecs: Mapping[str, Codec],
        nodes: Mapping[str, NodeCodec],
        relations: Sequence[Relation],
    ) -> None:
        self._codecs, self._nodes = codecs, nodes
        self._relations = {
            kind: tuple(r for r in relations if r.from_kind == kind) for kind in nodes
        }

    def apply(
        self, tx: Runner, changes: Sequence[Change], by: Signature, expect: Mapping[Ref, int]
    ) -> Commit:
        """Do ``changes``; a known commit gives its first result."""
        (held,) = tx.run(_LOCK, commit_id=by.commit_id)
        if held["is_done"]:
            return _done(tx, by.commit_id)
        state = json.loads(held["state"])
        stands = self._standing(tx, touched(changes, expect))
        expected(expect, stands)
        made = plan(changes, stands, state["seq"])
        rows = [self._revision(doing, by.commit_id) for doing in made.doings]
        self._do(tx, made, rows, [_commit_row(by)], state)
        return made.commit(by.commit_id)

    def replay(self, tx: Runner, revisions: Sequence[Revision]) -> int:
        """Take over revisions as they are."""
        (held,) = tx.run(_LOCK, commit_id=f"replay:{revisions[0].seq}")
        state = json.loads(held["state"])
        stands = self._standing(tx, tuple(dict.fromkeys(r.ref for r in revisions)))
        made = replayed(revisions, stands, state["seq"])
        pairs = zip(made.doings, revisions, strict=True)
        rows = [self._revision(doing, revision.commit_id) for doing, revision in pairs]
        signed = {
            r.commit_id: _commit_row(Signature(r.commit_id, r.actor, r.reason, r.time))
            for r in revisions
        }
        self._do(tx, made, rows, list(signed.values()), state)
        return made.doings[-1].seq

    def _standing(self, tx: Runner, refs: Sequence[Ref]) -> dict[Ref, Standing]:
        keys = {key(ref): ref for ref in refs}
        found: dict[Ref, Standing] = {}
        for row in tx.run(_STANDING, keys=list(keys)):
            ref, held = keys[row["key"]], row["held"]
            found[ref] = Standing(self._nodes[ref[0]].record(held), held["_rev"], held["_rev"])
        absent = [text for text, ref in keys.items() if ref not in found]
        for row in tx.run(_LAST_REV, keys=absent) if absent else ():
            found[keys[row["key"]]] = Standing(None, 0, row["rev"])
        return found

    def _revision(self, doing: Doing, commit_id: str) -> dict[str, Any]:
        kind, id = doing.ref
        to_json = self._codecs[kind].to_json
        row = {
            "seq": doing.seq, "commit_id": commit_id, "of": key(doing.ref), "kind": kind,
            "id": id, "rev": doing.rev, "op": doing.op,
        }  # fmt: skip
        if doing.before is not None:
            row["before"] = to_json(doing.before)
        if doing.after is not None:
            row["after"] = to_json(doing.after)
        return row

    def _do(
        self,
        tx: Runner,
        made: Plan,
        revisions: list[dict[str, Any]],
        commits: list[dict[str, Any]],
        state: dict[str, Any],
    ) -> None:
        nets: dict[str, list[Doing]] = {}
        for net in made.nets:
            nets.setdefault(net.ref[0], []).append(net)
        left: list[str] = []
        for kind, doings in nets.items():
            left += self._put(tx, kind, doings)
        for kind, doings in nets.items():
            _draw(tx, doings, self._relations[kind])
        if left:
            tx.run(_SWEEP, keys=list(dict.fromkeys(left)))
        _retell(tx, made.nets)
        if revisions:
            tx.run(_REVISION, rows=revisions)
        tx.run(_COMMIT, rows=commits)
        if made.doings:
            state["seq"] = made.doings[-1].seq
            for kind, more in made.counts.items():
                state["counts"][kind] = state["counts"].get(kind, 0) + more
            tx.run(_SETTLE, state=json.dumps(state), seq=state["seq"])

    def _put(self, tx: Runner, kind: str, doings: Sequence[Doing]) -> list[str]:
        """Records as they will stand; gives the nodes that may be left without a use."""
        relations, put = self._relations[kind], self._nodes[kind].properties
        rows = [
            put(d.after) | {"_key": key(d.ref), "_rev": d.rev, "_seq": d.seq}
            for d in doings
            if d.after is not None
        ]
        left = _undraw(tx, doings, relations)
        gone = [key(d.ref) for d in doings if d.after is None]
        if gone:
            tx.run(_GONE.format(label=label(kind)), keys=gone)
        if rows:
            tx.run(_PUT.format(label=label(kind)), rows=rows)
        return gone + left


def _done(tx: Runner, commit_id: str) -> Commit:
    rows = tx.run(_DONE, commit_id=commit_id)
    revs = {(row["kind"], row["id"]): row["rev"] for row in rows}
    return Commit(commit_id, rows[-1]["seq"] if rows else 0, revs)


def _commit_row(by: Signature) -> dict[str, Any]:
    return {"commit_id": by.commit_id, "actor": by.actor, "reason": by.reason, "time": by.time}


def _link_rows(
    record: Record | None, keep: Record | None, of: Ref, arrow: Arrow
) -> list[dict[str, str]]:
    """References of ``record`` by one relation that ``keep`` does not have."""
    if record is None:
        return []
    kept = set() if keep is None else set(targets(keep, arrow.relation))
    here, name, there = key(of), arrow.relation.name, arrow.relation.to_kind
    rows = []
    for id in targets(record, arrow.relation):
        if id not in kept:
            to = key((there, id))
            ends = (to, here) if arrow.is_turned else (here, to)
            rows.append({"from": here, "to": to, "a": ends[0], "b": ends[1], "of": name})
    return rows


def _undraw(tx: Runner, doings: Sequence[Doing], relations: Sequence[Relation]) -> list[str]:
    """Take away references and shortcuts that no longer hold; gives the ends they led to."""
    ends: list[str] = []
    for arrow in arrows(relations):
        rows = [row for d in doings for row in _link_rows(d.before, d.after, d.ref, arrow)]
        if rows:
            tx.run(_UNLINK.format(type=arrow.type), rows=rows)
            ends += [row["to"] for row in rows]
    _shortcuts(tx, _UNSHORT, ((d.before, d.after) for d in doings))
    return ends


def _draw(tx: Runner, doings: Sequence[Doing], relations: Sequence[Relation]) -> None:
    """Draw the references and shortcuts that are new."""
    for arrow in arrows(relations):
        rows = [row for d in doings for row in _link_rows(d.after, d.before, d.ref, arrow)]
        if rows:
            start, end = ("t", "n") if arrow.is_turned else ("n", "t")
            pattern = f"({start})-[:{arrow.type} {{of: row.of}}]->({end})"
            tx.run(_LINK.format(pattern=pattern), rows=rows)
    _shortcuts(tx, _SHORT, ((d.after, d.before) for d in doings))


def _shortcuts(tx: Runner, text: str, pairs: Iterable[tuple[Record | None, Record | None]]) -> None:
    """Run ``text`` for the shortcuts the first of each pair stands for and the second does not."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for record, other in pairs:
        kept = () if other is None else shorts(other)
        for short in () if record is None else shorts(record):
            if short not in kept:
                row = {"a": short.start, "b": short.end, "id": short.id}
                rows.setdefault(short.type, []).append(
                    row | {"held": short.held | {"id": short.id}}
                )
    for type_ in SHORTCUTS:
        if type_ in rows:
            tx.run(text.format(type=type_), rows=rows[type_])


def _retell(tx: Runner, nets: Iterable[Doing]) -> None:
    """Make the search terms of changed names anew."""
    old: list[str] = []
    rows: list[dict[str, Any]] = []
    for net in nets:
        before = terms(net.before) if net.before is not None else ()
        after = terms(net.after) if net.after is not None else ()
        if before == after:
            continue
        if before:
            old.append(key(net.ref))
        rows += term_rows(net.ref, after)
    if old:
        tx.run(_UNTERM, keys=old)
    if rows:
        tx.run(_TERM, rows=rows)


def term_rows(ref: Ref, found: Sequence[Any]) -> list[dict[str, Any]]:
    """Properties of the terms a record is found by."""
    return [
        {
            "of": key(ref), "kind": ref[0], "id": ref[1], "name": found[0].text,
            "role": term.role, "text": term.text, "norm": term.norm, "head": term.norm[:HEAD],
            "length": len(term.norm), "tokens": term.tokens,
        }
        for term in found
    ]  # fmt: skip


def reindex(
    tx: Runner, kind: str, records: Sequence[Record], relations: Sequence[Relation]
) -> None:
    """Draw references and make search terms of records anew, as if they were just written."""
    refs = [(kind, str(getattr(record, "id", ""))) for record in records]
    names = [relation.name for relation in relations]
    tx.run(
        "UNWIND $keys AS key MATCH (n:Record {_key: key})-[r]-() WHERE r.of IN $names DELETE r",
        keys=[key(ref) for ref in refs],
        names=names,
    )
    doings = [
        Doing(0, ref, 0, "put", None, record) for ref, record in zip(refs, records, strict=True)
    ]
    for type_ in SHORTCUTS:
        tx.run(
            f"UNWIND $rows AS row MATCH (:Record {{_key: row.a}})-[r:{type_} {{id: row.id}}]->()"
            " DELETE r",
            rows=[{"a": s.start, "id": s.id} for record in records for s in shorts(record)],
        )
    _draw(tx, doings, relations)
    tx.run(_UNTERM, keys=[key(ref) for ref in refs])
    tx.run(_TERM, rows=[row for d in doings for row in term_rows(d.ref, terms_of(d.after))])


def terms_of(record: Record | None) -> tuple[Any, ...]:
    """Search terms of a record that may be gone."""
    return () if record is None else terms(record)
