"""Who stands above whom: every link cut into steps from column to column, few of them crossing."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from views.map.sankey_columns import Columns
from views.map.sankey_net import Link

SWEEPS, TURNS, STARTS = 10, 6, 6


@dataclass(frozen=True, slots=True)
class Step:
    """One link (``link`` is its number) from a place in column ``column`` to one in the next."""

    column: int
    start: str
    end: str
    link: int


@dataclass(frozen=True, slots=True)
class Order:
    """Places of every column from the top; a place is a bar's key or where a link passes."""

    places: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    crossings: int


def ordered(table: Columns) -> Order:
    """Few crossings: barycentre sweeps and swaps of neighbours from several starts."""
    steps = _steps(table)
    gaps = _by_column(steps)
    best: list[list[str]] = []
    fewest = -1
    for start in range(STARTS):
        found = _best(_start(table, steps, start), steps, gaps)
        count = _all_crossings(found, gaps)
        if fewest < 0 or count < fewest:
            best, fewest = found, count
        if not fewest:
            break
    return Order(tuple(tuple(column) for column in best), steps, fewest)


def _start(table: Columns, steps: Sequence[Step], start: int) -> list[list[str]]:
    """One order to begin with: by name, or shuffled in a way that is always the same."""
    places: list[list[str]] = [[] for _ in range(table.count)]
    for key in sorted(table.column):
        places[table.column[key]].append(key)
    for step in steps:
        if step.end not in table.column:
            places[step.column + 1].append(step.end)
    if start:
        for column in places:
            column.sort(key=lambda key: crc32(f"{start}{key}".encode()))
    return places


def passing(link: int, column: int) -> str:
    """The place where a link passes a column."""
    return f"~{link:04d}@{column:02d}"


def _steps(table: Columns) -> tuple[Step, ...]:
    out: list[Step] = []
    for number, link in enumerate(table.net.links):
        if not link.back:
            out += _cut(table, number, link)
    return tuple(out)


def _cut(table: Columns, number: int, link: Link) -> list[Step]:
    first, last = table.column[link.source], table.column[link.target]
    names = [link.source, *(passing(number, c) for c in range(first + 1, last)), link.target]
    return [Step(first + i, names[i], names[i + 1], number) for i in range(last - first)]


Gaps = Mapping[int, Sequence[tuple[str, str]]]
"""The steps that leave each column, as (start, end)."""


def _by_column(steps: Sequence[Step]) -> Gaps:
    out: dict[int, list[tuple[str, str]]] = {}
    for step in steps:
        out.setdefault(step.column, []).append((step.start, step.end))
    return out


def _best(places: list[list[str]], steps: Sequence[Step], gaps: Gaps) -> list[list[str]]:
    """The best order met on sweeps to and fro, its neighbours swapped where that helps."""
    near = _neighbours(steps)
    best, fewest = [list(c) for c in places], _all_crossings(places, gaps)
    for turn in range(SWEEPS):
        whole = range(len(places))
        for column in reversed(whole) if turn % 2 == 0 else whole:
            _sort(places, column, near, 1 if turn % 2 == 0 else -1)
        if turn % 4 == 3:
            _swap(places, near)
        now = _all_crossings(places, gaps)
        if now < fewest:
            best, fewest = [list(c) for c in places], now
    for _ in range(TURNS):
        _swap(best, near)
    return best


Near = Mapping[tuple[str, int], Sequence[str]]
"""The places a place is tied to in the next column (1) and in the one before (−1)."""


def _neighbours(steps: Sequence[Step]) -> Near:
    out: dict[tuple[str, int], list[str]] = {}
    for step in steps:
        out.setdefault((step.start, 1), []).append(step.end)
        out.setdefault((step.end, -1), []).append(step.start)
    return out


def _sort(places: list[list[str]], column: int, near: Near, side: int) -> None:
    """Order one column by the mean height of what it is tied to on one side."""
    if not 0 <= column + side < len(places):
        return
    other = places[column + side]
    height = {key: (i + 0.5) / len(other) for i, key in enumerate(other)}
    count = len(places[column])
    means = {}
    for i, key in enumerate(places[column]):
        found = [height[k] for k in near.get((key, side), ())]
        means[key] = sum(found) / len(found) if found else (i + 0.5) / count
    places[column].sort(key=lambda key: means[key])


def _swap(places: list[list[str]], near: Near) -> None:
    """Exchange neighbours wherever that leaves fewer crossings."""
    for column, here in enumerate(places):
        ends = _ends(places, column, near)
        for i in range(len(here) - 1):
            above, below = ends[here[i]], ends[here[i + 1]]
            now = sum(map(_crossed, above, below))
            if now and sum(map(_crossed, below, above)) < now:
                here[i], here[i + 1] = here[i + 1], here[i]


def _ends(places: list[list[str]], column: int, near: Near) -> dict[str, tuple[list[int], ...]]:
    """For every place of a column the sorted heights it is tied to, on either side."""
    sides = [side for side in (-1, 1) if 0 <= column + side < len(places)]
    height = {side: {key: i for i, key in enumerate(places[column + side])} for side in sides}
    return {
        key: tuple(sorted(height[side][k] for k in near.get((key, side), ())) for side in sides)
        for key in places[column]
    }


def _crossed(above: Sequence[int], below: Sequence[int]) -> int:
    """Pairs of ends that cross when ``above`` and ``below`` start in this order."""
    return sum(len(above) - bisect_right(above, end) for end in below)


def _all_crossings(places: Sequence[Sequence[str]], gaps: Gaps) -> int:
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
