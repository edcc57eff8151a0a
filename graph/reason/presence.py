"""What stands here, product by product: stated units, implied units, computed co-products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.chain import Chain
from graph.model import Capacity
from graph.reason.complexes import Implied
from graph.reason.recipes import listed_routes
from graph.reason.standing import Standing
from graph.results import Term, UnitView

STRONGEST_FIRST = ("在产", "联产推算", "在建", "规划", "停产", "未核")


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
            views.setdefault(row.product_id, []).append(_view(chain, stand, row, sized))
            stated.add((row.unit_id, row.product_id))
    for row in chain.facts.capacities.values():
        key = (row.unit_id, row.product_id)
        if row.unit_id not in alive or key in stated or row.capacity_kt_a == 0.0:
            continue  # 0 says that the unit makes none of it
        if not _is_input(chain, row, alive[row.unit_id]):
            on_day = replace(row, status=alive[row.unit_id].status)
            views.setdefault(row.product_id, []).append(_view(chain, stand, on_day, None))
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


def _view(chain: Chain, stand: Standing, row: Capacity, sized: Implied | None) -> UnitView:
    name = row.name_zh
    if sized and not sized.stated:
        name = chain.product(row.product_id).name_zh
    stated, confirmed = stand.unverified.get(row.unit_id, (None, None))
    return UnitView(
        firm_id=row.firm_id,
        firm=chain.facts.firm_name(row.firm_id),
        unit_id=row.unit_id,
        name_zh=name,
        capacity_kt_a=(sized.capacity_kt_a or None) if sized else row.capacity_kt_a,
        presence=_presence(row, sized, stated),
        source_id=row.source_id,
        as_of=row.as_of,
        computed=sized is not None,
        stated=stated,
        confirmed=confirmed,
    )


def _presence(row: Capacity, sized: Implied | None, stated: str | None) -> str:
    if stated:
        return "未核"
    return row.status if sized is None or sized.stated else "联产推算"


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
    return next((p for p in STRONGEST_FIRST if p in found), "无")
