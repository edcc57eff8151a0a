"""What newer shipped facts say of a record somebody changed here: held for a person to decide."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.desk.editing import standing
from graph.model import HeldUpdate, Record
from graph.schema import Schema
from graph.store.codec import codec
from graph.store.protocol import MAX_NAME, Ref, Store


def held_id(ref: Ref) -> str:
    """Id of the held update of a record; one whose own id is too long goes by its digest.

    Examples
    --------
    >>> held_id(("product", "benzene"))
    'product:benzene'
    >>> len(held_id(("product", "x" * 200)))
    72
    """
    plain = f"{ref[0]}:{ref[1]}"
    if len(plain) <= MAX_NAME:
        return plain
    return f"{ref[0]}:{hashlib.sha256(ref[1].encode()).hexdigest()}"


def held_update(
    ref: Ref, theirs: Record | None, schema: Schema, *, version: str, made_at: str
) -> HeldUpdate:
    """The held update of one record.

    Parameters
    ----------
    ref
        The record somebody changed.
    theirs
        The shipped version; None when the shipped facts have it no more.
    schema
        Columns of its kind.
    version
        Version of the shipped facts.
    made_at
        When, to the minute.
    """
    text = None if theirs is None else codec(schema[ref[0]]).to_json(theirs)
    return HeldUpdate(held_id(ref), *ref, version, text, made_at)


def target(held: HeldUpdate) -> Ref:
    """The record it is about."""
    return held.target_kind, held.target_id


def shipped(held: HeldUpdate, schema: Schema) -> Record | None:
    """The shipped version it holds; None when the shipped facts have the record no more."""
    if held.theirs is None:
        return None
    return codec(schema[held.target_kind]).from_json(held.theirs)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A held update beside the record that stands; None where that side has taken it away.

    The numbers are the revisions of the held update and of the record.
    """

    held: HeldUpdate
    held_rev: int
    ours: Record | None
    rev: int
    theirs: Record | None


def undecided(store: Store, schema: Schema) -> list[Undecided]:
    """The held updates that still say something else than we do, by kind and record."""
    page = store.scan(HeldUpdate.kind)
    rows = [
        (held, rev)
        for held, rev in zip(page.records, page.revs, strict=True)
        if isinstance(held, HeldUpdate) and held.target_kind in schema.kinds
    ]
    now = standing(store, [target(held) for held, _ in rows])
    found = []
    for held, held_rev in rows:
        ours, rev = now.get(target(held), (None, 0))
        theirs = shipped(held, schema)
        if ours != theirs:
            found.append(Undecided(held, held_rev, ours, rev, theirs))
    return found
