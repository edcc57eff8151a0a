"""What a project's step does to the statements on its units.

Nothing said before is overwritten: the driving statement ends the day before and a new one takes
over from the day, so that an earlier day answers as it did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import Capacity, Project
from graph.reason.timeline import GIVEN_UP, PROGRESS, STATUS_OF, holds_at, unit_on
from graph.store.protocol import Change

NOT_YET = frozenset({"规划", "在建", "未核"})
"""What no longer counts when its project is given up; a plant that runs goes on running."""


def eve(date: str) -> str:
    """The day before.

    Examples
    --------
    >>> eve("2026-03-01")
    '2026-02-28'
    """
    return (dt.date.fromisoformat(date) - dt.timedelta(days=1)).isoformat()


def units_of(facts: Facts, project: Project) -> tuple[tuple[Capacity, ...], ...]:
    """The statements on each unit whose driving one names the project."""
    return tuple(
        rows
        for rows in facts.statements_on.values()
        if any(r.is_driver and r.project_id == project.id for r in rows)
    )


def status_after(project: Project, now: str | None, stage: str) -> str | None:
    """What a unit is when its project comes to ``stage``; None = it does not count.

    A step forward never takes a unit back, a step back only those that came along with the
    project, an end only those that never ran.

    Parameters
    ----------
    project
        As it stood before.
    now
        What the unit was; None when it did not count.
    """
    if stage in GIVEN_UP:
        return None if now in NOT_YET else now
    then = STATUS_OF[stage]
    if now is None:
        return then if project.stage in GIVEN_UP else None
    if now == "停产":
        return now if then == "规划" else then
    if now not in PROGRESS or PROGRESS.index(then) > PROGRESS.index(now):
        return then
    return then if now == STATUS_OF.get(project.stage) else now


def followers(facts: Facts, project: Project, stage: str, date: str) -> tuple[str, ...]:
    """The units that go along of themselves when a project comes to ``stage``.

    Those that stand where the project stands (a later phase that is still a plan stays one when
    the first begins to run), and those whose status nobody knows; all of them when none does,
    and at an end.
    """
    then = STATUS_OF.get(project.stage)
    found, along = [], []
    for rows in units_of(facts, project):
        now = unit_on(facts, rows, date)
        before = now.status if now else None
        if status_after(project, before, stage) != before:
            found.append(rows[0].unit_id)
            if before not in PROGRESS or before == then:
                along.append(rows[0].unit_id)
    return tuple(found if stage in GIVEN_UP or not along else along)


def unit_changes(
    facts: Facts,
    then: Facts,
    project: Project,
    rows: Sequence[Capacity],
    date: str,
    told: str,
    *,
    goes: bool = True,
) -> list[Change]:
    """The changes to the statements on one unit when its project comes to another stage.

    Parameters
    ----------
    facts
        As they are on record.
    then
        The same with the project at its new stage and what is told of it.
    project
        As it stood before.
    rows
        Every statement on the unit.
    date
        The day, whole.
    told
        What happened, kept with the new statement.
    goes
        Whether the unit goes along; one that does not stays what it is.

    Raises
    ------
    BadRequest
        The present statement begins after the day.
    """
    now = unit_on(facts, rows, date)
    before = now.status if now else None
    after = status_after(project, before, then.projects[project.id].stage) if goes else before
    if after == before:
        return _difference(rows, _as_before(facts, then, rows, rows, date))
    driver = next(r for r in rows if r.is_driver)
    if driver.since and driver.since > date[: len(driver.since)]:
        raise BadRequest(
            f"装置“{driver.name_zh}”从 {driver.since} 起已记为{driver.status},日期不能早于它;"
            "请改日期,或先撤销那一次修改。"
        )
    base = _without_that_day(rows, driver, date)
    new = _with_status(facts, base, driver, after, date, told)
    return _difference(rows, _as_before(facts, then, rows, new, date))


def _as_before(
    facts: Facts, then: Facts, old: Sequence[Capacity], new: Sequence[Capacity], date: str
) -> Sequence[Capacity]:
    """``new`` such that the unit is on the day before what it was.

    A statement without *since* is thought to begin with its project's first dated stage; where
    that is now the day of the step, it holds from its own date on.
    """
    day = eve(date)
    was, found = unit_on(facts, old, day), unit_on(then, new, day) if new else None
    if was is None or (found is not None and found.status == was.status):
        return new
    began = was.as_of if was.as_of and was.as_of <= day else day
    return [replace(r, since=began) if r.id == was.id and not r.since else r for r in new]


def _without_that_day(
    rows: Sequence[Capacity], driver: Capacity, date: str
) -> tuple[Capacity, ...]:
    """The statements as they were before this office moved the unit on the same day."""
    if driver.since != date or driver.basis != "user":
        return tuple(rows)
    rest, day = [r for r in rows if r is not driver], eve(date)
    held = (r for r in rest if r.until and r.until <= day and r.product_id == driver.product_id)
    former = max(held, key=lambda r: (r.until or "", r.as_of or "", r.id), default=None)
    return tuple(_drives(r, day) if r is former else r for r in rest)


def _drives(row: Capacity, day: str) -> Capacity:
    """The statement in force again; one that had ended before ``day`` stays ended."""
    return replace(row, is_driver=True, until=None if row.until == day else row.until)


def _with_status(
    facts: Facts,
    base: Sequence[Capacity],
    driver: Capacity,
    status: str | None,
    date: str,
    told: str,
) -> tuple[Capacity, ...]:
    """The statements with the unit at ``status`` from the day on."""
    if not any(r.is_driver for r in base):  # the unit was made on that very day
        made = () if status is None else (replace(driver, status=status, status_text=told),)
        return (*base, *made)
    stood = unit_on(facts, base, date)
    if status == (stood.status if stood else None):
        return tuple(base)
    former = next(r for r in base if r.is_driver)
    if status is None:
        return tuple(_ended(r, date) if r.product_id == former.product_id else r for r in base)
    rest = (replace(_ended(r, date), is_driver=False) if r is former else r for r in base)
    return (*rest, _next(facts, former, driver, status, date, told))


def _ended(row: Capacity, date: str) -> Capacity:
    return replace(row, until=eve(date)) if holds_at(row, date) else row


def _next(
    facts: Facts, former: Capacity, driver: Capacity, status: str, date: str, told: str
) -> Capacity:
    """The statement that takes over: size and route stay those of the former, and its source."""
    again = driver is not former and driver.id != former.id
    return replace(
        former,
        id=driver.id if again else free_id(facts.capacities, f"{former.unit_id}-{date}"),
        is_driver=True,
        status=status,
        status_text=told,
        since=date,
        until=None,
        basis="user",
        as_of=date,
    )


def _difference(old: Sequence[Capacity], new: Sequence[Capacity]) -> list[Change]:
    was, now = {r.id: r for r in old}, {r.id: r for r in new}
    gone = [Change.delete(Capacity.kind, id) for id in was if id not in now]
    return [*gone, *(Change.put(r) for id, r in now.items() if was.get(id) != r)]


def free_id(taken: Mapping[str, object], wanted: str) -> str:
    """``wanted``, with a number when there is such a record already.

    Examples
    --------
    >>> free_id({"a": 1, "a-2": 1}, "a")
    'a-3'
    """
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
