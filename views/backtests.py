"""A backtest as JSON and as a few readable lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.facts import Facts
from graph.reason.backtest import Against, Backtest, Hit, Miss
from graph.reason.backtest.measure import KS, Measured
from graph.reason.backtest.truth import Decision
from graph.reason.backtest.weightings import ENOUGH, Weightings
from views import texts
from views.amounts import percent

Json = dict[str, Any]
CLOCK = {"strict": "当时已知", "lenient": "当时属实"}
LARGEST = "ethylene_package"
WITHOUT = {
    LARGEST: "不算产品最多的那个项目",
    "plans": "不算当时已公布的项目",
    "under_construction": "不算当时已开工的项目",
}
BASELINES = {
    "one_step_downstream": "紧接本地已有产品的下一步",
    "national_capacity": "全国产能从大到小",
}
KEYS = {"largest_decision": LARGEST}


def at_k(values: Mapping[int, Any]) -> Json:
    """By k, keys as text."""
    return {str(k): v for k, v in values.items()}


def measured(row: Measured) -> Json:
    """Recall by k, with what it was taken from beside it."""
    return {
        **at_k(row.recall),
        "precision": at_k(row.precision),
        "recall_decisions": at_k(row.recall_decisions),
        "n_truth": row.n_truth,
        "n_decisions": row.n_decisions,
        "n_listed": row.n_listed,
    }


def against(row: Against) -> Json:
    """Our recall against one truth, with chance and p-values."""
    return {
        **measured(row.ours),
        "chance": at_k(row.chance.recall),
        "chance_decisions": at_k(row.chance.recall_decisions),
        "p_value": at_k(row.p_value),
        "p_value_decisions": at_k(row.p_value_decisions),
    }


def backtest(facts: Facts, row: Backtest) -> Json:
    """One clock of ``liantu backtest``."""
    ours, chance = row.whole.ours, row.whole.chance
    return {
        "as_of": row.as_of.valid,
        "clock": row.clock,
        "k": list(KS),
        "n_truth": ours.n_truth,
        "n_decisions": ours.n_decisions,
        "n_candidates": row.n_candidates,
        "n_listed": len(row.ranking),
        "recall": at_k(ours.recall),
        "precision": at_k(ours.precision),
        "recall_decisions": at_k(ours.recall_decisions),
        "chance": at_k(chance.recall),
        "chance_decisions": at_k(chance.recall_decisions),
        "chance_listed": at_k(row.within.recall),
        "p_value": at_k(row.whole.p_value),
        "p_value_decisions": at_k(row.whole.p_value_decisions),
        "p_value_listed": at_k(row.within_p),
        "open": measured(row.open_),
        "baselines": {name: measured(m) for name, m in row.baselines.items()},
        "without": {KEYS.get(name, name): against(m) for name, m in row.without.items()},
        "weightings": weightings(row.weightings),
        "interval": at_k(row.intervals),
        "interval_decisions": at_k(row.intervals_decisions),
        "decisions": [decision(d) for d in row.decisions],
        "hits": [hit(facts, h) for h in row.hits],
        "misses": [miss(facts, m) for m in row.misses],
    }


def weightings(row: Weightings | None) -> Json | None:
    """Recall under random weights; null when there was nothing to rank or to hit."""
    if row is None:
        return None
    return {
        "n": row.n,
        "k": row.k,
        "median": row.median,
        f"share_at_least_{ENOUGH:g}": row.share_at_least,
        "low": row.low,
        "high": row.high,
    }


def decision(row: Decision) -> Json:
    """One entry of ``decisions``."""
    return {
        "id": row.id,
        "name": row.name,
        "product_ids": list(row.product_ids),
        "first_date": row.first_date,
        "date": row.date,
        "stage": row.stage,
        "source_id": row.source_id,
        "was_planned": row.was_planned,
        "was_building": row.was_building,
    }


def hit(facts: Facts, row: Hit) -> Json:
    """One entry of ``hits``."""
    return {
        "product_id": row.product_id,
        "name_zh": facts.products[row.product_id].name_zh,
        "rank": row.rank,
        "kind": row.kind,
        "decision": row.decision.id,
        "date": row.decision.date,
        "source_id": row.decision.source_id,
    }


def miss(facts: Facts, row: Miss) -> Json:
    """One entry of ``misses``."""
    return {
        "product_id": row.product_id,
        "name_zh": facts.products[row.product_id].name_zh,
        "why": row.why.code,
        "text": texts.missed(facts, row.why.code, row.why.values),
        "decision": row.decision.id,
        "date": row.decision.date,
        "source_id": row.decision.source_id,
    }


def lines(facts: Facts, row: Backtest) -> list[str]:
    """What one clock says, in a dozen lines."""
    ours = row.whole.ours
    head = (
        f"{row.as_of.valid},按{CLOCK[row.clock]}:其后 {ours.n_decisions} 项投资、"
        f"{ours.n_truth} 种产品;名单 {len(row.ranking)} 种,可选 {row.n_candidates} 种"
    )
    if not ours.n_truth:
        return [head, "这一天之后没有记录到带日期、带产品的投资,无从检验。"]
    table = [
        ("按产品命中", ours.recall),
        ("按项目命中", ours.recall_decisions),
        ("随机抽取", row.whole.chance.recall),
        *((BASELINES[n], m.recall) for n, m in row.baselines.items()),
        *((WITHOUT[KEYS.get(n, n)], m.ours.recall) for n, m in row.without.items()),
    ]
    named = [f"{h.rank}\t{h.kind}\t{facts.products[h.product_id].name_zh}" for h in row.hits]
    return [
        head,
        "\t".join(["", *(f"前 {k}" for k in KS)]),
        *("\t".join([name, *map(percent, by_k.values())]) for name, by_k in table),
        f"前 {max(KS)} 命中:" + (";".join(named).replace("\t", " ") or "没有"),
        f"没命中 {len(row.misses)} 种,原因见 docs/backtest.md 或加 --json。",
    ]
