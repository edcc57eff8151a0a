"""What stands in a region: parks, firms, units, who supplies whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


@dataclass(frozen=True, slots=True)
class Region(Record):
    """region (地区)."""

    kind: ClassVar[str] = "region"
    id: str
    name_zh: str
    aliases: tuple[str, ...]
    province: str
    city: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Park(Record):
    """park (园区片区)."""

    kind: ClassVar[str] = "park"
    id: str
    name_zh: str
    aliases: tuple[str, ...]
    region_id: str
    scope: str
    is_chemical: bool | None
    area_mu: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Firm(Record):
    """firm (企业)."""

    kind: ClassVar[str] = "firm"
    id: str
    name_zh: str
    short_name: str | None
    aliases: tuple[str, ...]
    uscc: str | None
    province: str | None
    city: str | None
    park_ids: tuple[str, ...]
    status: str
    status_text: str | None
    founded: str | None
    parent: str | None
    group: str | None
    owner_ids: tuple[str, ...]
    industry_ids: tuple[str, ...]
    listed_code: str | None
    merged_into_id: str | None
    is_above_scale: bool | None
    specialised: str | None
    size_class: str | None
    revenue_yi: float | None
    revenue_year: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FirmName(Record):
    """firm_name (企业名称沿革)."""

    kind: ClassVar[str] = "firm_name"
    id: str
    firm_id: str
    name: str
    name_type: str
    since: str | None
    until: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Capacity(Record):
    """capacity (装置产能)."""

    kind: ClassVar[str] = "capacity"
    id: str
    unit_id: str
    is_driver: bool
    firm_id: str
    park_id: str | None
    name_zh: str
    product_id: str
    process_ids: tuple[str, ...]
    capacity_kt_a: float | None
    status: str
    status_text: str | None
    since: str | None
    until: str | None
    replaces: tuple[str, ...]
    complex_id: str | None
    project_id: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
    own_use_kt_a: float | None = None
    outside_kt_a: float | None = None


@dataclass(frozen=True, slots=True)
class Complex(Record):
    """complex (联合装置)."""

    kind: ClassVar[str] = "complex"
    id: str
    name_zh: str
    firm_id: str
    park_id: str
    reason: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ComplexMember(Record):
    """complex_member (联合装置内部产品)."""

    kind: ClassVar[str] = "complex_member"
    id: str
    complex_id: str
    product_id: str
    process_id: str
    reason: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Supply(Record):
    """supply (供需关系)."""

    kind: ClassVar[str] = "supply"
    id: str
    from_firm_id: str | None
    to_firm_id: str
    product_id: str
    for_product_id: str | None
    amount_kt_a: float | None
    certainty: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
