"""What reasoning returns: codes and numbers, never sentences.  kt/a throughout."""

from __future__ import annotations

from dataclasses import dataclass

PRESENCES = ("在产", "在建", "规划", "停产", "联产推算", "无", "未核")
STATES = ("断", "弱", "自足", "富余", "外销", "未知", "不相关")
GAP_KINDS = ("补链", "延链", "强链")


@dataclass(frozen=True, slots=True)
class Interval:
    """[low, likely, high] in kt/a; ``high`` None = unbounded, ``likely`` None = not known."""

    low: float
    likely: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """A local unit as a page shows it."""

    firm_id: str
    firm: str
    unit_id: str
    name_zh: str
    capacity_kt_a: float | None
    presence: str
    source_id: str | None
    as_of: str | None
    computed: bool = False
    stated: str | None = None  # the status as last stated, when that is too old to count on
    confirmed: str | None = None  # when a source last spoke of the unit; set with ``stated``


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact nobody has yet: which field of which unit."""

    firm_id: str
    firm: str
    unit_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Term:
    """One unit's share of a product's supply or demand, with the numbers behind it.

    amount = capacity_kt_a ÷ basis_t_per_t × t_per_t; the hull when several routes are
    listed; [0, ∞) when the capacity is unknown or the recipe hides the product (role
    ``may_also_yield``, no coefficients).
    """

    product_id: str
    side: str  # supply | demand
    unit_id: str
    firm_id: str
    firm: str
    process_id: str | None
    role: str
    capacity_kt_a: float | None
    basis_product_id: str
    basis_t_per_t: float | None
    t_per_t: float | None
    amount: Interval
    flow_id: str | None
    basis: str
    source_id: str | None
    unit_source_id: str | None
    computed: bool
    verified: bool = True  # False: the unit's status is too old to count on (现况未核)


@dataclass(frozen=True, slots=True)
class Balance:
    """One product's balance at a date."""

    product_id: str
    presence: str
    state: str
    supply: Interval
    demand: Interval
    net: Interval
    terms: tuple[Term, ...]
    units: tuple[UnitView, ...]
    unknown: tuple[Unknown, ...]
    interior: bool = False
    own_use_kt_a: float | None = None
    outside_supply: Interval | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """One explained part of a score; ``value`` is 0–1 or None (unknown, median used)."""

    name: str
    label_zh: str
    weight: float
    raw: float | None
    value: float | None
    contribution: float


@dataclass(frozen=True, slots=True)
class Filter:
    """One entry rule that touches a gap: 通过, 须核查 or 受限."""

    rule_id: str
    result: str
    text: str
    source_id: str | None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact behind a conclusion: ``code`` and ``values`` become a sentence in views."""

    code: str
    values: tuple[tuple[str, str | float | None], ...]
    source_id: str | None
    basis: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of the 补链/延链/强链 list.

    ``gap`` is the shortfall (补链), the surplus one train could absorb (延链) or the
    output at risk (强链), kt/a.
    """

    rank: int
    kind: str
    product_id: str
    from_product_id: str | None  # 延链: the surplus it would live on
    state: str
    certain: bool
    gap: Interval
    score: float
    known_share: float
    features: tuple[Feature, ...]
    rule_id: str
    filters: tuple[Filter, ...]
    in_park: str
    evidence: tuple[Evidence, ...]
    unknown: tuple[Unknown, ...]
    grade: str  # 充分 | 一般 | 不足
    process_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One node on the path that ties a firm to a gap."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """A firm elsewhere worth inviting for one product."""

    rank: int
    firm_id: str
    firm: str
    product_id: str
    province: str | None
    city: str | None
    capacity_kt_a: float | None
    score: float
    known_share: float
    features: tuple[Feature, ...]
    path: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    lead: bool = False  # nothing newer than an unverified statement: verify before calling


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """One fact to ask a firm, and how many conclusions it would change."""

    rank: int
    firm_id: str
    firm: str
    unit_id: str
    field: str
    product_ids: tuple[str, ...]
    conclusions: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check."""

    rule: str
    severity: str  # 错误 | 提醒
    ids: tuple[str, ...]
    message: str
