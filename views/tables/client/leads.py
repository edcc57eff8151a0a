"""客商库 as the map shows it: who is gone after for a product, and who could be."""

from __future__ import annotations

from dataclasses import dataclass

from graph.desk.client.reading import with_firms
from graph.desk.words import local_words
from graph.model import Lead
from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call, place
from graph.store.protocol import Order, Store, Where
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


def leads_for(store: Store, region_id: str, product_id: str) -> list[Lead]:
    """Those of the region, or of none, on record for a product, first added first."""
    found = store.scan(
        Lead.kind, where=[Where("product_id", "eq", product_id)], order=[Order("made_at")]
    )
    ours = (None, region_id)
    return [row for row in found if isinstance(row, Lead) and row.region_id in ours]


def lead_lines(store: Store, evaluation: Evaluation, product_id: str) -> tuple[Line, ...]:
    """One line each: who, why, how far in the local words, who added it when."""
    rows = leads_for(store, evaluation.region.region_id, product_id)
    facts = with_firms(store, evaluation.chain.facts, (row.firm_id for row in rows))
    words = local_words(facts, "lead_stage")
    return tuple(
        Line(
            facts.firm_name(row.firm_id),
            row.why or "没有写为什么",
            words.get(row.stage, row.stage),
            Origin(f"{row.made_by or texts.NOBODY} {row.made_at}"),
            row.firm_id,
        )
        for row in rows
    )


def offers(store: Store, evaluation: Evaluation, product_id: str) -> list[Offer]:
    """Makers elsewhere that may be called, best first, without those already added."""
    owner = evaluation.chain.facts.owner
    held = leads_for(store, evaluation.region.region_id, product_id)
    known = {owner(row.firm_id) for row in held}
    found = makers_to_call(evaluation.targets_for(product_id))
    return [
        Offer(
            target.firm_id,
            target.firm,
            place(target.province, target.city),
            "" if target.capacity_kt_a is None else amount(target.capacity_kt_a),
        )
        for target in found
        if owner(target.firm_id) not in known
    ][:MOST]


def reason_for(evaluation: Evaluation, product_id: str) -> str:
    """What the gap says, to begin with; "" where there is none."""
    gaps = evaluation.gaps_of(product_id)
    return f"{gaps[0].kind}:{texts.gap_headline(evaluation.chain.facts, gaps[0])}" if gaps else ""
