"""What is on record beyond the region: producers, signals, import dependence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Firm, Market, Producer, Signal
from graph.reason.nation import belonging
from graph.reason.units import Region

if TYPE_CHECKING:
    from graph.reason.firms.dossier import Dossiers
    from graph.reason.firms.ventures import Venture

GROWING = frozenset({"新建", "扩建", "搬迁", "外迁落地", "签约", "投产"})

MADE_OF = ("region", "park", "firm", "firm_name", "producer", "signal", "market", "source")
SHARED = ("local_firms", "local_groups", "is_chemical", "producers", "made_by", "growth_signals")


@dataclass(frozen=True)
class National:
    """Look-ups over national records for one region and date."""

    facts: Facts
    region: Region
    as_of: AsOf

    def moved_to(self, facts: Facts) -> National:
        """The same look-ups over other facts; shared when nothing they are made of differs."""
        out = National(facts, self.region, self.as_of)
        if facts.same_tables(self.facts, MADE_OF) and _seats(facts) == _seats(self.facts):
            out.__dict__.update({k: self.__dict__[k] for k in SHARED if k in self.__dict__})
        return out

    def shares(self, other: National) -> bool:
        """Whether the producers elsewhere are the very same as the other's."""
        mine, theirs = self.__dict__.get("producers"), other.__dict__.get("producers")
        return mine is not None and mine is theirs

    @cached_property
    def local_firms(self) -> frozenset[str]:
        """Firms of the region, its neighbourhood and their plants elsewhere, with affiliates.

        Mergers are followed both ways; firms that a local firm owns, and firms of a group
        whose seat is here, belong here wherever they stand.  Other firms of a central group
        do not.  See :mod:`graph.reason.nation.belonging`.
        """
        stands = belonging.standing(self.facts, self.facts.regions[self.region.region_id])
        return belonging.with_affiliates(self.facts, stands)

    @cached_property
    def dossiers(self) -> Dossiers:
        """What is on record about each firm elsewhere."""
        from graph.reason.firms.dossier import Dossiers

        return Dossiers(self)

    @cached_property
    def ventures(self) -> dict[str, dict[str, Venture]]:
        """Product → local firm → what it has of the product outside the region."""
        from graph.reason.firms.ventures import ventures

        return ventures(self)

    @cached_property
    def local_groups(self) -> frozenset[str]:
        """Groups of the local firms."""
        found = (self.facts.firms.get(i) for i in self.local_firms)
        return frozenset(group for f in found if f is not None and (group := group_of(f)))

    @cached_property
    def is_chemical(self) -> bool:
        """Whether the region may have a chemical park: not all of its own are said to be none."""
        own = (p for p in self.facts.parks.values() if p.region_id == self.region.region_id)
        told = [p.is_chemical for p in own if p.scope == "own"]
        return not told or any(is_one is not False for is_one in told)

    def seen(self, row: Producer | Signal | Market) -> bool:
        """Whether the record speaks of the day asked about or of a time before it.

        What was on record by then is settled before (:mod:`graph.reason.clock`).
        """
        told = row.date if isinstance(row, Signal) else row.year
        return not told or told <= self.as_of.valid[: len(told)]

    @cached_property
    def producers(self) -> dict[str, tuple[Producer, ...]]:
        """Producers outside the region, by product, stopped ones left out."""
        return {
            product: tuple(
                r
                for r in rows
                if r.firm_id not in self.local_firms and r.status != "停产" and self.seen(r)
            )
            for product, rows in self.facts.producers_of.items()
        }

    @cached_property
    def made_by(self) -> dict[str, frozenset[str]]:
        """Products each firm outside the region makes, builds or plans."""
        out: dict[str, set[str]] = {}
        for product_id, rows in self.producers.items():
            for row in rows:
                out.setdefault(row.firm_id, set()).add(product_id)
        return {k: frozenset(v) for k, v in out.items()}

    @cached_property
    def growth_signals(self) -> dict[str, tuple[Signal, ...]]:
        """Building, expanding, moving or signing, by product, up to the date asked for."""
        out: dict[str, list[Signal]] = {}
        for signal in self.facts.all(Signal).values():
            if signal.direction in GROWING and self.seen(signal):
                for product_id in signal.product_ids:
                    out.setdefault(product_id, []).append(signal)
        return {k: tuple(v) for k, v in out.items()}

    def market(self, product_id: str) -> tuple[Market, ...]:
        """National figures of a product, newest first."""
        rows = self.facts.market_of.get(product_id, ())
        return tuple(r for r in rows if r.scope == "全国" and self.seen(r))

    def import_dependence(self, product_id: str) -> tuple[float, Market] | None:
        """Newest stated or computed import dependence (0–1) with its row, or None."""
        for row in self.market(product_id):
            if row.import_dependence_pct is not None:
                return row.import_dependence_pct / 100.0, row
            if row.import_kt is not None and row.apparent_consumption_kt:
                return row.import_kt / row.apparent_consumption_kt, row
        return None


def _seats(facts: Facts) -> frozenset[tuple[str, str | None]]:
    return frozenset((c.firm_id, c.park_id) for c in facts.capacities.values())


def group_of(firm: Firm) -> str | None:
    """The group a firm belongs to, else the parent it names."""
    return firm.group or firm.parent


def years_between(earlier: str, later: str) -> float:
    """Years from one partial ISO date to another, by month.

    Examples
    --------
    >>> years_between("2024-01", "2026-07-15")
    2.5
    """

    def months(date: str) -> int:
        parts = date.split("-")
        return int(parts[0]) * 12 + (int(parts[1]) if len(parts) > 1 else 6)

    return (months(later) - months(earlier)) / 12.0
