"""Filling a store with the shipped facts: in one go, or batch by batch where others may be at it.

A database of a server is filled in batches and only the last names the version: without it the
filling was cut short, and is finished before anybody works with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from graph.schema import Schema
from graph.store.protocol import Change, Store
from loaders.data import Progress, data_digest, read_data
from loaders.filled import BEGUN, FIRST, reason_of
from loaders.fresh import ACTOR
from loaders.renewal import stale

_BATCH = 500
_STEPS = 1000
_READING = 300


def fill(store: Store, data_dir: Path, schema: Schema, progress: Progress | None) -> int:
    """Fill a store nobody else sees yet; gives how many records."""
    changes = _read(data_dir, schema, progress)
    reason = reason_of(FIRST, data_digest(data_dir, schema))
    store.bulk(changes, actor=ACTOR, reason=reason, progress=_writing(changes, schema, progress))
    return len(changes)


def fill_at_once(store: Store, data_dir: Path, schema: Schema, progress: Progress | None) -> int:
    """Fill an empty store in one transaction; gives how many records."""
    changes = _read(data_dir, schema, None)
    with shown(progress):
        store.write(changes, actor=ACTOR, reason=reason_of(FIRST, data_digest(data_dir, schema)))
    return len(changes)


def fill_in_steps(store: Store, data_dir: Path, schema: Schema, progress: Progress | None) -> int:
    """Fill a database that others may be filling too, or that was left half filled.

    What an older version left there and this one lacks goes with the last batch.  That one puts
    its record anew whether it stands or not, so it always leaves the revision that says: whole.
    """
    digest = data_digest(data_dir, schema)
    changes = _read(data_dir, schema, progress)
    *most, last = changes
    gone = [Change.delete(*ref) for ref in stale(store, schema, {c.ref for c in changes})]
    name, writing = f"seed:{digest}", _writing(changes, schema, progress)
    store.bulk(most, actor=ACTOR, reason=BEGUN, batch=_BATCH, resume=name, progress=writing)
    store.write(
        [*gone, Change.delete(*last.ref), last],
        actor=ACTOR,
        reason=reason_of(FIRST, digest),
        commit_id=f"{name}:whole",
    )
    if progress:
        progress(_STEPS, _STEPS, schema[last.ref[0]].label_zh)
    return len(changes)


@contextlib.contextmanager
def shown(progress: Progress | None) -> Iterator[None]:
    """Say that everything is being written at once, and that it was."""
    if progress:
        progress(_READING, _STEPS, "写入")
    yield
    if progress:
        progress(_STEPS, _STEPS, "写入")


def _read(data_dir: Path, schema: Schema, progress: Progress | None) -> list[Change]:
    def reading(done: int, total: int, label: str) -> None:
        if progress:
            progress(_READING * done // total, _STEPS, label)

    return [Change.put(record) for record in read_data(data_dir, schema, progress=reading)]


def _writing(
    changes: Sequence[Change], schema: Schema, progress: Progress | None
) -> Callable[[int, int], None]:
    def writing(done: int, _: int) -> None:
        if progress:
            label = schema[changes[min(done, len(changes) - 1)].ref[0]].label_zh
            progress(_READING + (_STEPS - _READING) * done // len(changes), _STEPS, label)

    return writing
