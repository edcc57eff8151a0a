"""The nation: producers, figures, moves, prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


@dataclass(frozen=True, slots=True)
class Producer(Record):
    """producer (外地产能)."""

    kind: ClassVar[str] = "producer"
    id: str
    firm_id: str
    product_id: str | None
    process_id: str | None
    product_text: str
    province: str | None
    city: str | None
    site: str | None
    capacity_kt_a: float | None
    status: str
    status_text: str | None
    year: str | None
    route_text: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Market(Record):
    """market (全国供需)."""

    kind: ClassVar[str] = "market"
    id: str
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    product_text: str
    scope: str
    year: str
    capacity_kt_a: float | None
    output_kt: float | None
    apparent_consumption_kt: float | None
    import_kt: float | None
    export_kt: float | None
    import_dependence_pct: float | None
    growth_pct: float | None
    top_regions: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Signal(Record):
    """signal (投资动向)."""

    kind: ClassVar[str] = "signal"
    id: str
    firm_id: str
    date: str | None
    direction: str
    signal_text: str
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    product_text: str | None
    place: str | None
    province: str | None
    capacity_kt_a: float | None
    investment_yi: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Value(Record):
    """value (价格与投资)."""

    kind: ClassVar[str] = "value"
    id: str
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    product_text: str | None
    place_firm: str | None
    price_cny_t: float | None
    price_year: str | None
    investment_yi: float | None
    investment_capacity_kt_a: float | None
    land_mu: float | None
    jobs: float | None
    energy_text: str | None
    annual_output_value_yi: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
