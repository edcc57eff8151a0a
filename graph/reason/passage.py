"""How products hang together beside the main feeds: ways between two, and what stands around one.

A way follows what feeds what.  Hubs (hydrogen, caustic soda, …) lead everywhere and therefore
nowhere: they are no step of a way and are named instead of drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Literal, NamedTuple, TypeAlias

import networkx as nx

from graph.chain import INPUT_ROLES, Chain

Relation: TypeAlias = Literal["other", "back", "together"]
LONGER, MOST_WAYS = 3, 2_000
"""Further steps a way may take beside the shortest, and ways looked at."""
TOGETHER_ROLES = frozenset({"coproduct", "byproduct"})


class Aside(NamedTuple):
    """What hangs together beside the main feeds.

    ``relation`` is other (a further feed), back (a feed that its own product leads to: a
    recycle) or together (made in the same run).  A main feed is named only where it leads back.
    """

    from_id: str
    to_id: str
    relation: Relation


def main_feeds(chain: Chain) -> tuple[tuple[str, str], ...]:
    """(from, to) of every main feed in the chain, sorted, without repeats."""
    pairs = {
        (flow.product_id, chain.facts.processes[process_id].main_product_id)
        for process_id, flow in chain.main_feed.items()
    }
    return tuple(sorted(pair for pair in pairs if pair[0] != pair[1]))


def passage(chain: Chain, start: str, end: str) -> frozenset[tuple[str, str]]:
    """Links on the ways from one product to another; empty when none leads there.

    Ways follow main feeds to the main product; only where none leads there, also to what is made
    with it, and at last any feed that is no hub.  Of the first two kinds those up to ``LONGER``
    steps longer than the shortest count, of the last the shortest alone.
    """
    joint = [
        (feed.product_id, flow.product_id)
        for process_id, feed in chain.main_feed.items()
        for flow in chain.facts.flows_of[process_id]
        if flow.role == "coproduct" and not _is_hub(chain, flow.product_id)
    ]
    first = main_feeds(chain)
    every = [(a, b) for a, b in _feeds(chain) if not _is_hub(chain, a)]
    for links, longer in ((first, LONGER), ([*first, *joint], LONGER), ([*joint, *every], 0)):
        found = _on_ways(nx.DiGraph(links), start, end, longer)
        if found:
            return found
    return frozenset()


def _on_ways(g: nx.DiGraph[str], start: str, end: str, longer: int) -> frozenset[tuple[str, str]]:
    if start not in g or end not in g or not nx.has_path(g, start, end):
        return frozenset()
    most = int(nx.shortest_path_length(g, start, end)) + longer
    ways = islice(nx.all_simple_paths(g, start, end, cutoff=most), MOST_WAYS)
    return frozenset(step for way in ways for step in pairwise(way))


def asides(chain: Chain) -> tuple[Aside, ...]:
    """Every further feed, recycle and joint product, hubs and ledger items left out."""
    goods, main = chain.facts.goods, frozenset(main_feeds(chain))
    found: set[Aside] = set()
    for a, b in _feeds(chain):
        if _leads_back(chain, a, b):
            found.add(Aside(a, b, "back"))
        elif (a, b) not in main:
            found.add(Aside(a, b, "other"))
    found |= {Aside(a, b, "together") for a, b in _together(chain) if (a, b) not in main}
    return tuple(
        sorted(
            aside
            for aside in found
            if not any(id not in goods or goods[id].is_hub for id in aside[:2])
        )
    )


def _leads_back(chain: Chain, feed: str, product: str) -> bool:
    """Whether the feed is drawn somewhere behind its own product."""
    products, seen = chain.facts.products, {feed}
    up = products[feed].drawing_parent
    while up in products and up not in seen:
        if up == product:
            return True
        seen.add(up)
        up = products[up].drawing_parent
    return False


def hubs_of(chain: Chain) -> dict[str, tuple[str, ...]]:
    """The hubs that some route to a product takes, by product, in order of id."""
    found: dict[str, set[str]] = {}
    for a, b in _feeds(chain):
        if _is_hub(chain, a) and b in chain.facts.goods:
            found.setdefault(b, set()).add(a)
    return {product_id: tuple(sorted(hubs)) for product_id, hubs in sorted(found.items())}


def _feeds(chain: Chain) -> Iterator[tuple[str, str]]:
    """(feed, main product) of every process, whatever the feed's role."""
    for flow in chain.facts.flows.values():
        main = chain.facts.processes[flow.process_id].main_product_id
        if flow.role in INPUT_ROLES and flow.product_id != main:
            yield flow.product_id, main


def _together(chain: Chain) -> Iterator[tuple[str, str]]:
    """(main product, what comes with it) of every process."""
    for flow in chain.facts.flows.values():
        main = chain.facts.processes[flow.process_id].main_product_id
        if flow.role in TOGETHER_ROLES and flow.product_id != main:
            yield main, flow.product_id


def _is_hub(chain: Chain, product_id: str) -> bool:
    product = chain.facts.products.get(product_id)
    return product is not None and product.is_hub
