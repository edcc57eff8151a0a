"""What stands and counts in a region at a date: units, implied units and their terms."""

from __future__ import annotations

from dataclasses import dataclass

from graph.asof import AsOf
from graph.chain import Chain
from graph.model import Capacity
from graph.reason.complexes import Implied, implied_units, interior_products, outside_terms
from graph.reason.currency import doubted, marked, unverified
from graph.reason.recipes import unit_terms
from graph.reason.units import Region, counted_units, region_units
from graph.results import Term
from graph.rules import Rules


@dataclass(frozen=True)
class Standing:
    """What stands and counts in the region: units, implied units and all their terms."""

    units: tuple[Capacity, ...]
    counted: tuple[Capacity, ...]
    implied: tuple[Implied, ...]
    terms: tuple[Term, ...]
    interior: frozenset[str]
    unverified: dict[str, tuple[str, str | None]]  # unit → (status as stated, last confirmed)


def standing(chain: Chain, rules: Rules, region: Region, as_of: AsOf) -> Standing:
    """Collect the counted units of a region and what they take and make.

    Raises
    ------
    ChainError
        When a unit's route does not touch its basis product or a complex cannot close.
    """
    units = region_units(chain.facts, region, as_of)
    counted = counted_units(units, as_of.statuses)
    old = unverified(chain.facts, rules, units, as_of)
    by_complex: dict[str, list[Capacity]] = {}
    for unit in counted:
        by_complex.setdefault(unit.complex_id or "", []).append(unit)
    terms: list[Term] = []
    implied: list[Implied] = []
    for unit in by_complex.pop("", []):
        found = unit_terms(chain, unit, unit.capacity_kt_a)
        terms.extend(map(doubted, found) if unit.unit_id in old else found)
    for complex_id, members in sorted(by_complex.items()):
        inside = implied_units(chain, complex_id, members)
        implied.extend(inside)
        found = outside_terms(chain, members, inside)
        terms.extend(map(doubted, found) if any(m.unit_id in old for m in members) else found)
    interior = interior_products(chain, sorted(by_complex))
    told = {u.unit_id: (u.status, old[u.unit_id]) for u in units if u.unit_id in old}
    now, counted = marked(units, old), marked(counted, old)
    return Standing(now, counted, tuple(implied), tuple(terms), interior, told)
