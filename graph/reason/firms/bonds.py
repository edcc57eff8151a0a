"""How firms elsewhere hang together with local ones: ties and earlier contact.

Our own records settle these: no local project that names a firm is a plain no.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from graph.model import Firm, Project
from graph.reason.nation.belonging import parents_of
from graph.reason.nation.national import National, group_of

TIES = {"supply": 1.0, "project": 1.0, "group": 1.0, "joint": 0.7}
NAMED, GROUP_NAMED = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Tie:
    """How a firm hangs together with local ones: supply, project, group or joint (venture)."""

    relation: str
    firm: str  # the local firm
    what: str  # the group, product or project that ties


@dataclass(frozen=True)
class Bonds:
    """Look-ups by firm over supplies, shared projects, groups and projects that name it."""

    national: National

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

    def happened(self, project: Project) -> bool:
        """Whether the region's project was told by the date asked about; undated ones were."""
        told = project.start_date or project.as_of or ""
        return told <= self.national.as_of.valid[: len(told)] and self._is_ours(project)

    def _is_ours(self, project: Project) -> bool:
        """In a park of the region; one without a park when a local firm is in it."""
        if project.park_ids:
            return any(p in self._parks for p in project.park_ids)
        alone = len(self.national.facts.regions) == 1
        return alone or not self.national.local_firms.isdisjoint(project.firm_ids)

    @cached_property
    def _parks(self) -> dict[str, str]:
        region = self.national.region.region_id
        parks = self.national.facts.parks.values()
        return {p.id: p.scope for p in parks if p.region_id == region}

    def _is_here(self, project: Project) -> bool:
        scopes = {self._parks.get(p) for p in project.park_ids}
        return self.happened(project) and scopes != {"outside"}


def _when(project: Project) -> str:
    return project.as_of or project.start_date or ""
