"""From one unit to its terms: what it takes and makes, in kt/a, with the numbers behind.

rate (kt/a of main product) = capacity ÷ |a[basis product]|; amount = rate × a[product].
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Capacity
from graph.results import Interval, Term

UNBOUNDED = Interval(0.0, None, None)


def listed_routes(chain: Chain, unit: Capacity) -> tuple[str, ...]:
    """The routes a unit may run: the listed ones, else the product's default.

    Empty when the reference chain knows no way to make the product: the unit then
    supplies its product and takes nothing known.
    """
    if unit.process_ids:
        return unit.process_ids
    default = chain.default_process(unit.product_id)
    return (default,) if default else ()


def default_of(chain: Chain, unit: Capacity, routes: tuple[str, ...]) -> str:
    """The route whose figures are the likely ones."""
    default = chain.default_process(unit.product_id)
    return default if default in routes else routes[0]


def hull(values: Iterable[float], likely: float) -> Interval:
    """The smallest interval that holds every route's amount."""
    listed = tuple(values)
    return Interval(min(listed), likely, max(listed))


def unit_terms(
    chain: Chain, unit: Capacity, capacity_kt_a: float | None, *, computed: bool = False
) -> tuple[Term, ...]:
    """Supply and demand terms of one unit.

    Parameters
    ----------
    capacity_kt_a
        Nameplate in kt/a of ``unit.product_id``; None widens this unit's own
        products to [0, ∞) and nothing further.
    computed
        True for an implied unit of a complex.

    Raises
    ------
    ChainError
        When a listed route does not touch the basis product.
    """
    routes = listed_routes(chain, unit)
    if not routes:
        return (_own_product(chain.facts, unit, capacity_kt_a, computed),)
    main = default_of(chain, unit, routes)
    rates = {r: 1.0 / abs(chain.coefficient(r, unit.product_id)) for r in routes}
    products = dict.fromkeys(p for r in routes for p in chain.net[r])
    terms: list[Term] = []
    for product_id in products:
        per_t = {r: rates[r] * chain.net[r].get(product_id, 0.0) for r in routes}
        for side, sign in (("supply", 1.0), ("demand", -1.0)):
            shares = {r: max(0.0, sign * v) for r, v in per_t.items()}
            if any(shares.values()):
                terms.append(
                    _term(chain, unit, product_id, side, shares, main, capacity_kt_a, computed)
                )
    terms.extend(_hidden(chain, unit, routes))
    return tuple(terms)


def _term(
    chain: Chain,
    unit: Capacity,
    product_id: str,
    side: str,
    shares: dict[str, float],
    main: str,
    capacity: float | None,
    computed: bool,
) -> Term:
    speaker = main if shares[main] else next(r for r, v in shares.items() if v)
    if capacity is None:
        amount = UNBOUNDED
    else:
        amount = hull((v * capacity for v in shares.values()), shares[main] * capacity)
    flow = chain.flow_at[speaker, product_id]
    return Term(
        product_id=product_id,
        side=side,
        unit_id=unit.unit_id,
        firm_id=chain.facts.owner(unit.firm_id),
        firm=chain.facts.firm_name(unit.firm_id),
        process_id=speaker,
        role=flow.role,
        capacity_kt_a=capacity,
        basis_product_id=unit.product_id,
        basis_t_per_t=abs(chain.net[speaker].get(unit.product_id, 0.0)),
        t_per_t=abs(chain.net[speaker].get(product_id, 0.0)),
        amount=amount,
        flow_id=flow.id,
        basis=flow.basis,
        source_id=flow.source_id,
        unit_source_id=unit.source_id,
        computed=computed,
    )


def _own_product(facts: Facts, unit: Capacity, capacity: float | None, computed: bool) -> Term:
    amount = UNBOUNDED if capacity is None else Interval(capacity, capacity, capacity)
    return Term(
        product_id=unit.product_id,
        side="supply",
        unit_id=unit.unit_id,
        firm_id=facts.owner(unit.firm_id),
        firm=facts.firm_name(unit.firm_id),
        process_id=None,
        role="main",
        capacity_kt_a=capacity,
        basis_product_id=unit.product_id,
        basis_t_per_t=1.0,
        t_per_t=1.0,
        amount=amount,
        flow_id=None,
        basis=unit.basis,
        source_id=unit.source_id,
        unit_source_id=unit.source_id,
        computed=computed,
    )


def _hidden(chain: Chain, unit: Capacity, routes: tuple[str, ...]) -> Iterable[Term]:
    """What an average recipe hides: supply of unknown size, so the product is never 断.

    Where somebody has stated how much of it this unit makes, that amount counts instead, once.
    """
    told = _stated_beside(chain.facts, unit)
    for route in routes:
        for product_id in chain.facts.may_also_yield.get(route, ()):
            if product_id not in told:
                yield _hidden_term(chain.facts, unit, route, product_id)
    every = {p for route in routes for p in chain.facts.may_also_yield.get(route, ())}
    for product_id in sorted(every & told.keys()):
        row = told[product_id]
        if row.capacity_kt_a:
            yield replace(
                _own_product(chain.facts, row, row.capacity_kt_a, False),
                firm_id=chain.facts.owner(unit.firm_id),
                role="byproduct",
            )


def _stated_beside(facts: Facts, unit: Capacity) -> dict[str, Capacity]:
    """The newest sized statement on each other product of the same unit."""
    rows = [
        row
        for row in facts.statements_on.get(unit.unit_id, ())
        if row.product_id != unit.product_id and row.capacity_kt_a is not None
    ]
    rows.sort(key=lambda row: (row.as_of or "", row.id))
    return {row.product_id: row for row in rows}


def _hidden_term(facts: Facts, unit: Capacity, route: str, product_id: str) -> Term:
    return Term(
        product_id=product_id,
        side="supply",
        unit_id=unit.unit_id,
        firm_id=facts.owner(unit.firm_id),
        firm=facts.firm_name(unit.firm_id),
        process_id=route,
        role="may_also_yield",
        capacity_kt_a=None,
        basis_product_id=unit.product_id,
        basis_t_per_t=None,
        t_per_t=None,
        amount=UNBOUNDED,
        flow_id=None,
        basis="engineering-knowledge",
        source_id=None,
        unit_source_id=unit.source_id,
        computed=True,
    )
