"""What reasoning returns: codes and numbers, never sentences.  kt/a throughout."""

from __future__ import annotations

from dataclasses import dataclass

PRESENCES = ("在产", "在建", "规划", "停产", "联产推算", "无", "未核")
STATES = ("断", "弱", "自足", "富余", "外销", "未知", "不相关")
SHORT = ("断", "弱")
"""States that say: needed here and lacked."""
SURPLUS = ("富余", "外销")
"""States that say: more than plants here take."""
STANDING = ("在产", "在建", "联产推算")
"""Presences that say: somebody here makes it, or is building the plant."""
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
    """One line of the ten entry checks: 通过, 须核查 or 受限.

    ``step`` is the check (1–10).  A rule's own words stand in ``text``; what the line says
    beyond them is in ``code`` and ``values`` and becomes a sentence in views.
    """

    rule_id: str
    result: str
    text: str
    source_id: str | None
    basis: str = ""
    step: int = 0
    code: str = ""
    values: tuple[tuple[str, str | float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact behind a conclusion: ``code`` and ``values`` become a sentence in views."""

    code: str
    values: tuple[tuple[str, str | float | None], ...]
    source_id: str | None
    basis: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class CoFeed:
    """Another input of a way onward, for the amount the gap names, kt/a.

    ``where``: spare (to spare here), here (stands here, nothing known to spare), bought
    (normally bought in: hubs, raw materials, merchant products) or missing (not bought and
    not here).
    """

    product_id: str
    kt_a: float | None
    where: str


@dataclass(frozen=True, slots=True)
class StopLoss:
    """What is lost when one plant (or one closed complex) stops, kt/a.

    ``own_kt_a`` is its own output of main products; ``lost`` what others can no longer
    make, by product, once what is left and what is bought in today is shared out.
    ``unknown`` names products whose loss nobody can tell (capacity unknown).
    """

    node_id: str
    firm_id: str
    product_ids: tuple[str, ...]
    own_kt_a: float | None
    lost: tuple[tuple[str, float], ...]
    unknown: tuple[str, ...]

    @property
    def downstream_kt_a(self) -> float | None:
        """Output of others that is lost; None when nothing of it is known."""
        if not self.lost and self.unknown:
            return None
        return sum(kt_a for _, kt_a in self.lost)


@dataclass(frozen=True, slots=True)
class LocalMaker:
    """A local plant that could close a gap by expanding or converting.

    ``why``: same_product (expand), same_feed_and_type, same_feed or same_type (convert).
    """

    firm_id: str
    firm: str
    unit_id: str
    unit: str
    product_id: str
    capacity_kt_a: float | None
    why: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of the 补链/延链/强链 list.

    ``gap`` is the shortfall (补链), the surplus one train could absorb (延链) or the
    output at risk (强链), kt/a.  ``path`` leads from the surplus to the product.  Lines of
    延链 that live on one surplus are ``rivals``: together they can have no more than
    ``group_cap``; ``left_kt_a`` is what the better scored ones leave for this one, and
    ``alternative`` says that it is not enough for one train (备选).
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
    path: tuple[str, ...] = ()
    co_feeds: tuple[CoFeed, ...] = ()
    outputs: tuple[tuple[str, float | None], ...] = ()
    train_kt_a: tuple[float | None, float | None] = (None, None)
    rivals: tuple[str, ...] = ()
    group_cap: Interval | None = None
    left_kt_a: float | None = None
    alternative: bool = False
    share_factor: float = 1.0  # what ``score`` was multiplied by for being an alternative
    rank_moves: int = 0
    moved_by: str = ""
    stable: bool = True

    @property
    def factor(self) -> float:
        """What the sum of contributions is multiplied by (可能, 备选); 1 for most lines."""
        whole = sum(f.contribution for f in self.features)
        return self.score / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One node on the path that ties a firm to a gap."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """A firm elsewhere worth inviting for one product.

    ``flags``: 同集团 (a firm of its group stands here), 受限 (restricted or moving where it
    is), 外迁 (has landed away from home), 邻近 (makes ``via_product_id``, which stands
    ``via_relation`` 上游, 下游 or 替代 to the product), 回引 (a local firm's venture
    elsewhere: no ``outsider``).  ``rank_national`` is (place, of how many on record).
    """

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
    flags: tuple[str, ...] = ()
    via_product_id: str | None = None
    via_relation: str | None = None
    in_park: str = "须定"
    rank_national: tuple[int, int] | None = None
    outsider: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """How one product's state could turn out once a fact is known.

    ``comes`` and ``goes`` name the kinds of gap line (补链, 延链) that the product could gain
    or lose with it.
    """

    product_id: str
    now: str
    could_be: tuple[str, ...]
    comes: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """One fact to ask a firm, and which conclusions it would change.

    ``product_id`` is what the unit makes, ``product_ids`` the balances the fact takes part
    in (``conclusions`` of them), ``would_change`` those whose state some plausible answer
    changes, ``settles`` how many 未知 ones every plausible answer settles, ``waits`` the 未知
    ones that this fact alone never settles; ``tried_kt_a`` the capacities tried.
    """

    rank: int
    firm_id: str
    firm: str
    unit_id: str
    field: str
    product_ids: tuple[str, ...]
    conclusions: int
    product_id: str = ""
    would_change: tuple[Change, ...] = ()
    settles: int = 0
    waits: tuple[str, ...] = ()
    tried_kt_a: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check."""

    rule: str
    severity: str  # 错误 | 提醒
    ids: tuple[str, ...]
    message: str
