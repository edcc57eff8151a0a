"""A backbone for chains whose products do not say where they hang: along their main feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.chain import Chain
from graph.model import Product


def with_parents(products: Sequence[Product], chain: Chain) -> tuple[Product, ...]:
    """``products``, those of segments nobody has drawn hung on what they are made from.

    A segment counts as drawn when any of its products names a drawing parent.
    """
    drawn = {p.segment for p in products if p.drawing_parent}
    parents = {p.id: p.drawing_parent for p in products if p.drawing_parent}
    goods = {p.id for p in products}
    for product in sorted(products, key=lambda p: p.id):
        feed = None if product.segment in drawn or product.is_hub else _feed(chain, product.id)
        if feed in goods and not _hangs_on(parents, feed, product.id):
            parents[product.id] = feed
    return tuple(
        replace(p, drawing_parent=parents[p.id]) if p.id in parents else p for p in products
    )


def _feed(chain: Chain, product_id: str) -> str | None:
    """The main feed of the route the product comes from."""
    route = chain.default_process(product_id) or next(
        (process for process, row in chain.net.items() if row.get(product_id, 0.0) > 0.0), None
    )
    flow = chain.main_feed.get(route or "")
    return None if flow is None else flow.product_id


def _hangs_on(parents: Mapping[str, str], start: str, wanted: str) -> bool:
    """Whether ``wanted`` is ``start`` or one of the products it hangs on."""
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen:
        if at == wanted:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
