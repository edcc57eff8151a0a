"""The plants of one product on record in the whole country, each once.

Which statement speaks for a plant is chosen by the rules the rest of the reasoning goes by:

* the region's own plants by :func:`graph.reason.nation.nameplate.local_capacity`, unit by
  unit, as for 产业能级; what is said elsewhere about them gives way;
* all others by site, a firm (after mergers) in a city: status on the day by
  :func:`graph.reason.nation.statements.status_on`, the largest figure speaks, statements of
  several years or sources are never added, pooled figures never counted
  (:func:`graph.reason.nation.statements.largest_by_site`);
* a plan counts until its site is told to run later (:mod:`graph.reason.nation.momentum`).

A statement that names no city may cover several sites, one that names no province several
provinces: only what exceeds the sum of the firm's told places is added, as ``is_rest``.
Signals (投资动向) are no plants and are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import Capacity, Producer
from graph.quality import is_sourced
from graph.reason import timeline
from graph.reason.currency import unverified
from graph.reason.nation.belonging import is_elsewhere
from graph.reason.nation.nameplate import local_capacity
from graph.reason.nation.sites import COMING, DOUBTFUL, RUNNING, STOPPED, Plant, settled
from graph.reason.nation.statements import is_pooled, stated_status, status_on
from graph.reason.nation.where import Place, place_of
from graph.reason.units import counted_units, region_units

if TYPE_CHECKING:
    from graph.reason.evaluate import Evaluation

_ALL = (RUNNING, *COMING, DOUBTFUL)


def plants_of(evaluation: Evaluation, product_id: str) -> tuple[Plant, ...]:
    """Every plant of the product on record on the day, in a fixed order; kt/a.

    Stopped plants stand in the list without a figure.
    """
    facts = evaluation.chain.facts
    here = tuple(_here(evaluation, product_id))
    beside = tuple(_beside(evaluation, product_id))
    balance = evaluation.balances.get(product_id)
    held = {facts.owner(u.firm_id) for u in (balance.units if balance else ())}
    held |= {p.firm_id for p in beside if (p.province, p.city) == home_of(evaluation)}
    told = _statements(evaluation, product_id, held)
    found = (*here, *settled((*beside, *told)))
    return tuple(
        sorted(
            (replace(p, capacity_kt_a=None) if p.status == STOPPED else p for p in found),
            key=lambda p: p.order,
        )
    )


def home_of(evaluation: Evaluation) -> Place:
    """Province and city of the region."""
    region = evaluation.chain.facts.regions[evaluation.region.region_id]
    return place_of(region.province, region.city, None)


def _here(evaluation: Evaluation, product_id: str) -> Iterator[Plant]:
    """Plants in the region's parks.

    What is only worked out (联产推算, sizes inside a complex) has no nameplate: unknown.
    """
    facts, balance = evaluation.chain.facts, evaluation.balances.get(product_id)
    if balance is None:
        return
    home = home_of(evaluation)
    running, coming = _replaced(evaluation, (RUNNING,)), _replaced(evaluation, _ALL)
    named = local_capacity(balance, _ALL)
    sizes = dict(named.units) if named else {}
    for view in balance.units:
        stated = view.stated or (RUNNING if view.presence == "联产推算" else view.presence)
        if view.unit_id in running or (stated in COMING and view.unit_id in coming):
            continue
        yield Plant(
            row_id=view.unit_id,
            firm_id=facts.owner(view.firm_id),
            firm=facts.firm_name(facts.owner(view.firm_id)),
            province=home[0],
            city=home[1],
            status=DOUBTFUL if view.stated else stated,
            stated=stated,
            capacity_kt_a=sizes.get(view),
            year=view.as_of,
            source_id=view.source_id,
            is_sourced=bool(view.source_id),
            unit_id=view.unit_id,
            is_local=True,
        )


def _replaced(evaluation: Evaluation, statuses: Iterable[str]) -> frozenset[str]:
    """Units that gave way to one of these statuses."""
    units = region_units(evaluation.chain.facts, evaluation.region, evaluation.as_of)
    return frozenset(old for u in counted_units(units, statuses) for old in u.replaces)


def _beside(evaluation: Evaluation, product_id: str) -> Iterator[Plant]:
    """Units on record beside the region's parks: near by, in other regions, or placeless."""
    facts, at = evaluation.chain.facts, evaluation.as_of
    found = [
        unit
        for rows in facts.statements_on.values()
        if any(r.product_id == product_id for r in rows)
        and (unit := timeline.unit_on(facts, rows, at.valid)) is not None
        and unit.product_id == product_id
        and not evaluation.region.holds(facts, unit.park_id)
    ]
    old = unverified(facts, evaluation.rules, found, at)
    for unit in found:
        status = DOUBTFUL if unit.unit_id in old else unit.status
        yield _plant(evaluation, unit, _seat(evaluation, unit), status, unit.status)


def _seat(evaluation: Evaluation, unit: Capacity) -> Place:
    """The region of the unit's park; of an ``outside`` park the place its firm has."""
    facts = evaluation.chain.facts
    park = facts.parks.get(unit.park_id or "")
    if park is None:
        return place_of(None, None, None)
    if park.scope == "outside":
        firm = facts.firms.get(unit.firm_id)
        return place_of(firm.province if firm else None, firm.city if firm else None, None)
    region = facts.regions[park.region_id]
    return place_of(region.province, region.city, None)


def _statements(evaluation: Evaluation, product_id: str, held: Iterable[str]) -> Iterator[Plant]:
    """What is said of plants elsewhere; of ``held`` firms' plants here nothing is taken."""
    national, day = evaluation.national, evaluation.as_of.valid
    home, known = national.facts.regions[evaluation.region.region_id], frozenset(held)
    for row in national.facts.producers_of.get(product_id, ()):
        away = is_elsewhere(home, row.province, row.city)
        if national.seen(row) and (away or national.facts.owner(row.firm_id) not in known):
            place = place_of(row.province, row.city, row.site)
            status = status_on(row, evaluation.rules, day)
            yield _plant(evaluation, row, place, status, stated_status(row))


def _plant(
    evaluation: Evaluation, row: Capacity | Producer, place: Place, status: str, stated: str
) -> Plant:
    facts = evaluation.chain.facts
    owner = facts.owner(row.firm_id)
    usable = isinstance(row, Capacity) or not is_pooled(row)
    return Plant(
        row_id=row.id,
        firm_id=owner,
        firm=facts.firm_name(owner),
        province=place[0],
        city=place[1],
        status=status,
        stated=stated,
        capacity_kt_a=row.capacity_kt_a if usable else None,
        year=row.as_of if isinstance(row, Capacity) else row.year,
        source_id=row.source_id,
        is_sourced=is_sourced(row),
        unit_id=row.unit_id if isinstance(row, Capacity) else "",
    )
