"""产业能级: where the district stands in the nation on one product.

Every line carries its value, year, sources and basis, or the code of why it cannot be had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.chain import Chain
from graph.errors import UnknownName
from graph.levels import Level, LevelItem
from graph.model import Market
from graph.reason.nation.nameplate import LocalCapacity, local_capacity
from graph.reason.nation.national import National
from graph.reason.nation.peers import rank, top_four
from graph.reason.nation.statements import newest, years_text
from graph.reason.nation.sufficiency import local_self, national_self, of_row
from graph.reason.units import counted_units, region_units
from graph.results import Balance, Interval
from graph.rules import Rules


def level_of(
    chain: Chain,
    rules: Rules,
    national: National,
    balances: Mapping[str, Balance],
    product_id: str,
) -> Level:
    """All lines of 产业能级 for one product; kt/a and shares 0–1.

    Raises
    ------
    UnknownName
        The product is not on record.
    """
    balance = balances.get(product_id)
    if balance is None:
        raise UnknownName("产品", product_id)
    old = _replaced(national) if balance.units else ()
    here = local_capacity(balance, national.as_of.statuses, old)
    whole = newest(m for m in national.market(product_id) if m.capacity_kt_a)
    ours = _local(balance, here)
    theirs = _national(national, rules, whole)
    frontier = _frontier(chain, product_id)
    return Level(
        product_id,
        (
            ours,
            theirs,
            _share(here, ours, theirs),
            rank(national, rules, product_id, here),
            top_four(national, rules, product_id, here, theirs),
            frontier,
            _train_ratio(here, frontier),
            national_self(national, rules, product_id),
            local_self(balance, national.as_of.valid),
        ),
    )


def _replaced(national: National) -> frozenset[str]:
    """Units that gave way to one that counts on the day."""
    counted = counted_units(
        region_units(national.facts, national.region, national.as_of), national.as_of.statuses
    )
    return frozenset(old for unit in counted for old in unit.replaces)


def _local(balance: Balance, here: LocalCapacity | None) -> LevelItem:
    if here is None:
        why = "not_here" if balance.presence == "无" else "not_stated"
        return LevelItem("local_capacity", why_none=why)
    item = LevelItem(
        "local_capacity",
        span=here.span,
        year=years_text(u.as_of for u, _ in here.units),
        source_ids=tuple(sorted({u.source_id for u, _ in here.units if u.source_id})),
        building=here.building.likely or None,
    )
    if not here.span.low and not here.span.likely:
        return replace(item, why_none="capacity_unknown")
    return replace(item, value=here.span.likely)


def _national(national: National, rules: Rules, row: Market | None) -> LevelItem:
    if row is None:
        return LevelItem("national_capacity", why_none="no_figure")
    return of_row("national_capacity", national, rules, row, row.capacity_kt_a)


def _share(here: LocalCapacity | None, ours: LevelItem, theirs: LevelItem) -> LevelItem:
    """Running here ÷ nation, with the years of both; none when the old figure is outgrown."""
    why = ours.why_none or theirs.why_none
    if why or here is None or not theirs.value:
        return LevelItem("share", why_none=why)
    item = LevelItem(
        "share",
        year=ours.year,
        base_year=theirs.year,
        source_ids=(*ours.source_ids, *theirs.source_ids),
        stale=theirs.stale,
        forecast=theirs.forecast,
    )
    if here.span.low > theirs.value:
        return replace(item, stale=True, why_none="above_national")
    span = _over(here.running, theirs.value)
    return replace(
        item,
        value=span.likely,
        span=span,
        building=ours.building and ours.building / theirs.value,
        why_none="capacity_unknown" if span.likely is None else None,
    )


def _over(part: Interval, whole: float) -> Interval:
    likely = None if part.likely is None else part.likely / whole
    return Interval(part.low / whole, likely, None if part.high is None else part.high / whole)


def _frontier(chain: Chain, product_id: str) -> LevelItem:
    """The largest usual single train of its routes, kt/a."""
    sized = [(p.scale_high_kt_a, p) for p in chain.makers.get(product_id, ()) if p.scale_high_kt_a]
    if not sized:
        return LevelItem("frontier_train", why_none="no_scale")
    scale, process = max(sized, key=lambda s: (s[0], s[1].id))
    return LevelItem(
        "frontier_train",
        value=scale,
        year=years_text([process.as_of]),
        source_ids=(process.source_id,) if process.source_id else (),
        basis=process.basis,
        names=(process.name_zh,),
    )


def _train_ratio(here: LocalCapacity | None, frontier: LevelItem) -> LevelItem:
    """Our largest plant ÷ the frontier train; above 1 it probably has several lines."""
    if frontier.value is None:
        return LevelItem("train_ratio", why_none=frontier.why_none)
    sized = [(kt, u) for u, kt in (here.units if here else ()) if kt is not None and not u.stated]
    if not sized:
        return LevelItem("train_ratio", why_none="not_here" if here is None else "capacity_unknown")
    largest, unit = max(sized, key=lambda s: (s[0], s[1].unit_id))
    return LevelItem(
        "train_ratio",
        value=largest / frontier.value,
        year=years_text([unit.as_of]),
        source_ids=tuple(s for s in (unit.source_id, *frontier.source_ids) if s),
        method="building" if unit.presence != "在产" else None,
        names=(unit.name_zh,),
    )
