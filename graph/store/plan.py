"""What a write will do, worked out before an engine does it, so that all stores do the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.errors import BadRequest, Conflict
from graph.model import Record
from graph.store.values import Change, Commit, Ref, Revision


class Standing(NamedTuple):
    """A record as it stands: None and 0 when it does not; ``last_rev`` counts on after a delete."""

    record: Record | None
    rev: int
    last_rev: int


NOTHING = Standing(None, 0, 0)


class Doing(NamedTuple):
    """One revision about to be written."""

    seq: int
    ref: Ref
    rev: int
    op: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All revisions of one write, and the record each touched ref had before and has after it.

    ``nets`` leaves out what ends as it began.
    """

    doings: tuple[Doing, ...]
    nets: tuple[Doing, ...]
    counts: Mapping[str, int]

    def commit(self, commit_id: str) -> Commit:
        """What the writer is told."""
        last = self.doings[-1].seq if self.doings else 0
        return Commit(commit_id, last, {d.ref: d.rev for d in self.doings})


def touched(changes: Sequence[Change], expect: Mapping[Ref, int]) -> tuple[Ref, ...]:
    """Every record a write must look at first."""
    return tuple(dict.fromkeys([*expect, *(change.ref for change in changes)]))


def expected(expect: Mapping[Ref, int], stands: Mapping[Ref, Standing]) -> None:
    """See that every record has the revision expected; Conflict with what stands when not."""
    for ref, rev in expect.items():
        found = stands.get(ref, NOTHING)
        if found.rev != rev:
            raise Conflict(ref, rev, found.rev, found.record)


def plan(changes: Sequence[Change], stands: Mapping[Ref, Standing], last_seq: int) -> Plan:
    """Changes in order on what stands; a put equal to what stands is no change."""
    now = dict(stands)
    doings: list[Doing] = []
    for change in changes:
        found = now.get(change.ref, NOTHING)
        if found.record == change.record:
            continue
        rev, seq = found.last_rev + 1, last_seq + len(doings) + 1
        doings.append(Doing(seq, change.ref, rev, change.op, found.record, change.record))
        now[change.ref] = Standing(change.record, rev if change.record is not None else 0, rev)
    return _netted(doings, stands)


def replayed(revisions: Sequence[Revision], stands: Mapping[Ref, Standing], last_seq: int) -> Plan:
    """Revisions of another store, which must follow on what stands."""
    now = dict(stands)
    doings: list[Doing] = []
    for number, revision in enumerate(revisions, start=last_seq + 1):
        found = now.get(revision.ref, NOTHING)
        follows = revision.seq == number and revision.rev == found.last_rev + 1
        if not follows or revision.before != found.record:
            raise BadRequest(
                f"第 {revision.seq} 条修订接不上(这里已有 {last_seq} 条);"
                "目标库里有别的数据,请换一个空库。"
            )
        after = revision.after
        doings.append(Doing(number, revision.ref, revision.rev, revision.op, found.record, after))
        now[revision.ref] = Standing(after, revision.rev if after is not None else 0, revision.rev)
    return _netted(doings, stands)


def _netted(doings: Sequence[Doing], stands: Mapping[Ref, Standing]) -> Plan:
    last = {doing.ref: doing for doing in doings}
    nets: list[Doing] = []
    counts: dict[str, int] = {}
    for ref, doing in last.items():
        before = stands.get(ref, NOTHING).record
        nets.append(doing if doing.before is before else doing._replace(before=before))
        more = (doing.after is not None) - (before is not None)
        if more:
            counts[ref[0]] = counts.get(ref[0], 0) + more
    kept = tuple(n for n in nets if n.before is not None or n.after is not None)
    return Plan(tuple(doings), kept, counts)


def by_kind(refs: Iterable[Ref]) -> dict[str, list[str]]:
    """Ids of refs by kind."""
    found: dict[str, list[str]] = {}
    for kind, id in refs:
        found.setdefault(kind, []).append(id)
    return found
