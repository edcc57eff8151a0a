"""What is on record of a project, in words: who, where, what, how dangerous, how far."""

from __future__ import annotations

from collections.abc import Mapping

from graph.desk.project.gap_work import LIVE
from graph.facts import Facts
from graph.model import Project
from graph.reason.gaps.local import types_of
from views.tables.origin import origin

GAP_WORDS = {"谋划": "已谋划", "开工": "在建"}
"""What a stage is called beside a gap, where the place has no word of its own."""


def investors(facts: Facts, project: Project) -> str:
    """Who invests: firms on record, else as the source writes it."""
    names = [facts.firm_name(id) for id in project.firm_ids]
    return "、".join(names) or project.firm_text or ""


def parks(facts: Facts, project: Project) -> str:
    """Its parks by name."""
    return "、".join(p.name_zh for i in project.park_ids if (p := facts.parks.get(i)))


def parcels(facts: Facts, project: Project) -> str:
    """Its parcels by name."""
    rows = facts.by_kind.get("parcel", {})
    return "、".join(getattr(rows.get(id), "name_zh", id) for id in project.parcel_ids)


def products(facts: Facts, project: Project) -> str:
    """What it is to make: products on record, else as the source writes it."""
    return "、".join(facts.product_name(i) for i in project.product_ids) or (
        project.product_text or ""
    )


def content(project: Project) -> str:
    """主要建设内容及规模, as written."""
    return ",".join(t for t in (project.product_text, project.capacity_text) if t)


def hazard_processes(facts: Facts, project: Project) -> str | None:
    """The regulated process types of its processes; None when no process is on record."""
    found = [p for id in project.process_ids if (p := facts.processes.get(id)) is not None]
    told = dict.fromkeys(kind for p in found for kind in sorted(types_of(p)))
    return "、".join(told) or ("不涉及" if found else None)


def hazards(facts: Facts, project: Project) -> str | None:
    """What is on record of the dangers of its products."""
    found = (facts.products.get(id) for id in project.product_ids)
    told = [f"{p.name_zh}:{p.hazard_note}" for p in found if p and p.hazard_note]
    return ";".join(told) or None


def yes_no(value: bool | None) -> str | None:
    """是, 否, or nothing when nobody knows."""
    return None if value is None else ("是" if value else "否")


def source_line(facts: Facts, project: Project) -> str:
    """Where the project is on record."""
    return origin(facts, project.source_id, project.as_of, project.basis).line()


def said_stage(words: Mapping[str, str], stage: str) -> str:
    """What a stage is called beside a gap.

    Examples
    --------
    >>> said_stage({"谋划": "谋划", "签约": "已签"}, "谋划"), said_stage({"签约": "已签"}, "签约")
    ('已谋划', '已签')
    """
    word = words.get(stage, stage)
    return GAP_WORDS.get(stage, word) if word == stage and stage in LIVE else word
