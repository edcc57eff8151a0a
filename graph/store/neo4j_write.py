"""Writing: the writers' lock, then records, references, search terms and revisions in few calls.

All writers take the lock of the one ``_Meta`` node first, so revision numbers run without gaps
and a revision compared is the one that stands when the write is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.store.base import Signature
from graph.store.codec import Codec
from graph.store.neo4j_codec import NodeCodec
from graph.store.neo4j_draw import draw, undraw
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import key, label
from graph.store.neo4j_terms import retell
from graph.store.plan import Doing, Plan, Standing, expected, plan, replayed, touched
from graph.store.relations import Relation
from graph.store.values import Change, Commit, Ref, Revision

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
_SWEEP = """
UNWIND $keys AS key MATCH (n:Missing {_key: key}) WHERE NOT EXISTS {(n)--()} DELETE n
"""
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

    def replay(self, tx: Runner, revisions: Sequence[Revision], until: int) -> int:
        """Take over revisions as they are, of a history that goes up to number ``until``."""
        (held,) = tx.run(_LOCK, commit_id=f"replay:{revisions[0].seq}")
        state = json.loads(held["state"])
        if until:
            state["until"] = until
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
        left = undraw(tx, made.nets, self._relations)
        for kind, doings in nets.items():
            left += self._put(tx, kind, doings)
        draw(tx, made.nets, self._relations)
        if left:
            tx.run(_SWEEP, keys=list(dict.fromkeys(left)))
        retell(tx, made.nets)
        if revisions:
            tx.run(_REVISION, rows=revisions)
        tx.run(_COMMIT, rows=commits)
        if made.doings:
            state["seq"] = made.doings[-1].seq
            for kind, more in made.counts.items():
                state["counts"][kind] = state["counts"].get(kind, 0) + more
            tx.run(_SETTLE, state=json.dumps(state), seq=state["seq"])

    def _put(self, tx: Runner, kind: str, doings: Sequence[Doing]) -> list[str]:
        """Records as they will stand; gives the nodes of those that are gone."""
        put = self._nodes[kind].properties
        rows = [
            put(d.after) | {"_key": key(d.ref), "_rev": d.rev, "_seq": d.seq}
            for d in doings
            if d.after is not None
        ]
        gone = [key(d.ref) for d in doings if d.after is None]
        if gone:
            tx.run(_GONE.format(label=label(kind)), keys=gone)
        if rows:
            tx.run(_PUT.format(label=label(kind)), rows=rows)
        return gone


def _done(tx: Runner, commit_id: str) -> Commit:
    rows = tx.run(_DONE, commit_id=commit_id)
    revs = {(row["kind"], row["id"]): row["rev"] for row in rows}
    return Commit(commit_id, rows[-1]["seq"] if rows else 0, revs)


def _commit_row(by: Signature) -> dict[str, Any]:
    return {"commit_id": by.commit_id, "actor": by.actor, "reason": by.reason, "time": by.time}
