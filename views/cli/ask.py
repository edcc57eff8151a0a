"""Commands that answer: check, products, processes, balance, gaps, targets, survey."""

from __future__ import annotations

import sys

import click

from graph.checks import balanced, run_checks, tally
from graph.quality import Quality, quality
from graph.reason.firms.grounds import place
from graph.results import GAP_KINDS
from views import amounts, gap_json, jsonout, survey_texts, texts
from views.cli.common import Session, shared
from views.tables.targets import head_line, marks


@click.command()
@click.option("--strict", is_flag=True, help="有提醒也算不通过")
@shared
def check(session: Session, strict: bool) -> None:
    """核对数据:单耗、来源、产能、联合装置、挂接。"""
    facts = session.workspace.facts()
    found, founded = run_checks(facts), quality(facts, session.asked.as_of().valid)
    counts = tally(facts) | jsonout.quality(founded)
    counts["balanced_processes"] = balanced(facts, found)
    data = {"findings": [jsonout.finding(f) for f in found], "counts": counts}

    def lines() -> list[str]:
        body = [f"[{f.severity}] {f.rule}: {f.message}" for f in found]
        return [*body, *quality_lines(founded), f"{len(found)} 处要看。"]

    session.give(data, lines)
    if any(strict or f.severity == "错误" for f in found):
        sys.exit(1)


def quality_lines(founded: Quality) -> list[str]:
    """The shares a reader asks for first."""
    told = {
        "事实": founded.facts,
        "单耗": founded.flows,
        "主原料单耗": founded.main_feeds,
        "本地路线的单耗": founded.local_flows,
        "本地路线的主原料单耗": founded.local_main_feeds,
    }
    known = founded.running - founded.running_unknown
    return [
        *(
            f"{name} {s.of} 条,有来源 {s.sourced} 条({amounts.percent(s.ratio)})"
            for name, s in told.items()
        ),
        f"本区在产装置 {founded.running} 套,产能已知 {known} 套",
    ]


@click.command()
@shared
def products(session: Session) -> None:
    """列出参考链上的产品。"""
    rows = jsonout.products(session.workspace.facts())
    session.give(rows, lambda: [f"{r['id']}\t{r['name_zh']}\t{r['segment']}" for r in rows])


@click.command()
@shared
def processes(session: Session) -> None:
    """列出参考链上的工艺与单耗。"""
    rows = jsonout.processes(session.workspace.facts())
    session.give(rows, lambda: [f"{r['id']}\t{r['name_zh']}" for r in rows])


@click.command()
@click.argument("product", required=False)
@shared
def balance(session: Session, product: str | None) -> None:
    """本地供需平衡;可只看一种产品(编号、中英文名、别名、拼音、CAS 都行)。"""
    evaluation = session.evaluation()
    if product:
        wanted = [evaluation.balances[session.workspace.names.find(product)]]
    else:
        wanted = list(evaluation.balances.values())
    rows = [jsonout.balance(evaluation.chain, b) for b in wanted]

    def lines() -> list[str]:
        return [
            f"{evaluation.chain.product(b.product_id).name_zh}\t{b.presence}\t{b.state}\t"
            f"供 {amounts.interval(b.supply)}\t需 {amounts.interval(b.demand)}"
            for b in wanted
            if product or b.state != "不相关"
        ]

    session.give(rows, lines)


@click.command()
@click.option("--kind", type=click.Choice(GAP_KINDS), help="只看一类")
@click.option("--top", type=click.IntRange(min=1), help="只看前 N 条")
@click.option("--removed", is_flag=True, help="只看被淘汰、禁建规定剔除的条目")
@shared
def gaps(session: Session, kind: str | None, top: int | None, removed: bool) -> None:
    """补链、延链、强链清单。"""
    evaluation = session.evaluation()
    facts = evaluation.chain.facts
    if removed:
        off = evaluation.removed
        session.give(
            gap_json.removed(evaluation),
            lambda: (
                [f"{texts.gap_headline(facts, g)}\t{r.text}" for g, r in off]
                or ["没有被规定剔除的条目。"]
            ),
        )
        return
    wanted = [g for g in evaluation.gaps if kind in (None, g.kind)][:top]

    def lines() -> list[str]:
        return [
            f"{g.rank}\t{g.kind}\t{texts.gap_headline(facts, g)}\t{texts.GRADE[g.grade]}"
            for g in wanted
        ]

    session.give([gap_json.whole_gap(evaluation, g) for g in wanted], lines)


@click.command()
@click.argument("product")
@shared
def targets(session: Session, product: str) -> None:
    """可以找谁:外地做这种产品的企业,带理由。"""
    product_id = session.workspace.names.find(product)
    found = session.evaluation().targets_for(product_id)

    def lines() -> list[str]:
        rows = [
            f"{t.rank}\t{t.firm}\t{place(t.province, t.city)}\t{amounts.amount(t.capacity_kt_a)}\t"
            f"{'、'.join(marks(t))}\t{';'.join(texts.reasons(t)[:3])}"
            for t in found
        ]
        return [head_line(found), *rows]

    session.give([jsonout.target(t) for t in found], lines)


@click.command()
@click.option("--top", type=click.IntRange(min=1), help="只看前 N 条")
@shared
def survey(session: Session, top: int | None) -> None:
    """摸底清单:最该问清的事实,和该问谁。"""
    evaluation = session.evaluation()
    facts = evaluation.chain.facts
    rows = [jsonout.survey_item(facts, s) for s in evaluation.survey[:top]]

    def lines() -> list[str]:
        told = zip(rows, evaluation.survey, strict=False)
        return [f"{r['rank']}\t{r['ask']}\t{survey_texts.effect(facts, i)}" for r, i in told]

    session.give(rows, lines)
