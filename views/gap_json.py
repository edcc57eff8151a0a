"""The ``--json`` shape of gap lines: a public contract, like :mod:`views.jsonout`."""

from __future__ import annotations

from collections.abc import Mapping

from graph.desk.project.gap_work import Work, work_on
from graph.facts import Facts
from graph.reason import Evaluation
from graph.results import Gap
from views import level_json
from views.jsonout import Json, evidence, feature, filter_, interval, unknown


def gap(facts: Facts, row: Gap) -> Json:
    """``liantu gaps``."""
    return {
        "rank": row.rank,
        "kind": row.kind,
        "product_id": row.product_id,
        "name_zh": facts.products[row.product_id].name_zh,
        "state": row.state,
        "gap_kt_a": interval(row.gap),
        "score": row.score,
        "known_share": row.known_share,
        "features": [feature(f) for f in row.features],
        "rule_id": row.rule_id,
        "filters": [filter_(f) for f in row.filters],
        "in_park": row.in_park,
        "evidence": [evidence(e) for e in row.evidence],
        "unknown": [unknown(facts, u) for u in row.unknown],
        "from_product_id": row.from_product_id,
        "certain": row.certain,
        "grade": row.grade,
        "segment": facts.products[row.product_id].segment,
        "process_ids": list(row.process_ids),
        "path": list(row.path),
        "steps": max(0, len(row.path) - 1) if row.kind == "延链" else None,
        "co_feeds": [
            {"product_id": f.product_id, "kt_a": f.kt_a, "where": f.where} for f in row.co_feeds
        ],
        "outputs": [{"product_id": p, "kt_a": kt_a} for p, kt_a in row.outputs],
        "train_kt_a": {"low": row.train_kt_a[0], "high": row.train_kt_a[1]},
        "rivals": list(row.rivals),
        "group_cap_kt_a": interval(row.group_cap) if row.group_cap else None,
        "left_kt_a": row.left_kt_a,
        "alternative": row.alternative,
        "factor": row.factor,
        "rank_moves": row.rank_moves,
        "moved_by": row.moved_by,
        "stable": row.stable,
    }


def whole_gap(
    evaluation: Evaluation, row: Gap, work: Mapping[str, tuple[Work, ...]] | None = None
) -> Json:
    """``liantu gaps``: the line with what the nation and the region say about it.

    ``work`` is :func:`work_on` of the evaluation, where it is at hand.
    """
    at_it = (work_on(evaluation) if work is None else work).get(row.product_id, ())
    makers = ("firm", "unit_id", "unit", "product_id", "capacity_kt_a", "why", "source_id")
    return gap(evaluation.chain.facts, row) | {
        "oversupply": level_json.oversupply(evaluation.oversupply_of(row.product_id)),
        "level": level_json.level(evaluation.level_of(row.product_id)),
        "economics": level_json.economics(evaluation.economics_of(row)),
        "local": [{k: getattr(m, k) for k in makers} for m in evaluation.local_for(row)],
        "plans": [p.id for p in evaluation.plans_for(row.product_id)],
        "progress": [
            {"project_id": w.project.id, "stage": w.stage, "news": w.news, "stale": w.is_stale}
            for w in at_it
        ],
    }


def removed(evaluation: Evaluation) -> list[Json]:
    """``liantu gaps --removed``: lines off the list, with the rule that took each."""
    facts = evaluation.chain.facts
    return [gap(facts, g) | {"removed_by": filter_(rule)} for g, rule in evaluation.removed]


def all_gaps(evaluation: Evaluation) -> list[Json]:
    """Every gap of an evaluation."""
    work = work_on(evaluation)
    return [whole_gap(evaluation, g, work) for g in evaluation.gaps]
