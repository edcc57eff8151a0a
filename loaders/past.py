"""What the history of a store tells a renewal: what the program gave, and what people changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from graph.desk.held import shipped, target
from graph.model import DESK_KINDS, HeldUpdate, Record
from graph.schema import Schema
from graph.store.protocol import Ref, Revision, Store
from loaders.fresh import ACTOR, ADDED
from loaders.weighted import is_weight_only

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Past:
    """Who wrote what, of the records asked for.

    ``written`` is the version the program last wrote of each record, ``given`` the one it last
    shipped, written or held back; a record it never shipped is in neither.  ``edited`` are the
    facts any person has written to, a weight aside; ``by_people`` those a person wrote or took
    away last.
    """

    written: Mapping[Ref, Record | None] = field(default_factory=dict)
    given: Mapping[Ref, Record | None] = field(default_factory=dict)
    edited: frozenset[Ref] = frozenset()
    by_people: frozenset[Ref] = frozenset()


def past_of(store: Store, refs: Collection[Ref], schema: Schema) -> Past:
    """One walk through the history; none where only the program has ever written.

    Parameters
    ----------
    store
        Where.
    refs
        The records to be told of; a set, since each revision is looked up in it.
    schema
        Kinds a held update may be about.
    """
    if not store.commits(not_actor=ACTOR, limit=1):
        return Past()
    written: dict[Ref, Record | None] = {}
    given: dict[Ref, Record | None] = {}
    edited: set[Ref] = set()
    by_people: set[Ref] = set()
    for revision in every_revision(store):
        if revision.ref[0] == HeldUpdate.kind:
            given.update(_held_back(revision, schema, written))
        elif revision.ref not in refs:
            continue
        elif revision.actor == ACTOR:
            by_people.discard(revision.ref)
            if not _is_completion(revision):
                written[revision.ref] = given[revision.ref] = revision.after
        else:
            by_people.add(revision.ref)
            if revision.ref[0] not in DESK_KINDS and not is_weight_only(revision):
                edited.add(revision.ref)
    return Past(written, given, frozenset(edited), frozenset(by_people))


def every_revision(store: Store) -> Iterator[Revision]:
    """The whole history, oldest first, read a page at a time."""
    after = 0
    while page := store.history(after_seq=after, limit=_PAGE):
        yield from page
        after = page[-1].seq


def _held_back(
    revision: Revision, schema: Schema, written: Mapping[Ref, Record | None]
) -> dict[Ref, Record | None]:
    """The shipped version in a held update the program put; what it wrote once it let go."""
    held = revision.after or revision.before
    if not isinstance(held, HeldUpdate) or held.target_kind not in schema.kinds:
        return {}
    if revision.actor != ACTOR:
        return {}
    ref = target(held)
    return {ref: written.get(ref) if revision.after is None else shipped(held, schema)}


def _is_completion(revision: Revision) -> bool:
    """Whether the program only filled columns into a record that was somebody's."""
    is_change = revision.before is not None and revision.after is not None
    return is_change and revision.reason == ADDED
