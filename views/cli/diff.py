"""``liantu diff``: the gap lists of two days compared."""

from __future__ import annotations

from dataclasses import replace

import click

from graph.errors import BadRequest
from graph.facts import Facts
from graph.reason.change.diff import Difference, compare
from graph.results import GAP_KINDS
from views import change_texts, jsonout
from views.amounts import amount
from views.cli.common import Session, shared
from views.workspace import checked_date


@click.command()
@click.option("--from", "start", required=True, help="前一天,如 2022-04-30")
@click.option("--to", "end", default="", help="后一天;不填为 --as-of 那天,再不填为今天")
@click.option("--kind", type=click.Choice(GAP_KINDS), help="只看一类")
@shared
def diff(session: Session, start: str, end: str, kind: str | None) -> None:
    """两个日期的缺口对比:新增、持续、补上,各说原因。"""
    question = session.question
    first = replace(question, date=checked_date(start))
    last = replace(question, date=checked_date(end) or question.as_of().valid)
    if not first.date or first.date > last.date:
        raise BadRequest(f"前一天 {start or '没有写'} 要在后一天 {last.date} 之前。")
    before, after = (session.workspace.evaluation(q) for q in (first, last))
    found, facts = compare(before, after), after.chain.facts

    def lines() -> list[str]:
        out = []
        for word, rows in found.lists():
            shown = [r for r in rows if kind in (None, r.kind)]
            out.append(f"{word} {len(shown)} 条({first.date} → {last.date})")
            out += [text for r in shown for text in told(facts, r)]
        return out

    session.give(jsonout.diff(facts, found, kind), lines)


def told(facts: Facts, row: Difference) -> list[str]:
    """One line with its reasons below."""
    name = facts.products[row.product_id].name_zh
    sizes = " → ".join(amount(g.gap.likely) if g else "无" for g in (row.before, row.after))
    reasons = [f"\t\t{change_texts.because(e)}" for e in row.because]
    return [f"\t{row.kind}\t{name}\t{sizes}", *reasons]
