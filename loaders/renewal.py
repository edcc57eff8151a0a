"""Newer shipped facts into a store people work in: row by row, nobody's edit is overwritten.

Of every record there are three versions: the one the program last shipped, the one that stands,
and the one it ships now.  What nobody changed here follows the shipped facts; what somebody
changed, added or took away stays, and where the shipped version moved on as well both are kept:
ours in its place, theirs as a held update for a person to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graph.desk.held import held_update, shipped, target
from graph.model import (
    CHECKED_BASES,
    DESK_KINDS,
    NATION_KINDS,
    Feature,
    HeldUpdate,
    MapSheet,
    Record,
)
from graph.schema import Schema
from graph.store.protocol import Change, Ref, Store, Where
from loaders.past import Past, past_of
from loaders.weighted import with_user_weights

Standing = Mapping[Ref, tuple[Record, int]]
"""Records as they stand, with their revision numbers."""
Verdict = Literal["same", "take", "keep", "hold"]


@dataclass(slots=True)
class Merge:
    """What a renewal will write.

    ``changes`` bring the newer facts in, held updates among them; ``filled`` completes records
    that stay as people left them with columns a newer program requires.  ``expect`` is the
    revision each of them must still have.  ``held`` are the records waiting for a decision
    afterwards.  ``is_edited`` says whether anybody has changed a shipped kind of fact here.
    """

    changes: list[Change] = field(default_factory=list)
    filled: list[Change] = field(default_factory=list)
    expect: dict[Ref, int] = field(default_factory=dict)
    held: set[Ref] = field(default_factory=set)
    is_edited: bool = False

    def expected(self, changes: Iterable[Change]) -> dict[Ref, int]:
        """The revisions some of the changes start from."""
        return {change.ref: self.expect[change.ref] for change in changes}


def merge(
    store: Store, records: Iterable[Record], schema: Schema, *, version: str, made_at: str
) -> Merge:
    """Work out a renewal; nothing is written.

    Parameters
    ----------
    store
        As it stands.
    records
        All shipped records.
    schema
        Their kinds.
    version
        Version of the shipped facts.
    made_at
        When, to the minute.
    """
    wanted = {c.ref: c.record for c in map(Change.put, with_user_weights(records, store))}
    stands, held = standing(store, schema, wanted), _held(store)
    refs = dict.fromkeys([*wanted, *stands, *held])
    work = _Work(stands, held, past_of(store, refs.keys(), schema), schema, version, made_at)
    for ref in refs:
        is_own = ref[0] in DESK_KINDS and ref in work.past.by_people
        is_drawn = ref[0] == MapSheet.kind and ref not in wanted  # where a saved view has its tiles
        if not (is_own or is_drawn):
            work.decide(ref, wanted.get(ref))
    work.made.is_edited = bool(work.past.edited)
    return work.made


def standing(store: Store, schema: Schema, wanted: Collection[Ref]) -> Standing:
    """Every record that stands but held updates; of a national data set those ``wanted``."""
    found: dict[Ref, tuple[Record, int]] = {}
    for kind in schema.kinds:
        if kind == HeldUpdate.kind:
            continue
        pages = [store.scan(kind)]
        if kind in NATION_KINDS:
            ids = [id for name, id in wanted if name == kind]
            pages = [store.scan(kind, where=[Where("basis", "in", CHECKED_BASES)])]
            pages.append(store.get(kind, ids))
        for page in pages:
            for record, rev in zip(page.records, page.revs, strict=True):
                found[Change.put(record).ref] = record, rev
    return found


def _held(store: Store) -> dict[Ref, tuple[HeldUpdate, int]]:
    page = store.scan(HeldUpdate.kind)
    rows = zip(page.records, page.revs, strict=True)
    return {target(held): (held, rev) for held, rev in rows if isinstance(held, HeldUpdate)}


@dataclass(frozen=True, slots=True)
class _Work:
    """A renewal under way: what there is, and what was decided so far."""

    stands: Standing
    held: Mapping[Ref, tuple[HeldUpdate, int]]
    past: Past
    schema: Schema
    version: str
    made_at: str
    made: Merge = field(default_factory=Merge)

    def decide(self, ref: Ref, theirs: Record | None) -> None:
        """Add what is to be done about one record."""
        ours, rev = self.stands.get(ref, (None, 0))
        whole, found = ours, "same" if ours == theirs else "take"
        if ref in self.past.edited:
            whole = levelled(ours, theirs, self.schema)
            given = levelled(self.past.given.get(ref), theirs, self.schema)
            found = verdict(whole, given, theirs)
            if found == "hold" and theirs == self.past.written.get(ref):
                found = "keep"  # shipped again as it was when our change was made
        if found == "take":
            self.made.changes.append(Change.delete(*ref) if theirs is None else Change.put(theirs))
            self.made.expect[ref] = rev
        elif whole is not None and whole != ours:
            self.made.filled.append(Change.put(whole))
            self.made.expect[ref] = rev
        self._hold(ref, theirs, found)

    def _hold(self, ref: Ref, theirs: Record | None, found: str) -> None:
        """Put, leave or clear the held update of one record."""
        now, rev = self.held.get(ref, (None, 0))
        change, waits = None, found == "hold"
        if found == "hold":
            version, made_at = self.version, self.made_at
            new = held_update(ref, theirs, self.schema, version=version, made_at=made_at)
            change = None if now is not None and now.theirs == new.theirs else Change.put(new)
        elif now is not None:
            waits = found == "keep" and shipped(now, self.schema) == theirs  # still undecided
            change = None if waits else Change.delete(HeldUpdate.kind, now.id)
        if waits:
            self.made.held.add(ref)
        if change is not None:
            self.made.changes.append(change)
            self.made.expect[change.ref] = rev


def verdict(ours: Record | None, given: Record | None, theirs: Record | None) -> Verdict:
    """What becomes of a record people have written to.

    same: it says what is shipped now; take: it is as the program gave it, so it follows; keep:
    only ours differs; hold: both moved on, a person decides.

    Examples
    --------
    >>> from graph.model import Segment
    >>> a, b, c = (Segment("乙烯链", n, "#1565c0", 1, None) for n in (1, 2, 3))
    >>> verdict(a, a, b), verdict(b, a, a), verdict(b, a, c), verdict(b, a, b)
    ('take', 'keep', 'hold', 'same')
    """
    if ours == theirs:
        return "same"
    if ours == given:
        return "take"
    return "keep" if given == theirs else "hold"


def levelled(record: Record | None, theirs: Record | None, schema: Schema) -> Record | None:
    """``record`` with the required columns it lacks taken from ``theirs``.

    The weight of a feature goes by a rule of its own (:mod:`loaders.weighted`), which ``theirs``
    keeps to already.
    """
    if record is None or theirs is None:
        return record
    more = {
        column.name: getattr(theirs, column.name)
        for column in schema[record.kind].columns
        if column.required and getattr(record, column.name) is None
    }
    if isinstance(theirs, Feature):
        more["weight"] = theirs.weight
    return replace(record, **more) if more else record


def stale(store: Store, schema: Schema, wanted: Collection[Ref]) -> Sequence[Ref]:
    """What the program once wrote and ships no more, where nobody has changed any fact."""
    stands = standing(store, schema, wanted)
    past = past_of(store, stands.keys() | set(wanted), schema)
    if past.edited:
        return ()
    return [ref for ref in stands if ref not in wanted and ref not in past.by_people]
