"""How much a plan takes, and whether what stands here suffices.  kt/a."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.reason.routes.ways import Way
from graph.results import Interval

SAME = 1e-6


@dataclass(frozen=True)
class Sized:
    """Rates of the plants and what they take from here or from outside, kt/a."""

    rates: Mapping[str, float]
    taken: Mapping[str, float]


def sized(ordered: Sequence[Way], target: str, kt_a: float, spare: Mapping[str, Interval]) -> Sized:
    """Walk the plan from the target back to its feeds.

    With one source per product and no circle the rates follow one from another: the rate of a
    plant is what the plants after it take of its product, less what stands here to spare
    (``spare``).  By-products of new plants are not counted: nobody builds for them.  An
    auxiliary taken further up than it is made is left out.
    """
    asked, rates, taken = {target: kt_a}, {}, {}
    for way in reversed(ordered):
        need = asked.pop(way.product_id, 0.0)
        if way.product_id in spare and way.product_id != target:
            local = min(need, _likely(spare[way.product_id]) or 0.0)
            taken[way.product_id] = local
            need -= local
        rates[way.process_id] = need
        for q, per_t in way.t_per_t.items():
            asked[q] = asked.get(q, 0.0) + need * per_t
    made = {w.product_id for w in ordered}
    return Sized(rates, taken | {q: v for q, v in asked.items() if q not in made})


def _likely(spare: Interval) -> float | None:
    """The most one may count on: the likely amount, else the high end, None = no limit known."""
    if spare.high is None:
        return None
    return spare.high if spare.likely is None else spare.likely


def shortfall(need_kt_a: float, spare: Interval) -> float:
    """What is missing of what is likely there; 0 where the most there is has no known limit.

    Examples
    --------
    >>> shortfall(300.0, Interval(93.0, 93.0, 93.0)), shortfall(300.0, Interval(0.0, 5.0, None))
    (207.0, 0.0)
    """
    there = _likely(spare)
    short = 0.0 if there is None else need_kt_a - there
    return short if short > SAME * max(1.0, need_kt_a) else 0.0


def suffices(need_kt_a: float, spare: Interval) -> bool | None:
    """Whether ``spare`` covers the need: certain, certainly not, or not known."""
    slack = SAME * max(1.0, need_kt_a)
    if need_kt_a <= spare.low + slack:
        return True
    if spare.high is not None and need_kt_a > spare.high + slack:
        return False
    return None


@dataclass(frozen=True)
class Asked:
    """What a plan asks of what stands here; empty and unknown when it is not sized.  kt/a."""

    local: frozenset[str]
    rates: Mapping[str, float]
    taken: Mapping[str, float]
    topped_up: tuple[tuple[str, float], ...]
    enough: bool | None
    short: tuple[tuple[str, float], ...]


def ask(
    ordered: Sequence[Way],
    target: str,
    kt_a: float | None,
    spare: Mapping[str, Interval],
    bought: Collection[str],
) -> Asked:
    """Hold the feeds of a plan against what is to spare here.

    ``bought`` are the feeds that come from outside; one of them that stands here is topped up.
    """
    made = {w.product_id for w in ordered}
    local = frozenset(q for w in ordered for q in w.needs if q in spare and q != target)
    if kt_a is None:
        return Asked(local, {}, {}, (), None, ())
    again = {q: spare[q] for q in local & made}
    found = sized(ordered, target, kt_a, again)
    gaps = {q: shortfall(found.taken[q], spare[q]) for q in sorted(local - made)}
    alone = [q for q in gaps if q not in bought]
    known = {suffices(found.taken[q], spare[q]) for q in alone}
    return Asked(
        local,
        found.rates,
        found.taken,
        tuple((q, gaps[q]) for q in gaps if q in bought),
        False if False in known else None if None in known else True,
        tuple((q, gaps[q]) for q in alone if gaps[q]),
    )


def downstream(ordered: Sequence[Way], feed: str) -> list[Way]:
    """The ways through which the need for ``feed`` arises."""
    touched, out = {feed}, []
    for way in ordered:
        if not touched.isdisjoint(way.t_per_t):
            touched.add(way.product_id)
            out.append(way)
    return out
