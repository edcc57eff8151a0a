"""What judgements hang on: entry rules, thresholds, weights, looks, spellings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


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
    check_step: int
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
    direction: str
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
class StageWord(Record):
    """stage_word (进度用词)."""

    kind: ClassVar[str] = "stage_word"
    id: str
    vocabulary: str
    canonical: str
    shown: str
    order: int
    note: str | None


@dataclass(frozen=True, slots=True)
class Criterion(Record):
    """criterion (认定标准)."""

    kind: ClassVar[str] = "criterion"
    id: str
    scheme: str
    flow: str
    since: str | None
    until: str | None
    item: str
    text: str
    value: float | None
    unit: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
