# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""What can be walked on to find a way: steps by kind, and the records around an end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.store.base import Side, Step
from graph.store.plan import by_kind
from graph.store.relations import Relation
from graph.store.sqlite_relations import from_step
from graph.store.sqlite_tables import Tables
from graph.store.values import Ref

Edge = tuple[Ref, str]
"""Where one step leads, and by which relation."""

_MOST = 50_000
"""How many steps of one sort are told apart when it is asked how much a step would be."""

_SIDES: tuple[Side, ...] = ("out", "in")


@dataclass(slots=True)
class Ball:
    """Records around an end by distance; all steps from those inside its rim are known.

    ``edges`` are kept by the record they start from and, ``into``, by the one they lead to;
    ``cost`` is about how many steps lead on from the rim.
    """

    rim: list[Ref]
    distance: dict[Ref, int]
    cost: int
    radius: int = 0
    edges: dict[Ref, list[Edge]] = field(default_factory=dict)
    into: dict[Ref, list[Edge]] = field(default_factory=dict)


class Ground:
    """The store, walked by some relations."""

    def __init__(
        self, connection: sqlite3.Connection, tables: Tables, relations: Sequence[Relation]
    ) -> None:
        self._connection, self._tables = connection, tables
        self.steps = tuple(Step(relation, side) for relation in relations for side in _SIDES)

    def ball(self, end: Ref) -> Ball:
        """An end by itself."""
        return Ball([end], {end: 0}, self._cost([end]))

    def grow(self, ball: Ball) -> None:
        """Take one step from every record of the rim."""
        found: dict[Ref, set[Edge]] = {ref: set() for ref in ball.rim}
        ids = by_kind(ball.rim)
        for step in self.steps:
            if step.here in ids:
                for here, edge in self._edges(step, ids[step.here]):
                    found[here].add(edge)
        ball.radius += 1
        rim: dict[Ref, int] = {}
        for ref, edges in found.items():
            ball.edges[ref] = list(edges)
            for end, name in edges:
                ball.into.setdefault(end, []).append((ref, name))
                if end not in ball.distance:
                    rim[end] = ball.radius
        ball.distance.update(rim)
        ball.rim = list(rim)
        ball.cost = self._cost(ball.rim)

    def between(self, rim: Sequence[Ref], other: Sequence[Ref]) -> dict[Ref, list[Edge]]:
        """All steps from some records to some others."""
        ids, ends = by_kind(rim), by_kind(other)
        found: dict[Ref, set[Edge]] = {}
        for step in self.steps:
            if step.here in ids and step.there in ends:
                for here, edge in self._edges(step, ids[step.here], ends[step.there]):
                    found.setdefault(here, set()).add(edge)
        return {ref: list(edges) for ref, edges in found.items()}

    def some(
        self, step: Step, ids: Sequence[str], ends: Sequence[str] | None, most: int
    ) -> Iterator[tuple[Ref, Edge]]:
        """At most so many edges of one step."""
        return self._edges(step, ids, ends, most)

    def _edges(
        self,
        step: Step,
        ids: Sequence[str],
        ends: Sequence[str] | None = None,
        most: int = -1,
    ) -> Iterator[tuple[Ref, Edge]]:
        text, args = from_step(self._tables, step, ids, None)
        if ends is not None:
            text += " AND t.id IN (SELECT value FROM json_each(?))"
            args.append(json.dumps(ends))
        here, there, name = step.here, step.there, step.relation.name
        rows = self._connection.execute(f"SELECT here, t.id {text} LIMIT ?", [*args, most])
        return (((here, a), ((there, b), name)) for a, b in rows)

    def _cost(self, rim: Sequence[Ref]) -> int:
        ids = by_kind(rim)
        cost = 0
        for step in self.steps:
            if step.here not in ids:
                continue
            if step.side == "out":
                cost += len(ids[step.here])
            else:
                text, args = from_step(self._tables, step, ids[step.here], None)
                counted = f"SELECT COUNT(*) FROM (SELECT 1 {text} LIMIT {_MOST})"
                cost += self._connection.execute(counted, args).fetchone()[0]
        return cost

    def onward(self, kind: str, most: int) -> list[frozenset[Step]]:
        """Steps by which a record of a kind can be reached in just so many more: 0, 1, 2, ...

        By kinds alone, but for this: who steps to one that refers to it by a single reference
        and on by the same comes back to where it was.
        """
        onward = [frozenset(step for step in self.steps if step.there == kind)]
        for _ in range(most):
            after = _by_start(onward[-1])
            onward.append(frozenset(s for s in self.steps if self._goes_on(s, after)))
        return onward

    def _goes_on(self, step: Step, after: Mapping[str, Sequence[Step]]) -> bool:
        for following in after.get(step.there, ()):
            is_back = following.relation == step.relation and step.side != following.side
            if not is_back or step.side == "out" or self._tables.is_list(step.relation):
                return True
        return False


def _by_start(steps: frozenset[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.here, []).append(step)
    return found
