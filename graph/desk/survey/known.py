"""What is on record about one firm and what is to be asked of it: the content of its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.chain import Chain
from graph.model import Capacity, Firm, FirmYear, Supply
from graph.reason import Evaluation
from graph.reason.complexes import Implied
from graph.reason.recipes import listed_routes

FIRM_FIELDS = (
    *("uscc", "status", "founded", "parent"),
    *("size_class", "is_above_scale", "specialised", "listed_code"),
)
YEAR_FIELDS = (
    *("revenue_wan", "output_wan", "tax_wan", "land_mu"),
    *("jobs", "energy_tce", "rd_wan", "patents"),
)
MOST_FEEDS = 15


@dataclass(frozen=True, slots=True)
class UnitKnown:
    """One unit as it counts today.

    ``status`` is as last stated, ``is_doubted`` when that is too old to count on; ``routes`` are
    those that may be chosen; ``asked`` the fields of the survey list; ``implied_kt_a`` the size
    worked out from the rest of its site.
    """

    unit_id: str
    name: str
    product_id: str
    status: str | None
    since: str | None
    capacity_kt_a: float | None
    process_ids: tuple[str, ...]
    routes: tuple[str, ...]
    asked: frozenset[str]
    is_doubted: bool
    confirmed: str | None
    implied_kt_a: float | None
    own_use_kt_a: float | None
    outside_kt_a: float | None


@dataclass(frozen=True, slots=True)
class HiddenKnown:
    """A product a unit may make besides; whether and how much nobody has said."""

    unit_id: str
    name: str
    product_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a form of one firm shows; ``year`` is the last whole one."""

    firm: Firm
    region_id: str
    park_ids: tuple[str, ...]
    units: tuple[UnitKnown, ...]
    hidden: tuple[HiddenKnown, ...]
    supplies: tuple[Supply, ...]
    feeds: tuple[str, ...]
    year: str
    figures: FirmYear | None


def known_of(evaluation: Evaluation, firm_id: str) -> Known:
    """What is on record of a firm in the region, with what the survey list asks of it."""
    facts = evaluation.chain.facts
    year = str(int(evaluation.as_of.valid[:4]) - 1)
    figures = (f for f in facts.all(FirmYear).values() if (f.firm_id, f.year) == (firm_id, year))
    return Known(
        firm=facts.firms[firm_id],
        region_id=evaluation.region.region_id,
        park_ids=own_parks(evaluation),
        units=tuple(_units(evaluation, firm_id)),
        hidden=tuple(_hidden(evaluation, firm_id)),
        supplies=tuple(_supplies(evaluation, firm_id)),
        feeds=tuple(_feeds(evaluation, firm_id)),
        year=year,
        figures=next(figures, None),
    )


def own_parks(evaluation: Evaluation) -> tuple[str, ...]:
    """The region's own parks, in file order."""
    return tuple(
        id
        for id, park in evaluation.chain.facts.parks.items()
        if park.region_id == evaluation.region.region_id and park.scope == "own"
    )


def _units(evaluation: Evaluation, firm_id: str) -> Iterable[UnitKnown]:
    """Units on record first as they stand in the facts, then those that follow from a site."""
    facts, stand = evaluation.chain.facts, evaluation.standing
    sizes = {i.unit.unit_id: i for i in stand.implied}
    fields: dict[str, set[str]] = {}
    for item in evaluation.survey:
        fields.setdefault(item.unit_id, set()).add(item.field)
    alone = [i.unit for i in stand.implied if not i.stated]
    for unit in (*stand.units, *alone):
        if facts.owner(unit.firm_id) == firm_id:
            asked = frozenset(fields.get(unit.unit_id, ()))
            yield _unit(evaluation, unit, sizes.get(unit.unit_id), asked)


def _unit(
    evaluation: Evaluation, unit: Capacity, implied: Implied | None, asked: frozenset[str]
) -> UnitKnown:
    facts, stand = evaluation.chain.facts, evaluation.standing
    told = stand.unverified.get(unit.unit_id)
    is_bare = implied is not None and not implied.stated
    return UnitKnown(
        unit_id=unit.unit_id,
        name=facts.unit_names.get(unit.unit_id) or facts.product_name(unit.product_id),
        product_id=unit.product_id,
        status=None if is_bare else told[0] if told else unit.status,
        since=None if is_bare else unit.since,
        capacity_kt_a=None if is_bare else unit.capacity_kt_a,
        process_ids=unit.process_ids,
        routes=routes_for(evaluation.chain, unit),
        asked=asked,
        is_doubted=told is not None,
        confirmed=told[1] if told else None,
        implied_kt_a=(implied.capacity_kt_a or None) if implied else None,
        own_use_kt_a=None if is_bare else unit.own_use_kt_a,
        outside_kt_a=None if is_bare else unit.outside_kt_a,
    )


def routes_for(chain: Chain, unit: Capacity) -> tuple[str, ...]:
    """Routes a unit may be said to run: those listed, then all others that make the product."""
    makers = (p.id for p in chain.makers.get(unit.product_id, ()))
    every = dict.fromkeys((*listed_routes(chain, unit), *makers))
    return tuple(r for r in every if chain.net.get(r, {}).get(unit.product_id))


def _hidden(evaluation: Evaluation, firm_id: str) -> Iterable[HiddenKnown]:
    names = evaluation.chain.facts.unit_names
    for item in evaluation.survey:
        if item.firm_id == firm_id and item.field == "output":
            for product_id in item.product_ids:
                name = names.get(item.unit_id, item.unit_id)
                yield HiddenKnown(item.unit_id, name, product_id)


def _supplies(evaluation: Evaluation, firm_id: str) -> Iterable[Supply]:
    """What it takes first, then what it gives."""
    facts = evaluation.chain.facts
    rows = list(facts.supplies.values())
    taken = [s for s in rows if facts.owner(s.to_firm_id) == firm_id]
    yield from taken
    for row in rows:
        if row not in taken and row.from_firm_id and facts.owner(row.from_firm_id) == firm_id:
            yield row


def _feeds(evaluation: Evaluation, firm_id: str) -> Iterable[str]:
    """What its units take and nobody is on record to give, the largest first; hubs left out."""
    facts = evaluation.chain.facts
    told = {s.product_id for s in _supplies(evaluation, firm_id)}
    sizes: dict[str, float] = {}
    made: set[str] = set()
    for term in evaluation.standing.terms:
        if term.firm_id != firm_id:
            continue
        if term.side == "supply":
            made.add(term.product_id)
        elif not facts.products[term.product_id].is_hub:
            likely = term.amount.likely or 0.0
            sizes[term.product_id] = sizes.get(term.product_id, 0.0) + likely
    wanted = [p for p in sizes if p not in made | told]
    return sorted(wanted, key=lambda p: (-sizes[p], p))[:MOST_FEEDS]
