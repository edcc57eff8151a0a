"""Plants a project that has none yet is to have: when they are asked for, and how they begin."""

from __future__ import annotations

from dataclasses import dataclass

from graph.desk.project.unit_moves import free_id
from graph.facts import Facts
from graph.model import Capacity, Project
from graph.reason.timeline import STATUS_OF

HAS_UNITS = ("签约", "注册", "开工", "投产", "达产", "入规")
"""Stages at which a project that makes something has plants to be shown."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A plant a project is to have: whose, where, of what, how large (kt/a; None = unknown)."""

    product_id: str
    firm_id: str
    park_id: str
    capacity_kt_a: float | None = None


def lacks_units(facts: Facts, project: Project, stage: str) -> bool:
    """Whether plants are to be asked for: it is to make something and no statement names it.

    A statement that names a part of it (装置 under 项目), or what it is part of, is enough.
    """
    if stage not in HAS_UNITS or not project.product_ids:
        return False
    family = {project.id, project.parent_id, *(p.id for p in parts_of(facts, project))}
    return not any(c.project_id in family for c in facts.capacities.values() if c.project_id)


def parts_of(facts: Facts, project: Project) -> tuple[Project, ...]:
    """The projects below a project, all the way down."""
    found: dict[str, Project] = {}
    above = {project.id}
    while above:
        below = {p.id: p for p in facts.projects.values() if p.parent_id in above}
        above = below.keys() - found.keys() - {project.id}
        found |= {id: below[id] for id in below if id in above}
    return tuple(found.values())


def first_statement(
    facts: Facts, project: Project, unit: NewUnit, stage: str, date: str, told: str
) -> Capacity:
    """The first statement on a new unit; its size is the project's, else what was told here."""
    unit_id = free_id(facts.statements_on, f"{project.id}-{unit.product_id}")
    is_projects = unit.capacity_kt_a is not None and unit.capacity_kt_a == project.capacity_kt_a
    routes = (r for r in project.process_ids if _makes(facts, r, unit.product_id))
    return Capacity(
        id=free_id(facts.capacities, f"{unit_id}-{date}"),
        unit_id=unit_id,
        is_driver=True,
        firm_id=unit.firm_id,
        park_id=unit.park_id,
        name_zh=f"{facts.product_name(unit.product_id)}装置",
        product_id=unit.product_id,
        process_ids=tuple(routes),
        capacity_kt_a=unit.capacity_kt_a,
        status=STATUS_OF[stage],
        status_text=told,
        since=date,
        until=None,
        replaces=(),
        complex_id=None,
        project_id=project.id,
        basis="user",
        source_id=project.source_id if is_projects else None,
        as_of=date,
        grade=None,
        note=None,
    )


def _makes(facts: Facts, process_id: str, product_id: str) -> bool:
    process = facts.processes.get(process_id)
    return process is not None and process.main_product_id == product_id
