"""客商库 as the map shows it: who is gone after for a product, and who could be."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Lead
from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call, place
from views import texts
from views.amounts import amount
from views.tables.origin import Origin
from views.tables.product import Line

MOST = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """A firm that could be added: its seat and what it makes of the product."""

    firm_id: str
    name: str
    place: str
    size: str


def leads_for(evaluation: Evaluation, product_id: str) -> list[Lead]:
    """Those on record for a product, first added first."""
    rows = evaluation.chain.facts.all(Lead).values()
    return sorted((r for r in rows if r.product_id == product_id), key=lambda r: (r.made_at, r.id))


def lead_lines(evaluation: Evaluation, product_id: str) -> tuple[Line, ...]:
    """One line each: who, why, how far, who added it when."""
    facts = evaluation.chain.facts
    return tuple(
        Line(
            facts.firm_name(row.firm_id),
            row.why or "没有写为什么",
            row.stage,
            Origin(f"{row.made_by or texts.NOBODY} {row.made_at}"),
            row.firm_id,
        )
        for row in leads_for(evaluation, product_id)
    )


def offers(evaluation: Evaluation, product_id: str) -> list[Offer]:
    """Makers elsewhere that may be called, best first, without those already added."""
    known = {row.firm_id for row in leads_for(evaluation, product_id)}
    found = makers_to_call(evaluation.targets_for(product_id))
    return [
        Offer(
            target.firm_id,
            target.firm,
            place(target.province, target.city),
            "" if target.capacity_kt_a is None else amount(target.capacity_kt_a),
        )
        for target in found
        if target.firm_id not in known
    ][:MOST]


def reason_for(evaluation: Evaluation, product_id: str) -> str:
    """What the gap says, to begin with; "" where there is none."""
    gaps = evaluation.gaps_of(product_id)
    return f"{gaps[0].kind}:{texts.gap_headline(evaluation.chain.facts, gaps[0])}" if gaps else ""
