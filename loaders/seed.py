"""The first filling of a store from the shipped facts, and its renewal when they change.

The version of the shipped facts a store was filled from stands in the reason of the
revisions that did it, so it travels with the store and needs no file of its own.  A database of
a server is filled batch by batch and only the last names the version: without it the filling
was cut short, and is finished before anybody works with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import Conflict
from graph.model import DESK_KINDS, Record
from graph.schema import Schema
from graph.store import open_store, sqlite_path
from graph.store.copying import check_whole
from graph.store.neo4j_address import is_neo4j
from graph.store.protocol import Change, CommitInfo, Revision, Store
from loaders.data import Progress, data_digest, read_data
from loaders.fresh import ACTOR, ADDED, add_missing_rules, is_own
from loaders.newfile import build, store_url
from loaders.renewal import merge, stale
from loaders.weighted import is_weight_only

FIRST = "首次载入"
BEGUN = "首次载入,未完"
RENEWAL = "更新随附数据"
_VERSION = "数据版本 "
_PAGE = 500
_BATCH = 500
_FEW = 5
_STEPS = 1000
_READING = 300
_TRIES = 3

Action = Literal["created", "current", "renewed", "merged", "own"]


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What was done.

    ``action``: created (an empty store was filled), current (nothing to do), renewed (only
    the records that changed were written), merged (the same in a store users have edited: what
    they changed stays as they left it), own (started without the shipped facts).  ``written``
    counts records put or deleted; ``conflicts`` those that stay as users left them while the
    shipped facts say something else now, which wait for a decision as held updates.
    ``stored`` is the version the store was filled from before.
    """

    action: Action
    digest: str
    stored: str | None
    written: int
    conflicts: int = 0


def ensure_store_at(
    url: str, data_dir: Path, schema: Schema, *, progress: Progress | None = None
) -> SeedReport:
    """Make the store at an address ready to work with: a file, or a database of a server.

    An empty database is filled in batches that bear the version in their names, so programs
    that start at once share the work, and one that was killed is taken up where it stopped.

    Parameters
    ----------
    url
        ``sqlite:///…`` or ``neo4j://…``.
    data_dir, schema, progress
        As in :func:`ensure_store`.

    Raises
    ------
    StoreUnavailable
        The folder, the file or the server cannot be used, or a copy into it is not whole.
    BadRows
        The shipped facts break the schema.
    """
    if not is_neo4j(url):
        return ensure_store(sqlite_path(url), data_dir, schema, progress=progress)
    with contextlib.closing(open_store(url, schema)) as store:
        info = store.info()
        check_whole(info)
        if not info.last_seq or is_unfinished(store):
            return _fill_in_steps(store, data_dir, schema, progress)
        return seed(store, data_dir, schema, progress=progress)


def ensure_store(
    path: Path, data_dir: Path, schema: Schema, *, progress: Progress | None = None
) -> SeedReport:
    """Make the embedded store at ``path``, or bring it up to date.

    A new store is filled in a file beside ``path`` and moved there when whole, so a killed
    first start leaves nothing half-loaded.

    Parameters
    ----------
    path
        The SQLite file.
    data_dir, schema
        The shipped facts and their schema.
    progress
        Called with (done, total, Chinese label of the kind at hand).

    Raises
    ------
    StoreUnavailable
        The folder or the file cannot be used, or a copy into it is not whole.
    BadRows
        The shipped facts break the schema.
    """
    if path.exists():
        with contextlib.closing(open_store(store_url(path), schema)) as store:
            check_whole(store.info())
            return seed(store, data_dir, schema, progress=progress)
    return build(path, schema, lambda store: _fill(store, data_dir, schema, progress))


def seed(
    store: Store, data_dir: Path, schema: Schema, *, progress: Progress | None = None
) -> SeedReport:
    """Fill ``store`` from ``data_dir``, or renew it, in one transaction.

    An empty store gets everything.  One that stands gets what changed, row by row: records people
    changed, added or took away stay as they left them (:mod:`loaders.renewal`).  One they
    started without the shipped facts (``own``) is only given the rules it lacks, or a newer
    program could not reason over it.  Weights that users changed stay in every case.

    Raises
    ------
    BadRows
        The shipped facts break the schema; nothing is written.
    Conflict
        People kept changing the very records that are renewed; the next start tries again.
    """
    digest = data_digest(data_dir, schema)
    if not store.info().last_seq:
        return _write(store, _puts(read_data(data_dir, schema)), digest, progress)
    for _ in range(_TRIES):
        with contextlib.suppress(Conflict):  # somebody wrote meanwhile: look again
            return _renewed(store, data_dir, schema, digest, progress)
    return _renewed(store, data_dir, schema, digest, progress)


def stored_digest(store: Store) -> str | None:
    """Version of the shipped facts ``store`` was last filled from; None when it never was."""
    for commit in _commits(store, actor=ACTOR):
        if _VERSION in commit.reason:
            return commit.reason.rpartition(_VERSION)[2]
    return None


def is_unfinished(store: Store) -> bool:
    """Whether a first filling in batches was begun and cut short."""
    first = store.history(limit=1)
    begun = bool(first) and (first[0].actor, first[0].reason) == (ACTOR, BEGUN)
    return begun and stored_digest(store) is None


def is_edited(store: Store) -> bool:
    """Whether anybody but the program has ever written facts to ``store``.

    Changed weights, views and notes are no facts: they are kept, and hold no renewal up.
    """
    others = _commits(store, not_actor=ACTOR)
    return any(
        not (r.ref[0] in DESK_KINDS or is_weight_only(r))
        for commit in others
        for r in _revisions(store, commit)
    )


def data_version(store: Store) -> str:
    """One line for exports: version of the shipped facts and number of the last change."""
    return f"{stored_digest(store) or '自有数据'},修订 {store.info().last_seq}"


def _fill(store: Store, data_dir: Path, schema: Schema, progress: Progress | None) -> SeedReport:
    digest = data_digest(data_dir, schema)
    changes = _read(data_dir, schema, progress)
    shown = _writing(changes, schema, progress)
    store.bulk(changes, actor=ACTOR, reason=_reason(FIRST, digest), progress=shown)
    return SeedReport("created", digest, None, len(changes))


def _fill_in_steps(
    store: Store, data_dir: Path, schema: Schema, progress: Progress | None
) -> SeedReport:
    """Fill a database that others may be filling too, or that was left half filled.

    What an older version left there and this one lacks goes with the last batch.  That one puts
    its record anew whether it stands or not, so it always leaves the revision that says: whole.
    """
    digest = data_digest(data_dir, schema)
    changes = _read(data_dir, schema, progress)
    *most, last = changes
    wanted = {change.ref for change in changes}
    gone = [Change.delete(*ref) for ref in stale(store, schema, wanted)]
    name, shown = f"seed:{digest}", _writing(changes, schema, progress)
    store.bulk(most, actor=ACTOR, reason=BEGUN, batch=_BATCH, resume=name, progress=shown)
    store.write(
        [*gone, Change.delete(*last.ref), last],
        actor=ACTOR,
        reason=_reason(FIRST, digest),
        commit_id=f"{name}:whole",
    )
    if progress:
        progress(_STEPS, _STEPS, schema[last.ref[0]].label_zh)
    return SeedReport("created", digest, None, len(changes))


def _read(data_dir: Path, schema: Schema, progress: Progress | None) -> list[Change]:
    def reading(done: int, total: int, label: str) -> None:
        if progress:
            progress(_READING * done // total, _STEPS, label)

    return _puts(read_data(data_dir, schema, progress=reading))


def _writing(
    changes: Sequence[Change], schema: Schema, progress: Progress | None
) -> Callable[[int, int], None]:
    def writing(done: int, _: int) -> None:
        if progress:
            label = schema[changes[min(done, len(changes) - 1)].ref[0]].label_zh
            progress(_READING + (_STEPS - _READING) * done // len(changes), _STEPS, label)

    return writing


def _write(
    store: Store, changes: Sequence[Change], digest: str, progress: Progress | None
) -> SeedReport:
    with _shown(progress):
        store.write(changes, actor=ACTOR, reason=_reason(FIRST, digest))
    return SeedReport("created", digest, None, len(changes))


def _renewed(
    store: Store, data_dir: Path, schema: Schema, digest: str, progress: Progress | None
) -> SeedReport:
    stored = stored_digest(store)
    if stored == digest:
        return SeedReport("current", digest, stored, 0)
    if is_own(store) or stored is None:
        added = add_missing_rules(store, data_dir, schema)
        return SeedReport("own", digest, stored, added)
    made_at = dt.datetime.now().strftime("%Y-%m-%d %H:%M")
    with _shown(progress):
        made = merge(store, read_data(data_dir, schema), schema, version=digest, made_at=made_at)
        if made.filled:
            store.write(made.filled, actor=ACTOR, reason=ADDED, expect=made.expected(made.filled))
        store.write(
            made.changes,
            actor=ACTOR,
            reason=_reason(RENEWAL, digest),
            expect=made.expected(made.changes),
        )
    action: Action = "merged" if made.is_edited else "renewed"
    written = len(made.changes) + len(made.filled)
    return SeedReport(action, digest, stored, written, len(made.held))


@contextlib.contextmanager
def _shown(progress: Progress | None) -> Iterator[None]:
    if progress:
        progress(_READING, _STEPS, "写入")
    yield
    if progress:
        progress(_STEPS, _STEPS, "写入")


def _reason(what: str, digest: str) -> str:
    return f"{what},{_VERSION}{digest}"


def _puts(records: Iterable[Record]) -> list[Change]:
    return [Change.put(record) for record in records]


def _commits(
    store: Store, *, actor: str | None = None, not_actor: str | None = None
) -> Iterator[CommitInfo]:
    """Commits of one actor or of all but one, newest first, read a page at a time."""
    before, page = None, _FEW
    while found := store.commits(actor=actor, not_actor=not_actor, before=before, limit=page):
        yield from found
        before, page = found[-1], _PAGE


def _revisions(store: Store, commit: CommitInfo) -> Iterator[Revision]:
    """What a commit did."""
    after, page = 0, _FEW
    while found := store.history(commit_id=commit.commit_id, after_seq=after, limit=page):
        yield from found
        after, page = found[-1].seq, _PAGE
