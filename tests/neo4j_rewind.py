"""A Neo4j store put back to an earlier revision: much sooner than filled anew.

What was written since is written back, then the revisions of both are taken out, past the program.
"""

from __future__ import annotations

from neo4j import Session

from graph.store.neo4j_model import key
from graph.store.protocol import Change, Ref, Revision, Store

MOST = 2000
"""Revisions; a store that went further is filled anew."""

_FORGET = "MATCH (r:_Revision) WHERE r.seq > $seq DELETE r"
_UNSIGN = (
    "MATCH (c:_Commit) WHERE NOT EXISTS {MATCH (:_Revision {commit_id: c.commit_id})} DELETE c"
)
_RENUMBER = """
UNWIND $keys AS key MATCH (n:Record {_key: key}) WHERE n._rev IS NOT NULL
CALL (key) { MATCH (r:_Revision {of: key}) RETURN r ORDER BY r.seq DESC LIMIT 1 }
SET n._rev = r.rev, n._seq = r.seq
"""
_STATE = "MATCH (m:_Meta {key: 'store'}) RETURN m.state"
_SETTLE = "MATCH (m:_Meta {key: 'store'}) SET m.state = $state, m.seq = $seq"


def state(session: Session) -> str:
    """Numbers and last revision, to be put back later."""
    return str(session.run(_STATE).single(strict=True)[0])


def rewind(store: Store, session: Session, seq: int, held: str) -> bool:
    """Put the store back to revision ``seq``, when ``held`` was its state, unless it went far."""
    since = store.history(after_seq=seq, limit=MOST)
    if not 0 < len(since) < MOST:
        return False
    first: dict[Ref, Revision] = {}
    for revision in since:
        first.setdefault(revision.ref, revision)
    back = [
        Change.delete(*ref) if was.before is None else Change.put(was.before)
        for ref, was in first.items()
    ]
    store.write(back, actor="测试", reason="退回")
    session.run(_FORGET, seq=seq).consume()
    session.run(_UNSIGN).consume()
    session.run(_RENUMBER, keys=[key(ref) for ref in first]).consume()
    session.run(_SETTLE, state=held, seq=seq).consume()
    return True
