"""Ways onward: from a surplus through up to four new plants to a product absent here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.chain import Chain
from graph.model import Process
from graph.reason.pools import may_lead_on
from graph.results import SURPLUS, Balance, Interval

MAX_STEPS = 4
ABSENT = frozenset({"无", "规划", "停产"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a surplus to a product.

    ``per_t[i]`` is t of the surplus feed per t of ``products[i]``; ``products[-1]`` is the
    product, ``processes[i]`` makes ``products[i]``.
    """

    feed_id: str
    products: tuple[str, ...]
    processes: tuple[Process, ...]
    per_t: tuple[float, ...]

    @property
    def steps(self) -> int:
        """How many plants have to be built."""
        return len(self.processes)

    @property
    def last(self) -> Process:
        """The process that makes the product."""
        return self.processes[-1]

    @property
    def feed_per_t(self) -> float:
        """Tonnes of the surplus feed per t of the product."""
        return self.per_t[-1]


def surplus_of(balance: Balance) -> Interval | None:
    """What a newcomer could have, kt/a: the net surplus, capped by what owners can spare."""
    if balance.state not in SURPLUS:
        return None
    net = balance.net
    spare = balance.outside_supply
    likely = max(0.0, net.likely) if net.likely is not None else None
    high = net.high
    if spare is not None:
        if likely is not None and spare.likely is not None:
            likely = min(likely, spare.likely)
        if high is not None and spare.high is not None:
            high = min(high, spare.high)
    return Interval(max(0.0, net.low), likely, high)


def surpluses(chain: Chain, balances: Mapping[str, Balance]) -> dict[str, Interval]:
    """What leaves the park unprocessed: no hubs, raw materials or captive intermediates."""
    out: dict[str, Interval] = {}
    for product_id, balance in balances.items():
        surplus = surplus_of(balance)
        if surplus is not None and may_lead_on(chain.product(product_id)):
            out[product_id] = surplus
    return out


def is_absent(balance: Balance) -> bool:
    """Whether nothing here makes the product: at most planned, or stopped.

    A plan nobody has confirmed for years is no plant; an unconfirmed plant may be one.
    """
    if balance.interior:
        return False
    plans_only = balance.presence == "未核" and all(u.stated == "规划" for u in balance.units)
    return balance.presence in ABSENT or plans_only


def ways(
    chain: Chain,
    balances: Mapping[str, Balance],
    feed_id: str,
    surplus: Interval,
    max_steps: int = MAX_STEPS,
) -> Iterator[Way]:
    """Every way onward from one surplus, shortest first; no product twice on a way.

    A step falls out when the likely surplus (its high end when no likely one is known)
    does not feed the smallest train of the step.
    """
    enough = hoped_for(surplus)
    found = [Way(feed_id, (), (), ())]
    for _ in range(max_steps):
        longer = [w for way in found for w in _steps(chain, balances, way, enough)]
        yield from longer
        found = longer


def _steps(
    chain: Chain, balances: Mapping[str, Balance], way: Way, enough: float | None
) -> Iterator[Way]:
    here = way.products[-1] if way.products else way.feed_id
    for process in chain.fed_by.get(here, ()):
        product_id = process.main_product_id
        product = chain.product(product_id)
        if product.is_hub or product.is_primary or product_id in (way.feed_id, *way.products):
            continue
        if is_absent(balances[product_id]) and (longer := extended(chain, way, process, enough)):
            yield longer


def hoped_for(surplus: Interval) -> float | None:
    """What a train is held against: the likely surplus, its high end when none is known."""
    return surplus.high if surplus.likely is None else surplus.likely


def extended(chain: Chain, way: Way, process: Process, enough: float | None) -> Way | None:
    """The way with one more plant; None when ``enough`` does not feed its smallest train."""
    here = way.products[-1] if way.products else way.feed_id
    so_far = way.per_t[-1] if way.per_t else 1.0
    per_t = -chain.net[process.id].get(here, 0.0) * so_far
    small = process.scale_low_kt_a
    if per_t <= 0.0 or (small and enough is not None and enough < small * per_t):
        return None
    return Way(
        way.feed_id,
        (*way.products, process.main_product_id),
        (*way.processes, process),
        (*way.per_t, per_t),
    )


def absorbed(way: Way, surplus: Interval) -> Interval:
    """What one train takes of the surplus: between the smallest and the largest, kt/a."""
    per_t, last = way.feed_per_t, way.last
    low = min(surplus.low, per_t * (last.scale_low_kt_a or 0.0))
    big = last.scale_high_kt_a or last.scale_low_kt_a
    if big is None:
        return Interval(low, None, surplus.high)
    likely = None if surplus.likely is None else min(surplus.likely, per_t * big)
    high = per_t * big if surplus.high is None else min(surplus.high, per_t * big)
    return Interval(low, likely, high)


def best_ways(
    chain: Chain, balances: Mapping[str, Balance], surplus: Mapping[str, Interval]
) -> dict[str, Way]:
    """One way per product: fewest plants, then the one that absorbs most, then by name."""
    best: dict[str, tuple[tuple[float, float, str, str], Way]] = {}
    for feed_id, amount in surplus.items():
        for way in ways(chain, balances, feed_id, amount):
            product_id = way.products[-1]
            if chain.product(product_id).trade == "captive":
                continue
            taken = absorbed(way, amount).likely or 0.0
            key = (way.steps, -taken, feed_id, way.last.id)
            if product_id not in best or key < best[product_id][0]:
                best[product_id] = (key, way)
    return {p: way for p, (_, way) in best.items()}
