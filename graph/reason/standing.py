"""What stands and counts in a region at a date: units, implied units and their terms."""

from __future__ import annotations

from dataclasses import dataclass

from graph.asof import AsOf
from graph.chain import Chain
from graph.model import Capacity
from graph.reason.complexes import Implied, implied_units, interior_products, outside_terms
from graph.reason.recipes import listed_routes, unit_terms
from graph.reason.units import Region, counted_units, region_units
from graph.results import Term


@dataclass(frozen=True)
class Standing:
    """What stands and counts in the region: units, implied units and all their terms."""

    units: tuple[Capacity, ...]
    counted: tuple[Capacity, ...]
    implied: tuple[Implied, ...]
    terms: tuple[Term, ...]
    interior: frozenset[str]


def standing(chain: Chain, region: Region, as_of: AsOf) -> Standing:
    """Collect the counted units of a region and what they take and make.

    Raises
    ------
    ChainError
        When a unit's route does not touch its basis product or a complex cannot close.
    """
    units = region_units(chain.facts, region, as_of)
    counted = counted_units(units, as_of.statuses)
    by_complex: dict[str, list[Capacity]] = {}
    for unit in counted:
        by_complex.setdefault(unit.complex_id or "", []).append(unit)
    terms: list[Term] = []
    implied: list[Implied] = []
    for unit in by_complex.pop("", []):
        terms.extend(unit_terms(chain, unit, unit.capacity_kt_a))
    for complex_id, members in sorted(by_complex.items()):
        inside = implied_units(chain, complex_id, members)
        implied.extend(inside)
        terms.extend(outside_terms(chain, members, inside))
    interior = interior_products(chain, sorted(by_complex))
    return Standing(units, counted, tuple(implied), tuple(terms), interior)


def local_feeds(chain: Chain, stand: Standing) -> dict[str, tuple[str, ...]]:
    """Main feed → products, along the routes the counted units may run here."""
    out: dict[str, dict[str, None]] = {}
    for unit in (*stand.counted, *(i.unit for i in stand.implied)):
        for route in listed_routes(chain, unit):
            feed = chain.main_feed[route].product_id
            main = chain.facts.processes[route].main_product_id
            out.setdefault(feed, {})[main] = None
    return {feed: tuple(mains) for feed, mains in out.items()}
