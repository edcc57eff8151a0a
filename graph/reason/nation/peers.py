"""The district among its peers: its place among the cities on record, and the top-four share."""

from __future__ import annotations

from graph.levels import LevelItem
from graph.reason.nation.nameplate import LocalCapacity
from graph.reason.nation.national import National
from graph.reason.nation.places import (
    by_city,
    by_group,
    producing,
    sources_of,
    within_years,
    years_of,
)
from graph.rules import Rules

TOP = 4


def rank(
    national: National, rules: Rules, product_id: str, here: LocalCapacity | None
) -> LevelItem:
    """The district among the cities on record, by what certainly runs here."""
    found = producing(national, rules, product_id)
    cities = by_city(found.sites)
    if here is None or not here.running.low:
        return LevelItem("rank", why_none=_no_rank(here))
    if not cities:
        return LevelItem("rank", left_out=found.unsized, why_none="no_other_place")
    rows = [r for _, told in cities.values() for r in told]
    larger = sorted(((kt, place) for place, (kt, _) in cities.items()), reverse=True)
    return LevelItem(
        "rank",
        value=1.0 + sum(kt > here.running.low for kt, _ in larger),
        year=years_of(rows),
        source_ids=sources_of(rows),
        names=tuple(city for _, (_, city) in larger[:TOP]),
        of=len(cities) + 1,
        left_out=found.unsized,
    )


def _no_rank(here: LocalCapacity | None) -> str:
    if here is None:
        return "not_here"
    return "capacity_unknown" if here.running.high is None else "not_running"


def top_four(
    national: National,
    rules: Rules,
    product_id: str,
    here: LocalCapacity | None,
    theirs: LevelItem,
) -> LevelItem:
    """The four largest groups on record ÷ national capacity: at least the true CR4."""
    if theirs.value is None or theirs.year is None:
        return LevelItem("top_four", why_none="no_figure")
    sites = producing(national, rules, product_id).sites
    near = within_years(sites, theirs.year, int(rules.number("peer_years")))
    groups = by_group(national.facts, near, here)
    if len(groups) < TOP:
        return LevelItem("top_four", why_none="fewer_than_four")
    if sum(groups.values()) > theirs.value:
        return LevelItem("top_four", why_none="above_national")
    largest = sorted(groups.items(), key=lambda g: (-g[1], g[0]))[:TOP]
    return LevelItem(
        "top_four",
        value=sum(kt for _, kt in largest) / theirs.value,
        year=years_of(near),
        base_year=theirs.year,
        source_ids=tuple(dict.fromkeys((*sources_of(near), *theirs.source_ids))),
        names=tuple(name for name, _ in largest),
        of=len(groups),
        stale=theirs.stale,
    )
