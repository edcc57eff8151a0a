"""What a region plans and has to work with: projects, land, goals, tasks, money, people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


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
    region_id: str | None = None
    nature: str | None = None
    gb_code: str | None = None
    fixed_investment_wan: float | None = None
    expected_tax_wan: float | None = None
    energy_tce: float | None = None
    is_two_high: bool | None = None
    approval_filing: str | None = None
    approval_energy: str | None = None
    approval_eia: str | None = None
    approval_safety: str | None = None
    approval_land: str | None = None
    parcel_ids: tuple[str, ...] = ()
    planned_start: str | None = None
    planned_finish: str | None = None
    is_listed: bool | None = None
    leader: str | None = None
    duty_unit: str | None = None
    duty_person: str | None = None
    problems: str | None = None
    needs: str | None = None
    end_reason: str | None = None
    planned_from: str | None = None
    progress_goal: str | None = None


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
class FirmYear(Record):
    """firm_year (企业年度数据)."""

    kind: ClassVar[str] = "firm_year"
    id: str
    firm_id: str
    year: str
    revenue_wan: float | None
    output_wan: float | None
    tax_wan: float | None
    land_mu: float | None
    jobs: float | None
    energy_tce: float | None
    rd_wan: float | None
    patents: int | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
