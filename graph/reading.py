"""Facts out of a store: one scan per kind."""

from __future__ import annotations

from graph.facts import Facts
from graph.model import KINDS
from graph.store.protocol import Store


def read_facts(store: Store) -> Facts:
    """Every record of every kind, as reasoning wants it.

    Raises
    ------
    StoreError
        As the store says.
    """
    return Facts.of(record for kind in KINDS for record in store.scan(kind))
