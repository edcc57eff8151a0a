"""Who works on a gap, in words: for the list, for one line, for the start of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.desk.project.gap_work import Work, furthest
from graph.facts import Facts
from graph.levels import Economics
from graph.reason import Evaluation
from graph.results import Evidence, Gap
from views import texts
from views.amounts import amount, interval, number
from views.tables.project.words import investors, said_stage

MOST_EVIDENCE, LONGEST = 12, 1900
STALE = "久无消息"
NOT_STATED = "投资、用地、产值:没有同类项目的公开数据,未填"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One project that names the product of a gap."""

    project_id: str
    name: str
    stage: str
    about: str
    is_stale: bool


def progress(
    work: Mapping[str, tuple[Work, ...]], words: Mapping[str, str], product_id: str
) -> str | None:
    """How far anybody is with a product; a project nobody has spoken of for long says so."""
    first = furthest(work, product_id)
    if first is None:
        return None
    said = said_stage(words, first.stage)
    return f"{said}({STALE})" if first.is_stale else said


def work_lines(
    facts: Facts, words: Mapping[str, str], rows: tuple[Work, ...]
) -> tuple[WorkLine, ...]:
    """One line for every project at it."""
    return tuple(_line(facts, words, work) for work in rows)


def _line(facts: Facts, words: Mapping[str, str], work: Work) -> WorkLine:
    project = work.project
    size = None if project.capacity_kt_a is None else amount(project.capacity_kt_a)
    money = None if project.investment_yi is None else f"{number(project.investment_yi)} 亿元"
    news = f"最近消息 {work.news}" if work.news else "消息日期未载"
    told = (investors(facts, project), size, money, news, STALE if work.is_stale else "")
    return WorkLine(
        project.id,
        project.name_zh,
        said_stage(words, work.stage),
        ",".join(t for t in told if t),
        work.is_stale,
    )


def plan_name(evaluation: Evaluation, product_id: str) -> str:
    """What a project for a product is called at first: <地区><产品>项目(谋划)."""
    facts = evaluation.chain.facts
    region = facts.regions[evaluation.region.region_id]
    short = min(region.aliases, key=len, default=region.name_zh)
    return f"{short}{facts.product_name(product_id)}项目(谋划)"


def gap_event(facts: Facts, gap: Gap) -> str:
    """What is told of the start of a project made from a gap."""
    return f"由缺口谋划:{gap.kind} {facts.product_name(gap.product_id)}"


def gap_basis(evaluation: Evaluation, gap: Gap, money: Economics | None) -> str:
    """The evidence of a gap in words, with the sources of its numbers, to be carried over."""
    facts = evaluation.chain.facts
    lines = [
        f"缺口:{gap.kind} {facts.product_name(gap.product_id)},数量 {interval(gap.gap)},"
        f"供需{gap.state},{texts.GRADE[gap.grade]}(按 {evaluation.as_of.valid} 的资料,计入"
        f"{'+'.join(evaluation.as_of.statuses)})",
        f"规则:{texts.RULES[gap.rule_id]}",
        *(_evidence(facts, e) for e in gap.evidence[:MOST_EVIDENCE]),
    ]
    if len(gap.evidence) > MOST_EVIDENCE:
        lines.append(f"另有 {len(gap.evidence) - MOST_EVIDENCE} 条依据,见缺口页")
    return _cut([*lines, *_money(facts, money)])


def plan_basis(evaluation: Evaluation, told: str, money: Economics | None) -> str:
    """One way to a product in words, as it was shown, to be carried over."""
    head = f"方案(按 {evaluation.as_of.valid} 的资料推算):{told}"
    return _cut([head, *_money(evaluation.chain.facts, money)])


def _evidence(facts: Facts, item: Evidence) -> str:
    unit_source = dict(item.values).get("unit_source_id")
    return f"{texts.evidence(item)}{_from(facts, item.source_id, unit_source)}"


def _from(facts: Facts, *source_ids: object) -> str:
    """The titles of sources; an id that is not on record as it is."""
    ids = dict.fromkeys(str(id) for id in source_ids if id)
    titles = [facts.sources[id].title if id in facts.sources else id for id in ids]
    return f"[来源:{'、'.join(titles)}]" if titles else ""


def _money(facts: Facts, money: Economics | None) -> list[str]:
    """What money, land and output were worked out from."""
    if money is None:
        return [NOT_STATED]
    spans = (
        ("投资", money.investment_yi, "亿元"),
        ("用地", money.land_mu, "亩"),
        ("年产值", money.output_yi, "亿元"),
    )
    told = [
        f"{label} {number(span.low)}–{number(span.high)} {unit}"
        for label, span, unit in spans
        if span is not None and span.high is not None
    ]
    if not told:
        return [NOT_STATED]
    who = "、".join(
        f"{s.who}{_from(facts, s.source_id)}"
        for s in money.statements
        if not s.pooled and s.capacity_kt_a
    )
    return [f"推算:按同类项目每万吨折算({who});范围 {';'.join(told)}"]


def _cut(lines: list[str]) -> str:
    text = "\n".join(lines)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def span_text(money: Economics | None, kind: str) -> str | None:
    """The range a computed sum or area lies in, for the text beside the number."""
    span = getattr(money, kind) if money else None
    if span is None or span.high is None:
        return None
    unit = {"investment_yi": "亿元", "land_mu": "亩"}[kind]
    return f"推算 {number(span.low)}–{number(span.high)} {unit}(按同类项目折算)"
