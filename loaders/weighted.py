"""Weights that users have changed: they outlive newer shipped facts and hold none of them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.model import Feature, Record
from graph.store.protocol import Ref, Revision, Store
from loaders.fresh import ACTOR

_PAGE = 500


def revisions_of(store: Store, ref: Ref) -> list[Revision]:
    """Every revision of one record, oldest first."""
    out: list[Revision] = []
    while page := store.history(ref=ref, after_seq=out[-1].seq if out else 0, limit=_PAGE):
        out += page
    return out


def is_weight_only(revision: Revision) -> bool:
    """Whether a revision did no more than give a feature another weight.

    A ``direction`` that was unknown, because an older program wrote the record, may have been
    filled in with it.
    """
    before, after = revision.before, revision.after
    if not isinstance(before, Feature) or not isinstance(after, Feature):
        return False
    direction = before.direction or after.direction
    return replace(before, weight=after.weight, direction=direction) == after


def user_weights(store: Store) -> dict[str, float]:
    """Weight of each feature that stands as a user left it, by feature id.

    A weight a user put back to what the program had given is the program's again.
    """
    out = {}
    for record in store.scan("feature"):
        if isinstance(record, Feature):
            given = _given(revisions_of(store, ("feature", record.id)))
            if given is not None and record.weight != given:
                out[record.id] = record.weight
    return out


def with_user_weights(records: Iterable[Record], store: Store) -> list[Record]:
    """Shipped records, features with the weights users gave them in ``store``."""
    mine = user_weights(store)
    return [
        replace(r, weight=mine[r.id]) if isinstance(r, Feature) and r.id in mine else r
        for r in records
    ]


def _given(revisions: Iterable[Revision]) -> float | None:
    """The weight the program last gave a feature; None when it gave none."""
    weight = None
    for revision in revisions:
        before, after = revision.before, revision.after
        if revision.actor != ACTOR or not isinstance(after, Feature):
            continue
        if not isinstance(before, Feature) or before.weight != after.weight:
            weight = after.weight
    return weight
