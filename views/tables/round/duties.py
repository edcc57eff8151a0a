"""任务与责任: who answers for each task, sub-chain and project, and what nobody answers for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.desk.round import duties as desk
from graph.desk.round.counts import region_projects
from graph.desk.round.duties import Answers, Duties
from graph.desk.round.naming import Naming
from graph.facts import Facts
from graph.model import Duty, Project, Segment, Task
from graph.reason.timeline import GIVEN_UP
from views.tables.origin import origin
from views.tables.round.words import NOBODY, Cell, listed

TASKS, SEGMENTS, PROJECTS = GROUPS = ("任务", "子链", "项目")
KIND_OF = {TASKS: Task.kind, SEGMENTS: Segment.kind, PROJECTS: Project.kind}
ROLES = {
    TASKS: desk.TASK_ROLES,
    SEGMENTS: desk.SEGMENT_ROLES,
    PROJECTS: (desk.DUTY_UNIT, desk.PERSON),
}
"""Roles that are columns of the table."""
FORM_ROLES = {TASKS: desk.TASK_ROLES, SEGMENTS: (*desk.CHAIN_ROLES, desk.PERSON)}
NAMES = {TASKS: "任务", SEGMENTS: "子链", PROJECTS: "项目"}
NOT_SEEN = "通知摘录里没有看到"
WANTED_COLUMNS = ("名称", "角色", "现在是", "改成")
DUTY_COLUMNS = ("角色", "单位", "姓名", "链主企业", "起", "止", "备注")
_APART = re.compile(r"[、,,;;]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody answers for."""

    kind: str
    id: str
    name: str
    names: Mapping[str, tuple[str, ...]]
    about: Mapping[str, Cell]

    @property
    def is_nobodys(self) -> bool:
        """Whether no person is named."""
        return not self.names[desk.PERSON]


def columns(group: str) -> tuple[str, ...]:
    """Headers of one group's table."""
    about = {TASKS: ("类别", "时限", "来源"), SEGMENTS: (), PROJECTS: ("阶段", "投资(亿元)")}
    middle = ("链主",) if group == SEGMENTS else ()
    return (NAMES[group], *ROLES[group], *middle, *about[group])


def lines(facts: Facts, region_id: str, group: str, held: Duties) -> list[Line]:
    """Every task, sub-chain or project of the region with who answers for it."""
    if group == TASKS:
        return [_task(facts, t, held) for t in desk.tasks_of(facts, region_id)]
    if group == SEGMENTS:
        order = sorted(facts.segments.values(), key=lambda s: s.order)
        return [_segment(facts, s, held) for s in order]
    projects = [p for p in region_projects(facts, region_id) if p.stage not in GIVEN_UP]
    return [_project(p, held) for p in projects]


def _task(facts: Facts, task: Task, held: Duties) -> Line:
    rows = held.get((Task.kind, task.id), ())
    told = desk.for_task(task, rows)
    about = {
        "类别": task.group,
        "时限": task.due_text or task.due,
        "来源": origin(facts, task.source_id, task.as_of, task.basis).line(),
    }
    return Line(Task.kind, task.id, task.name_zh, _answers(told), about)


def _answers(told: Answers) -> dict[str, tuple[str, ...]]:
    return {
        desk.LEAD_UNIT: told.lead_units,
        desk.DUTY_UNIT: told.duty_units,
        desk.PERSON: told.persons,
    }


def _segment(facts: Facts, segment: Segment, held: Duties) -> Line:
    rows = held.get((Segment.kind, segment.id), ())
    names = {role: desk.names_in(rows, role) for role in desk.SEGMENT_ROLES}
    heads = tuple(facts.firm_name(f) for f in desk.chain_firms(rows))
    about: dict[str, Cell] = {"链主": listed(heads or desk.names_in(rows, desk.HEAD_FIRM))}
    return Line(Segment.kind, segment.id, segment.id, names, about)


def _project(project: Project, held: Duties) -> Line:
    told = desk.for_project(project, held.get((Project.kind, project.id), ()))
    about = {"阶段": project.stage, "投资(亿元)": project.investment_yi}
    return Line(Project.kind, project.id, project.name_zh, _answers(told), about)


def row(group: str, line: Line) -> tuple[Cell, ...]:
    """One line of the table, in the order of ``columns``."""
    told: dict[str, Cell] = {NAMES[group]: line.name, **line.about}
    for role in ROLES[group]:
        unseen = NOT_SEEN if group == TASKS and role != desk.PERSON else NOBODY
        told[role] = listed(line.names[role], unseen)
    return tuple(told[c] for c in columns(group))


def editable(group: str, line: Line) -> dict[str, Cell]:
    """One line of the table to fill in: empty where nobody is named."""
    told: dict[str, Cell] = {NAMES[group]: line.name}
    for role in ROLES[group]:
        told[role] = "、".join(line.names[role]) or None
    return told


def namings(
    group: str, shown: Sequence[Line], edits: Mapping[int, Mapping[str, object]]
) -> list[Naming]:
    """What the edited cells say: exactly these names hold the role.

    Parameters
    ----------
    group, shown
        The table as it was drawn.
    edits
        Row number → column → what stands in the cell now.
    """
    return [
        Naming(shown[number].kind, shown[number].id, role, parted(value))
        for number, cells in edits.items()
        for role, value in cells.items()
        if role in ROLES[group] and parted(value) != shown[number].names[role]
    ]


def wanted_rows(shown: Sequence[Line], wanted: Iterable[Naming]) -> list[tuple[Cell, ...]]:
    """What saving would change, in the order of ``WANTED_COLUMNS``."""
    lines = {(line.kind, line.id): line for line in shown}
    out: list[tuple[Cell, ...]] = []
    for n in wanted:
        line = lines[n.target_kind, n.target_id]
        out.append((line.name, n.role, listed(line.names[n.role]), listed(n.names)))
    return out


def parted(value: object) -> tuple[str, ...]:
    """Names of a cell, set apart by 、 or a comma.

    Examples
    --------
    >>> parted("区科工局、 区发改局"), parted(None)
    (('区科工局', '区发改局'), ())
    """
    parts = (part.strip() for part in _APART.split(str(value or "")))
    return tuple(dict.fromkeys(p for p in parts if p))


def tally(group: str, shown: Iterable[Line]) -> str:
    """How many have nobody yet, in one sentence."""
    rows = list(shown)
    lack = sum(line.is_nobodys for line in rows)
    return f"{group} {len(rows)} 项,{f'{lack} 项还没有责任人' if lack else '都有责任人'}。"


def duty_rows(facts: Facts, rows: Iterable[Duty]) -> list[tuple[Cell, ...]]:
    """Every duty of one thing, in the order of ``DUTY_COLUMNS``."""
    return [
        (
            d.role,
            d.unit,
            d.person,
            facts.firm_name(d.firm_id) if d.firm_id else None,
            d.since,
            d.until,
            d.note,
        )
        for d in rows
    ]
