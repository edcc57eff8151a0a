"""The three annexes of the notice: their headers, and one line of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.desk.ladder.annex import EntryRow, ProjectRow
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.plan import PlanRow
from graph.desk.ladder.watch import is_listed
from graph.facts import Facts
from graph.model import Project
from loaders.annexes import Head
from views.amounts import amount, number
from views.listing import listed
from views.tables.ladder import words
from views.tables.ladder.words import firm_name

Cell = str | float | int | None
GROUP = "目标产值(万元)"
PROJECT_NAMES = 6
PROJECT_TITLE = "重点推进的投资亿元以上项目表"
PROJECT_NOTES = (
    "累计完成、本年计划取自月度填报,缺哪一年 12 月的就空着;空格表示不知道,不是 0",
    "只列本地还没有投产的;汇总、项目包、装置不并列",
)
PROJECT_HEADS = (
    Head("序号", 5),
    Head("项目名称", 24),
    Head("建设单位", 18),
    Head("建设内容及规模", 24),
    Head("建设性质", 7),
    Head("建设地点", 13),
    Head("建设起止年限", 11),
    Head("总投资(亿元)", 9),
    Head("截至上年底累计完成(亿元)", 11),
    Head("本年计划投资(亿元)", 10),
    Head("形象进度目标", 16),
    Head("开工/竣工月", 14),
    Head("牵头单位", 10),
    Head("责任单位", 10),
    Head("联系领导", 9),
    Head("备注", 12),
)
ENTRY_HEADS = (
    Head("序号", 5),
    Head("企业名称", 26),
    Head("所在镇街/园区", 16),
    Head("行业代码", 9),
    Head("主要产品", 20),
    Head("上年营收(万元)", 11),
    Head("本年预计营收(万元)", 12),
    Head("类型", 9),
    Head("预计入规月份", 11),
    Head("差距与帮扶措施", 30),
    Head("责任单位", 13),
    Head("联络员", 9),
)


def plan_heads(base: int, years: Sequence[int]) -> tuple[Head, ...]:
    """Columns of the first annex for one plan."""
    return (
        Head("序号", 5),
        Head("企业名称", 24),
        Head("所属产业链", 16),
        Head("现状档次", 7),
        Head(f"{base} 年产值(万元)", 11),
        *(Head(f"{year} 年", 10, f"{years[0]}—{years[-1]} 年{GROUP}") for year in years),
        Head("培育目标档次", 9),
        Head("专精特新/小巨人/上市培育", 16),
        Head("主要支撑项目", 24),
        Head("存在困难", 18),
        Head("责任单位", 12),
        Head("联系领导", 9),
    )


def labels(heads: Sequence[Head]) -> tuple[str, ...]:
    """Headers as a page shows them, each by itself.

    Examples
    --------
    >>> labels(plan_heads(2021, (2022, 2023)))[4:7]
    ('2021 年产值(万元)', '2022 年目标产值(万元)', '2023 年目标产值(万元)')
    """
    return tuple(f"{h.label}{GROUP}" if h.group else h.label for h in heads)


def plan_cells(book: Book, number_: int, row: PlanRow) -> tuple[Cell, ...]:
    """One line of the first annex."""
    facts = book.facts
    return (
        number_,
        firm_name(facts, row.firm_id, row.firm_text),
        "、".join(book.ground.segments_of(row.firm_id)) or None,
        words.tier_name(row.tier, row.tier_text),
        words.wan(row.base.value) if row.base else None,
        *(words.wan(value) for value in row.targets),
        row.to_tier,
        _nurtured(row),
        _projects(facts, row.project_ids),
        row.difficulty,
        row.duty_unit,
        row.leader,
    )


def _nurtured(row: PlanRow) -> str | None:
    parts = [row.titles] if row.titles else []
    if row.listed_code:
        word = "上市" if is_listed(row.listed_code) else "新三板或北交所代码"
        parts.append(f"{word} {row.listed_code}")
    parts += [f"{flow}培育{state}" for flow, state in dict.fromkeys(row.nurturing)]
    return ";".join(parts) or None


def _projects(facts: Facts, ids: Sequence[str]) -> str | None:
    names = [p.name_zh for i in ids if (p := facts.projects.get(i))]
    return listed(names, PROJECT_NAMES, "个") if names else None


def project_cells(
    book: Book, number_: int, row: ProjectRow, stages: Mapping[str, str]
) -> tuple[Cell, ...]:
    """One line of the second annex; ``stages`` are the local words for stages."""
    facts, project = book.facts, row.project
    return (
        number_,
        project.name_zh,
        "、".join(firm_name(facts, i) for i in project.firm_ids) or project.firm_text,
        _content(facts, project),
        project.nature,
        "、".join(facts.parks[p].name_zh for p in project.park_ids if p in facts.parks) or None,
        _span(project),
        project.investment_yi,
        row.done_before_yi,
        row.this_year_yi,
        project.progress_goal,
        _months(project),
        row.lead_unit,
        row.duty_unit,
        row.leader,
        stages.get(project.stage, project.stage),
    )


def _content(facts: Facts, project: Project) -> str | None:
    what = project.product_text or listed([facts.product_name(p) for p in project.product_ids], 5)
    size = project.capacity_text or (
        amount(project.capacity_kt_a) if project.capacity_kt_a is not None else ""
    )
    return " ".join(p for p in (what, size) if p) or None


def _span(project: Project) -> str | None:
    first = project.start_date or project.planned_start
    last = project.finish_date or project.planned_finish
    if not first and not last:
        return None
    return f"{(first or '')[:4]}—{(last or '')[:4]}"


def _months(project: Project) -> str | None:
    first = _month(project.start_date, project.planned_start)
    last = _month(project.finish_date, project.planned_finish)
    return f"{first or '未载'}/{last or '未载'}" if first or last else None


def _month(done: str | None, planned: str | None) -> str | None:
    """A month that came, or one that is planned, said so."""
    return done[:7] if done else f"{planned[:7]}(计划)" if planned else None


def entry_cells(book: Book, number_: int, row: EntryRow) -> tuple[Cell, ...]:
    """One line of the third annex."""
    facts, record = book.facts, row.record
    return (
        number_,
        firm_name(facts, record.firm_id, record.firm_text),
        "、".join(facts.parks[p].name_zh for p in row.place_ids if p in facts.parks) or None,
        "、".join(row.gb_codes) or None,
        listed([facts.product_name(p) for p in row.product_ids], 4) or None,
        words.wan(row.revenue.value) if row.revenue else None,
        words.wan(record.expected_revenue_wan),
        "新投产入规" if record.flow == "新入规" else record.flow,
        record.plan_month,
        _gap_and_help(row, book.ground.line_wan),
        row.duty_unit,
        record.liaison,
    )


def _gap_and_help(row: EntryRow, line: float | None) -> str | None:
    parts = []
    if row.short_wan is not None and line is not None and row.revenue is not None:
        what = f"上年营收距 {number(line)} 万元差 {number(row.short_wan)} 万元"
        parts.append(what if row.short_wan else f"上年营收已到 {number(line)} 万元")
    parts += [t for t in (row.record.difficulty, row.record.measures) if t]
    return ";".join(parts) or None
