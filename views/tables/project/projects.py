"""项目库 as rows: the list on the page, every column for Excel, cards for the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.desk.project.projects import Told, segments_of
from graph.desk.project.sums import (
    FIGURES,
    WAN_PER_YI,
    Total,
    intensity,
    output_per_mu,
    tax_per_mu,
)
from graph.desk.round.measures import in_yi
from graph.reason import Evaluation
from views import texts
from views.amounts import number, wan_t
from views.tables.project.words import (
    content,
    hazard_processes,
    hazards,
    investors,
    parcels,
    parks,
    products,
    source_line,
    yes_no,
)

COLUMNS = (
    "序",
    "项目名称",
    "阶段",
    "投资方",
    "产业链环节",
    "总投资(亿元)",
    "用地(亩)",
    "投资强度(万元/亩,计算)",
    "责任单位",
    "责任人",
    "占年度计划",
    "形象进度",
    "存在问题",
    "园区内外",
    "最近消息",
)
SHEET_COLUMNS = (
    *("序号", "项目名称", "层级", "母项目", "投资方", "建设性质", "建设地点", "地块", "园区内外"),
    *("产品", "主要建设内容及规模", "产能(万吨/年)", "行业代码(GB/T 4754)", "产业链环节"),
    *("总投资(亿元)", "固定资产投资(万元)", "用地(亩)"),
    *("投资强度(万元/亩,计算)", "强度按哪个投资算", "预计产值(亿元)", "预计税收(万元)"),
    *("亩均产值(万元/亩,计算)", "亩均税收(万元/亩,计算)", "年综合能耗(吨标煤)", "两高"),
    *("重点监管工艺(按所选工艺)", "危险性(按产品)"),
    *(
        "立项",
        "能评",
        "环评",
        "安评",
        "用地审批",
        "阶段",
        "签约日",
        "开始日期",
        "开工日期",
        "完成日期",
    ),
    *("计划开工", "计划投产", "比计划", "填报月份", "本年累计完成投资(万元)", "占年度计划(%)"),
    *("较时间进度(百分点)", "形象进度", "本年形象进度目标", "存在问题", "需协调事项"),
    *("列入万千百", "责任领导", "牵头单位", "责任单位", "责任人", "中止或流失原因", "谋划依据"),
    *("投资原文", "用地原文", "依据类型", "数据日期", "最近消息", "来源", "备注"),
)
SUM_LABELS = {
    "investment_yi": ("总投资", "亿元"),
    "fixed_investment_wan": ("固定资产投资", "万元"),
    "land_mu": ("用地", "亩"),
    "expected_output_yi": ("预计年产值", "亿元"),
    "expected_tax_wan": ("预计年税收", "万元"),
}
LATE = {"start": "过了计划开工日还没开工", "finish": "过了计划投产日还没投产"}
BY = {"fixed": "固定资产投资", "total": "总投资"}
SCOPES = {"own": "本区园区", "nearby": "周边园区", "outside": "域外", "open": "没写地点"}
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One project on the board: name, who, figures, what is wrong."""

    id: str
    name: str
    who: str
    figures: str
    flags: tuple[str, ...]


def row(
    evaluation: Evaluation, words: Mapping[str, str], place: int, told: Told
) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    facts, project = evaluation.chain.facts, told.project
    return (
        place,
        project.name_zh,
        words.get(project.stage, project.stage),
        investors(facts, project) or None,
        "、".join(segments_of(facts, project)) or None,
        project.investment_yi,
        project.land_mu,
        _short(intensity(project)[0]),
        "、".join(told.answers.duty_units) or None,
        "、".join(told.answers.persons) or None,
        pace(told) or None,
        told.entry.image_progress if told.entry else None,
        troubles(told) or None,
        evaluation.where_of(project),
        told.news,
    )


def sheet_row(
    evaluation: Evaluation, words: Mapping[str, str], place: int, told: Told
) -> tuple[Cell, ...]:
    """One line for the workbook, in the order of ``SHEET_COLUMNS``."""
    facts, project, entry = evaluation.chain.facts, told.project, told.entry
    dense, by = intensity(project)
    parent = facts.projects.get(project.parent_id or "")
    return (
        *(place, project.name_zh, project.level, parent.name_zh if parent else None),
        *(investors(facts, project) or None, project.nature, parks(facts, project) or None),
        *(parcels(facts, project) or None, evaluation.where_of(project)),
        *(products(facts, project) or None, content(project) or None),
        *(wan_t(project.capacity_kt_a), project.gb_code),
        "、".join(segments_of(facts, project)) or None,
        *(project.investment_yi, project.fixed_investment_wan, project.land_mu),
        *(_short(dense), None if dense is None else BY[by]),
        *(project.expected_output_yi, project.expected_tax_wan),
        *(_short(output_per_mu(project)), _short(tax_per_mu(project))),
        *(project.energy_tce, yes_no(project.is_two_high)),
        *(hazard_processes(facts, project), hazards(facts, project)),
        *(project.approval_filing, project.approval_energy, project.approval_eia),
        *(project.approval_safety, project.approval_land),
        *(words.get(project.stage, project.stage), told.signed),
        *(project.start_date, told.begun, project.finish_date),
        *(project.planned_start, project.planned_finish),
        ";".join(LATE[code] for code in told.lateness) or None,
        *(entry.month if entry else None, done_wan(told)),
        _short(told.against.percent if told.against else None),
        _short(told.against.ahead if told.against else None),
        *(entry.image_progress if entry else None, project.progress_goal),
        *(";".join(told.problems) or None, needs(told) or None, yes_no(project.is_listed)),
        *(project.leader, "、".join(told.answers.lead_units) or None),
        *("、".join(told.answers.duty_units) or None, "、".join(told.answers.persons) or None),
        *(project.end_reason, project.planned_from, project.investment_text, project.land_text),
        *(texts.BASIS.get(project.basis, project.basis), project.as_of, told.news),
        *(source_line(facts, project), project.note),
    )


def card(evaluation: Evaluation, told: Told) -> Card:
    """One project on the board."""
    facts, project = evaluation.chain.facts, told.project
    figures = [
        f"{number(value)} {unit}"
        for value, unit in ((project.investment_yi, "亿元"), (project.land_mu, "亩"))
        if value is not None
    ]
    flags = [*(LATE[code] for code in told.lateness)]
    flags += ["有问题待解决"] if told.problems else []
    return Card(
        project.id,
        project.name_zh,
        investors(facts, project),
        ",".join(figures) or "投资、用地未知",
        tuple(flags),
    )


def done_wan(told: Told) -> float | None:
    """Invested this year up to the newest month of figures, 万元."""
    entry = told.entry
    yi = in_yi(entry.total_done, entry.unit) if entry else None
    return None if yi is None else float(f"{yi * WAN_PER_YI:.12g}")


def pace(told: Told) -> str:
    """How far the year's plan is done, and against the calendar.

    Examples
    --------
    >>> from types import SimpleNamespace as N
    >>> pace(N(against=N(percent=60.0, ahead=-31.7)))
    '60%,滞后时间进度 31.7 个百分点'
    """
    if told.against is None:
        return ""
    ahead = round(told.against.ahead, 1)
    word = "超" if ahead > 0 else "滞后"
    told_ahead = f"{word}时间进度 {number(abs(ahead))} 个百分点" if ahead else "与时间进度持平"
    return f"{number(round(told.against.percent, 1))}%,{told_ahead}"


def troubles(told: Told) -> str:
    """Problems written down, and what is behind its plan."""
    return ";".join((*told.problems, *(LATE[code] for code in told.lateness)))


def needs(told: Told) -> str:
    """What is asked of those above: with the project, and with its newest figures."""
    said = (told.project.needs, told.entry.ask_up if told.entry else None)
    return ";".join(dict.fromkeys(text for text in said if text))


def sums(totals: Mapping[str, Total]) -> list[tuple[str, str, str]]:
    """Label, sum with unit, and how many projects have no figure."""
    return [_sum(*SUM_LABELS[figure], totals[figure]) for figure in FIGURES]


def _sum(label: str, unit: str, total: Total) -> tuple[str, str, str]:
    if not total.known:
        return label, "未知", f"{total.unknown} 个项目都没有数"
    lacking = f",另有 {total.unknown} 个没有数" if total.unknown else ""
    return label, f"{number(total.value)} {unit}", f"{total.known} 个项目合计{lacking}"


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def notes(words: Sequence[str]) -> tuple[str, ...]:
    """What a workbook of projects says about itself, after ``words``."""
    return (
        *words,
        "投资强度、亩均为计算;固定资产投资没有数时强度按总投资算",
        "项目包、片区、汇总、里程碑不与单个项目相加;母项目有数时不再加下属装置",
    )
