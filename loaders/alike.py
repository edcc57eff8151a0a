"""Records that may be meant by a text, without reading a kind with a nation in it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Record
from graph.store.protocol import Store

WHOLE = 20_000
"""Up to so many records a kind is read whole: typing errors are then found in all its names."""

_LIKE = 20


def alike(store: Store, kind: str, texts: Iterable[str]) -> tuple[Record, ...]:
    """Records of a kind that may be called one of ``texts``.

    A large kind is searched by name instead, so a name with a typing error finds nothing there.
    """
    if store.info().counts.get(kind, 0) <= WHOLE:
        return store.scan(kind).records
    hits = {
        hit.ref[1]: None for text in texts for hit in store.search(text, kinds=[kind], limit=_LIKE)
    }
    return store.get(kind, list(hits)).records
