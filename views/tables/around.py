"""Beside the gap list: what leaves unprocessed, what is bought in, what a stop costs."""

from __future__ import annotations

from dataclasses import dataclass

from graph.reason import Evaluation
from graph.results import Term
from views import gap_texts, texts
from views.amounts import interval, wan_t
from views.tables.gaps import Cell, Said, find
from views.tables.level import LevelRow, cost_lines, level_rows, warning
from views.tables.routes import lines, plan_cards

SURPLUS_COLUMNS = ("产品", "子链", "可外供(万吨/年)", "区间", "谁在产", "能接的延链", "说明")
BOUGHT_COLUMNS = ("产品", "缺(万吨/年)", "区间", "谁要用", "说明")
STOP_COLUMNS = (
    "装置",
    "企业",
    "自身少产(万吨/年)",
    "下游少产(万吨/年)",
    "下游几种",
    "数量未知的下游",
    "说明",
)
WAYS = 3
REMOVED_COLUMNS = ("类", "产品", "子链", "依据的规定", "说明")


def surplus_rows(evaluation: Evaluation) -> list[tuple[Cell, ...]]:
    """What leaves the park unprocessed, largest first; an unknown amount is empty."""
    facts = evaluation.chain.facts
    takers: dict[str, list[str]] = {}
    for gap in evaluation.gaps:
        if gap.kind == "延链" and gap.from_product_id:
            takers.setdefault(gap.from_product_id, []).append(
                facts.products[gap.product_id].short_zh
            )
    found = sorted(
        evaluation.context.surpluses.items(), key=lambda kv: (-(kv[1].likely or 0.0), kv[0])
    )
    return [
        (
            facts.products[p].name_zh,
            facts.products[p].segment,
            wan_t(amount.likely),
            interval(amount),
            "、".join(_firms(evaluation, p, "supply")),
            "、".join(takers.get(p, ())) or None,
            texts.STATE_MEANING[evaluation.balances[p].state],
        )
        for p, amount in found
    ]


def bought_rows(evaluation: Evaluation) -> list[tuple[Cell, ...]]:
    """Raw materials and utilities bought in; never gaps."""
    facts = evaluation.chain.facts
    out: list[tuple[Cell, ...]] = []
    for product_id in evaluation.bought_in:
        lack = evaluation.lack_of(product_id)
        product = facts.products[product_id]
        why = "公用物料,就近配套" if product.is_hub else "原料,通常外购"
        out.append(
            (
                product.name_zh,
                wan_t(lack.likely),
                interval(lack),
                "、".join(_firms(evaluation, product_id, "demand")),
                why,
            )
        )
    return out


def _firms(evaluation: Evaluation, product_id: str, side: str) -> list[str]:
    terms: list[Term] = [t for t in evaluation.balances[product_id].terms if t.side == side]
    terms.sort(key=lambda t: (-(t.amount.likely or 0.0), t.unit_id))
    return list(dict.fromkeys(t.firm for t in terms))


def stop_rows(evaluation: Evaluation) -> list[tuple[Cell, ...]]:
    """Which plant's stop hurts most, worst first."""
    facts = evaluation.chain.facts
    return [
        (
            stop_name(evaluation, loss.node_id),
            facts.firm_name(loss.firm_id),
            wan_t(loss.own_kt_a),
            wan_t(loss.downstream_kt_a),
            len(loss.lost),
            "、".join(facts.products[p].short_zh for p in loss.unknown) or None,
            gap_texts.stop(facts, loss, stop_name(evaluation, loss.node_id)),
        )
        for loss in evaluation.stops
        if loss.lost or loss.unknown
    ]


def stop_name(evaluation: Evaluation, node_id: str) -> str:
    """A plant or a complex as people call it."""
    facts = evaluation.chain.facts
    if node_id in facts.complexes:
        return facts.complexes[node_id].name_zh
    return texts.unit_name(facts, node_id)


def removed_rows(evaluation: Evaluation) -> list[tuple[Cell, ...]]:
    """Lines an entry rule takes off the list, with the rule."""
    facts = evaluation.chain.facts
    return [
        (
            gap.kind,
            facts.products[gap.product_id].name_zh,
            facts.products[gap.product_id].segment,
            rule.text,
            texts.gap_headline(facts, gap),
        )
        for gap, rule in evaluation.removed
    ]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one gap line, each a list of sentences; empty = nothing to say."""

    way: str
    co_feeds: tuple[str, ...]
    outputs: tuple[str, ...]
    rivals: str
    local: tuple[str, ...]
    plans: tuple[str, ...]
    stable: str
    warning: Said | None
    economics: tuple[Said, ...]
    level: tuple[LevelRow, ...]


def around(evaluation: Evaluation, key: str) -> Around:
    """Put it together for the gap line ``key`` (see ``gap_key``); KeyError when there is none."""
    facts, gap = evaluation.chain.facts, find(evaluation, key)
    if gap is None:
        raise KeyError(key)
    labels = {f"{w.list_name}:{w.name}": w.label_zh for w in evaluation.rules.features}
    money = evaluation.economics_of(gap)
    return Around(
        way=gap_texts.way(facts, gap),
        co_feeds=tuple(gap_texts.co_feed(facts, c) for c in gap.co_feeds),
        outputs=tuple(gap_texts.output(facts, o) for o in gap.outputs),
        rivals=gap_texts.rivals(facts, gap),
        local=tuple(gap_texts.local(m) for m in evaluation.local_for(gap)),
        plans=tuple(
            gap_texts.plan(p, evaluation.where_of(p)) for p in evaluation.plans_for(gap.product_id)
        ),
        stable=gap_texts.stability(gap, labels.get(gap.moved_by, "")),
        warning=warning(facts, evaluation.oversupply_of(gap.product_id)),
        economics=cost_lines(facts, money) if money else (),
        level=level_rows(facts, evaluation.level_of(gap.product_id)),
    )


def ways(evaluation: Evaluation, product_id: str) -> tuple[str, ...]:
    """The plans to make a product, each in a few lines."""
    router = evaluation.router
    cards = plan_cards(router, router.routes_to(product_id, top=WAYS))
    return tuple(";".join(lines(card)) for card in cards)
