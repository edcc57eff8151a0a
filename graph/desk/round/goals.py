"""Goals against what was reached: official figures, and beside them what our own records count.

The two are never mixed: a figure somebody published is an actual, a count over the records here
is only as full as the records are and says how many of them it could look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.desk.round.counts import Counted, counted
from graph.desk.round.measures import in_unit
from graph.facts import Facts
from graph.model import Entry, Figure, Goal, Region

GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Measured:
    """One goal with what is on record of it.

    ``actual`` is the figure of the goal's own year, ``others`` further figures of that year,
    ``latest`` the newest of another year; ``reported`` the last monthly entry of the year.
    """

    goal: Goal
    actual: Figure | None
    others: tuple[Figure, ...]
    latest: Figure | None
    reported: Entry | None
    counted: Counted | None

    @property
    def reached(self) -> float | None:
        """The actual in the unit of the goal; None when it is unknown or cannot be told in it."""
        if self.actual is None:
            return None
        return in_unit(self.actual.value, self.actual.unit, self.goal.unit)

    @property
    def share(self) -> float | None:
        """Actual over goal; None unless both are numbers that compare."""
        value, goal = self.reached, self.goal.value
        return None if value is None or goal is None or goal <= 0 else value / goal

    @property
    def short(self) -> float | None:
        """What is lacking to the goal, below zero when it was passed; None when not known."""
        value = self.reached
        if value is None or self.goal.value is None:
            return None
        return float(f"{self.goal.value - value:.12g}")


def measure_of(goal: Goal) -> str:
    """The measure a goal is held against: named, else its own words without the subject.

    Examples
    --------
    >>> measure_of(Goal("g", "r", "岳阳市:百亿级企业", 60.0, "60家", "家", "2025", "期末",
    ...                 None, "source", None, None, None, None))
    '百亿级企业'
    """
    return goal.figure_indicator or goal.indicator.partition(":")[2] or goal.indicator


def subject_of(goal: Goal, region: Region) -> str:
    """Whose goal it is: what stands before the colon, else the region."""
    head, colon, _ = goal.indicator.partition(":")
    return head if colon else region.name_zh


def is_regions(goal: Goal, region: Region) -> bool:
    """Whether it is the region's own goal, not that of the city or of a park."""
    return subject_of(goal, region) in {region.name_zh, *region.aliases}


def figures_of(facts: Facts, region: Region, goal: Goal) -> tuple[Figure, ...]:
    """Every figure of what the goal measures, newest year first, the best founded first.

    Figures of another subject (the city's for a goal of the district) are not taken.
    """
    measure, subject = measure_of(goal), subject_of(goal, region)
    names = {region.name_zh, *region.aliases} if is_regions(goal, region) else {subject}
    found = [
        f
        for f in facts.all(Figure).values()
        if f.region_id == region.id
        and (
            (f.indicator == measure and any(f.subject.endswith(n) for n in names))
            or f"{f.subject}{f.indicator}" == measure
        )
    ]
    return tuple(sorted(found, key=_best_first, reverse=True))


def _best_first(figure: Figure) -> tuple[str, bool, bool, int, str]:
    grade = GRADES.index(figure.grade) if figure.grade in GRADES else len(GRADES)
    known = figure.value is not None
    return figure.year or "", known, figure.basis == "user", -grade, figure.as_of or ""


def measured(facts: Facts, region_id: str, entries: Iterable[Entry] = ()) -> tuple[Measured, ...]:
    """Every goal of a region by year, those without one last, its own goals first.

    Parameters
    ----------
    facts
        Goals, figures, firms and projects.
    region_id
        Whose.
    entries
        Monthly entries; those of goals are shown beside the actual of their year.
    """
    region = facts.regions[region_id]
    goals = [g for g in facts.all(Goal).values() if g.region_id == region_id]
    newest = _newest_entries(entries)
    rows = [_one(facts, region, g, newest) for g in goals]
    return tuple(sorted(rows, key=lambda m: _order(region, m.goal)))


def _order(region: Region, goal: Goal) -> tuple[str, bool, str, str]:
    """By year, those without one last; the region's own before those of the city and parks."""
    subject = subject_of(goal, region)
    return goal.year or "9999", not is_regions(goal, region), subject, goal.indicator


def _one(
    facts: Facts, region: Region, goal: Goal, newest: dict[tuple[str, str], Entry]
) -> Measured:
    year = (goal.year or "")[:4]
    figures = figures_of(facts, region, goal)
    own = tuple(f for f in figures if year and f.year == year)
    other = next((f for f in figures if f.year and f.year != year), None)
    return Measured(
        goal,
        own[0] if own else None,
        own[1:],
        other,
        newest.get((goal.id, year)),
        counted(facts, region, measure_of(goal), year) if is_regions(goal, region) else None,
    )


def _newest_entries(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    rows = sorted((e for e in entries if e.target_kind == Goal.kind), key=lambda e: e.month)
    return {(e.target_id, e.month[:4]): e for e in rows}
