"""Who makes a product where, as far as public pages tell: places, groups and their sums.

Only plants on record as running count, each site once (:mod:`graph.reason.nation.statements`).
Statements on the region's own plants give way to what the region's own records say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Producer
from graph.reason.nation.nameplate import LocalCapacity
from graph.reason.nation.national import National, group_of
from graph.reason.nation.statements import largest_by_site, status_on, years_text
from graph.rules import Rules

Sum = tuple[float, tuple[Producer, ...]]


@dataclass(frozen=True, slots=True)
class Producing:
    """Running plants elsewhere: the statements, and those that speak for a site."""

    rows: tuple[Producer, ...]
    sites: tuple[Producer, ...]

    @property
    def unsized(self) -> int:
        """Firms on record as running whose capacity cannot be used."""
        return len({r.firm_id for r in self.rows} - {r.firm_id for r in self.sites})


def producing(national: National, rules: Rules, product_id: str) -> Producing:
    """Plants outside the region on record as running on the day."""
    facts = national.facts
    home = facts.regions[national.region.region_id]
    rows = tuple(
        r
        for r in facts.producers_of.get(product_id, ())
        if national.seen(r)
        and status_on(r, rules, national.as_of.valid) == "在产"
        and not (r.firm_id in national.local_firms and r.city in (home.city, None))
    )
    return Producing(rows, tuple(largest_by_site(facts, rows).values()))


def by_city(sites: Iterable[Producer]) -> dict[tuple[str, str], Sum]:
    """Capacity of each city, kt/a, with the statements; places told no closer stand apart."""
    found: dict[tuple[str, str], list[Producer]] = {}
    for row in sites:
        if row.city:
            found.setdefault((row.province or "", row.city), []).append(row)
    return {place: _sum(rows) for place, rows in found.items()}


def by_group(
    facts: Facts, sites: Iterable[Producer], here: LocalCapacity | None
) -> dict[str, float]:
    """Running capacity of each group, else firm, kt/a, the plants here included.

    A statement that names no city may cover several sites: it stands against their sum.
    """
    spread: dict[str, float] = {}
    summed: dict[str, float] = {}
    for row in sites:
        name, kt_a = group_name(facts, row.firm_id), row.capacity_kt_a or 0.0
        if row.city:
            summed[name] = summed.get(name, 0.0) + kt_a
        else:
            spread[name] = max(spread.get(name, 0.0), kt_a)
    for view, known in here.units if here else ():
        if view.presence == "在产" and known is not None:
            name = group_name(facts, view.firm_id)
            summed[name] = summed.get(name, 0.0) + known
    names = sorted({*spread, *summed})
    return {n: max(summed.get(n, 0.0), spread.get(n, 0.0)) for n in names}


def group_name(facts: Facts, firm_id: str) -> str:
    """The group of the firm that answers today, else its own name."""
    firm = facts.firms.get(facts.owner(firm_id))
    return (group_of(firm) if firm else None) or facts.firm_name(facts.owner(firm_id))


def within_years(rows: Iterable[Producer], year: str, most: int) -> tuple[Producer, ...]:
    """Statements at most ``most`` years before ``year``, or one year after it.

    What was built later stands in no figure of ``year``.
    """
    base = int(year[:4])
    return tuple(r for r in rows if r.year and base - most <= int(r.year[:4]) <= base + 1)


def years_of(rows: Iterable[Producer]) -> str | None:
    """The years the statements speak of."""
    return years_text(r.year for r in rows)


def sources_of(rows: Iterable[Producer]) -> tuple[str, ...]:
    """The sources of the statements, each once."""
    return tuple(sorted({r.source_id for r in rows if r.source_id}))


def _sum(rows: list[Producer]) -> Sum:
    return sum(r.capacity_kt_a or 0.0 for r in rows), tuple(rows)
