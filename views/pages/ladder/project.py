"""A project of the second annex: the columns the annex asks for, in one form."""

from __future__ import annotations

from graph.model import Project
from views.pages.context import View
from views.pages.record.form import Form, open_form

GROUPS = {
    "建设": ("nature", "planned_start", "planned_finish", "progress_goal"),
    "责任": ("duty_unit", "leader", "duty_person"),
    "问题": ("problems", "needs"),
}
"""What the annex adds to a project; what it is and costs is kept in 项目库."""


def edit_project(seen: View, project: Project) -> None:
    """Ask for the form of one project."""
    form = Form(Project.kind, "亿元以上项目", GROUPS, reason="填亿元以上项目表")
    open_form(seen, form, project.id)
