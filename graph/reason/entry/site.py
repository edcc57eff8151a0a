"""What a region's parks say: is there a recognised chemical park, is land known to be free."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graph.facts import Facts
from graph.model import Parcel, Park, Product, Project, Region
from graph.reason.entry.rows import Rows
from graph.reason.entry.terms import Block
from graph.results import Filter

INSIDE, OUTSIDE, OPEN = "园区内", "园区外", "须定"
CHEMISTRY = frozenset({"25", "26", "28"})
FREE = "可供"
IDLE = frozenset({"低效", "待收储"})


def in_park(product: Product, *, is_chemical: bool = True) -> str:
    """园区内 for chemistry, 园区外 for articles, 须定 when the class is not known.

    Where the region has no chemical park at all, every product is 须定.

    Park land is mainly for chemicals and supporting firms stay outside where they can
    (岳云政办发〔2022〕6号): GB/T 4754 classes 25, 26 and 28 go in; 29 and other
    manufactures stay out.
    """
    code = (product.gbt4754_class or "")[:2] if is_chemical else ""
    if code in CHEMISTRY:
        return INSIDE
    return OUTSIDE if code.isdigit() else OPEN


def project_in_park(facts: Facts, region: Region, project: Project) -> str:
    """Where a project belongs by what it makes: 园区内 as soon as one product is chemistry.

    园区外 when every product is known to be none; 须定 otherwise, also where the region has
    no chemical park or the project names no product.
    """
    parks = own_parks(facts, region)
    is_chemical = not parks or any(p.is_chemical is not False for p in parks)
    products = [p for i in project.product_ids if (p := facts.products.get(i)) is not None]
    where = {in_park(p, is_chemical=is_chemical) for p in products}
    if INSIDE in where:
        return INSIDE
    return OUTSIDE if where == {OUTSIDE} else OPEN


def own_parks(facts: Facts, region: Region) -> list[Park]:
    """The region's own parks."""
    parks = facts.parks.values()
    return [p for p in parks if p.region_id == region.id and p.scope == "own"]


@dataclass(frozen=True)
class Site:
    """Checks 1 and 10: the park's boundary, and what the park can still take."""

    rows: Rows
    region: Region

    @cached_property
    def parks(self) -> list[Park]:
        """The region's own parks."""
        return own_parks(self.rows.facts, self.region)

    def belongs(self, product: Product, where: str) -> str:
        """园区内, 园区外 or 须定; a region without a chemical park still knows its chemistry."""
        return where if where in (INSIDE, OUTSIDE) else in_park(product)

    def boundary(self, where: str) -> Block:
        """Chemistry must lie within a recognised chemical park; other firms need none."""
        if where == INSIDE:
            return self._chemical
        return self._outside if where == OUTSIDE else self._unclassed

    @cached_property
    def _chemical(self) -> Block:
        park = next((p for p in self.parks if p.is_chemical and p.source_id), None)
        if park is not None:
            told = (("park", park.name_zh), ("as_of", park.as_of))
            line = Filter("check-1", "通过", "", park.source_id, park.basis, 1, "park", told)
            return self.rows.block(line)
        if self.parks and all(p.is_chemical is False for p in self.parks):
            return self.rows.alone(1, "受限", "park_none")
        return self.rows.alone(1, "须核查", "park_unknown")

    @cached_property
    def _outside(self) -> Block:
        return self.rows.alone(1, "通过", "park_not_needed")

    @cached_property
    def _unclassed(self) -> Block:
        return self.rows.alone(1, "须核查", "class_unknown")

    def capacity(self, where: str) -> Block:
        """Waste water and safety grade are not on record; land is what parcels say."""
        return self._beyond if where == OUTSIDE else self._within

    @cached_property
    def _beyond(self) -> Block:
        return self.rows.alone(10, "须核查", "site_outside")

    @cached_property
    def _within(self) -> Block:
        return self.rows.block(self.rows.base(10, "须核查", "services"), self._land)

    @cached_property
    def _land(self) -> Filter:
        own = {p.id for p in self.parks}
        parcels = [p for p in self.rows.facts.all(Parcel).values() if p.park_id in own]
        idle = float(sum(p.state in IDLE for p in parcels))
        free = [p for p in parcels if p.state == FREE]
        known = sorted((p for p in free if p.area_mu), key=lambda p: (-(p.area_mu or 0.0), p.id))
        if not known:
            told = (("parcels", float(len(free))), ("idle", idle))
            return Filter("check-10", "须核查", "", None, "", 10, "land_unknown", told)
        return _free_land(known, len(free), idle)


def _free_land(known: list[Parcel], count: int, idle: float) -> Filter:
    newest = max((p.date or p.as_of or "" for p in known), default="")
    values = (
        ("free_mu", sum(p.area_mu or 0.0 for p in known)),
        ("parcels", float(count)),
        ("idle", idle),
        ("as_of", newest or None),
    )
    first = known[0]
    return Filter("check-10", "通过", "", first.source_id, first.basis, 10, "land_free", values)
