"""The reference chain: sources, products, processes, recipes; true anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


@dataclass(frozen=True, slots=True)
class Source(Record):
    """source (来源)."""

    kind: ClassVar[str] = "source"
    id: str
    title: str
    url: str | None
    date: str | None
    date_text: str | None
    grade: str | None
    licence: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Segment(Record):
    """segment (子链)."""

    kind: ClassVar[str] = "segment"
    id: str
    order: int
    color: str
    column: int
    note: str | None


@dataclass(frozen=True, slots=True)
class Product(Record):
    """product (产品)."""

    kind: ClassVar[str] = "product"
    id: str
    name_zh: str
    name_en: str | None
    short_zh: str
    aliases: tuple[str, ...]
    cas: str | None
    formula: str | None
    family: str
    stage: str
    tier: str
    segment: str
    drawing_parent: str | None
    trade: str
    is_hub: bool
    is_primary: bool
    gbt4754_class: str | None
    hs6: str | None
    hazard_note: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Process(Record):
    """process (工艺)."""

    kind: ClassVar[str] = "process"
    id: str
    name_zh: str
    name_en: str | None
    main_product_id: str
    route: str | None
    scale_low_kt_a: float | None
    scale_high_kt_a: float | None
    scale_text: str | None
    licensors: tuple[str, ...]
    reaction: str | None
    hazard_process: tuple[str, ...]
    directory_class: str | None
    directory_year: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Flow(Record):
    """flow (单耗)."""

    kind: ClassVar[str] = "flow"
    id: str
    process_id: str
    product_id: str
    role: str
    t_per_t: float
    low: float | None
    high: float | None
    is_main_feed: bool
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FlowStatement(Record):
    """flow_statement (单耗旁证)."""

    kind: ClassVar[str] = "flow_statement"
    id: str
    process_id: str
    product_id: str
    t_per_t: float
    low: float | None
    high: float | None
    reason: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class DefaultRoute(Record):
    """default_route (默认路线)."""

    kind: ClassVar[str] = "default_route"
    id: str
    product_id: str
    process_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class MayAlsoYield(Record):
    """may_also_yield (可能另产)."""

    kind: ClassVar[str] = "may_also_yield"
    id: str
    process_id: str
    product_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Composite(Record):
    """composite (组合工艺)."""

    kind: ClassVar[str] = "composite"
    id: str
    process_id: str
    contains_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merge(Record):
    """merge (合并)."""

    kind: ClassVar[str] = "merge"
    id: str
    what: str
    dropped: str
    kept: str
    reason: str


@dataclass(frozen=True, slots=True)
class Crosswalk(Record):
    """crosswalk (编号对照)."""

    kind: ClassVar[str] = "crosswalk"
    id: str
    outside_id: str
    outside_name: str | None
    target_kind: str
    target_ids: tuple[str, ...]
    relation: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Unattached(Record):
    """unattached (未挂接)."""

    kind: ClassVar[str] = "unattached"
    id: str
    origin: str
    row: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sought(Record):
    """sought (查无记录)."""

    kind: ClassVar[str] = "sought"
    id: str
    target_kind: str
    target_ids: tuple[str, ...]
    what: str
    where_looked: str
    date: str
    outcome: str | None
