"""What every picture says of itself: region, date, scope, share unverified, version."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts import Facts
from graph.quality import is_consumption, is_sourced
from graph.reason import Evaluation
from views import settings
from views.amounts import percent
from views.map.measure import cut

REGION_EM = 20.0
"""Room for the name of the region in titles."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What the foot of the map must say.

    ``unsourced_share`` is the share (0–1) of unit consumptions and local plants whose
    figure has no source of its own; None when there are none.  ``unsourced_of`` says of what.
    ``version`` names program and data: two prints with the same one show the same figures.
    """

    region: str
    date: str
    scope: str
    unsourced_share: float | None
    version: str = ""
    unsourced_of: str = "单耗与装置产能"


def notes(evaluation: Evaluation, facts: Facts) -> Notes:
    """Region, date, scope and how much is unsourced."""
    flows = [flow for flow in facts.flows.values() if is_consumption(flow)]
    rows = [*flows, *(row for row in facts.capacities.values() if row.is_driver)]
    share = sum(not is_sourced(row) for row in rows) / len(rows) if rows else None
    region = facts.regions[evaluation.region.region_id]
    where = "本区园区及周边片区" if evaluation.region.with_nearby else "本区园区"
    return Notes(
        cut(region.name_zh, REGION_EM),
        evaluation.as_of.valid,
        f"{where},{'、'.join(evaluation.as_of.statuses)}装置,按设计产能",
        share,
        f"{settings.version()}·{facts.fingerprint}",
    )


def footer(about: Notes, *more: str) -> tuple[str, ...]:
    """Cut-off date, unit, scope, share unverified, version, and what else a picture must say."""
    share = about.unsourced_share
    unsourced = "未统计" if share is None else percent(share)
    told = (
        f"数据截止日 {about.date}",
        "单位 万吨/年",
        f"口径 {about.scope}",
        *more,
        f"来源未核份额 {unsourced}({about.unsourced_of}中没有来源的)",
        f"版本 {about.version}" if about.version else "",
    )
    return tuple(part for part in told if part)
