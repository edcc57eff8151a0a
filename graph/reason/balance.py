"""Presence and balance of every product: a sum over units, nothing propagates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.asof import AsOf
from graph.chain import Chain
from graph.model import Capacity
from graph.reason.complexes import Implied, implied_units, interior_products, outside_terms
from graph.reason.recipes import listed_routes, unit_terms
from graph.reason.states import add, net, state_of
from graph.reason.units import Region, counted_units, region_units
from graph.results import PRESENCES, Balance, Interval, Term, UnitView, Unknown
from graph.rules import Rules

SHOWN_STATUSES = ("在产", "在建", "规划", "停产", "未核")


@dataclass(frozen=True)
class Standing:
    """What stands and counts in the region: units, implied units and all their terms."""

    units: tuple[Capacity, ...]
    counted: tuple[Capacity, ...]
    implied: tuple[Implied, ...]
    terms: tuple[Term, ...]
    interior: frozenset[str]


def standing(chain: Chain, region: Region, as_of: AsOf) -> Standing:
    """Collect the counted units of a region and what they take and make.

    Raises
    ------
    ChainError
        When a unit's route does not touch its basis product or a complex cannot close.
    """
    units = region_units(chain.facts, region, as_of)
    counted = counted_units(units, as_of.statuses)
    by_complex: dict[str, list[Capacity]] = {}
    for unit in counted:
        by_complex.setdefault(unit.complex_id or "", []).append(unit)
    terms: list[Term] = []
    implied: list[Implied] = []
    for unit in by_complex.pop("", []):
        terms.extend(unit_terms(chain, unit, unit.capacity_kt_a))
    for complex_id, members in sorted(by_complex.items()):
        inside = implied_units(chain, complex_id, members)
        implied.extend(inside)
        terms.extend(outside_terms(chain, members, inside))
    interior = interior_products(chain, sorted(by_complex))
    return Standing(units, counted, tuple(implied), tuple(terms), interior)


def local_feeds(chain: Chain, stand: Standing) -> dict[str, tuple[str, ...]]:
    """Main feed → products, along the routes the counted units may run here."""
    out: dict[str, dict[str, None]] = {}
    for unit in (*stand.counted, *(i.unit for i in stand.implied)):
        for route in listed_routes(chain, unit):
            feed = chain.main_feed[route].product_id
            main = chain.facts.processes[route].main_product_id
            out.setdefault(feed, {})[main] = None
    return {feed: tuple(mains) for feed, mains in out.items()}


def balances(chain: Chain, rules: Rules, stand: Standing) -> dict[str, Balance]:
    """The balance of every product of the chain, in file order.  kt/a."""
    terms: dict[str, list[Term]] = {}
    for term in stand.terms:
        terms.setdefault(term.product_id, []).append(term)
    views = unit_views(chain, stand)
    return {
        p: _balance(chain, rules, stand, p, terms.get(p, []), views.get(p, ()))
        for p in chain.facts.products
    }


def _balance(
    chain: Chain,
    rules: Rules,
    stand: Standing,
    product_id: str,
    terms: Sequence[Term],
    views: Sequence[UnitView],
) -> Balance:
    supply = add(t.amount for t in terms if t.side == "supply")
    demand = add(t.amount for t in terms if t.side == "demand")
    interior = product_id in stand.interior
    state = state_of(
        supply,
        demand,
        material_kt_a=material(chain, rules, product_id),
        weak_below=rules.number("weak_below"),
        surplus_above=rules.number("surplus_above"),
    )
    if interior and state in ("断", "弱"):
        state = "未知"  # the site makes it; how much it can spare nobody has said
    own, outside = own_use(terms)
    return Balance(
        product_id=product_id,
        presence=presence_of(views),
        state=state,
        supply=supply,
        demand=demand,
        net=net(supply, demand),
        terms=tuple(terms),
        units=tuple(views),
        unknown=unknowns(chain, stand, product_id, terms),
        interior=interior,
        own_use_kt_a=own,
        outside_supply=outside,
    )


def material(chain: Chain, rules: Rules, product_id: str) -> float:
    """Demand below this many kt/a is immaterial."""
    train = chain.smallest_train_kt_a.get(product_id, 0.0)
    return max(rules.number("material_kt_a"), rules.number("material_share") * train)


def own_use(terms: Iterable[Term]) -> tuple[float, Interval]:
    """What owners consume themselves, and what they can hand to others.

    Returns
    -------
    own
        Σ over firms of min(likely supply, likely demand), kt/a.
    outside
        Σ over firms of max(0, supply − own demand) as an interval, kt/a.
    """
    firms: dict[str, tuple[list[Interval], list[Interval]]] = {}
    for term in terms:
        pair = firms.setdefault(term.firm_id, ([], []))
        pair[0 if term.side == "supply" else 1].append(term.amount)
    own = 0.0
    outside: list[Interval] = []
    for made, used in firms.values():
        s, d = add(made), add(used)
        own += min(s.likely or 0.0, d.likely or 0.0)
        outside.append(spare(s, d))
    return own, add(outside)


def spare(supply: Interval, demand: Interval) -> Interval:
    """max(0, supply − demand) end by end; an unknown demand may take everything."""
    low = 0.0 if demand.high is None else max(0.0, supply.low - demand.high)
    high = None if supply.high is None else max(0.0, supply.high - demand.low)
    likely = None if supply.likely is None else max(0.0, supply.likely - (demand.likely or 0.0))
    return Interval(low, likely, high)


def unit_views(chain: Chain, stand: Standing) -> dict[str, tuple[UnitView, ...]]:
    """Per product, the units that make it: stated, implied, and computed co-products."""
    views: dict[str, list[UnitView]] = {}
    stated: set[tuple[str, str]] = set()
    implied = {i.unit.unit_id: i for i in stand.implied}
    alive = {u.unit_id: u for u in stand.units}
    rows = list(stand.units) + [i.unit for i in stand.implied if not i.stated]
    for row in rows:
        sized = implied.get(row.unit_id)
        if sized or not _is_input(chain, row, row):
            views.setdefault(row.product_id, []).append(_view(chain, row, sized))
            stated.add((row.unit_id, row.product_id))
    for row in chain.facts.capacities.values():
        key = (row.unit_id, row.product_id)
        if row.unit_id not in alive or key in stated:
            continue
        if not _is_input(chain, row, alive[row.unit_id]):
            views.setdefault(row.product_id, []).append(_view(chain, row, None))
            stated.add(key)
    for term in stand.terms:
        key = (term.unit_id, term.product_id)
        if term.side == "supply" and term.role != "may_also_yield" and key not in stated:
            views.setdefault(term.product_id, []).append(_byproduct(alive, term))
            stated.add(key)
    return {p: tuple(v) for p, v in views.items()}


def _is_input(chain: Chain, row: Capacity, unit: Capacity) -> bool:
    """A capacity stated on a feed (1000 万吨 of crude) makes nothing of that feed."""
    routes = listed_routes(chain, unit)
    return any(chain.net[r].get(row.product_id, 0.0) < 0.0 for r in routes)


def _view(chain: Chain, row: Capacity, sized: Implied | None) -> UnitView:
    firm = chain.facts.firms.get(row.firm_id)
    name = row.name_zh
    if sized and not sized.stated:
        name = chain.product(row.product_id).name_zh
    return UnitView(
        firm_id=row.firm_id,
        firm=(firm.short_name or firm.name_zh) if firm else row.firm_id,
        unit_id=row.unit_id,
        name_zh=name,
        capacity_kt_a=(sized.capacity_kt_a or None) if sized else row.capacity_kt_a,
        presence=row.status if sized is None or sized.stated else "联产推算",
        source_id=row.source_id,
        as_of=row.as_of,
        computed=sized is not None,
    )


def _byproduct(alive: dict[str, Capacity], term: Term) -> UnitView:
    unit = alive.get(term.unit_id)
    running = unit is None or unit.status == "在产"
    main = term.role == "main"
    return UnitView(
        firm_id=term.firm_id,
        firm=term.firm,
        unit_id=term.unit_id,
        name_zh=unit.name_zh if unit else term.unit_id,
        capacity_kt_a=term.amount.likely,
        presence=unit.status if unit and (main or not running) else "联产推算",
        source_id=term.unit_source_id,
        as_of=unit.as_of if unit else None,
        computed=True,
    )


def presence_of(views: Sequence[UnitView]) -> str:
    """The strongest presence among a product's units; 无 when there is none."""
    found = {v.presence for v in views}
    for presence in ("在产", "联产推算", "在建", "规划", "停产", "未核"):
        if presence in found:
            return presence
    return PRESENCES[5]


def unknowns(
    chain: Chain, stand: Standing, product_id: str, terms: Sequence[Term]
) -> tuple[Unknown, ...]:
    """Facts that would narrow this balance: missing capacities, routes, computed sizes."""
    out: dict[tuple[str, str], Unknown] = {}
    for term in terms:
        for field in _open_fields(chain, term):
            out.setdefault(
                (term.unit_id, field), Unknown(term.firm_id, term.firm, term.unit_id, field)
            )
    for item in stand.implied:
        if item.unit.product_id == product_id:
            firm = chain.facts.firms.get(item.unit.firm_id)
            name = (firm.short_name or firm.name_zh) if firm else item.unit.firm_id
            key = (item.unit.unit_id, "capacity_kt_a")
            owner = chain.facts.owner(item.unit.firm_id)
            out.setdefault(key, Unknown(owner, name, item.unit.unit_id, key[1]))
    return tuple(out.values())


def _open_fields(chain: Chain, term: Term) -> Iterable[str]:
    if term.role == "may_also_yield":
        yield "output"
    elif term.capacity_kt_a is None or term.computed:
        yield "capacity_kt_a"
    elif term.amount.low != term.amount.high:
        yield "process_ids"
