"""Moving a project to another stage: one set of changes for it, its history and its units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.desk.project.new_units import NewUnit, first_statement
from graph.desk.project.unit_moves import (
    eve,
    followers,
    free_id,
    status_after,
    unit_changes,
    units_of,
)
from graph.desk.words import PROJECT_STAGES
from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Project, ProjectStage, Record
from graph.reason.timeline import GIVEN_UP, STATUS_OF, unit_on
from graph.store.protocol import Change

STEPS = PROJECT_STAGES[: PROJECT_STAGES.index("中止")]
"""The way of a project that is not given up."""
RUNNING = tuple(stage for stage, status in STATUS_OF.items() if status == "在产")


@dataclass(frozen=True, slots=True)
class Step:
    """A project comes to ``stage`` on ``date``: what happened, and for an end why.

    ``source_id`` is where it is told; without one it is the word of this office.
    """

    stage: str
    date: str
    event: str
    end_reason: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnitMove:
    """What a step does to one unit: status before and after; None = it does not count."""

    unit_id: str
    before: str | None
    after: str | None


def moved(
    facts: Facts,
    project: Project,
    step: Step,
    new_units: Sequence[NewUnit] = (),
    follow: Collection[str] | None = None,
) -> list[Change]:
    """Everything to write when a project comes to another stage: one commit.

    A unit the project has changes from the day of the step on; an earlier day answers as
    before.  A unit that is new (``new_units``) is, on earlier days, what the project's dated
    stages say of it.

    Parameters
    ----------
    facts
        All facts as they are on record, not as seen on an earlier day.
    project
        As it stands now.
    step
        The stage it comes to, when, and what happened.
    new_units
        Plants to add, for a project that has none yet (see :func:`lacks_units`).
    follow
        Ids of the units that go along; those that do so of themselves when not given.

    Returns
    -------
    list of Change
        The project, what is told of its stages, and statements on its units.

    Raises
    ------
    BadRequest
        The project stands there already, the day is no day or comes before a unit's present
        statement, or an end has no reason.
    """
    _check(project, step)
    after: list[Record] = [_project(project, step, new_units), *_told(facts, project, step)]
    then = facts.with_records(after)
    after += (
        first_statement(facts, project, unit, step.stage, step.date, _words(step))
        for unit in new_units
    )
    changes = [Change.put(record) for record in after]
    if follow is None:
        follow = followers(facts, project, step.stage, step.date)
    for rows in units_of(facts, project):
        told, goes = _words(step), rows[0].unit_id in follow
        changes += unit_changes(facts, then, project, rows, step.date, told, goes=goes)
    return changes


def _words(step: Step) -> str:
    return f"{step.stage}:{step.event}"


def unit_moves(facts: Facts, project: Project, step: Step) -> tuple[UnitMove, ...]:
    """What a step may do to the units the project has, for a choice before it is written."""
    found = []
    for rows in units_of(facts, project):
        now = unit_on(facts, rows, step.date)
        before = now.status if now else None
        after = status_after(project, before, step.stage)
        if after != before:
            found.append(UnitMove(rows[0].unit_id, before, after))
    return tuple(found)


def applied(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts as they would be with the changes written: for a look beforehand."""
    fresh: dict[str, dict[str, Record]] = {}
    for change in changes:
        kind, id = change.ref
        rows = fresh.setdefault(kind, dict(facts.by_kind.get(kind, {})))
        if change.record is None:
            rows.pop(id, None)
        else:
            rows[id] = change.record
    return Facts(facts.by_kind | fresh)


def _check(project: Project, step: Step) -> None:
    if step.stage not in PROJECT_STAGES:
        raise BadRequest(f"没有“{step.stage}”这个阶段;可用:{'、'.join(PROJECT_STAGES)}。")
    if step.stage == project.stage:
        raise BadRequest(f"“{project.name_zh}”已经在“{step.stage}”;请选另一个阶段。")
    try:
        dt.date.fromisoformat(step.date)
    except ValueError:
        raise BadRequest(f"日期“{step.date}”看不懂;请写成 2026-11-24 这样的年-月-日。") from None
    if step.stage in GIVEN_UP and not step.end_reason:
        raise BadRequest(f"改为“{step.stage}”要写明原因。")


def _project(project: Project, step: Step, new_units: Sequence[NewUnit]) -> Project:
    firms = dict.fromkeys((*project.firm_ids, *(u.firm_id for u in new_units)))
    start, finish = project.start_date, project.finish_date
    if step.stage == "开工" and (start is None or start > step.date):
        start = step.date
    runs, ran = step.stage in RUNNING, project.stage in RUNNING
    begins = step.stage == "投产" and not ran
    if runs and (begins or finish is None or finish > step.date[: len(finish)]):
        finish = step.date
    elif ran and not runs and step.stage in STEPS:
        finish = None
    if start and finish and finish[: len(start)] < start[: len(finish)]:
        finish = None  # hoped for before the work began
    return replace(
        project,
        stage=step.stage,
        stage_text=None,
        start_date=start,
        finish_date=finish,
        firm_ids=tuple(firms),
        end_reason=step.end_reason if step.stage in GIVEN_UP else None,
    )


def _told(facts: Facts, project: Project, step: Step) -> Iterable[ProjectStage]:
    """What happened; before it, for a project without any date, where it stood.

    A step back is told as 调整: the stages of a project come in the order of building.
    """
    held = facts.stages_of.get(project.id, ())
    if not project.start_date and not any(s.date for s in held):
        yield from _stood(facts, project, step)
    back = _is_back(project, step)
    yield ProjectStage(
        id=free_id(facts.all(ProjectStage), f"{project.id}-{step.date}"),
        project_id=project.id,
        stage="调整" if back else step.stage,
        date=step.date,
        event=f"退回“{step.stage}”:{step.event}" if back else step.event,
        basis="source" if step.source_id else "user",
        source_id=step.source_id,
        as_of=step.date,
        grade=None,
        note=step.end_reason,
    )


def _stood(facts: Facts, project: Project, step: Step) -> Iterable[ProjectStage]:
    known, day = project.stage in STATUS_OF, eve(step.date)
    day = project.as_of if project.as_of and project.as_of <= day else day
    yield ProjectStage(
        id=free_id(facts.all(ProjectStage), f"{project.id}-{day}"),
        project_id=project.id,
        stage=project.stage if known else "报道",
        date=day,
        event=f"资料写明在“{project.stage}”" if known else "资料里有这个项目",
        basis=project.basis,
        source_id=project.source_id,
        as_of=day,
        grade=project.grade,
        note=None,
    )


def _is_back(project: Project, step: Step) -> bool:
    both = step.stage in STEPS and project.stage in STEPS
    return both and STEPS.index(step.stage) < STEPS.index(project.stage)
