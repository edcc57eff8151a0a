"""The numbers behind a conclusion as codes and values; views turn them into sentences."""

from __future__ import annotations

from collections.abc import Iterable

from graph.chain import Chain
from graph.results import Balance, Evidence, Term
from graph.rules import Rules


def term_evidence(chain: Chain, term: Term) -> Evidence:
    """One term: unit, capacity, coefficient, amount and where the coefficient is from."""
    return Evidence(
        code=f"term_{term.side}" if term.role != "may_also_yield" else "may_also_yield",
        values=(
            ("firm", term.firm),
            ("unit_id", term.unit_id),
            ("product", chain.product(term.product_id).name_zh),
            ("basis_product", chain.product(term.basis_product_id).name_zh),
            ("process", _process_name(chain, term.process_id)),
            ("capacity_kt_a", term.capacity_kt_a),
            ("basis_t_per_t", term.basis_t_per_t),
            ("t_per_t", term.t_per_t),
            ("low_kt_a", term.amount.low),
            ("amount_kt_a", term.amount.likely),
            ("high_kt_a", term.amount.high),
            ("computed", 1.0 if term.computed else 0.0),
            ("verified", 1.0 if term.verified else 0.0),
            ("unit_source_id", term.unit_source_id),
        ),
        source_id=term.source_id,
        basis=term.basis,
    )


def _process_name(chain: Chain, process_id: str | None) -> str | None:
    return chain.facts.processes[process_id].name_zh if process_id else None


def balance_evidence(chain: Chain, balance: Balance) -> tuple[Evidence, ...]:
    """Every term of a balance, largest first."""
    ordered = sorted(balance.terms, key=lambda t: (t.side, -(t.amount.likely or 0.0), t.unit_id))
    return tuple(term_evidence(chain, t) for t in ordered)


def sourced_share(terms: Iterable[Term]) -> float:
    """Share of the terms' two facts (capacity, coefficient) that carry a source."""
    facts = [
        bool(held)
        for t in terms
        for held in (t.unit_source_id, t.source_id or t.basis in ("definition", "computed"))
    ]
    return sum(facts) / len(facts) if facts else 0.0


def grade_of(rules: Rules, certain: bool, known_share: float, sourced: float) -> str:
    """充分, 一般 or 不足: the plain word for how much of a conclusion is on record."""
    enough = rules.number("grade_enough")
    if certain and known_share >= enough and sourced >= enough:
        return "充分"
    poor = rules.number("grade_poor")
    return "不足" if known_share < poor or sourced < poor else "一般"
