"""A small and a large usual size for a unit whose capacity nobody has told.

In this order, the first that says anything: the smallest and the largest usual train of the
listed routes; the middle half of the capacities stated for the product here and elsewhere;
half and twice what local consumers still need; the middle half of the usual trains of the
product's family.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.model import Capacity
from graph.reason.recipes import listed_routes
from graph.reason.standing import Standing
from graph.results import Balance

NEED_SHARES = (0.5, 2.0)


@dataclass(frozen=True)
class Sizes:
    """What is known of sizes in one chain, one region and elsewhere."""

    chain: Chain
    stand: Standing
    balances: Mapping[str, Balance]

    def of(self, unit: Capacity) -> tuple[float, ...]:
        """At most two capacities, kt/a of the product the unit is stated on; none known: ()."""
        return self._trains(unit) or self._stated(unit) or self._needed(unit) or self._kindred(unit)

    def _trains(self, unit: Capacity) -> tuple[float, ...]:
        routes = listed_routes(self.chain, unit)
        return ends([s for r in routes for s in self._scales(r, unit.product_id)])

    def _scales(self, route: str, product_id: str) -> Iterable[float]:
        """Usual trains of a route, as capacities of the product."""
        process = self.chain.facts.processes[route]
        for scale in (process.scale_low_kt_a, process.scale_high_kt_a):
            if scale:
                yield scale * abs(self.chain.coefficient(route, product_id))

    def _stated(self, unit: Capacity) -> tuple[float, ...]:
        here = [u for u in self.stand.counted if u.product_id == unit.product_id]
        sizes = [u.capacity_kt_a for u in here if u.unit_id != unit.unit_id]
        sizes += [r.capacity_kt_a for r in self.chain.facts.producers_of.get(unit.product_id, ())]
        return ends(middle([s for s in sizes if s]))

    def _needed(self, unit: Capacity) -> tuple[float, ...]:
        terms = self.balances[unit.product_id].terms
        known = [t for t in terms if t.amount.likely is not None and t.unit_id != unit.unit_id]
        need = sum((t.amount.likely or 0.0) * (1 if t.side == "demand" else -1) for t in known)
        return tuple(share * need for share in NEED_SHARES) if need > 0.0 else ()

    def _kindred(self, unit: Capacity) -> tuple[float, ...]:
        family = self.chain.product(unit.product_id).family
        return self._family_trains.get(family, ())

    @cached_property
    def _family_trains(self) -> dict[str, tuple[float, ...]]:
        """The middle half of the usual trains of each product family, kt/a."""
        found: dict[str, list[float]] = {}
        for process in self.chain.facts.processes.values():
            family = self.chain.product(process.main_product_id).family
            for scale in (process.scale_low_kt_a, process.scale_high_kt_a):
                if scale:
                    found.setdefault(family, []).append(scale)
        return {family: ends(middle(sizes)) for family, sizes in found.items()}


def middle(sizes: Iterable[float]) -> list[float]:
    """The middle half of some sizes, in order.

    Examples
    --------
    >>> middle([80.0, 5.0, 10.0, 20.0]), middle([7.0])
    ([10.0, 20.0], [7.0])
    """
    listed = sorted(sizes)
    quarter = len(listed) // 4
    return listed[quarter : len(listed) - quarter]


def ends(sizes: Sequence[float]) -> tuple[float, ...]:
    """The smallest and the largest, once when they are the same.

    Examples
    --------
    >>> ends([30.0, 100.0, 50.0]), ends([5.0]), ends([])
    ((30.0, 100.0), (5.0,), ())
    """
    return tuple(sorted({min(sizes), max(sizes)})) if sizes else ()
