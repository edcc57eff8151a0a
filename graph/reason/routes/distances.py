"""Steps away: how many new plants each product needs at most, all products at once."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from graph.chain import Chain
from graph.reason.routes.ways import Way, Ways

Feeds = Callable[[Way], tuple[str, ...] | None]


def distances(chain: Chain, available: Iterable[str]) -> dict[str, int]:
    """Number of new plants to each product from what is ``available``; see :func:`steps_away`."""
    return steps_away(Ways(chain), available)


def steps_away(ways: Ways, available: Iterable[str]) -> dict[str, int]:
    """New plants to each product when nothing is bought that somebody makes on purpose.

    Raw materials, hubs and merchant goods nobody makes on purpose are at hand (0 plants).  A
    product costs 1 + the sum over the feeds of its cheapest way, so a plant that serves two
    feeds is counted twice: never less than the true number, and equal to it where no plant is
    shared.  A product that cannot be reached is left out.
    """
    goods = ways.chain.facts.products
    at_hand = [p for p in goods if ways.given(p) or (p not in ways.makers and ways.buyable(p))]
    return cheapest(ways.sources, {*available, *at_hand}, lambda way: way.needs)


def steps_from_here(ways: Ways, available: Iterable[str]) -> dict[str, int]:
    """New plants to each product along main feeds that begin here, other feeds bought in.

    The main feeds must go back to something ``available``: a raw material or a hub is no
    beginning, even one that stands here.  Other feeds cost nothing where they stand here or can
    be bought; one that comes only by pipe costs the plants that make it.  0 for what stands here.
    """
    here = set(available)
    start = {p for p in here if not ways.given(p)}
    bought = {p for p in ways.chain.facts.products if ways.buyable(p)}
    others = cheapest(ways.sources, here | bought, lambda way: way.needs)

    def extra(way: Way) -> int | None:
        co_feeds = [others.get(q) for q in way.needs if q != way.main_feed]
        return None if None in co_feeds else sum(c for c in co_feeds if c)

    plants = {way.process_id: extra(way) for way in ways.sources}

    def main_feed(way: Way) -> tuple[str, ...] | None:
        known = way.main_feed in way.needs and plants[way.process_id] is not None
        return (way.main_feed,) if known and way.main_feed else None

    return cheapest(ways.sources, start, main_feed, lambda way: plants[way.process_id] or 0)


def cheapest(
    ways: Iterable[Way],
    start: Iterable[str],
    feeds: Feeds,
    extra: Callable[[Way], int] = lambda way: 0,
) -> dict[str, int]:
    """Cost of each product: 1 + ``extra`` + the costs of the ``feeds`` of its cheapest way.

    Knuth, D. E. (1977), A generalization of Dijkstra's algorithm, Information Processing
    Letters 6(1), 1–5.  A way whose ``feeds`` are None takes no part.
    """
    waiting: dict[str, int] = {}
    total: dict[str, int] = {}
    users: dict[str, list[Way]] = {}
    heap = [(0, p) for p in sorted(start)]
    for way in ways:
        needs = feeds(way)
        if needs is None:
            continue
        waiting[way.process_id], total[way.process_id] = len(needs), 1 + extra(way)
        for q in needs:
            users.setdefault(q, []).append(way)
        if not needs:
            heap.append((total[way.process_id], way.product_id))
    heapq.heapify(heap)
    done: dict[str, int] = {}
    while heap:
        reached, product = heapq.heappop(heap)
        if product in done:
            continue
        done[product] = reached
        for way in users.get(product, ()):
            waiting[way.process_id] -= 1
            total[way.process_id] += reached
            if not waiting[way.process_id] and way.product_id not in done:
                heapq.heappush(heap, (total[way.process_id], way.product_id))
    return dict(sorted(done.items()))
