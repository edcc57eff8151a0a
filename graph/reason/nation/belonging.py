"""Who belongs to a region: firms that stand there, their affiliates, and their groups.

A group is an owner of the region when a firm standing there bears the group's own name; its
members are at home everywhere.  Any other group of a local firm (a central group, a company
with its seat elsewhere) only ties: its other firms are outsiders worth calling.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from graph.facts import Facts
from graph.model import Firm, Region

NEVER_CAME = "未落地"
_PARTS = re.compile(r"[/、,;,;·]|\(|\)|\(|\)")
_STAKE = re.compile(r"(各|持股|占)?\s*[\d.]+\s*%.*$")


def standing(facts: Facts, region: Region) -> frozenset[str]:
    """Firms with a plant or a seat in the region's parks, or without a park in its city.

    Sites of scope ``outside`` are on record because a local owner stands there.  A firm that
    never came (未落地) does not stand in the park it had signed for.
    """
    here = {p.id for p in facts.parks.values() if p.region_id == region.id}
    ids = {c.firm_id for c in facts.capacities.values() if c.park_id in here}
    for firm in facts.firms.values():
        seated = (firm.province, firm.city) == (region.province, region.city)
        if here.intersection(firm.park_ids) or (seated and not firm.park_ids):
            ids.add(firm.id)
    gone = {f.id for f in facts.firms.values() if f.status == NEVER_CAME}
    return frozenset(ids - gone)


def with_affiliates(facts: Facts, stands: Collection[str]) -> frozenset[str]:
    """``stands`` with mergers followed both ways, subsidiaries, and firms of owner groups."""
    known = set(stands)
    while True:
        known |= {facts.owner(i) for i in known}
        names = {n for i in known if (f := facts.firms.get(i)) for n in names_of(f)}
        new = {
            f.id
            for f in facts.firms.values()
            if f.id not in known and (facts.owner(f.id) in known or _owned(f, names))
        }
        if not new:
            return frozenset(known)
        known |= new


def _owned(firm: Firm, names: Collection[str]) -> bool:
    return firm.group in names or any(p in names for p in parents_of(firm))


def names_of(firm: Firm) -> Iterator[str]:
    """Every name a firm goes by."""
    yield firm.name_zh
    if firm.short_name:
        yield firm.short_name
    yield from firm.aliases


def parents_of(firm: Firm) -> tuple[str, ...]:
    """The owners a firm's ``parent`` names, without their stakes.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> parents_of(SimpleNamespace(parent="上海石化、湖南石化各 50%;拟并表"))
    ('上海石化', '湖南石化', '拟并表')
    """
    parts = (_STAKE.sub("", p).strip() for p in _PARTS.split(firm.parent or ""))
    return tuple(p for p in parts if p)


def is_elsewhere(region: Region, province: str | None, place: str | None) -> bool:
    """Whether a stated place lies outside the region's city; False when it is not stated.

    Parameters
    ----------
    place
        A city, or free text such as ``广东惠州``.
    """
    if province and province != region.province:
        return True
    return bool(place) and region.city not in (place or "")
