"""The change log, a page at a time: which commits, and what each of them did."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from graph.store.dates import utc_text
from graph.store.protocol import CommitInfo, Revision, Store

_FEW, _PAGE = 50, 500
_BATCH = re.compile(r"(?P<name>.+?):(\d+(:[0-9a-f]{16,})?|whole)")
LOOKED = 3000
"""How many commits are looked into for one kind before the answer is cut short."""
COUNTED = 20_000
"""Changes of one commit that are counted; more are told as so many or more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which commits are asked for; what is None or empty lets all pass.

    ``since`` and ``until`` are local days, both included; ``text`` stands somewhere in the
    reason; ``kind`` is one of the kinds of records changed.
    """

    actor: str | None = None
    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one commit did: changes by kind, in all, and the first of them.

    ``is_cut`` when there are more than were counted.
    """

    kinds: Mapping[str, int]
    total: int
    first: Revision | None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: a commit, or the batches of one piece of work (newest first)."""

    commits: tuple[CommitInfo, ...]
    summary: Summary

    @property
    def info(self) -> CommitInfo:
        """Who, why and when; of batches the newest."""
        return self.commits[0]


@dataclass(frozen=True, slots=True)
class Found:
    """Lines newest first; ``more`` when older ones may follow, ``is_cut`` when looking stopped."""

    entries: tuple[Entry, ...]
    more: bool = False
    is_cut: bool = False


def found(store: Store, wanted: Wanted, *, limit: int, told: MutableMapping[str, Summary]) -> Found:
    """The newest ``limit`` lines that meet all conditions.

    Parameters
    ----------
    store
        Where.
    wanted
        The conditions.
    limit
        How many lines.
    told
        Summaries known already, by commit; new ones are put into it.
    """
    entries: list[Entry] = []
    for looked, commits in enumerate(_grouped(_matching(store, wanted)), 1):
        if len(entries) == limit:
            return Found(tuple(entries), more=True)
        if wanted.kind and looked > LOOKED:
            return Found(tuple(entries), more=True, is_cut=True)
        summary = combined(store, commits, told)
        if wanted.kind is None or wanted.kind in summary.kinds:
            entries.append(Entry(commits, summary))
    return Found(tuple(entries))


def summary_of(store: Store, commit_id: str, told: MutableMapping[str, Summary]) -> Summary:
    """What a commit did; a commit never changes, so what was found is kept in ``told``."""
    if commit_id not in told:
        told[commit_id] = _summary(store, commit_id)
    return told[commit_id]


def combined(
    store: Store, commits: Sequence[CommitInfo], told: MutableMapping[str, Summary]
) -> Summary:
    """What commits did together; the first change is that of the first one given."""
    kinds: dict[str, int] = {}
    first, total = None, 0
    for info in commits:
        if total >= COUNTED:
            return Summary(kinds, total, first, is_cut=True)
        part = summary_of(store, info.commit_id, told)
        first, total = first or part.first, total + part.total
        for kind, n in part.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + n
        if part.is_cut:
            return Summary(kinds, total, first, is_cut=True)
    return Summary(kinds, total, first)


def entry_of(store: Store, revision: Revision, told: MutableMapping[str, Summary]) -> Entry:
    """The line of the commit a revision belongs to."""
    info = CommitInfo(revision.commit_id, revision.actor, revision.reason, revision.time)
    return Entry((info,), summary_of(store, revision.commit_id, told))


def _summary(store: Store, commit_id: str) -> Summary:
    kinds: dict[str, int] = {}
    first, total, after, page = None, 0, 0, _FEW
    while rows := store.history(commit_id=commit_id, after_seq=after, limit=page):
        first = first or rows[0]
        for revision in rows:
            kinds[revision.ref[0]] = kinds.get(revision.ref[0], 0) + 1
        total += len(rows)
        if len(rows) < page:
            break
        if total >= COUNTED:
            return Summary(kinds, total, first, is_cut=True)
        after, page = rows[-1].seq, _PAGE
    return Summary(kinds, total, first)


def _matching(store: Store, wanted: Wanted) -> Iterator[CommitInfo]:
    """Commits by person, days and reason; days outside are not even read."""
    first = None if wanted.since is None else _utc(wanted.since)
    before = None
    if wanted.until is not None and wanted.until < dt.date.max:
        before = CommitInfo("", "", "", _utc(wanted.until + dt.timedelta(days=1)))
    text, page = wanted.text.strip().casefold(), _FEW
    while rows := store.commits(actor=wanted.actor, before=before, limit=page):
        for info in rows:
            if first is not None and info.time < first:
                return
            if text in info.reason.casefold():
                yield info
        before, page = rows[-1], _PAGE


def _utc(day: dt.date) -> str:
    """The moment a local day begins, as the store writes moments."""
    return utc_text(dt.datetime.combine(day, dt.time()).astimezone())


def _grouped(commits: Iterator[CommitInfo]) -> Iterator[tuple[CommitInfo, ...]]:
    """Batches of one piece of work that follow each other become one."""
    held: list[CommitInfo] = []
    for info in commits:
        if held and not (batch_of(info) and batch_of(info) == batch_of(held[-1])):
            yield tuple(held)
            held = []
        held.append(info)
    if held:
        yield tuple(held)


def batch_of(info: CommitInfo) -> str | None:
    """The piece of work a commit is a batch of; None when it stands by itself.

    Examples
    --------
    >>> batch_of(CommitInfo("seed:0123:500", "系统", "首次载入", ""))
    'seed:0123'
    >>> batch_of(CommitInfo("3f2a", "小王", "改客商", ""))
    """
    match = _BATCH.fullmatch(info.commit_id)
    return match["name"] if match else None


@dataclass(slots=True)
class Actors:
    """Everybody who ever wrote, brought up to date without reading old commits twice."""

    names: dict[str, None] = field(default_factory=dict)
    newest: CommitInfo | None = None

    def refresh(self, store: Store) -> tuple[str, ...]:
        """Take in what was written since, and give all names, newest first."""
        before: CommitInfo | None = None
        fresh: dict[str, None] = {}
        newest: CommitInfo | None = None
        while rows := store.commits(before=before, limit=_FEW if before is None else _PAGE):
            newest = newest or rows[0]
            new = [r for r in rows if self.newest is None or _key(r) > _key(self.newest)]
            fresh.update((r.actor, None) for r in new)
            before = rows[-1]
            if len(new) < len(rows):
                break
        self.names, self.newest = {**fresh, **self.names}, newest or self.newest
        return tuple(self.names)


def _key(info: CommitInfo) -> tuple[str, str]:
    return info.time, info.commit_id
