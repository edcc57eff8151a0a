"""docs/results.md: the top gaps of a region, each calculated by hand from its source rows.

``python -m views.reports.results`` writes it again; a test holds the file equal.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from graph.asof import AsOf
from graph.facts import Facts
from graph.reason import Evaluation, evaluate
from graph.reason.firms.targets import coverage
from graph.results import Evidence, Gap, Interval
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views import amounts, gap_texts, settings, texts

DATE = "2026-11-24"
THEN = "2022-04-30"
TOP = 20
CANDIDATES = 30

HEAD = """# 云溪缺口前 {top}:每个数怎么来的

- 口径:{region},本区园区内{statuses}的装置;产能对产能,不计开工率。
- 算法:装置产能 ÷ 产能所指产品的单耗 × 这种产品的单耗 = 产出或需用;
  缺口 = 需求 − 供给。单位 kt/a,括号内为万吨/年。
- 本页由 `python -m views.reports.results` 从 data/ 生成,测试逐字核对;定义见 method.md。
- “依据”一栏是白话:**充分** 可写进材料,**一般** 用前再核,**不足** 只作线索。
- “排名”一栏:任一权重上下两成,名次动不超过五位为**稳**。
- 两个日期都按“当时为真”:装置以当天的状态计;只按当时已公开的资料另算的名单见 backtest.md。
"""
PART = """
# {title}

| 序 | 类 | 产品 | 数量(万吨/年) | 状态 | 依据 | 排名 | 得分 |
|---:|---|---|---|---|---|---|---:|
"""
FIRMS = """
## 前 {top} 个缺口各有多少外地企业可找

外地企业不含本地企业及其外地厂;“近两年有动向”指 24 个月内有投资记录;“A/B 级”指至少一条依据来自
政府、公司公告、数据集或有名媒体。名单来自公开页面,可能不全。

| 序 | 类 | 产品 | 外地企业 | 近两年有动向 | A/B 级依据 |
|---:|---|---|---:|---:|---:|
"""


def load_facts() -> Facts:
    """The shipped facts, straight from data/."""
    schema = read_schema(settings.schema_dir())
    return Facts.of(read_data(settings.data_dir(), schema))


def shipped(date: str = DATE) -> Evaluation:
    """The evaluation of the shipped facts for the default region at a named date."""
    facts = load_facts()
    return evaluate(facts, Rules.of(facts), AsOf(date))


def document() -> str:
    """The whole page: today and then."""
    now, then = shipped(DATE), shipped(THEN)
    facts = now.chain.facts
    region = facts.regions[now.region.region_id].name_zh
    head = HEAD.format(top=TOP, region=region, statuses="、".join(now.as_of.statuses))
    return "".join(
        (
            head,
            render(now, f"一、今天({DATE})"),
            render(then, f"二、{THEN}(那一天)"),
        )
    )


def render(evaluation: Evaluation, title: str, top: int = TOP) -> str:
    """One date: the list, the firms there are, and each line calculated by hand."""
    facts = evaluation.chain.facts
    gaps = evaluation.gaps[:top]
    rows = "".join(_row(facts, g) for g in gaps)
    sections = "\n".join(_section(facts, g) for g in gaps)
    return PART.format(title=title) + rows + _firms(evaluation) + "\n" + sections


def _firms(evaluation: Evaluation) -> str:
    facts = evaluation.chain.facts
    lines = []
    for gap in evaluation.gaps[:CANDIDATES]:
        found = coverage(evaluation.targets_for(gap.product_id), evaluation.as_of.valid)
        name = facts.products[gap.product_id].name_zh
        counts = f"{found.outside} | {found.with_recent_signal} | {found.grade_ab}"
        lines.append(f"| {gap.rank} | {gap.kind} | {name} | {counts} |\n")
    return FIRMS.format(top=CANDIDATES) + "".join(lines)


def _row(facts: Facts, gap: Gap) -> str:
    name = facts.products[gap.product_id].name_zh
    if gap.kind == "延链":
        name += f"({gap_texts.way(facts, gap)})"
    cells = (
        str(gap.rank),
        gap.kind,
        name,
        amounts.interval(gap.gap),
        gap.state,
        gap.grade,
        "稳" if gap.stable else "不稳",
        f"{gap.score:.3f}",
    )
    return f"| {' | '.join(cells)} |\n"


def _section(facts: Facts, gap: Gap) -> str:
    product = facts.products[gap.product_id]
    lines = [
        f"## {gap.rank}. {gap.kind} {product.name_zh}(`{gap.product_id}`)",
        "",
        f"{texts.RULES[gap.rule_id]}。",
        "",
        *(f"- {_calculation(facts, e)}" for e in gap.evidence),
        f"- **结果**:{_result(gap)}",
    ]
    if gap.kind == "延链":
        lines += [f"- 做成后产出:{'、'.join(gap_texts.output(facts, o) for o in gap.outputs)}。"]
        if gap.co_feeds:
            lines += [f"- 还要用:{'、'.join(gap_texts.co_feed(facts, c) for c in gap.co_feeds)}。"]
        if gap.rivals:
            lines += [f"- {gap_texts.rivals(facts, gap)}。"]
    if gap.unknown:
        lines += ["- 未知:" + ";".join(texts.ask(facts, u) for u in gap.unknown) + "。"]
    lines += ["- 得分:" + ";".join(texts.feature(f) for f in gap.features) + "。", ""]
    return "\n".join(lines)


def _calculation(facts: Facts, item: Evidence) -> str:
    values = dict(item.values)
    basis = texts.BASIS.get(item.basis, item.basis)
    told = [f"{basis}{_title(facts, item.source_id)}"]
    if item.code.startswith("term"):
        told = [
            f"单耗 {told[0]}",
            f"产能{_title(facts, values.get('unit_source_id')) or ' 无来源'}",
        ]
    return f"{texts.evidence(item)}。依据:{';'.join(told)}。{_sum(item)}"


def _title(facts: Facts, source_id: str | float | None) -> str:
    source = facts.sources.get(str(source_id))
    return f"《{texts.source_title(source)}》" if source else ""


def _sum(item: Evidence) -> str:
    """The arithmetic of one term in kt/a, as one would type it into a calculator."""
    v = dict(item.values)
    capacity, basis, per_t, result = (
        v.get(k) for k in ("capacity_kt_a", "basis_t_per_t", "t_per_t", "amount_kt_a")
    )
    numbers = (capacity, basis, per_t, result)
    if not item.code.startswith("term") or any(not isinstance(n, float | int) for n in numbers):
        return ""
    return f"`{capacity:.6g} ÷ {basis:.6g} × {per_t:.6g} = {result:.6g}`"


def _result(gap: Gap) -> str:
    def kt(value: float | None) -> str:
        return "未知" if value is None or math.isinf(value) else f"{value:.6g}"

    g: Interval = gap.gap
    what = {"补链": "需求 − 供给", "延链": "一套装置能吃掉的富余", "强链": "本地的产量"}
    shown = f"[{kt(g.low)}, {kt(g.likely)}, {kt(g.high)}] kt/a"
    return f"{what[gap.kind]} = {shown}({amounts.interval(g)})"


def main(out: str = "docs/results.md") -> None:
    """Write the page."""
    Path(settings.home() / out).write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
