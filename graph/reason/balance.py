"""The balance of every product: a sum over units, nothing propagates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.chain import Chain
from graph.reason.presence import presence_of, unit_views
from graph.reason.standing import Standing
from graph.reason.states import ZERO, add, net, state_of
from graph.results import SHORT, Balance, Interval, Term, UnitView, Unknown
from graph.rules import Rules


def balances(chain: Chain, rules: Rules, stand: Standing) -> dict[str, Balance]:
    """The balance of every product of the chain, in file order.  kt/a."""
    terms: dict[str, list[Term]] = {}
    for term in stand.terms:
        terms.setdefault(term.product_id, []).append(term)
    views = unit_views(chain, stand)
    return {
        p: _balance(chain, rules, stand, p, terms.get(p, ()), views.get(p, ()))
        if p in terms or p in views or p in stand.interior
        else nothing_here(p)
        for p in chain.facts.goods
    }


def nothing_here(product_id: str) -> Balance:
    """The balance of a product nobody makes or takes here: most of the chain."""
    zero = ZERO
    return Balance(product_id, "无", "不相关", zero, zero, zero, (), (), (), False, 0.0, zero)


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
    state = word_of(chain, rules, product_id, supply, demand, interior=interior)
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


def word_of(
    chain: Chain,
    rules: Rules,
    product_id: str,
    supply: Interval,
    demand: Interval,
    *,
    interior: bool,
) -> str:
    """The state of one product here; what a closed site makes inside is never 断 or 弱.

    How much such a site can spare nobody has said: it reads 未知 instead.
    """
    state = state_of(
        supply,
        demand,
        material_kt_a=material(chain, rules, product_id),
        weak_below=rules.number("weak_below"),
        surplus_above=rules.number("surplus_above"),
    )
    return "未知" if interior and state in SHORT else state


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
            name = chain.facts.firm_name(item.unit.firm_id)
            key = (item.unit.unit_id, "capacity_kt_a")
            owner = chain.facts.owner(item.unit.firm_id)
            out.setdefault(key, Unknown(owner, name, item.unit.unit_id, key[1]))
    return tuple(out.values())


def _open_fields(chain: Chain, term: Term) -> Iterable[str]:
    if not term.verified:
        yield "status"
    if term.role == "may_also_yield":
        yield "output"
    elif term.capacity_kt_a is None or term.computed:
        yield "capacity_kt_a"
    elif term.verified and term.amount.low != term.amount.high:
        yield "process_ids"
