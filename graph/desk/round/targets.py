"""What is to report in a month: projects under way, firms above scale, goals of the year, tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.desk.round.counts import local_firms, region_projects
from graph.desk.round.duties import DUTY_UNIT, Duties, for_project, for_task, names_in, tasks_of
from graph.desk.round.entries import Target
from graph.facts import Facts
from graph.model import Duty, Entry, Firm, Goal, Project, Task
from graph.reason.timeline import GIVEN_UP

KINDS = (Project.kind, Firm.kind, Goal.kind, Task.kind)
UNDER_WAY = ("开工", "注册", "签约")
"""Stages of a project that reports without being asked for, those that build first."""
MONEY = "万元"


def targets(
    facts: Facts,
    region_id: str,
    kind: str,
    month: str,
    *,
    earlier: Iterable[Entry] = (),
    extra: Collection[str] = (),
    duties: Duties | None = None,
) -> tuple[Target, ...]:
    """What of one kind reports for a month.

    Parameters
    ----------
    facts, region_id
        Whose round.
    kind
        One of ``KINDS``.
    month
        Decides which goals are those of the year.
    earlier
        Entries of earlier months: what reported this year goes on reporting, unless given up.
    extra
        Ids of things added by hand.
    duties
        Duties that hold, by (kind, id).
    """
    offered = choices(facts, region_id, kind, duties or {})
    usual = set(_usual(facts, region_id, kind, month))
    usual |= {e.target_id for e in earlier if e.target_kind == kind and e.month[:4] == month[:4]}
    if kind == Project.kind:
        usual -= {p.id for p in facts.projects.values() if p.stage in GIVEN_UP}
    wanted = usual | set(extra)
    return tuple(t for t in offered if t.id in wanted)


def choices(facts: Facts, region_id: str, kind: str, duties: Duties) -> tuple[Target, ...]:
    """All there is of a kind to report of, in the order a sheet lists it."""
    if kind == Project.kind:
        projects = sorted(region_projects(facts, region_id), key=_by_stage)
        return tuple(_project(p, duties.get((kind, p.id), ())) for p in projects)
    if kind == Firm.kind:
        firms = sorted(local_firms(facts, region_id), key=lambda f: facts.firm_name(f.id))
        return tuple(
            Target(kind, f.id, facts.firm_name(f.id), _unit(duties, kind, f.id), MONEY)
            for f in firms
        )
    if kind == Goal.kind:
        goals = (g for g in facts.all(Goal).values() if g.region_id == region_id)
        return tuple(
            Target(kind, g.id, g.indicator, _unit(duties, kind, g.id), g.unit, g.value)
            for g in goals
        )
    return tuple(
        Target(kind, t.id, t.name_zh, _first(for_task(t, duties.get((kind, t.id), ())).duty_units))
        for t in tasks_of(facts, region_id)
    )


def _usual(facts: Facts, region_id: str, kind: str, month: str) -> Iterable[str]:
    if kind == Project.kind:
        return (p.id for p in region_projects(facts, region_id) if p.stage in UNDER_WAY)
    if kind == Firm.kind:
        return (f.id for f in local_firms(facts, region_id) if f.is_above_scale)
    if kind == Goal.kind:
        year = month[:4]
        return (g.id for g in facts.all(Goal).values() if (g.year or "")[:4] == year)
    return (t.id for t in tasks_of(facts, region_id))


def _by_stage(project: Project) -> tuple[int, str]:
    place = UNDER_WAY.index(project.stage) if project.stage in UNDER_WAY else len(UNDER_WAY)
    return place, project.name_zh


def _project(project: Project, duties: tuple[Duty, ...]) -> Target:
    units = for_project(project, duties).duty_units
    return Target(Project.kind, project.id, project.name_zh, _first(units), MONEY)


def _unit(duties: Duties, kind: str, id: str) -> str | None:
    return _first(names_in(duties.get((kind, id), ()), DUTY_UNIT))


def _first(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None
