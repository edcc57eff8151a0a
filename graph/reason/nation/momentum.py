"""How lively a product is in the nation, and how crowded it is getting.

Both look at others only: what the region's own firms do is the plan, not the market.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.levels import Crowding
from graph.model import Market, Producer
from graph.reason.currency import years_before
from graph.reason.nation.national import National, years_between
from graph.reason.nation.statements import (
    Site,
    decayed,
    is_old,
    largest_by_site,
    newest,
    site_of,
    stated_status,
)
from graph.rules import Rules

COMING = ("在建", "规划")
Event = tuple[str, str]
"""Which firm (after mergers) moved in which month or year."""


@dataclass(frozen=True)
class Moves:
    """Momentum and crowding of every product for one region and date, indexed once."""

    national: National
    rules: Rules

    @cached_property
    def momenta(self) -> dict[str, float]:
        """Momentum of every product anybody elsewhere is on record for.

        Σ 0.5^(age ÷ ``momentum_half_life_years``) over dated growth signals, and over dated
        statements of plants under construction or planned whose firm gave no signal on the
        product within a year of it (that would be the same event twice).
        """
        events = {p: self._events(p) for p in (*self.national.producers, *self._signalled)}
        day, half_life = self.national.as_of.valid, self.rules.number("momentum_half_life_years")
        dates = {date for told in events.values() for _, date in told}
        weight = {d: decayed(max(0.0, years_between(d, day)), half_life) for d in dates}
        return {
            product_id: sum(sorted(weight[date] for _, date in told))
            for product_id, told in events.items()
            if told or self.national.producers.get(product_id)
        }

    @cached_property
    def _signalled(self) -> dict[str, set[Event]]:
        """Dated growth signals by others, by product; one firm's of one month are one."""
        own, owner = self.national.local_firms, self.national.facts.owner
        return {
            product_id: {
                (owner(s.firm_id), s.date[:7]) for s in told if s.date and s.firm_id not in own
            }
            for product_id, told in self.national.growth_signals.items()
        }

    def _events(self, product_id: str) -> set[Event]:
        signals = self._signalled.get(product_id, set())
        return signals.union(self._new_plans(product_id, signals))

    @cached_property
    def plans(self) -> dict[str, tuple[Producer, ...]]:
        """Statements by others on plants then under construction or planned, by product."""
        found = {
            p: tuple(r for r in rows if stated_status(r) in COMING)
            for p, rows in self.national.producers.items()
        }
        return {p: rows for p, rows in found.items() if rows}

    def _new_plans(self, product_id: str, told: Iterable[Event]) -> Iterator[Event]:
        owner = self.national.facts.owner
        for row in self.plans.get(product_id, ()):
            if row.year:
                firm, year = owner(row.firm_id), row.year[:7]
                if not any(f == firm and abs(years_between(year, d)) <= 1.0 for f, d in told):
                    yield firm, year

    def momentum(self, product_id: str) -> float | None:
        """Decayed count of recent moves; None when nothing at all is on record."""
        return self.momenta.get(product_id)

    @cached_property
    def crowds(self) -> dict[str, Crowding]:
        """Crowding of every product others are on record as building or planning."""
        found = (self._crowd(p) for p in self.plans)
        return {c.product_id: c for c in found if c.plants}

    def crowding(self, product_id: str) -> Crowding | None:
        """What others build or plan; None when nothing of it is on record (never 0)."""
        return self.crowds.get(product_id)

    def _crowd(self, product_id: str) -> Crowding:
        coming = self._coming(product_id)
        facts = self.national.facts
        sized = largest_by_site(facts, coming)
        amounts = [r.capacity_kt_a for r in sized.values() if r.capacity_kt_a is not None]
        unsized = {site_of(facts, r) for r in coming} - set(sized)
        total = sum(amounts) if amounts else None
        whole = self._national(product_id)
        base = whole.capacity_kt_a if whole else None
        return Crowding(
            product_id=product_id,
            plants=len(sized) + len(unsized),
            unsized=len(unsized),
            capacity_kt_a=total,
            ratio=total / base if total is not None and base else None,
            national_year=whole.year if whole else None,
            source_id=whole.source_id if whole else None,
        )

    def _national(self, product_id: str) -> Market | None:
        """The newest national capacity that is not too old to compare with."""
        day = self.national.as_of.valid
        rows = (m for m in self.national.market(product_id) if m.capacity_kt_a)
        found = newest(rows)
        return None if found is None or is_old(found, self.rules, day) else found

    def _coming(self, product_id: str) -> list[Producer]:
        """Building sites and plans that are still news and have not been seen running since."""
        facts, day = self.national.facts, self.national.as_of.valid
        oldest = years_before(day, int(self.rules.number("plan_stale_years")))
        news = [r for r in self.plans[product_id] if r.year and r.year >= oldest[: len(r.year)]]
        if not news:
            return []
        running: dict[Site, str] = {}
        for row in self.national.producers[product_id]:
            if stated_status(row) == "在产":
                site = site_of(facts, row)
                running[site] = max(running.get(site, ""), row.year or "")
        return [r for r in news if running.get(site_of(facts, r), "") <= (r.year or "")]
