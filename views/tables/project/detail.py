"""One project in full: what is on record in groups, its way so far, its units, who is in talks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.desk.client.reading import with_firms
from graph.desk.project.gap_work import LIVE
from graph.desk.project.projects import NOT_RUNNING, Told
from graph.desk.project.sums import intensity, output_per_mu, tax_per_mu
from graph.desk.words import local_words
from graph.facts import Facts
from graph.model import Capacity, Lead, Project, ProjectStage
from graph.reason import Evaluation
from graph.reason.timeline import unit_on
from graph.store.protocol import Store, Where
from views import texts
from views.amounts import amount, number
from views.tables.gaps import option_label
from views.tables.origin import Origin, chinese_date, origin
from views.tables.overview import gap_key
from views.tables.product import Line
from views.tables.project import projects as table
from views.tables.project import words as project_words

UNKNOWN = "未知"
UNITS = {"yi": "亿元", "wan": "万元", "mu": "亩", "tce": "吨标煤"}
APPROVALS = {
    "approval_filing": "立项",
    "approval_energy": "能评",
    "approval_eia": "环评",
    "approval_safety": "安评",
    "approval_land": "用地",
}
Fact = tuple[str, str | None]
"""Label and value; None is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its facts."""

    heading: str
    facts: tuple[Fact, ...]


def parts(evaluation: Evaluation, told: Told) -> tuple[Part, ...]:
    """What is on record, in groups; what nobody knows is said to be unknown."""
    facts, project = evaluation.chain.facts, told.project
    return (
        Part("做什么、在哪里", _what(evaluation, facts, told)),
        Part("投资与产出", _money(project)),
        Part("手续", tuple((zh, getattr(project, name)) for name, zh in APPROVALS.items())),
    )


def _what(evaluation: Evaluation, facts: Facts, told: Told) -> tuple[Fact, ...]:
    project = told.project
    capacity = project.capacity_kt_a
    return (
        ("投资方", project_words.investors(facts, project) or None),
        ("产品", project_words.products(facts, project) or None),
        ("规模", amount(capacity) if capacity is not None else project.capacity_text),
        ("建设内容", project.product_text),
        ("建设性质", project.nature),
        ("行业代码", project.gb_code),
        ("地点", project_words.parks(facts, project) or None),
        ("地块", project_words.parcels(facts, project) or None),
        ("园区内外", evaluation.where_of(project)),
        ("重点监管工艺", project_words.hazard_processes(facts, project)),
    )


def _money(project: Project) -> tuple[Fact, ...]:
    dense, by = intensity(project)
    per = "万元/亩(计算)"
    return (
        ("总投资", _value(project.investment_yi, "亿元") or project.investment_text),
        ("固定资产投资", _value(project.fixed_investment_wan, "万元")),
        ("用地", _value(project.land_mu, "亩") or project.land_text),
        (f"投资强度({table.BY[by]})", _value(dense, per)),
        ("预计年产值", _value(project.expected_output_yi, "亿元")),
        ("预计年税收", _value(project.expected_tax_wan, "万元")),
        ("亩均产值", _value(output_per_mu(project), per)),
        ("亩均税收", _value(tax_per_mu(project), per)),
        ("年综合能耗", _value(project.energy_tce, "吨标煤")),
        ("两高", project_words.yes_no(project.is_two_high)),
    )


def _value(value: float | None, unit: str) -> str | None:
    return None if value is None else f"{number(value)} {unit}"


def duty_facts(told: Told) -> tuple[Fact, ...]:
    """Who answers for it."""
    project, answers = told.project, told.answers
    return (
        ("责任领导", project.leader),
        ("牵头单位", "、".join(answers.lead_units) or None),
        ("责任单位", "、".join(answers.duty_units) or None),
        ("责任人", "、".join(answers.persons) or None),
        ("列入万千百", project_words.yes_no(project.is_listed)),
    )


def plan_facts(told: Told) -> tuple[Fact, ...]:
    """Its plan against the calendar: begun, finished, this year's money."""
    project, entry = told.project, told.entry
    done = table.done_wan(told)
    return (
        ("计划开工", _against(project.planned_start, "start" in told.lateness)),
        ("开工", _day(told.begun)),
        ("计划投产", _against(project.planned_finish, "finish" in told.lateness)),
        ("预计完成" if project.stage in NOT_RUNNING else "完成", _day(project.finish_date)),
        (
            "本年累计完成投资",
            None if done is None or entry is None else f"{number(done)} 万元(截至 {entry.month})",
        ),
        ("占年度计划", table.pace(told) or None),
        ("形象进度", entry.image_progress if entry else None),
        ("本年形象进度目标", project.progress_goal),
    )


def _day(date: str | None) -> str | None:
    return chinese_date(date) if date else None


def _against(date: str | None, is_late: bool) -> str | None:
    if date is None:
        return None
    return f"{chinese_date(date)}{',已过,还没到' if is_late else ''}"


def way(facts: Facts, words: Mapping[str, str], project: Project) -> tuple[Line, ...]:
    """What is told of its stages, the newest first; undated ones last."""
    rows = sorted(facts.stages_of.get(project.id, ()), key=_newest, reverse=True)
    return tuple(
        Line(
            chinese_date(row.date) if row.date else "日期未载",
            row.event + (f"({row.note})" if row.note else ""),
            words.get(row.stage, row.stage),
            origin(facts, row.source_id, row.as_of, row.basis),
        )
        for row in rows
    )


def _newest(row: ProjectStage) -> tuple[str, str]:
    return row.date or "", row.id


def unit_lines(facts: Facts, project: Project, day: str) -> tuple[Line, ...]:
    """The plants that belong to it, as they stand on ``day``."""
    ids = dict.fromkeys(c.unit_id for c in facts.capacities.values() if c.project_id == project.id)
    return tuple(_unit(facts, facts.statements_on[id], project, day) for id in ids)


def _unit(facts: Facts, rows: tuple[Capacity, ...], project: Project, day: str) -> Line:
    now = unit_on(facts, rows, day)
    row = now or next((r for r in rows if r.is_driver), rows[0])
    size = UNKNOWN if row.capacity_kt_a is None else amount(row.capacity_kt_a)
    driver = next((r for r in rows if r.is_driver), row)
    other = facts.projects.get(driver.project_id or "")
    told = "" if other is None or other.id == project.id else f";随“{other.name_zh}”改阶段"
    return Line(
        facts.firm_name(row.firm_id),
        f"{row.name_zh}:{facts.product_name(row.product_id)} {size}{told}",
        now.status if now else "不计入",
        origin(facts, row.source_id, row.as_of, row.basis),
        row.firm_id,
    )


def clients(store: Store, facts: Facts, project: Project) -> tuple[Line, ...]:
    """Firms gone after for it, how far in the local words."""
    found = store.scan(Lead.kind, where=[Where("project_id", "eq", project.id)])
    rows = [row for row in found if isinstance(row, Lead)]
    facts = with_firms(store, facts, (row.firm_id for row in rows))
    words = local_words(facts, "lead_stage")
    return tuple(
        Line(
            facts.firm_name(row.firm_id),
            row.next_action or row.why or "没有写下一步",
            words.get(row.stage, row.stage),
            Origin(f"{row.owner or row.made_by or texts.NOBODY} {row.next_due or row.made_at}"),
            row.firm_id,
        )
        for row in rows
    )


def gap_lines(evaluation: Evaluation, project: Project) -> tuple[tuple[str, str], ...]:
    """Gap lines its products stand on: (key, label)."""
    facts = evaluation.chain.facts
    if project.stage not in LIVE:
        return ()
    gaps = [g for id in project.product_ids for g in evaluation.gaps_of(id)]
    return tuple((gap_key(g), option_label(facts, g)) for g in gaps)
