"""Progress against time: how far an entry is, who is ahead, what is not to be ranked.

Months are ``2026-11``; totals run from January to the month.  A percentage is of the plan of the
year, ``ahead`` is in percentage points against an even pace (month ÷ 12).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from graph.desk.round.months import MONTHS
from graph.model import Entry

LEAST = 1e-9
"""A plan below this is none: nothing can be measured against it."""
DIGITS = 9
"""Decimals kept of a share, so that 0.1 of 0.3 亿元 is as much as 1000 of 3000 万元."""


@dataclass(frozen=True, slots=True)
class Against:
    """Share of the plan of the year, per cent, and points ahead of an even pace."""

    percent: float
    ahead: float

    @property
    def points(self) -> float:
        """Points ahead as papers say them, so that nobody lags by 0.0 points."""
        return tenth(self.ahead)

    @property
    def is_behind(self) -> bool:
        """Whether it lags an even pace by as much as can be said."""
        return self.points < 0


def tenth(value: float) -> float:
    """A number to one decimal, halves away from zero, as people and Excel round.

    Examples
    --------
    >>> tenth(6.25), tenth(-0.05), str(tenth(-0.04))
    (6.3, -0.1, '0.0')
    """
    exact = Decimal(f"{value:.12g}").quantize(Decimal("0.1"), ROUND_HALF_UP)
    return float(exact) + 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """One entry in a ranking; equals share a rank."""

    rank: int
    entry: Entry
    against: Against


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is ranked, who has reported no plan, who has a plan and reported no total."""

    places: tuple[Place, ...]
    no_plan: tuple[Entry, ...]
    no_total: tuple[Entry, ...]


def entry_id(target_kind: str, target_id: str, month: str) -> str:
    """The id of what one thing reports for one month: the same twice, so nothing doubles.

    Examples
    --------
    >>> entry_id("project", "yuehua-pa6-1", "2026-11")
    'project-yuehua-pa6-1-2026-11'
    """
    return f"{target_kind}-{target_id}-{month}"


def against_time(total: float | None, plan: float | None, month: int) -> Against | None:
    """Share of the plan of the year and points ahead; None where there is nothing to compare.

    Parameters
    ----------
    total
        Done from January to the month, in the unit of the plan; None is not reported.
    plan
        Plan of the year; None, zero (less than ``LEAST``) or less cannot be measured against.
    month
        1 to 12.

    Examples
    --------
    >>> against_time(600.0, 1000.0, 6)
    Against(percent=60.0, ahead=10.0)
    >>> against_time(None, 1000.0, 6) is None, against_time(5.0, None, 6) is None
    (True, True)
    """
    if total is None or plan is None or plan < LEAST:
        return None
    share = 100 * Fraction(total) / Fraction(plan)
    ahead = share - Fraction(100 * month, MONTHS)
    return Against(float(round(share, DIGITS)), float(round(ahead, DIGITS)))


def ranked(entries: Iterable[Entry], month: int) -> Ranking:
    """Entries by share of the plan of the year, best first; the unmeasurable stand apart.

    Examples
    --------
    >>> def told(name, plan, total):
    ...     more = (None,) * 3
    ...     return Entry(name, "r", "project", name, name, "2026-06", "万元", plan, None, None,
    ...                  total, *more, None, None, "2026-07-01 09:00")
    >>> found = ranked([told("甲", 10.0, 4.0), told("乙", 8.0, 6.0), told("丙", None, 3.0)], 6)
    >>> [(p.rank, p.entry.id, p.against.ahead) for p in found.places]
    [(1, '乙', 25.0), (2, '甲', -10.0)]
    >>> [e.id for e in found.no_plan]
    ['丙']
    """
    held = sorted(entries, key=lambda e: (e.target_name, e.id))
    measured = [(a, e) for e in held if (a := against_time(e.total_done, e.year_plan, month))]
    measured.sort(key=lambda pair: -pair[0].percent)
    ranks = ranks_of([a.percent for a, _ in measured])
    return Ranking(
        tuple(Place(r, e, a) for r, (a, e) in zip(ranks, measured, strict=True)),
        tuple(e for e in held if not has_plan(e)),
        tuple(e for e in held if has_plan(e) and e.total_done is None),
    )


def ranks_of(falling: Sequence[float]) -> list[int]:
    """Ranks of values that fall: equals share one, the next keeps its distance.

    Examples
    --------
    >>> ranks_of([9.0, 7.0, 7.0, 1.0])
    [1, 2, 2, 4]
    """
    out: list[int] = []
    for number, value in enumerate(falling, 1):
        same = number > 1 and value == falling[number - 2]
        out.append(out[-1] if same else number)
    return out


def has_plan(entry: Entry) -> bool:
    """Whether a plan of the year is reported that can be measured against."""
    return entry.year_plan is not None and entry.year_plan >= LEAST
