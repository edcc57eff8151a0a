"""The first filling of a store from the shipped facts, and its renewal when they change.

The version of the shipped facts a store was filled from stands in the reason of the
revisions that did it, so it travels with the store and needs no file of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from graph.model import Record
from graph.schema import Schema
from graph.store import open_store
from graph.store.protocol import Change, Ref, Revision, Store
from loaders.data import Progress, data_digest, read_data
from loaders.fresh import ACTOR, add_missing_rules, is_own
from loaders.newfile import build, store_url
from loaders.weighted import is_weight_only, with_user_weights

FIRST = "首次载入"
RENEWAL = "更新随附数据"
_VERSION = "数据版本 "
_PAGE = 500
_STEPS = 1000
_READING = 300

Action = Literal["created", "current", "renewed", "held", "own"]


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What was done.

    ``action``: created (an empty store was filled), current (nothing to do), renewed (only
    the records that changed were written), held (the shipped facts are newer but users have
    edited this store, so their records were left alone), own (started without the shipped
    facts).  ``written`` counts records put or deleted.
    ``stored`` is the version the store was filled from before.
    """

    action: Action
    digest: str
    stored: str | None
    written: int


def ensure_store(
    path: Path, data_dir: Path, schema: Schema, *, progress: Progress | None = None
) -> SeedReport:
    """Make the embedded store at ``path``, or bring an unedited one up to date.

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
        The folder or the file cannot be used.
    BadRows
        The shipped facts break the schema.
    """
    if path.exists():
        with contextlib.closing(open_store(store_url(path), schema)) as store:
            return seed(store, data_dir, schema, progress=progress)
    return build(path, schema, lambda store: _fill(store, data_dir, schema, progress))


def seed(
    store: Store, data_dir: Path, schema: Schema, *, progress: Progress | None = None
) -> SeedReport:
    """Fill ``store`` from ``data_dir``, or renew it, in one transaction.

    An empty store gets everything; one that only the program has written gets what changed;
    one that users have edited is left alone and the report says ``held``; so is one they
    started without the shipped facts (``own``).  Both are given the rules they lack, or a newer
    program could not reason over them.  Weights that users changed stay in every case.
    """
    digest = data_digest(data_dir, schema)
    if not store.info().last_seq:
        return _write(store, _puts(read_data(data_dir, schema)), digest, None, progress)
    stored = stored_digest(store)
    if stored == digest:
        return SeedReport("current", digest, stored, 0)
    if is_own(store) or is_edited(store):
        added = add_missing_rules(store, data_dir, schema)
        return SeedReport("own" if is_own(store) else "held", digest, stored, added)
    records = with_user_weights(read_data(data_dir, schema), store)
    return _write(store, _differences(store, records, schema), digest, stored, progress)


def stored_digest(store: Store) -> str | None:
    """Version of the shipped facts ``store`` was last filled from; None when it never was."""
    for revision in _backwards(store):
        if revision.actor == ACTOR and _VERSION in revision.reason:
            return revision.reason.rpartition(_VERSION)[2]
    return None


def is_edited(store: Store) -> bool:
    """Whether anybody but the program has ever written facts to ``store``.

    Changed weights are no facts: they are kept, and hold no renewal up.
    """
    return any(r.actor != ACTOR and not is_weight_only(r) for r in _backwards(store))


def data_version(store: Store) -> str:
    """One line for exports: version of the shipped facts and number of the last change."""
    return f"{stored_digest(store) or '自有数据'},修订 {store.info().last_seq}"


def _fill(store: Store, data_dir: Path, schema: Schema, progress: Progress | None) -> SeedReport:
    digest = data_digest(data_dir, schema)

    def reading(done: int, total: int, label: str) -> None:
        if progress:
            progress(_READING * done // total, _STEPS, label)

    changes = _puts(read_data(data_dir, schema, progress=reading))

    def writing(done: int, total: int) -> None:
        if progress:
            label = schema[changes[min(done, total - 1)].ref[0]].label_zh
            progress(_READING + (_STEPS - _READING) * done // total, _STEPS, label)

    store.bulk(changes, actor=ACTOR, reason=_reason(FIRST, digest), progress=writing)
    return SeedReport("created", digest, None, len(changes))


def _write(
    store: Store,
    changes: Sequence[Change],
    digest: str,
    stored: str | None,
    progress: Progress | None,
) -> SeedReport:
    is_first = not store.info().last_seq
    if progress:
        progress(_READING, _STEPS, "写入")
    if changes:
        reason = _reason(FIRST if is_first else RENEWAL, digest)
        store.write(changes, actor=ACTOR, reason=reason)
    if progress:
        progress(_STEPS, _STEPS, "写入")
    return SeedReport("created" if is_first else "renewed", digest, stored, len(changes))


def _reason(what: str, digest: str) -> str:
    return f"{what},{_VERSION}{digest}"


def _puts(records: Iterable[Record]) -> list[Change]:
    return [Change.put(record) for record in records]


def _differences(store: Store, records: Sequence[Record], schema: Schema) -> list[Change]:
    stands: dict[Ref, Record] = {
        Change.put(record).ref: record for kind in schema.kinds for record in store.scan(kind)
    }
    wanted = {change.ref: change for change in _puts(records)}
    gone = [Change.delete(*ref) for ref in stands if ref not in wanted]
    return [c for ref, c in wanted.items() if stands.get(ref) != c.record] + gone


def _backwards(store: Store) -> Iterator[Revision]:
    last = store.info().last_seq
    for high, low in pairwise([*range(last, 0, -_PAGE), 0]):
        page = store.history(after_seq=low, limit=high - low)
        yield from reversed([revision for revision in page if revision.seq <= high])
