"""重点推进的投资亿元以上项目表: the columns of the notice, filled from 项目库."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.desk.ladder.annex import done_before, planned_in
from graph.desk.project.projects import BIG_YI, SINGLE, Told
from graph.facts import Facts
from graph.model import Entry, Project
from views.tables.project.words import content, investors, parks, products

NOTES = (
    "截至上年底累计完成、本年计划投资来自月度填报;没有填报的留空",
    "已投产、达产、入规和中止、流失的不列;装置不单列",
)
_NOT_PUSHED = frozenset({"投产", "达产", "入规", "中止", "流失"})
Cell = str | float | int | None


def columns(year: int) -> tuple[str, ...]:
    """The headers for one year.

    Examples
    --------
    >>> columns(2026)[8:10]
    ('截至2025年底累计完成(亿元)', '2026年计划投资(亿元)')
    """
    return (
        *("序号", "项目名称", "建设单位", "建设内容及规模", "建设性质", "建设地点"),
        *("建设起止年限", "总投资(亿元)"),
        *(f"截至{year - 1}年底累计完成(亿元)", f"{year}年计划投资(亿元)"),
        *("形象进度目标", "开工/竣工月", "牵头单位", "责任单位", "联系领导", "备注"),
    )


def rows(
    facts: Facts, found: Sequence[Told], entries: Sequence[Entry], year: int
) -> list[tuple[Cell, ...]]:
    """The single projects under way of 1 亿元 and more, in the order of the list."""
    big = [t for t in found if _is_big(t.project)]
    return [_row(facts, n, t, entries, year) for n, t in enumerate(big, 1)]


def _is_big(project: Project) -> bool:
    single = project.level in SINGLE and project.level != "装置"
    return single and (project.investment_yi or 0.0) >= BIG_YI and project.stage not in _NOT_PUSHED


def _row(
    facts: Facts, place: int, told: Told, entries: Iterable[Entry], year: int
) -> tuple[Cell, ...]:
    project = told.project
    own = [e for e in entries if e.target_kind == Project.kind and e.target_id == project.id]
    return (
        place,
        project.name_zh,
        investors(facts, project) or None,
        content(project) or products(facts, project) or None,
        project.nature,
        parks(facts, project) or None,
        _span(told.begun or project.planned_start, project.planned_finish),
        project.investment_yi,
        done_before(own, project, year),
        planned_in(own, year),
        project.progress_goal,
        _span(_month(told.begun or project.planned_start), _month(project.planned_finish)),
        "、".join(told.answers.lead_units) or None,
        "、".join(told.answers.duty_units) or None,
        project.leader,
        project.note,
    )


def _span(start: str | None, end: str | None) -> str | None:
    """From when to when; an end nobody knows stays open.

    Examples
    --------
    >>> _span("2024", None), _span(None, None) is None
    ('2024—', True)
    """
    return f"{start or ''}—{end or ''}" if start or end else None


def _month(date: str | None) -> str | None:
    return date[:7] if date else None
