"""What projects come to, and what follows from the figures of one.

Amounts keep the unit of their name: ``_yi`` 亿元, ``_wan`` 万元, ``_mu`` 亩.  Nothing unknown
counts as 0: a sum says how many projects have no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.desk.project.projects import SINGLE
from graph.facts import Facts
from graph.model import Project
from graph.reason.timeline import GIVEN_UP

FIGURES = (
    *("investment_yi", "fixed_investment_wan", "land_mu"),
    *("expected_output_yi", "expected_tax_wan"),
)
WAN_PER_YI = 10_000.0


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over projects; ``known`` of them have the figure, ``unknown`` do not."""

    value: float
    known: int
    unknown: int


def totals(facts: Facts, projects: Sequence[Project]) -> dict[str, Total]:
    """Sums of ``FIGURES`` over single projects that were not given up.

    A part is in the sum of what it is part of.
    """
    single = {p.id: p for p in projects if p.level in SINGLE and p.stage not in GIVEN_UP}
    return {figure: _total(facts, single, figure) for figure in FIGURES}


def _total(facts: Facts, single: Mapping[str, Project], figure: str) -> Total:
    free = [p for p in single.values() if not _is_covered(facts, single, p, figure)]
    values = [v for p in free if (v := getattr(p, figure)) is not None]
    return Total(float(f"{sum(values):.12g}"), len(values), len(free) - len(values))


def _is_covered(facts: Facts, single: Mapping[str, Project], project: Project, figure: str) -> bool:
    """Whether a project above it in the list has the figure already."""
    seen, above = {project.id}, project.parent_id
    while above and above not in seen:
        seen.add(above)
        if above in single and getattr(single[above], figure) is not None:
            return True
        parent = facts.projects.get(above)
        above = parent.parent_id if parent else None
    return False


def intensity(project: Project) -> tuple[float | None, str]:
    """投资强度, 万元 per 亩, and of which sum: fixed, or total where no fixed one is known."""
    fixed = project.fixed_investment_wan
    if fixed is not None:
        return per_mu(project, fixed), "fixed"
    total = project.investment_yi
    return per_mu(project, None if total is None else total * WAN_PER_YI), "total"


def output_per_mu(project: Project) -> float | None:
    """亩均产值, 万元 per 亩."""
    output = project.expected_output_yi
    return per_mu(project, None if output is None else output * WAN_PER_YI)


def tax_per_mu(project: Project) -> float | None:
    """亩均税收, 万元 per 亩."""
    return per_mu(project, project.expected_tax_wan)


def per_mu(project: Project, value_wan: float | None) -> float | None:
    """万元 per 亩 of its land; None where either is unknown."""
    if value_wan is None or not project.land_mu:
        return None
    return value_wan / project.land_mu
