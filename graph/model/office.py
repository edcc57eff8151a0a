"""What the office keeps week by week: visits, who answers for what, figures, forms, judgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


@dataclass(frozen=True, slots=True)
class Visit(Record):
    """visit (联系记录)."""

    kind: ClassVar[str] = "visit"
    id: str
    lead_id: str
    date: str
    way: str
    ours: str | None
    theirs: str | None
    text: str
    stage: str | None
    made_by: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class Contact(Record):
    """contact (联系人)."""

    kind: ClassVar[str] = "contact"
    id: str
    firm_id: str
    name: str
    post: str | None
    phone: str | None
    mail: str | None
    note: str | None
    made_by: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class Entry(Record):
    """entry (月度填报)."""

    kind: ClassVar[str] = "entry"
    id: str
    region_id: str
    target_kind: str
    target_id: str
    target_name: str
    month: str
    unit: str | None
    year_plan: float | None
    month_plan: float | None
    month_done: float | None
    total_done: float | None
    image_progress: str | None
    problem: str | None
    ask_up: str | None
    duty_unit: str | None
    filled_by: str | None
    filled_at: str


@dataclass(frozen=True, slots=True)
class Duty(Record):
    """duty (责任分工)."""

    kind: ClassVar[str] = "duty"
    id: str
    region_id: str
    target_kind: str
    target_id: str
    role: str
    unit: str | None
    person: str | None
    firm_id: str | None
    since: str | None
    until: str | None
    note: str | None
    made_by: str | None


@dataclass(frozen=True, slots=True)
class Ladder(Record):
    """ladder (梯度培育)."""

    kind: ClassVar[str] = "ladder"
    id: str
    region_id: str
    firm_id: str | None
    firm_text: str | None
    flow: str
    year: str
    plan_month: str | None
    from_tier: str | None
    to_tier: str | None
    target_output_wan: float | None
    state: str
    project_ids: tuple[str, ...]
    difficulty: str | None
    measures: str | None
    duty_unit: str | None
    leader: str | None
    liaison: str | None
    note: str | None
    made_by: str | None
    expected_revenue_wan: float | None = None


@dataclass(frozen=True, slots=True)
class AskedForm(Record):
    """asked_form (企业摸底表)."""

    kind: ClassVar[str] = "asked_form"
    id: str
    region_id: str
    firm_id: str
    round: str | None
    sent_on: str
    due_on: str | None
    sent_by: str | None
    returned_on: str | None
    source_id: str | None
    is_dropped: bool | None
    note: str | None


@dataclass(frozen=True, slots=True)
class JudgedName(Record):
    """judged_name (名称判断)."""

    kind: ClassVar[str] = "judged_name"
    id: str
    name_a: str
    name_b: str
    verdict: str
    why: str | None
    made_by: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class SheetMap(Record):
    """sheet_map (表头对应)."""

    kind: ClassVar[str] = "sheet_map"
    id: str
    name: str
    target_kind: str
    pairs: tuple[str, ...]
    made_by: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class HeldUpdate(Record):
    """held_update (待定的数据更新)."""

    kind: ClassVar[str] = "held_update"
    id: str
    target_kind: str
    target_id: str
    version: str
    theirs: str | None
    made_at: str
