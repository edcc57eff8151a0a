"""The choice of new plants for one product as a 0/1 programme.

Variables: y[w] build way w; s[q] get feed q from outside (buy it, or miss it when it cannot be
bought); where the plan must start here, c[w] = 1 on the chain of main feeds that ends in the
target.  Per product at most one of its ways and its purchase is chosen: a second source of the
same thing is never part of a smallest plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.reason.routes.ways import Way, Ways

Row = tuple[dict[int, float], float, float]
"""Coefficients by variable, lower and upper bound."""

UNUSUAL = 0.5
FOREIGN = 0.3
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """One target on the part of the chain that can lead to it.

    Attributes
    ----------
    here
        What stands here to spare; neither the target nor what is made only from it.
    scarce
        Those of ``here`` that may also be topped up from outside or made by a further plant.
    buys
        Whether a feed may be bought.
    may_miss
        Whether a feed that can be neither bought nor made may be left open.
    from_here
        Whether the chain of main feeds has to begin with something that stands here.
    """

    ways: Ways
    target: str
    here: frozenset[str]
    scarce: frozenset[str]
    buys: Callable[[str], bool]
    may_miss: bool
    from_here: bool

    @classmethod
    def of(
        cls,
        ways: Ways,
        target: str,
        here: Iterable[str],
        *,
        scarce: frozenset[str] = NOTHING,
        buys: Callable[[str], bool] | None = None,
        may_miss: bool = True,
        from_here: bool = False,
    ) -> Problem:
        """The question for ``target`` where ``here`` stands."""
        banned = ways.made_from_itself.get(target, NOTHING) | {target}
        allowed = buys or ways.buyable
        return cls(
            ways,
            target,
            frozenset(here) - banned,
            scarce - banned,
            lambda q: q not in banned and allowed(q),
            may_miss,
            from_here,
        )

    def is_open(self, product_id: str) -> bool:
        """Whether a plan must say where the feed comes from."""
        return product_id not in self.here or product_id in self.scarce

    def begins(self, product_id: str | None) -> bool:
        """Whether a chain of main feeds may begin with it: it stands here, and is no hub."""
        return (
            product_id in self.here and product_id is not None and not self.ways.given(product_id)
        )

    @cached_property
    def reachable(self) -> tuple[Way, ...]:
        """The ways that can take part, by process id; a way that eats the target cannot."""
        seen, stack, out = {self.target}, [self.target], []
        while stack:
            for way in self.ways.makers.get(stack.pop(), ()):
                if self.target in way.needs:
                    continue
                out.append(way)
                for q in way.needs:
                    if q not in seen and self.is_open(q) and not self.ways.given(q):
                        seen.add(q)
                        stack.append(q)
        return tuple(sorted(out, key=lambda w: w.process_id))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Feeds with a variable for getting them from outside, by id."""
        asked = {q for w in self.reachable for q in w.needs if self.is_open(q)}
        return tuple(sorted(q for q in asked if self.buys(q) or self._missable(q)))

    def _missable(self, q: str) -> bool:
        banned = self.ways.made_from_itself.get(self.target, NOTHING)
        return self.may_miss and not self.ways.buyable(q) and q not in self.here | banned

    @cached_property
    def source_at(self) -> dict[str, int]:
        """Variable of each source."""
        return {q: len(self.reachable) + j for j, q in enumerate(self.sources)}

    @cached_property
    def makers_at(self) -> dict[str, tuple[int, ...]]:
        """Variables of the ways of each product."""
        out: dict[str, list[int]] = {}
        for i, way in enumerate(self.reachable):
            out.setdefault(way.product_id, []).append(i)
        return {p: tuple(found) for p, found in out.items()}

    @cached_property
    def size(self) -> tuple[int, int]:
        """Variables with whole values, and all variables."""
        whole = len(self.reachable) + len(self.sources)
        return whole, whole + (len(self.reachable) if self.from_here else 0)

    @cached_property
    def missing_at(self) -> list[int]:
        """Variables that leave a feed missing."""
        return [at for q, at in self.source_at.items() if not self.buys(q)]

    @cached_property
    def purchase_at(self) -> list[int]:
        """Variables that buy a feed."""
        return [at for q, at in self.source_at.items() if self.buys(q)]

    @cached_property
    def cost(self) -> NDArray[np.float64]:
        """Missing feeds before plants before purchases; then usual routes and local feeds."""
        n, plant = len(self.reachable), len(self.purchase_at) + 1.0
        out = np.zeros(self.size[1])
        out[self.purchase_at] = 1.0
        out[self.missing_at] = plant * (n + 1.0)
        for i, way in enumerate(self.reachable):
            foreign = not self.begins(way.main_feed)
            out[i] = plant + (UNUSUAL * (not way.usual) + FOREIGN * foreign) / (n + 1.0)
        return out

    def rows(self) -> list[Row]:
        """The fixed rows: one way to the target, every feed founded, no idle plant."""
        out: list[Row] = [(dict.fromkeys(self.makers_at[self.target], 1.0), 1.0, 1.0)]
        users: dict[str, set[int]] = {}
        for i, way in enumerate(self.reachable):
            for q in way.needs:
                users.setdefault(q, set()).add(i)
                if q not in self.here:
                    out.append((self._from(q, -1.0) | {i: 1.0}, -np.inf, 0.0))
        for q, at in self.makers_at.items():
            if q != self.target:
                out.append((self._from(q, 1.0), 0.0, 1.0))
                takers = dict.fromkeys(users.get(q, ()), -1.0)
                out += [({j: 1.0} | takers, -np.inf, 0.0) for j in at]
        return out + (self._chain_rows() if self.from_here else [])

    def _chain_rows(self) -> list[Row]:
        """The main feeds, followed back from the target, begin with what stands here."""
        first = self.size[0]
        ends = [first + i for i in self.makers_at[self.target]]
        out: list[Row] = [(dict.fromkeys(ends, 1.0), 1.0, 1.0)]
        for i, way in enumerate(self.reachable):
            out.append(({first + i: 1.0, i: -1.0}, -np.inf, 0.0))
            if not self.begins(way.main_feed):
                makers = self.makers_at.get(way.main_feed or "", ())
                feeding = {first + j: -1.0 for j in makers}
                out.append(({first + i: 1.0} | feeding, -np.inf, 0.0))
        return out

    def _from(self, q: str, value: float) -> dict[int, float]:
        at = [*self.makers_at.get(q, ()), *([self.source_at[q]] if q in self.source_at else [])]
        return dict.fromkeys(at, value)
