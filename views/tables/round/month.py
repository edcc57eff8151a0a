"""本月变化: gaps, projects and firms between two days, as lines and as rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.desk.editing import FieldChange
from graph.desk.round.month import (
    CHANGED,
    FIRM_KINDS,
    GONE,
    NEW,
    PROJECT_KINDS,
    Edit,
    StageEvent,
    Written,
    local_day,
    value_of,
)
from graph.facts import Facts
from graph.reason.change.diff import Diff
from graph.schema import Schema
from views.tables.origin import Origin, origin
from views.tables.round.words import Cell
from views.tables.values import cell_text

WORD = {NEW: "新增", CHANGED: "改动", GONE: "删去"}
STEP_COLUMNS = ("日期", "项目", "阶段", "事项", "来源")
EDIT_COLUMNS = ("新旧", "类别", "名称", "哪几项", "谁", "什么时候", "为什么")
HIDDEN = frozenset({"id", "basis", "source_id", "as_of", "grade"})
SHOWN_FIELDS = 4


@dataclass(frozen=True, slots=True)
class StepLine:
    """One dated step of a project."""

    date: str
    project: str
    stage: str
    event: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class EditLine:
    """One record somebody wrote."""

    word: str
    kind: str
    name: str
    fields: tuple[str, ...]
    who: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class MonthChanges:
    """All that changed between two days."""

    first: str
    last: str
    gaps: Diff
    steps: tuple[StageEvent, ...]
    written: Written


def step_lines(facts: Facts, steps: Iterable[StageEvent]) -> list[StepLine]:
    """Dated steps of projects."""
    return [
        StepLine(
            e.step.date or "",
            e.project.name_zh,
            e.step.stage,
            e.step.event,
            origin(facts, e.step.source_id, e.step.as_of, e.step.basis),
        )
        for e in steps
    ]


def project_lines(facts: Facts, schema: Schema, written: Written) -> list[EditLine]:
    """Projects and their steps as people wrote them."""
    return [edit_line(facts, schema, e) for e in written.of(PROJECT_KINDS)]


def firm_lines(facts: Facts, schema: Schema, written: Written) -> list[EditLine]:
    """Firms and their plants as people wrote them."""
    return [edit_line(facts, schema, e) for e in written.of(FIRM_KINDS)]


def edit_line(facts: Facts, schema: Schema, edit: Edit) -> EditLine:
    """One record: what is new, what changed from what to what."""
    kind = schema[edit.ref[0]]
    shown = [c for c in edit.fields if c.field not in HIDDEN]
    parts = [_field(facts, schema, edit, c) for c in shown[:SHOWN_FIELDS]]
    rest = len(shown) - SHOWN_FIELDS
    told = tuple(p for p in parts if p) + ((f"另有 {rest} 项",) if rest > 0 else ())
    who = "、".join(edit.actors)
    day = local_day(edit.time)
    return EditLine(WORD[edit.word], kind.label_zh, _name(facts, edit), told, who, day, edit.reason)


def _field(facts: Facts, schema: Schema, edit: Edit, change: FieldChange) -> str:
    column = schema[edit.ref[0]].column(change.field)
    before, after = (cell_text(facts, column, v) for v in (change.before, change.after))
    if edit.word == CHANGED:
        return f"{change.label_zh} {before or '(空)'} → {after or '(空)'}"
    shown = after if edit.word == NEW else before
    return f"{change.label_zh} {shown}" if shown else ""


def _name(facts: Facts, edit: Edit) -> str:
    """What the record is called; a step by its project, a plant by its firm."""
    own = value_of(edit, "name_zh") or value_of(edit, "name") or value_of(edit, "event")
    project = facts.projects.get(str(value_of(edit, "project_id") or ""))
    if project is not None and edit.ref[0] == "project_stage":
        return f"{project.name_zh}:{own or ''}"
    firm_id = value_of(edit, "firm_id")
    if firm_id:
        return f"{facts.firm_name(str(firm_id))} {own or value_of(edit, 'year') or ''}".strip()
    return str(own or edit.ref[1])


def step_rows(lines: Iterable[StepLine]) -> list[tuple[Cell, ...]]:
    """Steps for a workbook, in the order of ``STEP_COLUMNS``."""
    return [(s.date, s.project, s.stage, s.event, s.origin.line()) for s in lines]


def edit_rows(lines: Iterable[EditLine]) -> list[tuple[Cell, ...]]:
    """Edits for a workbook, in the order of ``EDIT_COLUMNS``."""
    return [(e.word, e.kind, e.name, ";".join(e.fields), e.who, e.day, e.reason) for e in lines]


def tally(found: MonthChanges) -> list[tuple[str, str]]:
    """What is counted above the lists: label and number."""
    gaps = [(f"缺口{word}", str(len(rows))) for word, rows in found.gaps.lists()]
    firms = found.written.of(FIRM_KINDS)
    return [
        *gaps,
        ("项目进展", str(len(found.steps))),
        ("项目记录改动", str(len(found.written.of(PROJECT_KINDS)))),
        ("企业记录改动", str(len(firms))),
    ]


def loading_lines(found: Written) -> list[str]:
    """Loadings too large to be told one by one."""
    return [
        f"{local_day(c.time)} {c.actor}:{c.reason}(一次写入 500 条以上,不逐条列)"
        for c in found.loadings
    ]
