"""Which gap lines have to do with a product: what is made from it, and what that needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.chain import Chain
from graph.model import Capacity
from graph.reason.recipes import listed_routes
from graph.reason.standing import Standing
from graph.results import Balance, Gap


def downstream(chain: Chain, product_id: str) -> frozenset[str]:
    """The product and everything made from it along main feeds, however many steps on."""
    seen = {product_id}
    queue = [product_id]
    while queue:
        for process in chain.fed_by.get(queue.pop(), ()):
            if process.main_product_id not in seen:
                seen.add(process.main_product_id)
                queue.append(process.main_product_id)
    return frozenset(seen)


def related(
    chain: Chain,
    stand: Standing,
    balances: Mapping[str, Balance],
    gaps: Iterable[Gap],
    product_id: str,
) -> tuple[Gap, ...]:
    """Gap lines of a product's downstream.

    A line belongs when its product is made from the product, or when plants here that make
    such a product (or the product itself), or a complex that does, need it.
    """
    below = downstream(chain, product_id)
    users = _plants(chain, stand, below)
    return tuple(
        g
        for g in gaps
        if g.product_id in below
        or any(t.side == "demand" and t.unit_id in users for t in balances[g.product_id].terms)
    )


def _plants(chain: Chain, stand: Standing, products: frozenset[str]) -> frozenset[str]:
    """Units that make one of the products, with all units of the same complex."""
    units = (*stand.counted, *(i.unit for i in stand.implied))
    makers = [u for u in units if _makes(chain, u) & products]
    sites = {u.complex_id for u in makers if u.complex_id}
    return frozenset(u.unit_id for u in units if u.complex_id in sites or u in makers)


def _makes(chain: Chain, unit: Capacity) -> set[str]:
    routes = listed_routes(chain, unit)
    return {unit.product_id, *(chain.facts.processes[r].main_product_id for r in routes)}
