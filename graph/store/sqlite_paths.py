"""Short ways from one record to another, from both ends, the end with fewer steps first.

For ways of some length the balls around both ends need only nearly touch; what lies between is
asked for by itself.  A record that many refer to (a product ten thousand firms make) is thus
walked through from the other side, and looked up whole only when nothing smaller is left.  Where
that would be much, a look at some of the steps comes first: there may be ways enough.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.store.base import Step
from graph.store.plan import by_kind
from graph.store.relations import Relation
from graph.store.sqlite_relations import exists
from graph.store.sqlite_tables import Tables
from graph.store.sqlite_walk import Ball, Edge, Ground
from graph.store.values import Ref, RefPath

_MUCH = 3000
"""From how many steps on a look comes first."""

_LOOK, _WIDEST = 300, 2000
"""How many edges of one step a look takes, and how many ways it follows."""


def paths(
    connection: sqlite3.Connection,
    tables: Tables,
    ends: tuple[Ref, Ref],
    relations: Sequence[Relation],
    max_len: int,
    k: int,
) -> tuple[RefPath, ...]:
    """Up to ``k`` simple paths of at most ``max_len`` steps, shortest first."""
    if not all(exists(connection, tables, ref, None) for ref in ends):
        return ()
    start, goal = ends
    if start == goal:
        return (RefPath((start,), ()),)
    ground = Ground(connection, tables, relations)
    onward = ground.onward(goal[0], max_len)
    near, far = ground.ball(start), ground.ball(goal)
    found: list[RefPath] = []
    for length in range(1, max_len + 1):
        if not any(step.here == start[0] for step in onward[length - 1]):
            continue
        if near.radius + far.radius < length - 1 and min(near.cost, far.cost) > _MUCH:
            seen = _look(ground, far, start, onward[:length], k - len(found))
            if len(found) + len(seen) == k:
                return (*found, *seen)
        while near.radius + far.radius < length - 1:
            ground.grow(near if near.cost <= far.cost else far)
        for path in _Search(ground, near, far).of_length(start, length):
            found.append(path)
            if len(found) == k:
                return tuple(found)
    return tuple(found)


def _look(
    ground: Ground, far: Ball, start: Ref, onward: Sequence[frozenset[Step]], wanted: int
) -> list[RefPath]:
    """Some ways of one length, found by following some of the steps only."""
    ways = [RefPath((start,), ())]
    for left in reversed(range(len(onward))):
        by_end: dict[Ref, list[RefPath]] = {}
        for way in ways:
            by_end.setdefault(way.refs[-1], []).append(way)
        known = left <= far.radius  # the far ball tells who can still arrive
        fits = {ref for ref, steps in far.distance.items() if steps <= left} if known else None
        after: dict[RefPath, None] = {}
        for here, (there, name) in _some(ground, by_end, onward[left], fits):
            is_fit = fits is None or there in fits
            for way in by_end[here] if is_fit else ():
                if there not in way.refs and (far.distance.get(there) == 0) == (left == 0):
                    after[RefPath((*way.refs, there), (*way.relations, name))] = None
        ways = list(after)[:_WIDEST]
    return sorted(ways, key=lambda way: (way.refs, way.relations))[:wanted]


def _some(
    ground: Ground, ends: Iterable[Ref], steps: Iterable[Step], fits: set[Ref] | None
) -> Iterator[tuple[Ref, Edge]]:
    """Some edges of each step from some records, to those that fit if they are not too many."""
    ids = by_kind(ends)
    fitting = None if fits is None or len(fits) > _WIDEST else by_kind(fits)
    for step in sorted(steps, key=lambda step: (step.relation.name, step.side)):
        goals = None if fitting is None else fitting.get(step.there, [])
        if step.here in ids and goals != []:
            yield from ground.some(step, ids[step.here], goals, _LOOK)


@dataclass(slots=True)
class _Search:
    """Ways of one length through what two balls know and what lies between them."""

    ground: Ground
    near: Ball
    far: Ball

    def of_length(self, start: Ref, length: int) -> Iterator[RefPath]:
        """Ways from the near end to the far end with just so many steps."""
        between = self.ground.between(self.near.rim, self.far.rim)
        left = self._left(between)
        if left.get(start, length + 1) <= length:
            yield from self._on((start,), (), length, left, between)

    def _left(self, between: dict[Ref, list[Edge]]) -> dict[Ref, int]:
        """How many steps at least are left to the far end, as far as can be told."""
        left = dict(self.far.distance)
        for ref, edges in between.items():
            steps = 1 + min(left[there] for there, _ in edges)
            left[ref] = min(steps, left.get(ref, steps))
        rim = sorted((ref for ref in self.near.distance if ref in left), key=left.__getitem__)
        while rim:
            nearer: list[Ref] = []
            for ref in rim:
                steps = left[ref] + 1
                for before, _ in self.near.into.get(ref, ()):
                    if left.get(before, steps + 1) > steps:
                        left[before] = steps
                        nearer.append(before)
            rim = nearer
        return left

    def _edges(self, ref: Ref, between: dict[Ref, list[Edge]]) -> Sequence[Edge]:
        """All steps from a record inside the near ball, else those towards the far end."""
        known = self.near.edges.get(ref)
        if known is not None:
            return known
        return [*self.far.into.get(ref, ()), *between.get(ref, ())]

    def _on(
        self,
        refs: tuple[Ref, ...],
        relations: tuple[str, ...],
        steps: int,
        left: dict[Ref, int],
        between: dict[Ref, list[Edge]],
    ) -> Iterator[RefPath]:
        """Ways on from the last of ``refs`` that arrive after just so many steps."""
        if steps == 0:
            yield RefPath(refs, relations)
            return
        onward = {
            (ref, name)
            for ref, name in self._edges(refs[-1], between)
            if left.get(ref, steps) < steps and ref not in refs and (left[ref] == 0) == (steps == 1)
        }
        for ref, name in sorted(onward):
            yield from self._on((*refs, ref), (*relations, name), steps - 1, left, between)
