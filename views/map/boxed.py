"""What stands in a box below the name when there is room: who makes how much, what lacks, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from graph.facts import Facts
from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call
from graph.results import Balance, Gap, Target, UnitView
from views.amounts import amount
from views.map.measure import text_em

MOST = 2
"""Firms named in one box."""
_FIRM_EM = 9.0
"""The name of a firm is cut so that it takes no more, em."""


def standing_lines(balance: Balance, gaps: Sequence[Gap], facts: Facts) -> tuple[str, ...]:
    """Local firms with 万吨/年, or what lacks; nothing when there is nothing to say."""
    if balance.units:
        return _with_rest([_unit(unit, balance, facts) for unit in _ordered(balance.units)])
    for gap in gaps:
        if gap.kind == "补链" and gap.gap.likely:
            return (f"缺 {amount(gap.gap.likely)}",)
        if gap.kind == "延链" and gap.gap.likely:
            return (f"可做 {amount(gap.gap.likely)}",)
    return ()


def invite_lines(evaluation: Evaluation, product_id: str) -> tuple[str, ...]:
    """Firms elsewhere to invite for a product, with place and size; the best first."""
    found = makers_to_call(evaluation.targets_for(product_id))
    return _with_rest([_target(target, evaluation.chain.facts) for target in found])


def _with_rest(lines: Sequence[str]) -> tuple[str, ...]:
    rest = len(lines) - MOST
    return (*lines[:MOST], f"等 {len(lines)} 家") if rest > 0 else tuple(lines)


def _ordered(units: Sequence[UnitView]) -> list[UnitView]:
    """One unit a firm, the largest, in the order of size; unknown last."""
    largest: dict[str, UnitView] = {}
    for unit in sorted(units, key=lambda u: (-(u.capacity_kt_a or 0.0), u.unit_id)):
        largest.setdefault(unit.firm_id, unit)
    return list(largest.values())


def _unit(unit: UnitView, balance: Balance, facts: Facts) -> str:
    made = sum(u.capacity_kt_a or 0.0 for u in balance.units if u.firm_id == unit.firm_id)
    when = "" if unit.presence == balance.presence else f"({unit.presence})"
    return f"{_short(facts, unit.firm_id, unit.firm)} {amount(made or None)}{when}"


def _target(target: Target, facts: Facts) -> str:
    place = target.city or target.province or ""
    size = "" if target.capacity_kt_a is None else f" {amount(target.capacity_kt_a)}"
    return f"{_short(facts, target.firm_id, target.firm)}{f'({place})' if place else ''}{size}"


def _short(facts: Facts, firm_id: str, name: str) -> str:
    firm = facts.firms.get(firm_id)
    text = (firm.short_name if firm else None) or name
    while text_em(text) > _FIRM_EM:
        text = text[:-2] + "…"
    return text
