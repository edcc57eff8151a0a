"""Who stands above whom: every link cut into steps from column to column, few of them crossing.

Links of unknown size that leave one bar run as one line and branch off where they have to:
they have no width, and a line less is a crossing less.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

from views.map.sankey.columns import Columns
from views.map.sankey.net import UNKNOWN, Link
from views.map.sankey.web import Web

KNOWN, PER_KT_A, GRAIN = 1.5, 0.006, 4
"""How much a known step counts when ribbons cross, and per kt/a besides; an unknown one counts 1.
In quarters, whose sums are the same on every machine."""


@dataclass(frozen=True, slots=True)
class Step:
    """``links``, by their numbers, from a place in column ``column`` to one in the next."""

    column: int
    start: str
    end: str
    links: tuple[int, ...]

    @property
    def link(self) -> int:
        """The first of them, which stands for all."""
        return self.links[0]


@dataclass(frozen=True, slots=True)
class Order:
    """Places of every column from the top; a place is a bar's key or where links pass."""

    places: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    crossings: int


def ordered(table: Columns) -> Order:
    """Few crossings, least of all of wide ribbons; the same every time."""
    steps = _steps(table)
    names: list[list[str]] = [[] for _ in range(table.count)]
    for key in sorted(table.column):
        names[table.column[key]].append(key)
    for key, column in sorted({(s.end, s.column + 1) for s in steps}):
        if key not in table.column:
            names[column].append(key)
    web = Web(names)
    for step in steps:
        web.tie(step.column, step.start, step.end, sum(_heavy(table, n) for n in step.links))
    places = web.order()
    return Order(places, steps, _all_crossings(places, steps))


def _heavy(table: Columns, number: int) -> float:
    link = table.net.links[number]
    heavy = 1.0 if link.sort == UNKNOWN else KNOWN + PER_KT_A * link.kt_a
    return round(heavy * GRAIN) / GRAIN


def passing(link: Link, column: int) -> str:
    """The place where a link passes a column: of its own, or of all unknown ones of its source."""
    return f"~{link.source}{'' if link.sort == UNKNOWN else f'>{link.target}'}@{column:02d}"


def _steps(table: Columns) -> tuple[Step, ...]:
    found: dict[tuple[int, str, str, int], list[int]] = {}
    for number, link in enumerate(table.net.links):
        if not link.back:
            alone = -1 if link.sort == UNKNOWN else number
            for column, start, end in _cut(table, link):
                found.setdefault((column, start, end, alone), []).append(number)
    return tuple(Step(*key[:3], tuple(links)) for key, links in found.items())


def _cut(table: Columns, link: Link) -> list[tuple[int, str, str]]:
    first, last = table.column[link.source], table.column[link.target]
    names = [link.source, *(passing(link, c) for c in range(first + 1, last)), link.target]
    return [(first + i, names[i], names[i + 1]) for i in range(last - first)]


def _all_crossings(places: Sequence[Sequence[str]], steps: Sequence[Step]) -> int:
    gaps: dict[int, list[tuple[str, str]]] = {}
    for step in steps:
        gaps.setdefault(step.column, []).append((step.start, step.end))
    return sum(crossings(places[column], places[column + 1], ends) for column, ends in gaps.items())


def crossings(left: Sequence[str], right: Sequence[str], ends: Sequence[tuple[str, str]]) -> int:
    """How many pairs of steps between two columns cross.

    Examples
    --------
    >>> crossings(["a", "b"], ["c", "d"], [("a", "d"), ("b", "c"), ("b", "d")])
    1
    """
    at = {key: i for i, key in enumerate(left)}
    to = {key: i for i, key in enumerate(right)}
    seen: list[int] = []
    found = 0
    for _, end in sorted((at[a], to[b]) for a, b in ends):
        found += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return found
