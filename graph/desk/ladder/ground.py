"""Who counts when the tiers of local firms are kept: firms here, what they make, their figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.desk.ladder.criteria import scale_line
from graph.desk.ladder.figures import Tier, Told, Years, figures, tier
from graph.facts import Facts
from graph.model import Firm, Project
from graph.reason import Evaluation
from graph.reason.timeline import GIVEN_UP
from graph.reason.units import Region

GONE = ("未落地", "停产")
"""A firm that never came, or has shut: nothing to bring on."""
COMING = ("谋划", "在谈", "签约", "注册", "开工")
STANDING = ("投产", "达产", "入规")
SINGLE = ("项目", "配套", "平台")
"""Levels that are one undertaking; sums and packages are never listed beside their parts."""
_NO_NAME, _NOT_YET = ("(", "("), "拟设"
"""How the name of a firm begins that no page has named, and what one is called not yet founded."""


@dataclass(frozen=True)
class Ground:
    """What follows from the facts alone: made once, used by every table of the page.

    ``firm_ids`` are the firms here, largest tier first; ``products`` what each makes or builds,
    ``projects`` what each is building or has built here; ``line_wan`` the line of 规上 with the
    record that states it, None when no rule does.
    """

    facts: Facts
    region: Region
    year: int
    firm_ids: tuple[str, ...]
    years: dict[str, dict[int, dict[str, Told]]]
    products: dict[str, tuple[str, ...]]
    projects: dict[str, tuple[str, ...]]
    line_wan: float | None

    def years_of(self, firm_id: str | None) -> Years:
        """Figures of a firm by year; empty when there are none."""
        return self.years.get(firm_id or "", {})

    def firm(self, firm_id: str | None) -> Firm | None:
        """The firm, when it is on record."""
        return self.facts.firms.get(firm_id or "")

    def tier_of(self, firm_id: str | None) -> Tier | None:
        """The tier of a firm today."""
        firm = self.firm(firm_id)
        if firm is None or self.line_wan is None:
            return None
        return tier(self.years_of(firm_id), firm.is_above_scale, self.line_wan, self.year)

    def segments_of(self, firm_id: str | None) -> tuple[str, ...]:
        """Sub-chains of what a firm makes or builds, in their order on the map."""
        products = self.facts.products
        held = {products[p].segment for p in self.products.get(firm_id or "", ()) if p in products}
        order = sorted(self.facts.segments.values(), key=lambda s: s.order)
        return tuple(s.id for s in order if s.id in held)


def ground(evaluation: Evaluation) -> Ground:
    """Firms of the parks looked at, with their figures."""
    facts, region = evaluation.chain.facts, evaluation.region
    day = evaluation.as_of.valid
    made: dict[str, dict[str, None]] = {}
    for unit in facts.capacities.values():
        if unit.is_driver:
            made.setdefault(facts.owner(unit.firm_id), {})[unit.product_id] = None
    built: dict[str, dict[str, None]] = {}
    for project in facts.projects.values():
        if not stands_in(facts, region, project):
            continue
        for firm_id in dict.fromkeys(map(facts.owner, project.firm_ids)):
            if project.stage not in GIVEN_UP:
                made.setdefault(firm_id, {}).update(dict.fromkeys(project.product_ids))
            built.setdefault(firm_id, {})[project.id] = None
    found = Ground(
        facts=facts,
        region=region,
        year=int(day[:4]),
        firm_ids=(),
        years=figures(facts),
        products={k: tuple(v) for k, v in made.items()},
        projects={k: tuple(v) for k, v in built.items()},
        line_wan=scale_line(facts, day),
    )
    ids = _here(evaluation)
    order = {i: (_place(found.tier_of(i)), facts.firm_name(i)) for i in ids}
    return replace(found, firm_ids=tuple(sorted(ids, key=order.__getitem__)))


def _place(found: Tier | None) -> int:
    order = ("千亿", "百亿", "十亿", "亿元", "规上", "规下")
    return order.index(found.name) if found else len(order)


def _here(evaluation: Evaluation) -> set[str]:
    """Firms seated in the parks looked at or with a plant there; merged ones are their owner."""
    facts, region = evaluation.chain.facts, evaluation.region
    seated = {f.id for f in facts.firms.values() if any(region.holds(facts, p) for p in f.park_ids)}
    ids = {facts.owner(i) for i in seated | {u.firm_id for u in evaluation.standing.units}}
    return {i for i in ids if is_one(facts.firms.get(i))}


def is_one(firm: Firm | None) -> bool:
    """Whether a record is that of a firm which is there: named, founded and not shut."""
    if firm is None:
        return False
    named = not firm.name_zh.startswith(_NO_NAME) and _NOT_YET not in firm.name_zh
    return named and firm.status not in GONE


def stands_in(facts: Facts, region: Region, project: Project) -> bool:
    """Whether a project belongs to the region: by its parks, else as it says, else by its firms."""
    if project.park_ids:
        return any(region.holds(facts, park) for park in project.park_ids)
    if project.region_id:
        return project.region_id == region.region_id
    return any(_seated(facts, region, firm_id) for firm_id in project.firm_ids)


def _seated(facts: Facts, region: Region, firm_id: str) -> bool:
    firm = facts.firms.get(firm_id)
    return firm is not None and any(region.holds(facts, park) for park in firm.park_ids)


def projects_of(ground_: Ground, firm_id: str | None) -> Iterable[Project]:
    """Projects of a firm here that were not given up; parts of another and sums left out."""
    for project_id in ground_.projects.get(firm_id or "", ()):
        project = ground_.facts.projects[project_id]
        if project.stage not in GIVEN_UP and project.level in SINGLE:
            yield project
