"""Who could be asked for a product: its makers, its neighbours in the chain, 回引 ventures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.model import Capacity, Firm, Producer, Project, Signal
from graph.reason.nation.national import National
from graph.reason.nation.statements import is_pooled

RELATIONS = ("上游", "下游", "替代")


@dataclass(frozen=True)
class Candidate:
    """One firm with every statement and signal on ``product_id``, newest first.

    ``relation`` is empty for a maker of the product asked for; a neighbour makes another
    one.  ``is_venture``: a local firm with ``sites`` and ``projects`` outside the region.
    """

    firm: Firm
    product_id: str
    rows: tuple[Producer, ...]
    signals: tuple[Signal, ...]
    relation: str = ""
    sites: tuple[Capacity, ...] = ()
    projects: tuple[Project, ...] = ()
    is_venture: bool = False

    @cached_property
    def capacity_kt_a(self) -> float | None:
        """Largest stated capacity; years are never added, pooled figures never counted."""
        sizes = [r.capacity_kt_a for r in self.rows if r.capacity_kt_a and not is_pooled(r)]
        sizes += [s.capacity_kt_a for s in self.sites if s.capacity_kt_a]
        return max(sizes) if sizes else None

    @property
    def seat(self) -> tuple[str | None, str | None]:
        """Province and city of the statement that gives the capacity, else of the firm."""
        row = self.speaker or (self.rows[0] if self.rows else None)
        if row is None and self.is_venture and not self.sites and self.signals:
            return self.signals[0].province, None
        known = (row.province, row.city) if row else (None, None)
        return known[0] or self.firm.province, known[1] or self.firm.city

    @property
    def speaker(self) -> Producer | None:
        """The newest statement that gives the capacity."""
        best = self.capacity_kt_a
        sized = (r for r in self.rows if r.capacity_kt_a and r.capacity_kt_a == best)
        return next((r for r in sized if not is_pooled(r)), None)


def makers(national: National, product_id: str, relation: str = "") -> tuple[Candidate, ...]:
    """Firms outside the region that make, build or plan the product, or moved into it."""
    facts = national.facts
    rows: dict[str, list[Producer]] = {}
    for row in national.producers.get(product_id, ()):
        rows.setdefault(row.firm_id, []).append(row)
    moves: dict[str, list[Signal]] = {}
    for signal in national.growth_signals.get(product_id, ()):
        if signal.firm_id not in national.local_firms:
            moves.setdefault(signal.firm_id, []).append(signal)
    return tuple(
        Candidate(
            facts.firms[firm],
            product_id,
            _rows_in_order(rows.get(firm, ())),
            _signals_in_order(moves.get(firm, ())),
            relation,
        )
        for firm in sorted({*rows, *moves})
    )


def related_products(chain: Chain, product_id: str) -> Iterator[tuple[str, str]]:
    """Products next to one, each with how: 上游, 下游 (one main feed) or 替代.

    A substitute is the main feed of another route to a product made from this one.  Raw
    materials are left out: who digs coal is no candidate for methanol.
    """
    ups = _feeds(chain, product_id)
    downs = {p.main_product_id for p in chain.fed_by.get(product_id, ())}
    others = {feed for down in downs for feed in _feeds(chain, down)}
    seen = {product_id}
    for relation, found in zip(RELATIONS, (ups, downs, others), strict=True):
        for other in sorted(found - seen):
            seen.add(other)
            if not chain.product(other).is_primary:
                yield other, relation


def _feeds(chain: Chain, product_id: str) -> set[str]:
    routes = chain.makers.get(product_id, ())
    return {chain.main_feed[p.id].product_id for p in routes if p.id in chain.main_feed}


def neighbours(
    chain: Chain, national: National, product_id: str, but: Collection[str]
) -> tuple[Candidate, ...]:
    """Makers of related products other than the firms in ``but``; each firm once."""
    found: dict[str, Candidate] = {}
    for other, relation in related_products(chain, product_id):
        for who in makers(national, other, relation):
            if who.firm.id not in but:
                found.setdefault(who.firm.id, who)
    return tuple(found.values())


def returning(national: National, product_id: str) -> tuple[Candidate, ...]:
    """Local firms, and firms they own, with something of the product elsewhere."""
    facts, found = national.facts, national.ventures.get(product_id, {})
    return tuple(
        Candidate(
            facts.firms[firm],
            product_id,
            _rows_in_order(v.rows),
            _signals_in_order(v.signals),
            "",
            tuple(sorted(v.sites, key=lambda s: (s.as_of or "", s.id), reverse=True)),
            tuple(sorted(v.projects, key=lambda p: (p.as_of or "", p.id), reverse=True)),
            True,
        )
        for firm, v in sorted(found.items())
    )


def _rows_in_order(rows: Collection[Producer]) -> tuple[Producer, ...]:
    return tuple(sorted(rows, key=lambda r: (r.year or "", r.id), reverse=True))


def _signals_in_order(signals: Collection[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(signals, key=lambda s: (s.date or "", s.id), reverse=True))
