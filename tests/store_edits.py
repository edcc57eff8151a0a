"""Whether people have changed any fact of a store, as a renewal sees it."""

from __future__ import annotations

from pathlib import Path

from graph.store import Store
from loaders.past import every_revision, past_of
from loaders.schema import read_schema

SCHEMA = read_schema(Path(__file__).parents[1] / "data" / "schema")


def is_edited(store: Store) -> bool:
    """Whether anybody but the program has written a fact; a weight or a view is none."""
    refs = {revision.ref for revision in every_revision(store)}
    return bool(past_of(store, refs, SCHEMA).edited)
