"""Reading the revision log and the commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model import Record
from graph.store.codec import Codec
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import key
from graph.store.values import CommitInfo, Page, Ref, Revision

_KNOWN = """
UNWIND $ids AS id
CALL (id) {
  MATCH (r:_Revision {of: $kind + '/' + id}) WHERE r.rev > 0
  MATCH (c:_Commit {commit_id: r.commit_id}) WHERE c.time < $before
  RETURN r.after AS after, r.rev AS rev ORDER BY r.rev DESC LIMIT 1
}
RETURN id, after, rev
"""
_TAIL = """
MATCH (c:_Commit {commit_id: r.commit_id}) WHERE $before IS NULL OR c.time < $before
RETURN r {.*} AS row, c.actor AS actor, c.reason AS reason, c.time AS time
ORDER BY r.seq LIMIT $limit
"""
_COMMITS = """
MATCH (c:_Commit) WHERE c.time <= $time
WITH c WHERE (c.time < $time OR c.commit_id < $commit_id)
  AND ($actor IS NULL OR c.actor = $actor) AND ($not_actor IS NULL OR c.actor <> $not_actor)
RETURN c.commit_id AS commit_id, c.actor AS actor, c.reason AS reason, c.time AS time
ORDER BY c.time DESC, c.commit_id DESC LIMIT $limit
"""
_LAST = "\U0010ffff"


def known(tx: Runner, codec: Codec, kind: str, ids: Sequence[str], before: str) -> Page:
    """Records by id as they stood at a UTC moment."""
    found = {row["id"]: row for row in tx.run(_KNOWN, kind=kind, ids=list(ids), before=before)}
    rows = [found[id] for id in ids if id in found and found[id]["after"] is not None]
    return Page(
        tuple(codec.from_json(row["after"]) for row in rows), tuple(row["rev"] for row in rows)
    )


def history(
    tx: Runner,
    codecs: Mapping[str, Codec],
    ref: Ref | None,
    commit_id: str | None,
    after_seq: int,
    limit: int,
    before: str | None,
) -> tuple[Revision, ...]:
    """Revisions after ``after_seq``, oldest first, written before a UTC moment if given."""
    pattern = "(r:_Revision)"
    if ref is not None:
        pattern = "(r:_Revision {of: $of})"
    elif commit_id is not None:
        pattern = "(r:_Revision {commit_id: $commit_id})"
    rows = tx.run(
        f"MATCH {pattern} WHERE r.seq > $after AND r.rev > 0"
        f" AND ($commit_id IS NULL OR r.commit_id = $commit_id){_TAIL}",
        of=None if ref is None else key(ref),
        commit_id=commit_id,
        after=after_seq,
        before=before,
        limit=limit,
    )
    return tuple(_revision(codecs, row) for row in rows)


def commits(
    tx: Runner,
    actor: str | None,
    not_actor: str | None,
    before: CommitInfo | None,
    limit: int,
) -> tuple[CommitInfo, ...]:
    """Commits, newest first."""
    rows = tx.run(
        _COMMITS,
        actor=actor,
        not_actor=not_actor,
        time=_LAST if before is None else before.time,
        commit_id="" if before is None else before.commit_id,
        limit=limit,
    )
    return tuple(CommitInfo(**row) for row in rows)


def _revision(codecs: Mapping[str, Codec], held: Mapping[str, Any]) -> Revision:
    row = held["row"]

    def record(name: str) -> Record | None:
        text = row.get(name)
        return None if text is None else codecs[row["kind"]].from_json(text)

    return Revision(
        row["seq"], row["commit_id"], (row["kind"], row["id"]), row["rev"], row["op"],
        record("before"), record("after"), held["actor"], held["reason"], held["time"],
    )  # fmt: skip
