"""What was decided in a region after a day: the investments a list of that day is held against.

A *decision* is a project that stands on its own: a project's 装置 and parts roll up to the
top project above them, so a complex of eighteen plants is one decision with many products.
汇总, 项目包, 配套, 片区, 平台, 地块 and 里程碑 are none.  A unit that belongs to no project and
begins after the day is a decision of its own.

Its *events* are the dated stages 谋划, 签约, 核准, 开工, 投产 and 达产, the start of the project
and the beginning of its units.  It belongs to the truth of a day when an event lies wholly
after the day ("2022" is not wholly after 2022-04-30) and it was not in production by the day.
A project given up (中止, 流失) counts only when it was first announced after the day: until it
was given up somebody had decided; a part given up inside a project that goes on adds nothing.
Which products a decision has is read from the project, its parts and their units, and never
from what a list ranks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Capacity, Project
from graph.reason.timeline import GIVEN_UP
from graph.reason.units import Region

LEVELS = frozenset({"项目", "装置"})
EVENTS = ("谋划", "签约", "核准", "开工", "投产", "达产")
BUILDING, RUNNING = frozenset({"开工", "投产", "达产"}), frozenset({"投产", "达产"})
STARTS = {"在产": "投产", "在建": "开工", "规划": "谋划"}
"""What the beginning of a unit's status is called as an event."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened to a project; dates may stop at the year or month."""

    date: str
    stage: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One investment decision with an event after the day asked about.

    ``first_date`` is its earliest event ever, ``date`` and ``stage`` the first one after the
    day.  ``was_planned``: announced by the day.  ``was_building``: under construction by the
    day.  Decisions without products cannot be hit and are kept to be seen.
    """

    id: str
    name: str
    product_ids: tuple[str, ...]
    first_date: str
    date: str
    stage: str
    source_id: str | None
    was_planned: bool
    was_building: bool


def decisions(chain: Chain, region: Region, day: str) -> tuple[Decision, ...]:
    """Investments of the region with an event after ``day``, by date of that event.

    Parameters
    ----------
    chain
        The chain of all facts on record, not of those known by the day.
    region
        Whose parks count; plants elsewhere (scope ``outside``) never do.
    """
    facts = chain.facts
    families = _families(facts)
    found = [_of_project(chain, region, family, day) for family in families]
    loose = [rows for rows in facts.statements_on.values() if not any(r.project_id for r in rows)]
    found += [_of_unit(chain, region, rows, day) for rows in loose]
    return tuple(sorted((d for d in found if d), key=lambda d: (d.date, d.id)))


def _families(facts: Facts) -> list[tuple[Project, ...]]:
    """Each top project with the projects and plants below it that were not given up."""
    out: dict[str, list[Project]] = {}
    for project in facts.projects.values():
        top = _top(facts.projects, project)
        if top is None:
            continue
        family = out.setdefault(top.id, [top])
        if project is not top and project.stage not in GIVEN_UP:
            family.append(project)
    return [tuple(family) for family in out.values()]


def _top(projects: Mapping[str, Project], project: Project) -> Project | None:
    """The highest project above that is a decision; None for what is not part of one."""
    seen: set[str] = set()
    while project.level in LEVELS and project.id not in seen:
        seen.add(project.id)
        above = projects.get(project.parent_id or "")
        if above is None or above.level not in LEVELS:
            return project
        project = above
    return None


def _of_project(
    chain: Chain, region: Region, family: Sequence[Project], day: str
) -> Decision | None:
    facts, top = chain.facts, family[0]
    ids = {p.id for p in family}
    units = [c for c in facts.capacities.values() if c.project_id in ids]
    if not _stands_here(facts, region, family, units):
        return None
    events = [e for p in family for e in _stages(facts, p)]
    if any(e.stage in RUNNING and by(e.date, day) for e in events):
        return None
    begun = (e for c in units if region.holds(facts, c.park_id) for e in _beginning(c))
    products = _products(chain, family, units)
    return _decision(top.id, top.name_zh, products, [*events, *begun], day, top.stage in GIVEN_UP)


def _of_unit(chain: Chain, region: Region, rows: Sequence[Capacity], day: str) -> Decision | None:
    here = [r for r in rows if region.holds(chain.facts, r.park_id)]
    events = [e for row in here for e in _beginning(row)]
    if not here or any(e.stage in RUNNING and by(e.date, day) for e in events):
        return None
    row = next((r for r in here if r.is_driver), here[0])
    return _decision(
        f"unit:{row.unit_id}", row.name_zh, _products(chain, (), here), events, day, False
    )


def _stands_here(
    facts: Facts, region: Region, family: Sequence[Project], units: Sequence[Capacity]
) -> bool:
    """By the parks of the projects; else of their units; else of the firms behind them."""
    parks = [park for p in family for park in p.park_ids]
    parks = parks or [c.park_id for c in units if c.park_id]
    if parks:
        return any(region.holds(facts, park) for park in parks)
    firms = [facts.firms[i] for p in family for i in p.firm_ids if i in facts.firms]
    parks = [park for firm in firms for park in firm.park_ids]
    return bool(parks) and all(region.holds(facts, park) for park in parks)


def _stages(facts: Facts, project: Project) -> Iterator[Event]:
    for row in facts.stages_of.get(project.id, ()):
        if row.date and row.stage in EVENTS:
            yield Event(row.date, row.stage, row.source_id)
    if project.start_date:
        yield Event(project.start_date, _start(project), project.source_id)


def _start(project: Project) -> str:
    """What the start date of a project tells of: the ground broken, else what its stage says."""
    if project.stage in BUILDING:
        return "开工"
    return project.stage if project.stage in EVENTS else "谋划"


def _beginning(row: Capacity) -> Iterator[Event]:
    if row.since and row.status in STARTS:
        yield Event(row.since, STARTS[row.status], row.source_id)


def _products(
    chain: Chain, family: Sequence[Project], units: Sequence[Capacity]
) -> tuple[str, ...]:
    """What the decision makes; the feed a plant of it is stated on is no product of it."""
    fed = {c.product_id: routes for c in units if (routes := _fed_by(chain, c))}
    made = [chain.facts.processes[r].main_product_id for routes in fed.values() for r in routes]
    named = [p for project in family for p in project.product_ids]
    found = dict.fromkeys((*named, *(c.product_id for c in units), *made))
    return tuple(p for p in found if p not in fed and p in chain.facts.goods)


def _fed_by(chain: Chain, unit: Capacity) -> tuple[str, ...]:
    """The routes of a plant whose size is stated on what it takes in; else none."""
    taken = [chain.net.get(r, {}).get(unit.product_id, 0.0) < 0.0 for r in unit.process_ids]
    return unit.process_ids if taken and all(taken) else ()


def _decision(
    id_: str, name: str, products: tuple[str, ...], events: Sequence[Event], day: str, ended: bool
) -> Decision | None:
    order = sorted(events, key=lambda e: (e.date, EVENTS.index(e.stage), e.source_id or ""))
    later = [e for e in order if after(e.date, day)]
    planned = any(by(e.date, day) for e in order)
    if not later or (ended and planned):
        return None
    building = any(e.stage in BUILDING and by(e.date, day) for e in order)
    first = later[0]
    return Decision(
        id_, name, products, order[0].date, first.date, first.stage, first.source_id,
        planned, building,
    )  # fmt: skip


def after(date: str, day: str) -> bool:
    """Whether a partial date lies wholly after the day.

    Examples
    --------
    >>> after("2022-05", "2022-04-30"), after("2022", "2022-04-30"), after("2023", "2022-04-30")
    (True, False, True)
    """
    return date > day[: len(date)]


def by(date: str, day: str) -> bool:
    """Whether a partial date may lie on or before the day."""
    return not after(date, day)
