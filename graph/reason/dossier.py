"""What is on record about each firm elsewhere: moves, ties, earlier contact, standing.

Every look-up is made once for a region and a date.  What nobody has said is None, never 0;
what our own records can settle (no local project names the firm) is a plain no.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.model import Firm, Project, Signal
from graph.reason.belonging import parents_of
from graph.reason.national import GROWING, National, group_of, years_between
from graph.reason.statements import decayed, is_pooled

HELD_BACK = frozenset({"受限", "搬迁"})
LANDED_ELSEWHERE = "外迁落地"
TIES = {"supply": 1.0, "project": 1.0, "group": 1.0, "joint": 0.7}
SIZES = {"大型": 1.0, "中型": 0.6, "小型": 0.3, "微型": 0.1}
LISTED, IN_GROUP = 1.0, 0.6
NAMED, GROUP_NAMED = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Tie:
    """How a firm hangs together with local ones: supply, project, group or joint (venture)."""

    relation: str
    firm: str  # the local firm
    what: str  # the group, product or project that ties


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

    @cached_property
    def held_back(self) -> dict[str, tuple[Signal, ...]]:
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
    def seats(self) -> dict[str, str]:
        """Group → the name of its firm here with most plants on record."""
        facts = self.national.facts
        plants = Counter(facts.owner(c.firm_id) for c in facts.capacities.values())
        firms = (facts.firms.get(facts.owner(i)) for i in self.national.local_firms)
        found: dict[str, Firm] = {}
        for firm in sorted(filter(None, firms), key=lambda f: (plants[f.id], f.id)):
            if group := group_of(firm):
                found[group] = firm
        return {group: facts.firm_name(firm.id) for group, firm in found.items()}

    @cached_property
    def _partners(self) -> dict[str, Tie]:
        """Firms elsewhere that trade with a local firm or share a project with one."""
        facts, local = self.national.facts, self.national.local_firms
        out: dict[str, Tie] = {}
        for row in sorted(facts.all(Project).values(), key=lambda p: p.id):
            here = [f for f in row.firm_ids if f in local]
            if here and self.happened(row):
                tie = Tie("project", facts.firm_name(here[0]), row.name_zh)
                out.update((f, tie) for f in row.firm_ids if f not in local)
        for supply in sorted(facts.supplies.values(), key=lambda s: s.id):
            a, b = supply.from_firm_id, supply.to_firm_id
            for one, other in ((a, b), (b, a)):
                if one and other and one in local and other not in local:
                    name = facts.products[supply.product_id].name_zh
                    out[other] = Tie("supply", facts.firm_name(one), name)
        return out

    @cached_property
    def _ties(self) -> dict[str, Tie | None]:
        return {}

    def tie(self, firm: Firm) -> Tie | None:
        """The closest tie of a firm to one that stands here, None when none is on record."""
        if firm.id not in self._ties:
            self._ties[firm.id] = self._partners.get(firm.id) or self._owner_tie(firm)
        return self._ties[firm.id]

    def _owner_tie(self, firm: Firm) -> Tie | None:
        group = group_of(firm)
        if group and group in self.seats:
            return Tie("group", self.seats[group], group)
        owner = next((p for p in parents_of(firm) if p in self.seats), None)
        return Tie("joint", self.seats[owner], owner) if owner else None

    @cached_property
    def _named(self) -> tuple[dict[str, Project], dict[str, Project]]:
        """The newest local project that names each firm, and each group."""
        facts = self.national.facts
        by_firm: dict[str, Project] = {}
        by_group: dict[str, Project] = {}
        rows = sorted(facts.projects.values(), key=lambda p: (_when(p), p.id))
        for row in filter(self._is_here, rows):
            for firm_id in row.firm_ids:
                by_firm[firm_id] = row
                if (firm := facts.firms.get(firm_id)) and (group := group_of(firm)):
                    by_group[group] = row
        return by_firm, by_group

    def contact(self, firm: Firm) -> tuple[float, Project] | None:
        """The local project, of any stage, that names the firm (1) or its group (0.5)."""
        by_firm, by_group = self._named
        if firm.id in by_firm:
            return NAMED, by_firm[firm.id]
        row = by_group.get(group_of(firm) or "")
        return (GROUP_NAMED, row) if row else None

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

    def happened(self, project: Project) -> bool:
        """Whether the region's project was told by the date asked about; undated ones were."""
        told = project.start_date or project.as_of or ""
        return told <= self.national.as_of.valid[: len(told)] and (
            not project.park_ids or any(p in self._parks for p in project.park_ids)
        )

    @cached_property
    def _parks(self) -> dict[str, str]:
        region = self.national.region.region_id
        parks = self.national.facts.parks.values()
        return {p.id: p.scope for p in parks if p.region_id == region}

    def _is_here(self, project: Project) -> bool:
        scopes = {self._parks.get(p) for p in project.park_ids}
        return self.happened(project) and scopes != {"outside"}


def _newest_first(signals: Iterable[Signal]) -> dict[str, tuple[Signal, ...]]:
    out: dict[str, list[Signal]] = {}
    for signal in sorted(signals, key=lambda s: (s.date or "", s.id), reverse=True):
        out.setdefault(signal.firm_id, []).append(signal)
    return {firm: tuple(rows) for firm, rows in out.items()}


def _when(project: Project) -> str:
    return project.as_of or project.start_date or ""
