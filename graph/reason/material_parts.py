"""The pieces of a mass flow: streams, the plants and products between them, and their sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.results import Interval

KINDS = ("take", "give", "leave", "buy", "open")
"""Product → unit, unit → product, product → 出园, 园外购入 → product, and 去向未定."""
BOUNDS = ("exact", "likely", "at_least", "at_most", "unknown")


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of one product.

    Attributes
    ----------
    kind
        One of ``KINDS``; leave, buy and open have no unit.
    node_id
        The unit, or the closed complex it is part of.
    amount_kt_a
        The likely amount, kt/a; with bound at_least or at_most that bound; None = unknown.
    bound
        exact; likely (a range: several routes, or nobody knows whether the unit stands);
        at_least, at_most (a term of unknown size stands on one side); unknown.
    span
        [low, likely, high] in kt/a; ``likely`` None unless the bound is exact or likely.
    """

    kind: str
    product_id: str
    node_id: str
    unit_id: str
    amount_kt_a: float | None
    bound: str
    span: Interval
    computed: bool = False
    verified: bool = True
    source_id: str | None = None

    @property
    def likely_kt_a(self) -> float | None:
        """The amount when it is no mere bound, kt/a."""
        return self.span.likely

    @property
    def key(self) -> tuple[str, ...]:
        """What streams are sorted by."""
        return (self.kind, self.node_id, self.unit_id, self.product_id, str(self.amount_kt_a))


@dataclass(frozen=True, slots=True)
class Side:
    """Streams on one side of a node: the sum of what is known, kt/a, and how many are not."""

    known_kt_a: float
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit, or a closed complex with all its units, whose inside nobody sees.

    ``difference_kt_a`` is inputs less outputs of known size (损失、公用物料及未列), kt/a;
    None when no stream has a size.  ``difference_bound`` says what unknown ones leave open.
    """

    node_id: str
    unit_ids: tuple[str, ...]
    firm_id: str
    firm: str
    taken: Side
    given: Side
    difference_kt_a: float | None
    difference_bound: str


@dataclass(frozen=True, slots=True)
class ProductNode:
    """A product: what plants here make and take of it, and what passes the fence, kt/a.

    ``interior``: a complex makes it for itself too, and may or may not spare some.
    """

    product_id: str
    supply: Side
    demand: Side
    fence: Stream | None
    interior: bool

    @property
    def difference_kt_a(self) -> float | None:
        """In less out: 0 when all is known; None when a size is missing."""
        if self.supply.unknown or self.demand.unknown or self.interior:
            return None
        gap = self.supply.known_kt_a - self.demand.known_kt_a
        if self.fence is None or self.fence.amount_kt_a is None:
            return gap
        sign = 1.0 if self.fence.kind == "leave" else -1.0
        return gap - sign * self.fence.amount_kt_a


@dataclass(frozen=True)
class MaterialFlows:
    """The mass flow of one evaluation: nodes and streams, each in the order of their ids."""

    units: tuple[UnitNode, ...]
    products: tuple[ProductNode, ...]
    streams: tuple[Stream, ...]

    @cached_property
    def of_units(self) -> tuple[Stream, ...]:
        """Streams a unit takes or gives: what ``known_share`` counts."""
        return tuple(s for s in self.streams if s.kind in ("take", "give"))

    @property
    def known(self) -> int:
        """How many streams of units have an amount."""
        return sum(s.amount_kt_a is not None for s in self.of_units)

    @property
    def known_share(self) -> float | None:
        """Streams of units with an amount ÷ all streams of units (0–1); None without any."""
        return self.known / len(self.of_units) if self.of_units else None

    @property
    def leaving(self) -> tuple[Stream, ...]:
        """What leaves the park, largest first, unknown amounts last."""
        return largest_first(s for s in self.streams if s.kind == "leave")

    @property
    def bought(self) -> tuple[Stream, ...]:
        """What is bought in, largest first, unknown amounts last."""
        return largest_first(s for s in self.streams if s.kind == "buy")


def largest_first(streams: Iterable[Stream]) -> tuple[Stream, ...]:
    """Streams by falling amount, unknown ones last, then by product."""
    return tuple(
        sorted(
            streams, key=lambda s: (s.amount_kt_a is None, -(s.amount_kt_a or 0.0), s.product_id)
        )
    )


def side_of(streams: Sequence[Stream]) -> Side:
    """What is known of some streams together."""
    known = [s.amount_kt_a for s in streams if s.amount_kt_a is not None]
    return Side(math.fsum(known), len(known), len(streams) - len(known))
