"""The record kinds of LianTu as frozen dataclasses: one class per kind, one field per column.

The columns, labels, units and choices stand in ``data/schema``; a test holds the
two equal.  ``None`` always means *unknown*, never zero.  Dates are ISO strings
that may stop at the year or the month (``2023``, ``2023-12``, ``2023-12-15``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Record:
    """Base of every kind; ``kind`` is its name in the store and in ``data/schema``."""

    kind: ClassVar[str] = ""


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
class Project(Record):
    """project (项目)."""

    kind: ClassVar[str] = "project"
    id: str
    name_zh: str
    level: str
    parent_id: str | None
    firm_ids: tuple[str, ...]
    firm_text: str | None
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    product_text: str | None
    capacity_kt_a: float | None
    capacity_text: str | None
    investment_yi: float | None
    investment_text: str | None
    stage: str
    stage_text: str | None
    start_date: str | None
    finish_date: str | None
    land_mu: float | None
    land_text: str | None
    park_ids: tuple[str, ...]
    expected_output_yi: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ProjectStage(Record):
    """project_stage (项目进展)."""

    kind: ClassVar[str] = "project_stage"
    id: str
    project_id: str
    stage: str
    date: str | None
    event: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Parcel(Record):
    """parcel (地块)."""

    kind: ClassVar[str] = "parcel"
    id: str
    name_zh: str
    park_id: str
    area_mu: float | None
    boundary: str | None
    state: str
    use: str | None
    price_wan_per_mu: float | None
    price_wan: float | None
    date: str | None
    firm_id: str | None
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


@dataclass(frozen=True, slots=True)
class Figure(Record):
    """figure (地区指标)."""

    kind: ClassVar[str] = "figure"
    id: str
    subject: str
    region_id: str
    park_id: str | None
    indicator: str
    year: str | None
    year_text: str | None
    value: float | None
    value_text: str
    unit: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Policy(Record):
    """policy (政策)."""

    kind: ClassVar[str] = "policy"
    id: str
    region_id: str
    category: str
    name_zh: str
    holder: str | None
    number: str | None
    date: str | None
    focus: str | None
    size_yi: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Goal(Record):
    """goal (目标)."""

    kind: ClassVar[str] = "goal"
    id: str
    region_id: str
    indicator: str
    value: float | None
    value_text: str
    unit: str | None
    year: str | None
    period: str
    figure_indicator: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Task(Record):
    """task (任务)."""

    kind: ClassVar[str] = "task"
    id: str
    region_id: str
    number: str | None
    group: str | None
    name_zh: str
    lead: str | None
    partners: tuple[str, ...]
    due: str | None
    due_text: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Fund(Record):
    """fund (资金)."""

    kind: ClassVar[str] = "fund"
    id: str
    region_id: str
    name_zh: str
    holder: str | None
    size_yi: float | None
    focus: str | None
    stage: str
    terms: str | None
    product_ids: tuple[str, ...]
    date: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Talent(Record):
    """talent (人才)."""

    kind: ClassVar[str] = "talent"
    id: str
    region_id: str
    name_zh: str
    talent_type: str
    organisation: str | None
    field: str | None
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    date: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


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


@dataclass(frozen=True, slots=True)
class Constraint(Record):
    """constraint (准入规则)."""

    kind: ClassVar[str] = "constraint"
    id: str
    keyword: str
    keyword_type: str
    product_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    rule: str
    effect: str
    scope: str
    applies_to: str
    scale_below_kt_a: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Parameter(Record):
    """parameter (参数)."""

    kind: ClassVar[str] = "parameter"
    id: str
    value: float
    unit: str | None
    meaning: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feature(Record):
    """feature (评分特征)."""

    kind: ClassVar[str] = "feature"
    id: str
    list_name: str
    name: str
    label_zh: str
    weight: float
    meaning: str


@dataclass(frozen=True, slots=True)
class MapStatus(Record):
    """map_status (现状图分类)."""

    kind: ClassVar[str] = "map_status"
    id: str
    presence: str
    state: str
    map_class: str
    fill: str
    ink: str
    border: str
    line: str
    sign: str | None


@dataclass(frozen=True, slots=True)
class Word(Record):
    """word (用词对照)."""

    kind: ClassVar[str] = "word"
    id: str
    vocabulary: str
    raw: str
    canonical: str


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


@dataclass(frozen=True, slots=True)
class Merge(Record):
    """merge (合并)."""

    kind: ClassVar[str] = "merge"
    id: str
    what: str
    dropped: str
    kept: str
    reason: str


KINDS: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Source,
        Segment,
        Product,
        Process,
        Flow,
        FlowStatement,
        DefaultRoute,
        MayAlsoYield,
        Composite,
        Region,
        Park,
        Firm,
        FirmName,
        Capacity,
        Complex,
        ComplexMember,
        Project,
        ProjectStage,
        Parcel,
        Supply,
        Figure,
        Policy,
        Goal,
        Task,
        Fund,
        Talent,
        Producer,
        Market,
        Signal,
        Value,
        Constraint,
        Parameter,
        Feature,
        MapStatus,
        Word,
        Crosswalk,
        Unattached,
        Sought,
        Merge,
    )
}
