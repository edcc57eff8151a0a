"""梯度培育: the lists, the watch lists, the titles and the yearly figures as rows."""

from __future__ import annotations

from collections.abc import Sequence

from graph.desk.ladder.criteria import tally
from graph.desk.ladder.criteria_checks import Verdict
from graph.desk.ladder.watch import Watched
from graph.facts import Facts
from graph.model import FirmYear, Ladder, Project
from views.tables.ladder import words
from views.tables.ladder.words import firm_name
from views.tables.origin import origin
from views.texts import BASIS

Cell = str | float | int | None
WATCH_COLUMNS = (
    *("企业", "情况", "最近营收(万元)", "年份", "与入规线相差(万元)", "在不在名单", "来源"),
)
LADDER_COLUMNS = (
    *("企业", "类别", "计划年度", "结果", "预计月份", "现状档次", "培育目标", "存在困难"),
    *("帮扶措施", "责任单位", "联系领导", "联络员", "备注", "谁记的"),
)
YEAR_COLUMNS = (
    *("企业", "年份", "主营业务收入(万元)", "产值(万元)", "税收(万元)", "用地(亩)", "用工(人)"),
    *("综合能耗(吨标煤)", "研发投入(万元)", "发明专利(件)", "依据", "来源", "备注"),
)


def watch_cells(facts: Facts, row: Watched) -> tuple[Cell, ...]:
    """One line of a watch list."""
    told = row.revenue
    source = words.told_source(facts, told)
    return (
        facts.firm_name(row.firm_id),
        words.WATCH[row.code] + ("(数据较旧)" if row.is_old else ""),
        words.wan(told.value) if told else None,
        told.year if told else None,
        words.wan(row.gap_wan),
        "在名单" if row.on_list else "不在名单",
        source.line() if source else None,
    )


def opened_lines(
    facts: Facts, rows: Sequence[tuple[Project, str, str | None]]
) -> dict[str, dict[str, Cell]]:
    """New plants by firm: one line a firm."""
    held: dict[str, list[tuple[Project, str | None]]] = {}
    for project, firm_id, day in rows:
        held.setdefault(firm_id, []).append((project, day))
    return {
        firm_id: {
            "企业": firm_name(facts, firm_id),
            "项目": "、".join(p.name_zh for p, _ in found),
            "投产": "、".join(dict.fromkeys(day or "时间未载" for _, day in found)),
            "总投资(亿元)": _sum([p.investment_yi for p, _ in found]),
        }
        for firm_id, found in held.items()
    }


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum; None when one of them is not known."""
    known = [v for v in values if v is not None]
    return round(sum(known), 6) if known and len(known) == len(values) else None


def ladder_cells(facts: Facts, row: Ladder) -> tuple[Cell, ...]:
    """One record of a list, all columns."""
    return (
        firm_name(facts, row.firm_id, row.firm_text),
        *(row.flow, row.year, row.state, row.plan_month, row.from_tier, row.to_tier),
        *(row.difficulty, row.measures, row.duty_unit, row.leader, row.liaison, row.note),
        row.made_by,
    )


def year_cells(facts: Facts, row: FirmYear) -> tuple[Cell, ...]:
    """One yearly record of a firm, all columns."""
    told = origin(facts, row.source_id, row.as_of, row.basis)
    return (
        firm_name(facts, row.firm_id),
        row.year,
        *(row.revenue_wan, row.output_wan, row.tax_wan, row.land_mu, row.jobs),
        *(row.energy_tce, row.rd_wan, row.patents),
        *(BASIS.get(row.basis, row.basis), told.line(), row.note),
    )


def title_columns(items: Sequence[str]) -> tuple[str, ...]:
    """Columns of the firms × criteria table."""
    return ("企业", "达到", "未达", "未知", *items)


def title_cells(
    facts: Facts, firm_id: str, found: Sequence[Verdict], *, short: bool = False
) -> tuple[Cell, ...]:
    """One firm against every criterion; ``short`` leaves the reasons out."""
    told = words.verdict_short if short else words.verdict_text
    return (facts.firm_name(firm_id), *tally(found), *map(told, found))
