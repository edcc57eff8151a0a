"""物料: what every unit takes and gives, what leaves the park and what is bought in.

Streams are the terms of the balances, one for one; only what passes the fence of the park is
worked out here, product by product: likely supply less likely demand.  A side with a term of
unknown size is never closed with 0: the figure is then a bound, or there is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason.evaluate import Evaluation
from graph.reason.material_parts import (
    MaterialFlows,
    ProductNode,
    Side,
    Stream,
    UnitNode,
    side_of,
)
from graph.results import Balance, Interval, Term

__all__ = ["MaterialFlows", "ProductNode", "Side", "Stream", "UnitNode", "material_flows"]

TOLERANCE = 1e-9
_NOTHING = Interval(0.0, None, None)


def material_flows(evaluation: Evaluation) -> MaterialFlows:
    """Every stream of the region at the date of ``evaluation``.

    Parameters
    ----------
    evaluation
        Its balances' terms become streams as they are; amounts in kt/a.

    Returns
    -------
    MaterialFlows
        Streams in the order of :attr:`Stream.key`, whatever the order of the records.
    """
    site = _sites(evaluation)
    streams: list[Stream] = []
    products: list[ProductNode] = []
    for _, balance in sorted(evaluation.balances.items()):
        found = [_stream(term, site.get(term.unit_id, term.unit_id)) for term in balance.terms]
        if not found:
            continue
        node = _product(balance, found)
        products.append(node)
        streams += [*found, node.fence] if node.fence else found
    streams.sort(key=lambda s: s.key)
    names = {t.unit_id: (t.firm_id, t.firm) for b in evaluation.balances.values() for t in b.terms}
    units = _units(evaluation.chain.facts, streams, names)
    return MaterialFlows(units, tuple(products), tuple(streams))


def _sites(evaluation: Evaluation) -> dict[str, str]:
    """The closed complex of every unit that is part of one."""
    stand = evaluation.standing
    units = (*stand.counted, *(item.unit for item in stand.implied))
    return {u.unit_id: u.complex_id for u in units if u.complex_id}


def _stream(term: Term, node_id: str) -> Stream:
    """A term as a stream: the same amount, the same marks."""
    amount = term.amount
    return Stream(
        "give" if term.side == "supply" else "take",
        term.product_id,
        node_id,
        term.unit_id,
        amount.likely,
        _bound(amount),
        amount,
        term.computed,
        term.verified,
        term.source_id or term.unit_source_id,
    )


def _bound(amount: Interval) -> str:
    if amount.likely is None:
        return "unknown"
    return "exact" if _is_point(amount) else "likely"


def _is_point(amount: Interval) -> bool:
    return amount.high is not None and math.isclose(amount.low, amount.high, abs_tol=TOLERANCE)


def _product(balance: Balance, streams: Sequence[Stream]) -> ProductNode:
    made = [s for s in streams if s.kind == "give"]
    used = [s for s in streams if s.kind == "take"]
    supply, demand = side_of(made), side_of(used)
    about = _Fence(balance.product_id, balance.interior, supply, demand, _net(made, used))
    return ProductNode(balance.product_id, supply, demand, about.stream(), balance.interior)


def _net(made: Sequence[Stream], used: Sequence[Stream]) -> Interval:
    """Supply less demand from end to end, kt/a; the same whatever the order of the streams."""
    (low, high), (least, most) = _ends(made), _ends(used)
    return Interval(low - most, None, None if math.isinf(high) else high - least)


def _ends(streams: Sequence[Stream]) -> tuple[float, float]:
    highs = [math.inf if s.span.high is None else s.span.high for s in streams]
    return math.fsum(s.span.low for s in streams), math.fsum(highs)


@dataclass(frozen=True, slots=True)
class _Fence:
    """What decides how a product passes the fence; ``net`` is supply less demand, kt/a."""

    product_id: str
    interior: bool
    supply: Side
    demand: Side
    net: Interval

    def stream(self) -> Stream | None:
        """What leaves or is bought in; None when supply and demand are equal and known."""
        gap = self.supply.known_kt_a - self.demand.known_kt_a
        more, less = bool(self.supply.unknown or self.interior), bool(self.demand.unknown)
        level = abs(gap) <= TOLERANCE * max(1.0, self.supply.known_kt_a)
        if more and less:
            return self._told("open", None, "unknown")
        if level and not more and not less:
            return None
        kind = "leave" if gap > 0.0 or (level and more) else "buy"
        if level:
            return self._told(kind, None, "unknown")
        if not more and not less:
            return self._told(kind, abs(gap), "likely")
        return self._bounded(kind, "at_least" if more == (gap > 0.0) else "at_most")

    def _bounded(self, kind: str, bound: str) -> Stream:
        """A stream of which only one end can be told."""
        span = self._span(kind, None)
        end = span.low if bound == "at_least" else span.high
        return self._told(kind, end, bound) if end else self._told(kind, None, "unknown")

    def _told(self, kind: str, amount_kt_a: float | None, bound: str) -> Stream:
        span = self._span(kind, amount_kt_a if bound == "likely" else None)
        told = "exact" if bound == "likely" and _is_point(span) else bound
        return Stream(kind, self.product_id, "", "", amount_kt_a, told, span)

    def _span(self, kind: str, likely: float | None) -> Interval:
        """Net supply as a stream of one direction, kt/a."""
        if kind == "open":
            return _NOTHING
        low, high = self.net.low, self.net.high
        if kind == "buy":
            low, high = (-math.inf if high is None else -high), (None if math.isinf(low) else -low)
        return Interval(max(0.0, low), likely, None if high is None else max(0.0, high))


def _units(
    facts: Facts, streams: Sequence[Stream], firms: Mapping[str, tuple[str, str]]
) -> tuple[UnitNode, ...]:
    found: dict[str, list[Stream]] = {}
    for stream in streams:
        if stream.node_id:
            found.setdefault(stream.node_id, []).append(stream)
    return tuple(_unit(facts, key, found[key], firms) for key in sorted(found))


def _unit(
    facts: Facts, node_id: str, streams: Sequence[Stream], firms: Mapping[str, tuple[str, str]]
) -> UnitNode:
    taken = side_of([s for s in streams if s.kind == "take"])
    given = side_of([s for s in streams if s.kind == "give"])
    members = tuple(sorted({s.unit_id for s in streams}))
    firm_id, firm = firms[members[0]]
    if node_id in facts.complexes:
        firm_id = facts.owner(facts.complexes[node_id].firm_id)
        firm = facts.firm_name(facts.complexes[node_id].firm_id)
    difference = taken.known_kt_a - given.known_kt_a if taken.known or given.known else None
    return UnitNode(
        node_id, members, firm_id, firm, taken, given, difference, _difference_bound(taken, given)
    )


def _difference_bound(taken: Side, given: Side) -> str:
    """What streams of unknown size leave open of inputs less outputs."""
    if not (taken.known or given.known) or (taken.unknown and given.unknown):
        return "unknown"
    if taken.unknown:
        return "at_least"
    return "at_most" if given.unknown else "exact"
