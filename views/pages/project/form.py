"""The form of a project, in groups; a new one begins at 谋划 and moves on with 改阶段."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.desk.project.gap_plan import first_stage
from graph.desk.project.new_units import parts_of
from graph.desk.project.projects import OUTSIDE, SINGLE, scope_of
from graph.model import Project, Record
from graph.schema import Column
from graph.store.protocol import Change
from views.pages.context import View
from views.pages.project.filters import words_of
from views.pages.project.rows import writing_day
from views.pages.record.fields import Options, options_of
from views.pages.record.form import Form, open_form

FIRST = "谋划"
GROUPS: Mapping[str, Sequence[str]] = {
    "项目": ("name_zh", "level", "nature", "firm_ids", "firm_text", "parent_id"),
    "做什么、多大": (
        *("product_ids", "process_ids", "capacity_kt_a"),
        *("product_text", "capacity_text", "gb_code"),
    ),
    "在哪里": ("park_ids", "parcel_ids", "land_mu"),
    "投资与产出": (
        *("investment_yi", "fixed_investment_wan", "expected_output_yi"),
        *("expected_tax_wan", "energy_tce", "is_two_high"),
    ),
    "手续": (
        *("approval_filing", "approval_energy", "approval_eia"),
        *("approval_safety", "approval_land", "is_listed"),
    ),
    "时间": (
        *("planned_start", "planned_finish", "progress_goal"),
        *("start_date", "finish_date", "as_of"),
    ),
    "谁负责": ("leader", "duty_unit", "duty_person"),
    "问题": ("problems", "needs"),
    "依据": ("basis", "source_id", "grade", "planned_from", "investment_text", "land_text"),
    "": ("note",),
}


def new_project(
    seen: View, start: Mapping[str, Any] | None = None, event: str = "列入谋划"
) -> None:
    """Ask for a project; ``start`` is what it begins with, ``event`` what is told of its start."""
    day = writing_day(seen)
    given = {"level": SINGLE[0], "basis": "user", "as_of": day, **(start or {})}
    form = Form(
        Project.kind,
        f"新建项目(先记为“{words_of(seen)[FIRST]}”,存好后用“改阶段”改到现在的阶段)",
        GROUPS,
        fixed={"stage": FIRST, "region_id": seen.question.region_id},
        start=given,
        more=lambda before, after: _told(before, after, day, event),
        options=_options(seen),
        reason="新建项目",
    )
    open_form(seen, form)


def edit_project(seen: View, project: Project) -> None:
    """Ask for what is on record of a project, all but its stage."""
    form = Form(
        Project.kind,
        f"改项目资料:{project.name_zh}",
        GROUPS,
        options=_options(seen, project),
        reason="改项目资料",
    )
    open_form(seen, form, project.id)


def _told(before: Record | None, after: Record, day: str, event: str) -> list[Change]:
    if before is not None or not isinstance(after, Project):
        return []
    return [Change.put(first_stage(after, day, event))]


def _options(seen: View, project: Project | None = None) -> Options:
    """References of this region: its parks, parcels and single projects, but none below its own."""
    every = options_of(seen.facts)
    below = {p.id for p in (project, *parts_of(seen.facts, project))} if project else set()

    def found(column: Column) -> Mapping[str, str]:
        names = every(column)
        if column.ref == "park":
            return {i: n for i, n in names.items() if _is_here(seen, i)}
        if column.ref == "parcel":
            rows = seen.facts.by_kind.get("parcel", {})
            return {i: n for i, n in names.items() if _is_here(seen, _park_of(rows.get(i)))}
        if column.ref == "project":
            projects, region = seen.facts.projects, seen.question.region_id
            return {
                i: n
                for i, n in names.items()
                if i not in below
                and projects[i].level in SINGLE
                and scope_of(seen.facts, region, projects[i]) not in (None, OUTSIDE)
            }
        return names

    return found


def _is_here(seen: View, park_id: str) -> bool:
    park = seen.facts.parks.get(park_id)
    return park is not None and park.region_id == seen.question.region_id


def _park_of(parcel: object) -> str:
    return str(getattr(parcel, "park_id", "") or "")
