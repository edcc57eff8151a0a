"""Who changed which weight, when and why, out of the revisions of the store."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Feature
from graph.store.protocol import Change, Revision, Store
from loaders.weighted import revisions_of


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One weight before and after."""

    feature_id: str
    list_name: str
    label_zh: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class WeightRevision:
    """One saving: when (UTC, ISO), who, why, and which weights it changed."""

    time: str
    actor: str
    reason: str
    changes: tuple[WeightChange, ...]


def history(store: Store) -> tuple[WeightRevision, ...]:
    """Every saving that changed a weight, newest first."""
    found: dict[str, list[tuple[Revision, WeightChange]]] = {}
    for record in store.scan("feature"):
        for revision in revisions_of(store, Change.put(record).ref):
            if change := _change(revision):
                found.setdefault(revision.commit_id, []).append((revision, change))
    return tuple(
        WeightRevision(last.time, last.actor, last.reason, tuple(c for _, c in parts))
        for parts in sorted(found.values(), key=lambda parts: -parts[0][0].seq)
        for last, _ in parts[:1]
    )


def _change(revision: Revision) -> WeightChange | None:
    before, after = revision.before, revision.after
    if not isinstance(before, Feature) or not isinstance(after, Feature):
        return None
    if before.weight == after.weight:
        return None
    return WeightChange(after.id, after.list_name, after.label_zh, before.weight, after.weight)
