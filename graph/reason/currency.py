"""现况未核: statements too old to say what stands today.

A unit's statement is as good as the last time anybody said so.  News of any statement on
the unit, of its project, of that project's stages and of the projects above it confirms it.
A plan or a building site without news for ``plan_stale_years``, and a running plant without
news for ``running_stale_years``, may or may not stand: its amounts become [0, stated].
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Capacity
from graph.results import Interval, Term
from graph.rules import Rules

YEARS_OF = {"在产": "running_stale_years", "在建": "plan_stale_years", "规划": "plan_stale_years"}


def last_confirmed(facts: Facts, unit_id: str, at: AsOf) -> str | None:
    """The newest date, not after ``at.valid``, at which a source speaks for the unit.

    A statement dated later counts as that very day when it says *since* earlier.  Dates may
    stop at the year or the month and stand for its first day.  None when nothing is dated.
    """
    known = at.known or "9999"
    dates: list[str | None] = []
    for statement in facts.statements_on.get(unit_id, ()):
        if (statement.as_of or "") <= known:
            dates.append(_speaks_for(statement, at.valid))
            dates += _project_dates(facts, statement.project_id, known)
    return max((d for d in dates if d and d <= at.valid), default=None)


def _speaks_for(statement: Capacity, day: str) -> str | None:
    later = statement.as_of is not None and statement.as_of > day
    return day if later and statement.since and statement.since <= day else statement.as_of


def _project_dates(facts: Facts, project_id: str | None, known: str) -> Iterable[str | None]:
    seen: set[str] = set()
    while project_id and project_id not in seen and (row := facts.projects.get(project_id)):
        seen.add(project_id)
        if (row.as_of or "") <= known:
            yield row.as_of
        for stage in facts.stages_of.get(project_id, ()):
            if (stage.as_of or "") <= known:
                yield stage.date or stage.as_of
        project_id = row.parent_id


def unverified(
    facts: Facts, rules: Rules, units: Iterable[Capacity], at: AsOf
) -> dict[str, str | None]:
    """Units whose status is too old to count on: unit id → last confirmed (None = undated)."""
    out: dict[str, str | None] = {}
    for unit in units:
        parameter = YEARS_OF.get(unit.status)
        if parameter is None:
            continue
        seen = last_confirmed(facts, unit.unit_id, at)
        if seen is None or seen < years_before(at.valid, int(rules.number(parameter))):
            out[unit.unit_id] = seen
    return out


def years_before(day: str, years: int) -> str:
    """The same day ``years`` earlier."""
    return f"{int(day[:4]) - years:04d}{day[4:]}"


def marked(units: Iterable[Capacity], old: Iterable[str]) -> tuple[Capacity, ...]:
    """The units, those in ``old`` with status 未核."""
    doubtful = set(old)
    return tuple(replace(u, status="未核") if u.unit_id in doubtful else u for u in units)


def doubted(term: Term) -> Term:
    """The same term when nobody knows whether its unit stands: it may be nothing at all."""
    amount = Interval(0.0, term.amount.likely, term.amount.high)
    return replace(term, amount=amount, verified=False)
