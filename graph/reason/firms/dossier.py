"""What is on record about each firm elsewhere: moves, restrictions, standing.

Every look-up is made once for a region and a date.  What nobody has said is None, never 0.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.model import Firm, Signal
from graph.reason.firms.bonds import Bonds
from graph.reason.nation.belonging import names_of, parents_of
from graph.reason.nation.national import GROWING, National, years_between
from graph.reason.nation.statements import decayed, is_pooled

HELD_BACK = frozenset({"受限", "搬迁"})
LANDED_ELSEWHERE = "外迁落地"
SIZES = {"大型": 1.0, "中型": 0.6, "小型": 0.3, "微型": 0.1}
LISTED, IN_GROUP = 1.0, 0.6


@dataclass(frozen=True)
class Dossiers:
    """Look-ups by firm over everything seen at the date asked about."""

    national: National

    @cached_property
    def moves(self) -> dict[str, tuple[Signal, ...]]:
        """Growth signals of each firm, newest first, undated ones last."""
        return _newest_first(
            s
            for s in self.national.facts.all(Signal).values()
            if s.direction in GROWING and self.national.seen(s)
        )

    def held_back(self, firm: Firm, product_id: str) -> tuple[Signal, ...]:
        """Restrictions and moves of a firm; of its parent those that name the product."""
        parents = (i for p in parents_of(firm) for i in self._called.get(p, ()) if i != firm.id)
        inherited = (s for i in parents for s in self._held_back.get(i, ()))
        own = self._held_back.get(firm.id, ())
        return (*own, *(s for s in inherited if product_id in s.product_ids))

    @cached_property
    def _called(self) -> dict[str, tuple[str, ...]]:
        """Name → ids of the firms elsewhere with a restriction on record that bear it."""
        out: dict[str, list[str]] = {}
        for firm_id in sorted(self._held_back):
            for name in names_of(self.national.facts.firms[firm_id]):
                out.setdefault(name, []).append(firm_id)
        return {name: tuple(ids) for name, ids in out.items()}

    @cached_property
    def _held_back(self) -> dict[str, tuple[Signal, ...]]:
        """Signals that a firm is restricted, moves, or has landed away from home."""
        wanted = HELD_BACK | {LANDED_ELSEWHERE}
        return _newest_first(
            s
            for s in self.national.facts.all(Signal).values()
            if s.direction in wanted and self.national.seen(s)
        )

    @cached_property
    def _ages(self) -> dict[str, tuple[float, ...]]:
        """Years since each dated move of each firm; empty for a firm dated but never moved."""
        day, out = self.national.as_of.valid, dict[str, tuple[float, ...]]()
        for rows in self.national.producers.values():
            out.update((r.firm_id, ()) for r in rows if r.year)
        for firm_id, signals in self.moves.items():
            ages = tuple(max(0.0, years_between(s.date, day)) for s in signals if s.date)
            if ages:
                out[firm_id] = ages
        return out

    def momentum(self, firm_id: str, half_life: float) -> float | None:
        """Dated moves of a firm, each halved every ``half_life`` years.

        A firm of which a dated statement is on record but no dated move stands at 0; of one
        of which nothing is dated nobody knows: None.
        """
        ages = self._ages.get(firm_id)
        return None if ages is None else math.fsum(decayed(a, half_life) for a in ages)

    def ranks(self, product_id: str) -> dict[str, tuple[int, int]]:
        """Firm → (place, of how many) by largest stated capacity of the product, kt/a.

        All firms on record count, local ones too; equal sizes share a place.  Figures that
        cover other products as well do not count.
        """
        best: dict[str, float] = {}
        facts = self.national.facts
        for row in facts.producers_of.get(product_id, ()):
            stopped = row.status == "停产" or is_pooled(row)
            if row.capacity_kt_a and not stopped and self.national.seen(row):
                firm = facts.owner(row.firm_id)
                best[firm] = max(best.get(firm, 0.0), row.capacity_kt_a)
        sizes = sorted(best.values(), reverse=True)
        place = {size: i for i, size in reversed(list(enumerate(sizes, 1)))}
        return {firm: (place[size], len(sizes)) for firm, size in best.items()}

    @cached_property
    def bonds(self) -> Bonds:
        """Ties and earlier contact."""
        return Bonds(self.national)

    @cached_property
    def listed_groups(self) -> dict[str, str]:
        """Group → the code under which most of its firms on record are listed."""
        firms = self.national.facts.firms.values()
        found = Counter((f.group, f.listed_code) for f in firms if f.group and f.listed_code)
        order = sorted(found.items(), key=lambda c: (c[1], c[0]))
        return {group: code for (group, code), _ in order if group and code}

    def strength(self, firm: Firm) -> float | None:
        """Listed (or of a listed group) 1, by size class, in a group 0.6; else None."""
        if firm.listed_code or firm.group in self.listed_groups:
            return LISTED
        return SIZES.get(firm.size_class or "", IN_GROUP if firm.group else None)


def _newest_first(signals: Iterable[Signal]) -> dict[str, tuple[Signal, ...]]:
    out: dict[str, list[Signal]] = {}
    for signal in sorted(signals, key=lambda s: (s.date or "", s.id), reverse=True):
        out.setdefault(signal.firm_id, []).append(signal)
    return {firm: tuple(rows) for firm, rows in out.items()}
