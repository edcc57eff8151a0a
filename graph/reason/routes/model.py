"""The 0/1 programme handed to HiGHS, with the cuts found so far."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.errors import ChainError
from graph.reason.routes.problem import Problem, Row
from graph.reason.routes.ways import Way

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

INFEASIBLE = 2
WHOLE = 1e-6


@dataclass(frozen=True)
class Chosen:
    """One choice: plants with feeds before what they feed, and what comes from outside."""

    ways: tuple[Way, ...]
    bought: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def plants(self) -> frozenset[str]:
        """Process ids of the plants."""
        return frozenset(w.process_id for w in self.ways)

    @property
    def counts(self) -> tuple[int, int]:
        """Plants and purchases."""
        return len(self.ways), len(self.bought)


class Model:
    """A problem with its rows, its cuts and two limits: missing feeds and purchases."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rows: list[Row] = problem.rows() if problem.target in problem.makers_at else []

    def cheapest(self, *, missing: float = np.inf, purchases: float = np.inf) -> Chosen | None:
        """The cheapest founded choice within the limits, None when there is none.

        With one source per product a choice is unfounded exactly when its plants feed each
        other in a circle; a circle that shows up is cut off and the programme solved again.
        """
        while (values := self._solve(missing, purchases)) is not None:
            picked = [w for w, v in zip(self.problem.reachable, values, strict=False) if v > 0.5]
            ordered = building_order(picked)
            if len(ordered) == len(picked):
                return self._chosen(ordered, values)
            left = {w.process_id for w in picked} - {w.process_id for w in ordered}
            self.forbid(circle([w for w in picked if w.process_id in left]))
        return None

    def forbid(self, ways: Sequence[Way], unless: Iterable[int] = ()) -> None:
        """Not all of ``ways`` together, unless one of the variables ``unless`` is chosen."""
        ids = {w.process_id for w in ways}
        at = [i for i, w in enumerate(self.problem.reachable) if w.process_id in ids]
        row = dict.fromkeys(at, 1.0) | dict.fromkeys(unless, -1.0)
        self.rows.append((row, -np.inf, len(at) - 1.0))

    def forbid_again(self, choice: Chosen) -> None:
        """Not this choice again (a no-good cut).

        Its plants with its purchases settle every feed, so nothing can be added to it: ruling
        out that all of them come together rules out this choice and no other.
        """
        sources = self.problem.source_at
        at = [i for i, w in enumerate(self.problem.reachable) if w.process_id in choice.plants]
        at += [sources[q] for q in (*choice.bought, *choice.missing)]
        self.rows.append((dict.fromkeys(at, 1.0), -np.inf, len(at) - 1.0))

    def constraint(self, missing: float, purchases: float) -> LinearConstraint:
        """All rows and limits as HiGHS takes them: shape (rows, variables)."""
        from scipy.optimize import LinearConstraint  # loads only when a route is asked for
        from scipy.sparse import csr_array

        p = self.problem
        limits: list[Row] = [
            (dict.fromkeys(at, 1.0), -np.inf, limit)
            for at, limit in ((p.missing_at, missing), (p.purchase_at, purchases))
            if np.isfinite(limit)
        ]
        rows = [*self.rows, *limits]
        starts = np.cumsum([0, *(len(r) for r, _, _ in rows)])
        columns = np.fromiter((j for r, _, _ in rows for j in r), dtype=np.int32)
        values = np.fromiter((v for r, _, _ in rows for v in r.values()), dtype=float)
        matrix = csr_array((values, columns, starts), shape=(len(rows), len(p.cost)))
        low, high = ([r[k] for r in rows] for k in (1, 2))
        return LinearConstraint(matrix, low, high)

    def _solve(self, missing: float, purchases: float) -> NDArray[np.float64] | None:
        """The relaxation first: it is mostly whole already, and takes a seventh of the time."""
        if not self.rows:
            return None
        constraint = self.constraint(missing, purchases)
        whole, everything = self.problem.size
        loose = self._run(constraint, np.zeros(everything))
        if loose is None or np.all(np.abs(loose - np.round(loose))[:whole] < WHOLE):
            return loose
        return self._run(constraint, (np.arange(everything) < whole).astype(float))

    def _run(
        self, constraint: LinearConstraint, integrality: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        from scipy.optimize import Bounds, milp

        found = milp(
            self.problem.cost,
            integrality=integrality,
            bounds=Bounds(0.0, 1.0),
            constraints=constraint,
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None and found.status != INFEASIBLE:
            raise ChainError(f"求解“{self.problem.target}”的路线没有得到结果:{found.message}")
        return None if found.x is None else np.asarray(found.x, dtype=float)

    def _chosen(self, ordered: Sequence[Way], values: NDArray[np.float64]) -> Chosen:
        taken = {q for q, at in self.problem.source_at.items() if values[at] > 0.5}
        missing = {q for q in taken if not self.problem.buys(q)}
        return Chosen(tuple(ordered), tuple(sorted(taken - missing)), tuple(sorted(missing)))


def building_order(ways: Sequence[Way]) -> list[Way]:
    """Feeds before what they feed, by id where free; those of a circle are left out.

    Kahn, A. B. (1962), Topological sorting of large networks.
    """
    made = {w.product_id for w in ways}
    waiting = {w.process_id: made.intersection(w.needs) for w in ways}
    by_id = {w.process_id: w for w in ways}
    ready = [p for p, needs in waiting.items() if not needs]
    heapq.heapify(ready)
    out: list[Way] = []
    while ready:
        way = by_id[heapq.heappop(ready)]
        out.append(way)
        for process_id, needs in waiting.items():
            if way.product_id in needs:
                needs.discard(way.product_id)
                if not needs:
                    heapq.heappush(ready, process_id)
    return out


def circle(ways: Sequence[Way]) -> list[Way]:
    """One circle among ways that each wait for another of them."""
    maker = {w.product_id: w for w in ways}
    path = [min(ways, key=lambda w: w.process_id)]
    while True:
        feed = next(q for q in path[-1].needs if q in maker)
        if maker[feed] in path:
            return path[path.index(maker[feed]) :]
        path.append(maker[feed])
