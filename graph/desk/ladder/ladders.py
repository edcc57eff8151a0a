"""梯度培育: the office's records of who is brought on, counted by year against the goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.desk.ladder.ground import Ground
from graph.desk.round.duties import by_target, names_in, standing
from graph.facts import Facts
from graph.model import Duty, Entry, Goal, Ladder

PLAN = "梯度培育"
ENTERING = ("小升规", "新入规", "个转企")
"""Flows of the third table of the notice."""
FLOWS = ("个转企", "小升规", "新入规", "防退规", "专精特新", "规改股", "股上市")
STATES = ("在库", "已达标", "未达标", "退出")
DONE, LEFT = "已达标", "退出"
NET_GOAL = "净增规上企业"


@dataclass(frozen=True)
class Book:
    """The records the office keeps, with the ground they stand on.

    ``ladders``, ``duties`` and ``entries`` are those of the region.
    """

    ground: Ground
    day: str
    ladders: tuple[Ladder, ...] = ()
    duties: tuple[Duty, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def facts(self) -> Facts:
        """The facts."""
        return self.ground.facts

    @cached_property
    def _duties(self) -> dict[tuple[str, str], tuple[Duty, ...]]:
        return by_target(standing(self.duties, self.day))

    def duties_of(self, kind: str, id: str | None) -> tuple[Duty, ...]:
        """Who answers for one thing on the day."""
        return self._duties.get((kind, id or ""), ())

    def of_flow(self, flow: str, year: str | None = None) -> tuple[Ladder, ...]:
        """Records of one flow, of one year if given."""
        return tuple(
            r for r in self.ladders if r.flow == flow and (year is None or r.year[:4] == year)
        )


def who(duties: Iterable[Duty], *roles: str) -> str | None:
    """Who holds the first of ``roles`` that anybody holds; several are joined by a comma mark."""
    rows = tuple(duties)
    found = (names_in(rows, role) for role in roles)
    return next(("、".join(names) for names in found if names), None)


def years_kept(records: Iterable[Ladder], today: int) -> list[str]:
    """Years with records and the year of today, newest first."""
    return sorted({r.year[:4] for r in records} | {str(today)}, reverse=True)


def counts(records: Iterable[Ladder], year: str) -> dict[str, dict[str, int]]:
    """Flow → state → how many, for one year; flows and states without any stand at 0."""
    found = Counter((r.flow, r.state) for r in records if r.year[:4] == year)
    return {flow: {state: found[flow, state] for state in STATES} for flow in FLOWS}


@dataclass(frozen=True, slots=True)
class NetNew:
    """规上 firms of one year: ``entered`` less ``left``, against ``goal`` (None: none was set)."""

    year: str
    entered: int
    left: int
    goal: Goal | None

    @property
    def net(self) -> int:
        """What came in less what went out."""
        return self.entered - self.left


def net_new(book: Book, year: str) -> NetNew:
    """What the records of a year say of 规上 firms come and gone."""
    entered = sum(r.state == DONE for flow in ENTERING[:2] for r in book.of_flow(flow, year))
    left = sum(r.state == LEFT for r in book.of_flow("防退规", year))
    return NetNew(year, entered, left, yearly_goal(book, NET_GOAL, year))


def yearly_goal(book: Book, indicator: str, year: str) -> Goal | None:
    """The yearly goal in force: set for that year or a later one, not before it was set."""
    region_id = book.ground.region.region_id
    found = [
        g
        for g in book.facts.all(Goal).values()
        if g.region_id == region_id
        and g.figure_indicator == indicator
        and g.period == "年度"
        and g.value is not None
        and (g.year is None or g.year[:4] >= year)
        and (not g.as_of or g.as_of[:4] <= year)
    ]
    return min(found, key=lambda g: (g.year or "9999", g.id), default=None)
