"""The next things to mend in the facts, the most useful first.

Mirrors come first (a repost or an undated page under many facts is one look-up away from
an original), then what only a firm can tell, then unit consumptions without a source that
carry the most tonnes here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from graph.facts import Facts
from graph.quality import WEAK_GRADES, is_sourced
from graph.reason import Evaluation

MIRRORS, ASKS = 3, 4
SHOWN = 10
COUNTED = ("capacity", "project", "project_stage", "firm", "supply", "figure", "goal", "task")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: mirror (ids: source), ask (firm, unit, field, products …), flow (flow).

    The weight counts facts on the source, conclusions it would change, or kt/a that hang on it.
    """

    code: str
    ids: tuple[str, ...]
    weight: float


def worklist(evaluation: Evaluation, shown: int = SHOWN) -> tuple[WorkItem, ...]:
    """At most ``shown`` items: mirrors, questions to firms, unsourced consumptions."""
    items = [
        *islice(_mirrors(evaluation.chain.facts), MIRRORS),
        *islice(_asks(evaluation), ASKS),
        *_flows(evaluation),
    ]
    return tuple(items[:shown])


def _mirrors(facts: Facts) -> Iterator[WorkItem]:
    """Sources of grade C or D by the regional facts that hang on them."""
    count = Counter(
        row.source_id  # type: ignore[attr-defined]
        for kind in COUNTED
        for row in facts.by_kind.get(kind, {}).values()
        if is_sourced(row)
    )
    weak = [s for s in facts.sources.values() if s.grade in WEAK_GRADES and count[s.id]]
    for source in sorted(weak, key=lambda s: (-count[s.id], s.id)):
        yield WorkItem("mirror", (source.id,), float(count[source.id]))


def _asks(evaluation: Evaluation) -> Iterator[WorkItem]:
    for item in evaluation.survey:
        ids = (item.firm_id, item.unit_id, item.field, *item.product_ids)
        yield WorkItem("ask", ids, float(len(item.would_change)))


def _flows(evaluation: Evaluation) -> Iterator[WorkItem]:
    """Unsourced consumptions behind the local balances, by the kt/a they carry."""
    weight: dict[str, float] = {}
    facts = evaluation.chain.facts
    for balance in evaluation.balances.values():
        for term in balance.terms:
            flow = facts.flows.get(term.flow_id or "")
            if flow and flow.role != "main" and not is_sourced(flow):
                weight[flow.id] = weight.get(flow.id, 0.0) + (term.amount.likely or 0.0)
    for flow_id in sorted(weight, key=lambda k: (-weight[k], k)):
        yield WorkItem("flow", (flow_id,), weight[flow_id])
