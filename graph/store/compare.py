"""Two stores held against each other: counts and checksums, a page at a time.

A checksum does not depend on the order of the records, since engines need not sort alike: it is
the sum of the SHA-256 values of all records with their revision numbers, modulo 2**256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model import Record
from graph.schema import Schema
from graph.store.codec import Codec, codec
from graph.store.copying import revisions
from graph.store.protocol import Revision, Store

PAGE = 2000
_SIZE = 1 << 256

Tick = Callable[[int], None]
"""Called with how many more records or revisions have been looked at; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """How many, and the sum over all of them."""

    count: int
    sha256: str


@dataclass(slots=True)
class _Sum:
    count: int = 0
    total: int = 0

    def add(self, values: list[Any]) -> None:
        text = json.dumps(values, ensure_ascii=False).encode()
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(text).digest(), "big")) % _SIZE

    def done(self) -> Checksum:
        return Checksum(self.count, f"{self.total:064x}")


def history_checksum(
    store: Store, schema: Schema, last_seq: int, *, tick: Tick | None = None
) -> Checksum:
    """Checksum of the revisions up to ``last_seq``: all they say, numbers and times included."""
    codecs = {kind.name: codec(kind) for kind in schema.kinds.values()}
    found = _Sum()
    for revision in revisions(store, last_seq, page=PAGE):
        found.add(_told(revision, codecs[revision.ref[0]]))
        if tick is not None and found.count % PAGE == 0:
            tick(PAGE)
    return found.done()


def _told(revision: Revision, code: Codec) -> list[Any]:
    rest = (revision.commit_id, *revision.ref, revision.rev, revision.op)
    who = (revision.actor, revision.reason, revision.time)
    return [revision.seq, *rest, _row(code, revision.before), _row(code, revision.after), *who]


def _row(code: Codec, record: Record | None) -> Sequence[Any] | None:
    return None if record is None else code.row(record)


Stood = tuple[Record, int] | None
"""How a record stood: itself with its revision number, None when it was not there."""


@dataclass(slots=True)
class Since:
    """What was written after ``last_seq``, so that a store can be read as it stood then.

    ``before`` holds by kind and id how each record changed since had stood.
    """

    store: Store
    last_seq: int
    seen: int = 0
    before: dict[str, dict[str, Stood]] = field(default_factory=dict)

    def catch_up(self) -> None:
        """Take in what has been written up to now."""
        self.seen = max(self.seen, self.last_seq)
        while page := self.store.history(after_seq=self.seen, limit=PAGE):
            for revision in page:
                kind, id = revision.ref
                was = revision.before
                stood = None if was is None else (was, revision.rev - 1)
                self.before.setdefault(kind, {}).setdefault(id, stood)
            self.seen = page[-1].seq

    def between(self, kind: str, low: str, high: str | None) -> dict[str, Stood]:
        """How the records of ``kind`` with ids above ``low`` up to ``high`` stood."""
        return {
            id: stood
            for id, stood in self.before.get(kind, {}).items()
            if id > low and (high is None or id <= high)
        }


def records_checksum(
    store: Store, schema: Schema, kind: str, since: Since, *, tick: Tick | None = None
) -> Checksum:
    """Checksum of the records of one kind as they stood at ``since.last_seq``."""
    code, found = codec(schema[kind]), _Sum()
    for page in _pages(store, kind, since):
        for record, rev in page:
            found.add([*code.row(record), rev])
        if tick is not None:
            tick(len(page))
    return found.done()


def _pages(store: Store, kind: str, since: Since) -> Iterator[list[tuple[Record, int]]]:
    """Pages of (record, revision) by id; whoever writes meanwhile is seen before the page is used.

    A page is read first and then the history after it, so no change in the page goes unseen.
    """
    cursor: str | None = None
    low = ""
    while True:
        page = store.scan(kind, after=cursor, limit=PAGE)
        since.catch_up()
        rows: dict[str, Stood] = {
            str(getattr(record, "id", "")): (record, rev)
            for record, rev in zip(page.records, page.revs, strict=True)
        }
        high = max(rows) if page.next else None
        rows |= since.between(kind, low, high)
        yield [row for row in rows.values() if row is not None]
        if high is None:
            return
        cursor, low = page.next, high
