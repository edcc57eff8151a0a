"""What one unit was on a day: from its statements and from the stages of its project.

A statement dated later than the day still tells when the unit began (``since``); before
that the project's recorded stages say whether it was being built or planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.facts import Facts
from graph.model import Capacity

STATUS_OF = {
    **dict.fromkeys(("谋划", "在谈", "签约", "注册", "核准"), "规划"),
    "开工": "在建",
    **dict.fromkeys(("投产", "达产", "入规"), "在产"),
    **dict.fromkeys(("中止", "流失"), ""),
}
"""What a project's stage says of its units; other stages (报道, 调整) say nothing."""
PLANNED = frozenset(s for s, status in STATUS_OF.items() if status == "规划")
GIVEN_UP = frozenset(s for s, status in STATUS_OF.items() if not status)
PROGRESS = ("规划", "在建", "在产")
REACHED = {
    "规划": tuple(stage for stage, status in STATUS_OF.items() if status),
    "在建": ("开工", "投产", "达产"),
    "在产": ("投产", "达产"),
}
"""Stages by which a unit of that status has come to it."""


def holds_at(row: Capacity, date: str) -> bool:
    """Whether the statement is true at ``date`` (partial dates count as whole periods).

    Examples
    --------
    A plant ``since="2023-12"`` counts on any day of that month.
    """
    if row.since and row.since > date[: len(row.since)]:
        return False
    return not (row.until and row.until < date[: len(row.until)])


def unit_on(facts: Facts, rows: Sequence[Capacity], day: str) -> Capacity | None:
    """The statement that speaks for a unit on ``day``, with its status on that day.

    The driving statement when it holds; else another one that holds on the same product;
    else the driving one as its project stood on the day.  None when there was no such unit.
    """
    driver = next((r for r in rows if r.is_driver), None) or _newest(rows)
    for row in (driver, *_others(rows, driver)):
        project_id = row.project_id or driver.project_id
        if holds_at(row, day) and not _later(facts, row, project_id, day):
            return _moved_on(facts, row, day)
    return _before(facts, driver, day)


def _newest(rows: Sequence[Capacity]) -> Capacity:
    return max(rows, key=lambda r: (r.as_of or "", r.id))


def _others(rows: Sequence[Capacity], driver: Capacity) -> list[Capacity]:
    """The other statements on the same product: those that drove until a day come first."""
    same = [r for r in rows if r is not driver and r.product_id == driver.product_id]
    return sorted(same, key=lambda r: (r.until is not None, r.as_of or "", r.id), reverse=True)


def _later(facts: Facts, row: Capacity, project_id: str | None, day: str) -> bool:
    """Whether the statement itself says nothing, but its unit's project began after the day."""
    if row.since or not project_id or row.status not in REACHED:
        return False
    began = _began(facts, project_id, REACHED[row.status])
    return began is not None and began > day[: len(began)]


def _began(facts: Facts, project_id: str, stages: tuple[str, ...]) -> str | None:
    """The first recorded date of one of the stages, of the project itself."""
    dates = [s.date for s in facts.stages_of.get(project_id, ()) if s.stage in stages and s.date]
    project = facts.projects.get(project_id)
    told = project is not None and (project.stage in REACHED["在建"] or stages == REACHED["规划"])
    if project is not None and told and "开工" in stages:
        dates.append(project.start_date or "")
    return min((d for d in dates if d), default=None)


def _moved_on(facts: Facts, row: Capacity, day: str) -> Capacity:
    """A plan whose project broke ground after the plan was stated is 在建."""
    if row.status != "规划":
        return row
    status, since = _stage_on(facts, row.project_id, day)
    later = since is not None and since > (row.as_of or "")
    return replace(row, status=status) if status == "在建" and later else row


def _before(facts: Facts, row: Capacity, day: str) -> Capacity | None:
    """The unit before its statement begins: how far its project had come.

    A plant that stopped later ran until then, from the day it is first on record.
    """
    if row.status == "停产" and _first_told(facts, row) <= day:
        return replace(row, status="在产", since=None)
    if row.until and row.until < day[: len(row.until)]:
        return None
    status, since = _stage_on(facts, row.project_id, day)
    return replace(row, status=status, since=since) if status else None


def _first_told(facts: Facts, row: Capacity) -> str:
    dates = (r.as_of for r in facts.statements_on[row.unit_id])
    return min((d for d in dates if d), default="9999")


def _stage_on(facts: Facts, project_id: str | None, day: str) -> tuple[str, str | None]:
    """How far a project, else the one above it, had come by the day, and since when.

    The furthest stage counts (an approval dated after the ground was broken changes
    nothing); a project given up is nothing from then on.
    """
    seen: set[str] = set()
    while project_id and project_id not in seen:
        seen.add(project_id)
        told = sorted(facts.stages_of.get(project_id, ()), key=lambda s: (s.date or "", s.id))
        past = [
            (s.date, STATUS_OF[s.stage])
            for s in told
            if s.stage in STATUS_OF and s.date and s.date <= day[: len(s.date)]
        ]
        if past:
            return _furthest(past)
        project = facts.projects.get(project_id)
        project_id = project.parent_id if project else None
    return "", None


def _furthest(past: Sequence[tuple[str, str]]) -> tuple[str, str | None]:
    if not past[-1][1]:
        return "", None
    status = max((s for _, s in past if s), key=PROGRESS.index)
    return status, next(date for date, s in past if s == status)
