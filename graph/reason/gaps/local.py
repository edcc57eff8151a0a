"""Who here could close a gap: local plants that could expand or be converted."""

from __future__ import annotations

from collections.abc import Iterable

from graph.chain import Chain
from graph.model import Capacity, Process, Project
from graph.reason.recipes import listed_routes
from graph.reason.standing import Standing
from graph.reason.timeline import PLANNED
from graph.reason.units import Region
from graph.results import Gap, LocalMaker

ORDER = ("same_product", "same_feed_and_type", "same_feed", "same_type")
NO_TYPE = frozenset({"不涉及"})
TOP = 5


def local_makers(chain: Chain, stand: Standing, gap: Gap, top: int = TOP) -> tuple[LocalMaker, ...]:
    """Plants here that could make the product of a gap, likeliest first, one per firm.

    A plant that makes it already can expand; one that runs on the same main feed, or one of
    the same sub-chain whose process is of the same regulated type (the official names of
    hazardous processes: 加氢, 氧化, 聚合 …), can be converted or extended.  A hint for a talk,
    not a design.
    """
    routes = [chain.facts.processes[r] for r in gap.process_ids]
    if not routes:
        return ()
    final = routes[-1:] if gap.kind == "延链" else routes
    feeds = {chain.main_feed[p.id].product_id for p in final}
    types = {t for p in final for t in types_of(p)}
    found = [
        _maker(chain, unit, why)
        for unit in stand.counted
        if unit.status == "在产" and (why := _why(chain, unit, gap.product_id, feeds, types))
    ]
    best: dict[str, LocalMaker] = {}
    for maker in sorted(found, key=_likeliest):
        best.setdefault(chain.facts.owner(maker.firm_id), maker)
    return tuple(best.values())[:top]


def types_of(process: Process) -> frozenset[str]:
    """The regulated process types of a process, by their official names."""
    return frozenset(process.hazard_process) - NO_TYPE


def _why(
    chain: Chain, unit: Capacity, product_id: str, feeds: set[str], types: set[str]
) -> str | None:
    routes = [chain.facts.processes[r] for r in listed_routes(chain, unit)]
    if unit.product_id == product_id or any(p.main_product_id == product_id for p in routes):
        return "same_product"
    feed = any(chain.main_feed[p.id].product_id in feeds for p in routes)
    kind = any(types & types_of(p) for p in routes)
    if feed and kind:
        return "same_feed_and_type"
    if feed:
        return "same_feed"
    near = chain.product(unit.product_id).segment == chain.product(product_id).segment
    return "same_type" if kind and near else None


def _maker(chain: Chain, unit: Capacity, why: str) -> LocalMaker:
    return LocalMaker(
        firm_id=unit.firm_id,
        firm=chain.facts.firm_name(unit.firm_id),
        unit_id=unit.unit_id,
        unit=unit.name_zh,
        product_id=unit.product_id,
        capacity_kt_a=unit.capacity_kt_a,
        why=why,
        source_id=unit.source_id,
    )


def _likeliest(maker: LocalMaker) -> tuple[int, float, str]:
    return ORDER.index(maker.why), -(maker.capacity_kt_a or 0.0), maker.unit_id


def local_plans(chain: Chain, region: Region, product_id: str) -> tuple[Project, ...]:
    """Projects of the region that name the product and have not broken ground."""
    rows: Iterable[Project] = chain.facts.projects.values()
    return tuple(
        p
        for p in rows
        if product_id in p.product_ids
        and p.stage in PLANNED
        and any(region.holds(chain.facts, park) for park in p.park_ids)
    )
