"""What stands in a box below the name: who makes how much, what lacks, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from graph.facts import Facts
from graph.reason import Evaluation
from graph.reason.firms.targets import makers_to_call
from graph.results import Balance, Gap, Target, UnitView
from views.amounts import amount
from views.map.measure import cut

MOST = 2
"""Firms named in one box."""
_LACKS = {"补链": "缺", "延链": "可做"}
_FIRM_EM = 8.0
"""The name of a firm is cut so that it takes no more, em."""


def standing_lines(balance: Balance, gaps: Sequence[Gap], facts: Facts) -> tuple[str, ...]:
    """Local firms with 万吨/年, or what lacks; nothing when there is nothing to say."""
    if balance.units:
        units = _ordered(balance.units)
        return _some([_made(unit, balance, facts) for unit in units])
    for gap in gaps:
        if gap.kind in _LACKS and gap.gap.likely:
            return (f"{_LACKS[gap.kind]} {_tight(gap.gap.likely)}",)
    return ()


def invite_lines(evaluation: Evaluation, product_id: str) -> tuple[str, ...]:
    """Firms elsewhere to invite for a product, with place and size; the best first."""
    facts = evaluation.chain.facts
    found = makers_to_call(evaluation.targets_for(product_id))
    return _some([_offered(target, facts) for target in found])


def _some(firms: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Names with amounts; of more than two the second goes without for how many there are."""
    lines = [f"{name} {size}".rstrip() for name, size in firms[:MOST]]
    if len(firms) > MOST:
        lines[-1] = f"{firms[MOST - 1][0]}等 {len(firms)} 家"
    return tuple(lines)


def _ordered(units: Sequence[UnitView]) -> list[UnitView]:
    """One unit a firm, the largest, in the order of size; unknown last."""
    largest: dict[str, UnitView] = {}
    for unit in sorted(units, key=lambda u: (-(u.capacity_kt_a or 0.0), u.unit_id)):
        largest.setdefault(unit.firm_id, unit)
    return list(largest.values())


def _made(unit: UnitView, balance: Balance, facts: Facts) -> tuple[str, str]:
    """A local firm and what it makes; its status where that is not the box's."""
    known = [u.capacity_kt_a for u in balance.units if u.firm_id == unit.firm_id]
    made = sum(kt_a for kt_a in known if kt_a is not None)
    when = "" if unit.presence == balance.presence else f"({unit.presence})"
    least = "至少 " if made and None in known else ""
    size = f"{least}{_tight(made)}" if made else "产能未知"
    return _short(facts, unit.firm_id, unit.firm), f"{size}{when}"


def _offered(target: Target, facts: Facts) -> tuple[str, str]:
    place = target.city or target.province or ""
    size = "" if target.capacity_kt_a is None else _tight(target.capacity_kt_a)
    name = _short(facts, target.firm_id, target.firm)
    return f"{name}({place})" if place else name, size


def _tight(kt_a: float) -> str:
    """An amount that takes no more room than it must."""
    return amount(kt_a).replace(" ", "")


def _short(facts: Facts, firm_id: str, name: str) -> str:
    firm = facts.firms.get(firm_id)
    return cut((firm.short_name if firm else None) or name, _FIRM_EM)
