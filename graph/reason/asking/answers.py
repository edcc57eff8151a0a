"""Plausible answers to a fact nobody has yet: what a unit would then take and make.

=================  ==============================================================
asked              tried
=================  ==============================================================
capacity           a small and a large usual size (:mod:`graph.reason.asking.sizes`)
computed capacity  20 % less and 20 % more than the rest of the site asks for
route              each listed route alone
status             it stands as stated; it does not
hidden output      none; plenty
=================  ==============================================================
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.chain import Chain
from graph.errors import ChainError
from graph.model import Capacity
from graph.reason.asking.sizes import Sizes
from graph.reason.complexes import implied_units, outside_terms
from graph.reason.currency import doubted
from graph.reason.recipes import listed_routes, unit_terms
from graph.reason.standing import Standing
from graph.results import Balance, Interval, Term

SIZE_ERROR = 0.2
PLENTY = Interval(math.inf, math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Answer:
    """What would hold instead: ``terms`` in place of all terms of ``units``."""

    units: frozenset[str]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Answers:
    """The plausible answers for every open fact of one region and date."""

    chain: Chain
    stand: Standing
    balances: Mapping[str, Balance]

    @cached_property
    def terms_of(self) -> dict[str, tuple[Term, ...]]:
        """Today's terms of each unit."""
        out: dict[str, list[Term]] = {}
        for term in self.stand.terms:
            out.setdefault(term.unit_id, []).append(term)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def units(self) -> dict[str, Capacity]:
        """Counted and implied units by id."""
        implied = {i.unit.unit_id: i.unit for i in self.stand.implied}
        return implied | {u.unit_id: u for u in self.stand.counted}

    @cached_property
    def implied_kt_a(self) -> dict[str, float]:
        """Units whose size follows from the rest of their complex, with that size."""
        return {i.unit.unit_id: i.capacity_kt_a for i in self.stand.implied}

    def product_of(self, unit_id: str) -> str:
        """What the unit makes; for a capacity stated on a feed the main product instead."""
        unit = self.units[unit_id]
        for route in listed_routes(self.chain, unit):
            if self.chain.net[route].get(unit.product_id, 0.0) < 0.0:
                return self.chain.facts.processes[route].main_product_id
        return unit.product_id

    def to(self, unit_id: str, field: str) -> tuple[Answer, ...]:
        """Every plausible answer to one fact; none when there is nothing to go by."""
        if field == "output":
            return self._outputs(unit_id)
        if field == "capacity_kt_a" and unit_id in self.implied_kt_a:
            return tuple(self._scaled(unit_id, 1.0 + e) for e in (-SIZE_ERROR, SIZE_ERROR))
        unit = self.units[unit_id]
        tries: Iterable[Capacity | None]
        if field == "capacity_kt_a":
            tries = (replace(unit, capacity_kt_a=c) for c in self.sizes(unit_id, field))
        elif field == "process_ids":
            tries = (replace(unit, process_ids=(r,)) for r in listed_routes(self.chain, unit))
        else:
            tries = (unit, None)
        found = (self._instead(unit, new, settled=field == "status") for new in tries)
        return tuple(a for a in found if a is not None)

    def sizes(self, unit_id: str, field: str) -> tuple[float, ...]:
        """The capacities tried, kt/a of the product the capacity is stated on."""
        if field != "capacity_kt_a":
            return ()
        now = self.implied_kt_a.get(unit_id)
        if now is not None:
            return (now * (1.0 - SIZE_ERROR), now * (1.0 + SIZE_ERROR)) if now else ()
        return self._usual.of(self.units[unit_id])

    @cached_property
    def _usual(self) -> Sizes:
        return Sizes(self.chain, self.stand, self.balances)

    def _outputs(self, unit_id: str) -> tuple[Answer, ...]:
        held = self.terms_of[unit_id]
        rest = tuple(t for t in held if t.role != "may_also_yield")
        plenty = (replace(t, amount=PLENTY) for t in held if t.role == "may_also_yield")
        units = frozenset((unit_id,))
        return Answer(units, rest), Answer(units, (*rest, *plenty))

    def _scaled(self, unit_id: str, factor: float) -> Answer:
        terms = self.terms_of.get(unit_id, ())
        return Answer(
            frozenset((unit_id,)),
            tuple(
                t if t.role == "may_also_yield" else replace(t, amount=times(t.amount, factor))
                for t in terms
            ),
        )

    def _instead(self, unit: Capacity, new: Capacity | None, *, settled: bool) -> Answer | None:
        """Terms with ``new`` for ``unit``, its whole complex solved again; None: impossible."""
        fellows = [unit]
        if unit.complex_id:
            fellows = [u for u in self.stand.counted if u.complex_id == unit.complex_id]
        now = [m for u in fellows if (m := new if u.unit_id == unit.unit_id else u) is not None]
        try:
            ids, terms = self._terms(unit, fellows, now)
        except ChainError:
            return None
        sure = {unit.unit_id} if settled else set()
        if any(m.unit_id in self.stand.unverified and m.unit_id not in sure for m in now):
            terms = tuple(map(doubted, terms))
        return Answer(ids, terms)

    def _terms(
        self, unit: Capacity, fellows: Sequence[Capacity], now: Sequence[Capacity]
    ) -> tuple[frozenset[str], tuple[Term, ...]]:
        ids = {u.unit_id for u in fellows}
        if not unit.complex_id:
            found = [t for u in now for t in unit_terms(self.chain, u, u.capacity_kt_a)]
            return frozenset(ids), tuple(found)
        ids |= {i.unit.unit_id for i in self.stand.implied if i.unit.complex_id == unit.complex_id}
        inside = implied_units(self.chain, unit.complex_id, now)
        return frozenset(ids), outside_terms(self.chain, now, inside)


def times(amount: Interval, factor: float) -> Interval:
    """An interval times a positive factor; what is unknown stays unknown."""
    likely = None if amount.likely is None else amount.likely * factor
    high = None if amount.high is None else amount.high * factor
    return Interval(amount.low * factor, likely, high)
