"""Which plants count: one driving statement per unit, at a date, for a status set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.asof import AsOf
from graph.errors import BadRequest, UnknownName
from graph.facts import Facts
from graph.model import Capacity
from graph.reason import timeline


@dataclass(frozen=True)
class Region:
    """Which parks of a region are looked at.

    ``own`` and ``nearby`` parks belong to the region; ``outside`` ones never count.
    """

    region_id: str
    with_nearby: bool = False

    def holds(self, facts: Facts, park_id: str | None) -> bool:
        """Whether a plant in that park belongs to the picture."""
        park = facts.parks.get(park_id or "")
        if park is None or park.region_id != self.region_id:
            return False
        return park.scope == "own" or (self.with_nearby and park.scope == "nearby")


def chosen_region(facts: Facts, region_id: str = "") -> str:
    """The region asked about; none named means the only one on record.

    Raises
    ------
    UnknownName
        No such region.
    BadRequest
        None was named and there are several, or there is none.
    """
    known = facts.regions
    if region_id in known:
        return region_id
    if region_id:
        raise UnknownName("地区", region_id, tuple(known))
    if not known:
        raise BadRequest("数据里还没有地区;请先在“地区”表里填一行并载入。")
    if len(known) > 1:
        names = "、".join(f"{r.name_zh}({r.id})" for r in known.values())
        raise BadRequest(f"数据里有 {len(known)} 个地区:{names};请用 --region 指明看哪一个。")
    return next(iter(known))


def fullest_region(facts: Facts) -> str:
    """The region with most plants on record: what a page shows before one is chosen.

    Raises
    ------
    BadRequest
        There is no region.
    """
    plants = Counter(
        park.region_id
        for c in facts.capacities.values()
        if c.is_driver and (park := facts.parks.get(c.park_id or "")) is not None
    )
    return max(facts.regions, key=lambda r: plants[r]) if facts.regions else chosen_region(facts)


def region_units(facts: Facts, region: Region, as_of: AsOf) -> tuple[Capacity, ...]:
    """The statement that speaks for every unit of the region on the day, whatever its status."""
    found = (
        timeline.unit_on(facts, rows, as_of.valid)
        for rows in facts.statements_on.values()
        if any(region.holds(facts, row.park_id) for row in rows)
    )
    return tuple(u for u in found if u is not None and region.holds(facts, u.park_id))


def counted_units(units: Iterable[Capacity], statuses: Iterable[str]) -> tuple[Capacity, ...]:
    """Units whose status is in the set, less those whose successor is in it too."""
    wanted = set(statuses)
    chosen = [u for u in units if u.status in wanted]
    replaced = {old for u in chosen for old in u.replaces}
    return tuple(u for u in chosen if u.unit_id not in replaced)
