"""docs/data.md: what is founded and how well, from the live data.

``python -m views.reports.data`` writes it again; a test holds the file equal.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from graph.checks import balanced, run_checks, tally
from graph.facts import Facts
from graph.model import Sought
from graph.quality import Quality, is_consumption, is_sourced, quality
from graph.reason import Evaluation
from graph.reason.firms.targets import ENOUGH, coverage
from graph.worklist import worklist
from loaders.schema import read_schema
from views import settings
from views.amounts import percent
from views.reports.results import shipped
from views.tables import quality as table

TOP_GAPS = 30
WORST = 3

HEAD = """# 数据的底子

- 本页由 `python -m views.reports.data` 从 data/ 生成,测试逐字核对;数据截至 {date}。
- “有来源”:依据是来源原文、换算、范围、路线或公开数据集,且写明出处;
  定义、推算、估计、行业常识都不算。
- 单耗不计主产品一行(定义为 1)和平衡补足的一行。
  “本地路线”是本地在产、在建、规划装置和项目用到的工艺。
- 依据类型是“数据集”的企业、产能、项目、供需、动向等(全国目录载入的)不在本页的数里:测算不读它们。
- 同样的数在网页“数据质量”和 `liantu check --json` 里。

"""


def render(evaluation: Evaluation) -> str:
    """The whole page as Markdown."""
    facts, date = evaluation.chain.facts, evaluation.as_of.valid
    found = quality(facts, date)
    parts = [
        HEAD.format(date=date),
        _headline(facts, found),
        _families(facts, found),
        _kinds(found),
        _stale(evaluation),
        _targets(evaluation),
        _work(evaluation),
        _sought(facts),
    ]
    return "\n".join(parts)


def _table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(c) for c in row)} |\n" for row in lines)


def _cell(value: object) -> str:
    return str("" if value is None else value).replace("|", "/").replace("\n", " ")


def _headline(facts: Facts, found: Quality) -> str:
    counts, findings = tally(facts), run_checks(facts)
    severity = Counter(f.severity for f in findings)
    told = [(label, figure, how) for figure, label, how in table.headline(found)]
    size = [
        ("产品", len(facts.goods), "平衡用的记账项不算"),
        ("工艺", counts["process"], f"其中 {balanced(facts, findings)} 个物料平衡"),
        ("核对", f"错误 {severity['错误']}、提醒 {severity['提醒']}", "`liantu check --strict`"),
        ("未挂接的资料行", counts["unattached"], f"挂上的 {counts['attached']}"),
    ]
    return "## 总数\n\n" + _table(("项", "数", "怎么数"), [*size, *told])


def _families(facts: Facts, found: Quality) -> str:
    rows = [
        (*row, _worst(facts, family.family))
        for row, family in zip(table.family_rows(found.families), found.families, strict=True)
    ]
    grades = [(table.GRADE_ZH[g], n) for g, n in found.grades.items()]
    return (
        "## 分族看单耗的来源\n\n"
        f"来源最少的三族:{'、'.join(table.weakest(found.families))}。\n\n"
        + _table((*table.FAMILY_COLUMNS, "最弱的工艺(没有一行有来源)"), rows)
        + "\n按可信度:\n\n"
        + _table(("可信度", "条数"), grades)
    )


def _worst(facts: Facts, family: str) -> str:
    """Routes of a family without a single sourced consumption, those with most rows first."""
    bare: list[tuple[int, str]] = []
    for process in facts.processes.values():
        if facts.products[process.main_product_id].family == family:
            flows = [f for f in facts.flows_of.get(process.id, ()) if is_consumption(f)]
            if flows and not any(map(is_sourced, flows)):
                bare.append((-len(flows), process.name_zh))
    names = "、".join(name for _, name in sorted(bare)[:WORST])
    return f"{names} 等 {len(bare)} 个" if len(bare) > WORST else names or "无"


def _kinds(found: Quality) -> str:
    schema = read_schema(settings.schema_dir())
    labels = {kind: schema[kind].label_zh for kind in found.kinds}
    rows = [(labels[k], s.of, s.sourced, percent(s.ratio)) for k, s in found.kinds.items()]
    return "## 各类记录\n\n" + _table(("类别", "条数", "有来源", "份额"), rows)


def _stale(evaluation: Evaluation) -> str:
    facts = evaluation.chain.facts
    rows = []
    for unit_id, (status, seen) in sorted(evaluation.standing.unverified.items()):
        unit = next(u for u in evaluation.standing.units if u.unit_id == unit_id)
        firm = facts.firm_name(facts.owner(unit.firm_id))
        rows.append((firm, unit.name_zh, status, seen or "日期未载"))
    head = ("企业", "装置", "原说", "最近见于")
    return f"## 现况未核的本区装置({len(rows)} 套)\n\n" + _table(head, rows)


def _targets(evaluation: Evaluation) -> str:
    facts, rows, enough = evaluation.chain.facts, [], 0
    gaps = evaluation.gaps[:TOP_GAPS]
    for gap in gaps:
        every = evaluation.targets_for(gap.product_id)
        found = coverage(every, evaluation.as_of.valid)
        enough += found.outside >= ENOUGH
        word = "" if found.outside >= ENOUGH else "名单不足"
        name = facts.products[gap.product_id].name_zh
        counts = (found.outside, found.with_recent_signal, found.grade_ab, found.leads)
        rows.append((gap.rank, gap.kind, name, *counts, found.neighbours, word))
    head = ("缺口序", "类", "产品", "外地候选企业")
    more = ("其中两年内有动向", "有 A、B 级来源", "待核线索", "邻近企业", "")
    told = f"前 {len(gaps)} 个缺口里,{enough} 个有 {ENOUGH} 家以上外地候选。"
    return f"## 候选企业够不够\n\n{told}\n\n" + _table((*head, *more), rows)


def _work(evaluation: Evaluation) -> str:
    rows = table.work_rows(evaluation.chain.facts, worklist(evaluation))
    return "## 接着做的十件事\n\n" + _table(table.WORK_COLUMNS, rows)


def _sought(facts: Facts) -> str:
    rows = [(r.what, r.where_looked, r.outcome, r.date) for r in facts.all(Sought).values()]
    head = ("找什么", "查过哪里", "结果", "日期")
    return f"## 找过没找到的({len(rows)} 条)\n\n" + _table(head, rows)


def main(path: Path) -> None:
    """Write the page for the shipped facts."""
    path.write_text(render(shipped()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/data.md"))
