"""项目库 as a table to type into: the columns an office fills in most."""

from __future__ import annotations

from collections.abc import Sequence

from graph.desk.editing import standing
from graph.desk.project.projects import Told
from graph.model import Project
from views.pages.context import View
from views.pages.grid.table import editable_grid
from views.pages.project.filters import words_of
from views.pages.project.listing import sums

COLUMNS = (
    *("name_zh", "stage", "firm_text", "nature", "investment_yi", "fixed_investment_wan"),
    *("land_mu", "expected_output_yi", "expected_tax_wan", "energy_tce", "is_two_high"),
    *("approval_filing", "approval_energy", "approval_eia", "approval_safety", "approval_land"),
    *("planned_start", "planned_finish", "progress_goal", "is_listed"),
    *("leader", "duty_unit", "duty_person", "problems", "needs"),
)
LOCKED = ("stage",)
"""A stage is changed with 改阶段 alone: plants and history go with it."""


def project_grid(seen: View, rows: Sequence[Told]) -> None:
    """The projects of the list, as they stand in the store."""
    sums(seen, rows)
    if not rows:
        return
    found = standing(seen.store, [(Project.kind, row.project.id) for row in rows])
    held = [(record, rev) for record, rev in found.values() if isinstance(record, Project)]
    editable_grid(
        seen,
        Project.kind,
        [record for record, _ in held],
        [rev for _, rev in held],
        COLUMNS,
        key="project-grid",
        words={"stage": words_of(seen)},
        locked=LOCKED,
        reason="改项目资料(表格)",
    )
