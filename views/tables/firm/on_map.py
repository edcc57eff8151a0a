"""One firm on the map: which products it makes, here and elsewhere, and what it builds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.facts import Facts
from graph.model import Producer
from graph.reason import Evaluation
from graph.results import UnitView
from views.tables.product import Line, producer_line, project_line, unit_line


@dataclass(frozen=True, slots=True)
class FirmOnMap:
    """What lights up for a firm, and what is said of it."""

    firm_id: str
    name: str
    product_ids: tuple[str, ...]
    here: tuple[Line, ...]
    projects: tuple[Line, ...]
    elsewhere: tuple[Line, ...]


def firm_on_map(evaluation: Evaluation, firm_id: str) -> FirmOnMap:
    """Put it together; mergers are followed."""
    facts = evaluation.chain.facts
    here = [
        (product_id, unit)
        for product_id, balance in evaluation.balances.items()
        for unit in balance.units
        if facts.owner(unit.firm_id) == firm_id
    ]
    plans = [p for p in facts.projects.values() if firm_id in map(facts.owner, p.firm_ids)]
    away = [
        (row.product_id, row)
        for row in facts.all(Producer).values()
        if row.product_id in facts.goods and facts.owner(row.firm_id) == firm_id
    ]
    built = [id for plan in plans for id in plan.product_ids]
    lit = [*(id for id, _ in here), *built, *(id for id, _ in away)]
    return FirmOnMap(
        firm_id,
        facts.firm_name(firm_id),
        tuple(dict.fromkeys(id for id in lit if id in facts.goods)),
        tuple(_here(facts, product_id, unit) for product_id, unit in here),
        tuple(project_line(evaluation, plan) for plan in plans),
        tuple(_away(facts, product_id, row) for product_id, row in away),
    )


def _here(facts: Facts, product_id: str, unit: UnitView) -> Line:
    line = unit_line(facts, unit)
    return replace(line, who=facts.products[product_id].name_zh, firm_id=None)


def _away(facts: Facts, product_id: str, row: Producer) -> Line:
    line = producer_line(facts, row)
    return replace(line, who=facts.products[product_id].name_zh, firm_id=None)
