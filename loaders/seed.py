"""The first filling of a store from the shipped facts, and its renewal when they change.

How a store is filled is told by :mod:`loaders.filling`, what a renewal leaves alone by
:mod:`loaders.renewal`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import Conflict
from graph.schema import Schema
from graph.store import open_store, sqlite_path
from graph.store.copying import check_whole
from graph.store.neo4j_address import is_neo4j
from graph.store.protocol import Store
from loaders.data import Progress, data_digest, read_data
from loaders.filled import RENEWAL, is_unfinished, reason_of, stored_digest
from loaders.filling import fill, fill_at_once, fill_in_steps, shown
from loaders.fresh import ACTOR, ADDED, add_missing_rules, is_own
from loaders.newfile import build, store_url
from loaders.renewal import merge

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
            written = fill_in_steps(store, data_dir, schema, progress)
            return SeedReport("created", data_digest(data_dir, schema), None, written)
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
    written = build(path, schema, lambda store: fill(store, data_dir, schema, progress))
    return SeedReport("created", data_digest(data_dir, schema), None, written)


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
        return SeedReport("created", digest, None, fill_at_once(store, data_dir, schema, progress))
    for _ in range(_TRIES):
        with contextlib.suppress(Conflict):  # somebody wrote meanwhile: look again
            return _renewed(store, data_dir, schema, digest, progress)
    return _renewed(store, data_dir, schema, digest, progress)


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
    with shown(progress):
        made = merge(store, read_data(data_dir, schema), schema, version=digest, made_at=made_at)
        if made.filled:
            store.write(made.filled, actor=ACTOR, reason=ADDED, expect=made.expected(made.filled))
        store.write(
            made.changes,
            actor=ACTOR,
            reason=reason_of(RENEWAL, digest),
            expect=made.expected(made.changes),
        )
    action: Action = "merged" if made.is_edited else "renewed"
    written = len(made.changes) + len(made.filled)
    return SeedReport(action, digest, stored, written, len(made.held))
