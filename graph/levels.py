"""What 产业能级, 过剩预警, unit economics and crowding return: codes and numbers.

Capacities in kt/a, money in 亿元 (``_yi``), land in 亩 (``_mu``), shares 0–1.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.results import Interval

LEVEL_CODES = (
    "local_capacity",
    "national_capacity",
    "share",
    "rank",
    "top_four",
    "frontier_train",
    "train_ratio",
    "national_self",
    "local_self",
)


@dataclass(frozen=True, slots=True)
class LevelItem:
    """One line of 产业能级; ``value`` None with ``why_none`` when it cannot be had.

    ``year`` is that of the figure (of the local one for ``share``), ``base_year`` that of
    the national figure it is held against.  ``value`` of ``rank`` is the place among ``of``;
    ``left_out`` counts places on record without a usable capacity.  ``stale``: the national
    figure is old; ``forecast``: it was told before its year.  ``building`` is the part of the
    local capacity (of the share: what would come on top) not running yet.  ``method`` says
    which of several ways gave the value.
    """

    code: str
    value: float | None = None
    span: Interval | None = None
    year: str | None = None
    base_year: str | None = None
    source_ids: tuple[str, ...] = ()
    basis: str = "computed"
    method: str | None = None
    names: tuple[str, ...] = ()
    of: int | None = None
    left_out: int = 0
    building: float | None = None
    stale: bool = False
    forecast: bool = False
    why_none: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """产业能级 of one product: where the district stands in the nation."""

    product_id: str
    items: tuple[LevelItem, ...]

    def item(self, code: str) -> LevelItem:
        """The line of ``code``; KeyError when there is none."""
        found = next((i for i in self.items if i.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


@dataclass(frozen=True, slots=True)
class Oversupply:
    """A stated national surplus.  ``reasons``: capacity, utilisation, export.

    All numbers stand in one row of one source; None = that row does not tell.  ``stale``:
    the row is too old to warn of today; ``forecast``: it was told before its year.
    """

    product_id: str
    reasons: tuple[str, ...]
    capacity_ratio: float | None
    utilisation: float | None
    export_share: float | None
    import_share: float | None
    year: str
    source_id: str | None
    basis: str
    grade: str | None
    stale: bool
    forecast: bool


@dataclass(frozen=True, slots=True)
class CostStatement:
    """What one source says of one plant: capacity with money, land or output value.

    ``pooled``: the figures cover other products too; shown, never scaled.
    """

    who: str
    capacity_kt_a: float | None
    investment_yi: float | None
    land_mu: float | None
    output_yi: float | None
    year: str | None
    source_id: str | None
    basis: str
    grade: str | None
    pooled: bool


@dataclass(frozen=True, slots=True)
class Economics:
    """Investment (亿元), land (亩) and yearly output (亿元) of a plant, scaled from stated ones.

    [lowest, median, highest] of the stated per-kt figures × capacity; None when no statement
    tells.  ``counts``: how many statements stand behind investment, land and output.
    """

    product_id: str
    capacity_kt_a: float
    investment_yi: Interval | None
    land_mu: Interval | None
    output_yi: Interval | None
    yi_per_mu: Interval | None
    counts: tuple[int, int, int]
    statements: tuple[CostStatement, ...]
    basis: str = "computed"


@dataclass(frozen=True, slots=True)
class Crowding:
    """What others build or plan of a product.

    ``ratio`` = capacity_kt_a ÷ national capacity, None when no plan tells its capacity or
    there is no national figure young enough; ``unsized`` plans tell none.
    """

    product_id: str
    plants: int
    unsized: int
    capacity_kt_a: float | None
    ratio: float | None
    national_year: str | None
    source_id: str | None
