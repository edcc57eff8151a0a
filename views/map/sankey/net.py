"""物料图 as bars and links, before anything has its place.

A unit or a closed complex is a bar, and so is a product.  What is bought in, what leaves and
what nobody can tell hangs on the bar of its product.  公用物料 (water, air, hydrogen …) are not
followed from plant to plant: a bar takes them up behind the plant that gives them, another
hands them out before the plant that takes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.facts import Facts
from graph.reason.material import MaterialFlows, ProductNode, Stream
from graph.reason.pools import may_lead_on

UNIT, PRODUCT, DRAWN, GIVEN = "unit", "product", "drawn", "given"
"""Sorts of bar; ``DRAWN`` is 公用物料 before the plant that takes it, ``GIVEN`` behind one."""
FIRM, SOFT, UNKNOWN = "firm", "soft", "unknown"
"""Sorts of link: an amount; one that is computed, a bound or one of a range; no amount."""
RAW, GOODS, WASTE = "raw", "goods", "waste"
"""Groups of what leaves: unprocessed, finished, and 公用物料 with waste."""
GROUPS = (RAW, GOODS, WASTE)
FINISHED = ("材料", "制品")
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Outside:
    """What passes the fence at a bar: kt/a (None = unknown) and its bound."""

    kt_a: float | None
    bound: str

    @property
    def sort(self) -> str:
        """The sort of link it would be."""
        return UNKNOWN if self.kt_a is None else FIRM if self.bound == "exact" else SOFT


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; ``members`` are the ids it stands for, ``group`` where it would leave to.

    ``bought`` comes from outside, ``left`` leaves; ``open``: nobody can tell which of both.
    ``difference_kt_a`` is a plant's inputs less outputs of known size, kt/a.  ``is_part``: the
    product has other bars elsewhere.
    """

    key: str
    sort: str
    members: tuple[str, ...]
    group: str = ""
    bought: Outside | None = None
    left: Outside | None = None
    open: bool = False
    difference_kt_a: float | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Streams from one bar to another, one sort together; ``kt_a`` 0 when unknown.

    ``back``: against the order of the columns (回用).
    """

    source: str
    target: str
    sort: str
    kt_a: float
    back: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """The keys of both bars."""
        return self.source, self.target


@dataclass(frozen=True)
class Net:
    """Bars by key and links, both in order of their keys."""

    bars: Mapping[str, Bar]
    links: tuple[Link, ...]

    @cached_property
    def into(self) -> Mapping[str, tuple[Link, ...]]:
        """Links that end at each bar."""
        return _by(self.links, [link.target for link in self.links])

    @cached_property
    def out(self) -> Mapping[str, tuple[Link, ...]]:
        """Links that start at each bar."""
        return _by(self.links, [link.source for link in self.links])

    def size(self, key: str) -> float:
        """The larger of what goes in and what comes out, kt/a; unknown amounts left out."""
        return max(self.taken(key), self.given(key))

    def taken(self, key: str) -> float:
        """What goes in, bought included, kt/a; unknown amounts left out."""
        return _sum(self.into.get(key, ()), self.bars[key].bought)

    def given(self, key: str) -> float:
        """What comes out, leaving included, kt/a; unknown amounts left out."""
        return _sum(self.out.get(key, ()), self.bars[key].left)


def _by(links: Sequence[Link], keys: Sequence[str]) -> dict[str, tuple[Link, ...]]:
    out: dict[str, list[Link]] = {}
    for key, link in zip(keys, links, strict=True):
        out.setdefault(key, []).append(link)
    return {key: tuple(found) for key, found in out.items()}


def _sum(links: Iterable[Link], outside: Outside | None) -> float:
    more = (outside.kt_a if outside else None) or 0.0
    return round(math.fsum((more, *(link.kt_a for link in links))), DIGITS)


def net(flows: MaterialFlows, facts: Facts) -> Net:
    """Every stream of an amount other than zero."""
    hubs = {p.product_id for p in flows.products if facts.products[p.product_id].is_hub}
    links = joined(
        _link(stream, hubs)
        for stream in flows.streams
        if stream.node_id and (stream.amount_kt_a is None or stream.amount_kt_a > 0.0)
    )
    difference = {u.node_id: u.difference_kt_a for u in flows.units}
    products = {p.product_id: p for p in flows.products}
    bars: dict[str, Bar] = {}
    for key in sorted({end for link in links for end in link.ends}):
        sort, _, name = key.partition(":")
        if sort == "u":
            bars[key] = Bar(key, UNIT, (name,), difference_kt_a=_rounded(difference[name]))
        elif sort == "p":
            bars[key] = _product_bar(key, products[name], group_of(facts, name))
        else:
            bars[key] = Bar(key, DRAWN if sort == "h" else GIVEN, (name.partition(">")[0],), WASTE)
    return Net(bars, links)


def _link(stream: Stream, hubs: set[str]) -> Link:
    unit, product = f"u:{stream.node_id}", f"p:{stream.product_id}"
    is_give = stream.kind == "give"
    if stream.product_id in hubs:
        product = f"{'w' if is_give else 'h'}:{stream.product_id}>{stream.node_id}"
    source, target = (unit, product) if is_give else (product, unit)
    if stream.amount_kt_a is None:
        return Link(source, target, UNKNOWN, 0.0)
    is_firm = stream.bound == "exact" and not stream.computed
    return Link(source, target, FIRM if is_firm else SOFT, stream.amount_kt_a)


def joined(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links of one sort between the same bars as one, in order of their ends."""
    parts: dict[tuple[str, str, str, bool], list[float]] = {}
    for link in links:
        parts.setdefault((*link.ends, link.sort, link.back), []).append(link.kt_a)
    return tuple(
        Link(source, target, sort, round(math.fsum(amounts), DIGITS), back)
        for (source, target, sort, back), amounts in sorted(parts.items())
    )


def _product_bar(key: str, product: ProductNode, group: str) -> Bar:
    fence = product.fence
    if fence is None:
        return Bar(key, PRODUCT, (product.product_id,), group)
    told = Outside(_rounded(fence.amount_kt_a), fence.bound)
    return Bar(
        key,
        PRODUCT,
        (product.product_id,),
        group,
        told if fence.kind == "buy" else None,
        told if fence.kind == "leave" else None,
        fence.kind == "open",
    )


def _rounded(kt_a: float | None) -> float | None:
    return None if kt_a is None else round(kt_a, DIGITS)


def group_of(facts: Facts, product_id: str) -> str:
    """Whether what leaves could be worked up here, is finished, or is neither."""
    product = facts.products[product_id]
    if not may_lead_on(product):
        return WASTE
    return GOODS if product.tier in FINISHED else RAW
