"""What moving a project will do, in words: its plants, the map, the gap list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.desk.project.moves import UnitMove
from graph.facts import Facts
from graph.model import Firm, Lead
from graph.reason import Evaluation
from graph.reason.change.diff import Difference, compare
from graph.reason.units import Region
from views import texts
from views.amounts import amount

NOT_COUNTED = "不计入"
SHOWN = 6


def unit_line(facts: Facts, move: UnitMove) -> str:
    """One plant: from what to what."""
    name = texts.unit_name(facts, move.unit_id)
    return f"{name}:{move.before or NOT_COUNTED} → {move.after or NOT_COUNTED}"


def outside_lines(facts: Facts, region: Region, unit_ids: Iterable[str]) -> list[str]:
    """Plants that move and are not on the map of the region all the same."""
    rows = [r for id in unit_ids for r in facts.statements_on.get(id, ()) if r.is_driver]
    return [
        f"{row.name_zh}没有写园区,现状图不画它;先在“装置产能”里补园区"
        if row.park_id is None
        else f"{row.name_zh}不在现在看的园区里({facts.parks[row.park_id].name_zh}),现状图不画它"
        for row in rows
        if not region.holds(facts, row.park_id)
    ]


def gap_changes(before: Evaluation, after: Evaluation, product_ids: Iterable[str]) -> list[str]:
    """What comes onto the gap list, what leaves it, and what gets another size.

    Sizes are told of the project's own products only; every list is cut to a few names.
    """
    found = compare(before, after)
    facts, own = after.chain.facts, set(product_ids)
    resized = [d for d in found.kept if d.product_id in own and _size(d.before) != _size(d.after)]
    lines = [
        f"{d.kind} {facts.product_name(d.product_id)}:{_size(d.before)} → {_size(d.after)}"
        for d in resized
    ]
    for label, rows in (("不再是缺口", found.closed), ("新出现", found.new)):
        if rows:
            lines.append(f"{label}:{_names(facts, rows)}")
    return lines


def _size(gap: object) -> str:
    span = getattr(gap, "gap", None)
    return amount(span.likely) if span else texts.quantity(None)


def _names(facts: Facts, rows: Sequence[Difference]) -> str:
    names = [f"{d.kind} {facts.product_name(d.product_id)}" for d in rows[:SHOWN]]
    return "、".join(names) + (f" 等 {len(rows)} 条" if len(rows) > SHOWN else "")


def firms_for(
    facts: Facts, region: Region, firm_ids: Sequence[str], leads: Iterable[Lead]
) -> dict[str, str]:
    """Whose a new plant may be: the project's firms, those in talks, then the region's; by name."""
    talks = [lead.firm_id for lead in leads]
    here = [f.id for f in facts.firms.values() if _is_here(facts, region, f)]
    wanted = dict.fromkeys((*firm_ids, *talks, *sorted(here, key=facts.firm_name), *facts.firms))
    return {id: facts.firms[id].name_zh for id in wanted if id in facts.firms}


def _is_here(facts: Facts, region: Region, firm: Firm) -> bool:
    return firm.merged_into_id is None and any(region.holds(facts, p) for p in firm.park_ids)
