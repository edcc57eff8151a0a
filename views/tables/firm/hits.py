"""Search hits of firms: where they are and what they make, in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.facts import Facts
from graph.model import Firm
from graph.reason.firms.targets import place
from graph.store.values import Hit
from views.listing import listed
from views.tables.tie.ties import is_dataset

SHOWN = 3
MARK = "名录"


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answer: the name, a hint beside it, and a mark when nobody checked it."""

    id: str
    name: str
    hint: str
    mark: str = ""


def makes(facts: Facts) -> dict[str, tuple[str, ...]]:
    """What each checked firm makes, largest first, by short names."""
    sizes: dict[str, dict[str, float]] = {}
    rows: list[Any] = [*facts.capacities.values(), *facts.by_kind.get("producer", {}).values()]
    for row in rows:
        if row.product_id in facts.products:
            held = sizes.setdefault(row.firm_id, {})
            size = row.capacity_kt_a or 0.0
            held[row.product_id] = max(held.get(row.product_id, 0.0), size)
    return {
        firm: tuple(facts.products[p].short_zh for p in sorted(held, key=lambda p: (-held[p], p)))
        for firm, held in sizes.items()
    }


def found(
    hits: Sequence[Hit],
    firms: Mapping[str, Firm],
    made: Mapping[str, tuple[str, ...]],
    industries: Mapping[str, str],
) -> list[Found]:
    """A line for each hit that stands; of equal hits checked firms come before listed ones."""
    there = [(hit, firm) for hit in hits if (firm := firms.get(hit.ref[1]))]
    there.sort(key=lambda pair: (pair[0].rank, is_dataset(pair[1])))
    return [
        Found(firm.id, hit.name, hint(firm, hit, made, industries), MARK * is_dataset(firm))
        for hit, firm in there
    ]


def hint(
    firm: Firm,
    hit: Hit,
    made: Mapping[str, tuple[str, ...]],
    industries: Mapping[str, str],
) -> str:
    """Place, products or industry, and what was met when that is another name."""
    parts = [place(firm.province, firm.city) or "地点未载"]
    if firm.merged_into_id:
        parts.append("已并入别家")
    if made.get(firm.id):
        parts.append(f"做 {listed(made[firm.id], SHOWN)}")
    elif firm.industry_ids:
        names = [industries.get(i, i) for i in firm.industry_ids]
        parts.append(listed(names, SHOWN, "个行业"))
    if hit.matched not in firm.name_zh and not hit.matched.isascii():
        parts.append(f"又称 {hit.matched}")
    return " · ".join(parts)
