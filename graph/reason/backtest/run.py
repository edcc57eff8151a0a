"""The backtest: the list as of a day against what was decided in the region afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from graph.asof import AsOf
from graph.chain import Chain
from graph.facts import Facts
from graph.reason.backtest import measure
from graph.reason.backtest.baselines import BASELINES, eligible
from graph.reason.backtest.measure import KS
from graph.reason.backtest.misses import Reasons
from graph.reason.backtest.results import Against, Backtest, Hit, Miss
from graph.reason.backtest.truth import Decision, decisions
from graph.reason.backtest.weightings import weightings
from graph.reason.evaluate import Evaluation, evaluate
from graph.reason.units import Region, chosen_region
from graph.results import STANDING, Gap
from graph.rules import Rules

CLOCKS = ("strict", "lenient")


def backtest(
    facts: Facts,
    rules: Rules,
    as_of: AsOf,
    clock: str,
    *,
    region_id: str = "",
    with_nearby: bool = False,
) -> Backtest:
    """Rank as of a day, then look at what was decided afterwards.

    Parameters
    ----------
    facts, rules
        Everything on record today; the clock is applied here.
    as_of
        The day (``valid``) and the statuses that count; ``known`` is set by the clock.
    clock
        ``strict``: only what was on record by the day; ``lenient``: all that is on record
        today about what was true on the day.
    """
    region = Region(chosen_region(facts, region_id), with_nearby)
    at = replace(as_of, known=as_of.valid if clock == "strict" else None)
    evaluation = evaluate(facts, rules, at, region_id=region.region_id, with_nearby=with_nearby)
    found = decisions(Chain(facts), region, as_of.valid)
    ranking = ranked_products(evaluation.gaps)
    universe = eligible(evaluation) | frozenset(ranking)
    truth = measure.truth_of(found)
    products, struck = measure.intervals(ranking, found)
    return Backtest(
        as_of=at,
        clock=clock,
        region=region,
        n_candidates=len(universe),
        ranking=ranking,
        decisions=found,
        whole=against(ranking, universe, found),
        open_=measure.measured(singles(ranking), still_open(evaluation, universe, found)),
        within=measure.measured([ranking] if ranking else [], found),
        within_p=measure.p_values(ranking, ranking, found),
        baselines={
            name: measure.measured(order(evaluation, universe), found)
            for name, order in BASELINES.items()
        },
        without={name: against(ranking, universe, left) for name, left in left_out(found).items()},
        hits=_hits(evaluation.gaps, ranking, found),
        misses=_misses(evaluation, ranking, found),
        weightings=weightings(evaluation.gaps, truth, max(KS)),
        intervals=dict(products),
        intervals_decisions=dict(struck),
    )


def ranked_products(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Each product of the list once, at its best place."""
    return tuple(dict.fromkeys(g.product_id for g in sorted(gaps, key=lambda g: g.rank)))


def singles(ranking: Sequence[str]) -> list[tuple[str]]:
    """A ranking without ties, as the measure takes it."""
    return [(p,) for p in ranking]


def against(
    ranking: Sequence[str], universe: Collection[str], found: Sequence[Decision]
) -> Against:
    """Our ranking and a random draw from the universe held against one truth."""
    return Against(
        measure.measured(singles(ranking), found),
        measure.measured([universe] if universe else [], found),
        dict(measure.p_values(ranking, universe, found)),
        dict(measure.decision_p_values(ranking, universe, found)),
    )


def left_out(found: Sequence[Decision]) -> dict[str, tuple[Decision, ...]]:
    """What remains of the truth without some decisions."""
    largest = max(found, key=lambda d: len(d.product_ids), default=None)
    return {
        "largest_decision": tuple(d for d in found if d is not largest),
        "plans": tuple(d for d in found if not (d.was_planned or d.was_building)),
        "under_construction": tuple(d for d in found if not d.was_building),
    }


def still_open(
    evaluation: Evaluation, universe: Collection[str], found: Sequence[Decision]
) -> list[Decision]:
    """The decisions with only those products that were still to be had on the day."""
    building = {p for d in found if d.was_building for p in d.product_ids}

    def is_open(product_id: str) -> bool:
        there = evaluation.balances[product_id].presence in STANDING
        return product_id in universe and not there and product_id not in building

    return [replace(d, product_ids=tuple(filter(is_open, d.product_ids))) for d in found]


def _first_of(found: Sequence[Decision]) -> dict[str, Decision]:
    """Product → the first decision that makes it."""
    out: dict[str, Decision] = {}
    for decision in found:
        for product_id in decision.product_ids:
            out.setdefault(product_id, decision)
    return out


def _hits(
    gaps: Sequence[Gap], ranking: Sequence[str], found: Sequence[Decision]
) -> tuple[Hit, ...]:
    made = _first_of(found)
    kind: dict[str, str] = {}
    for gap in sorted(gaps, key=lambda g: g.rank):
        kind.setdefault(gap.product_id, gap.kind)
    return tuple(
        Hit(p, i, kind[p], made[p]) for i, p in enumerate(ranking[: max(KS)], 1) if p in made
    )


def _misses(
    evaluation: Evaluation, ranking: Sequence[str], found: Sequence[Decision]
) -> tuple[Miss, ...]:
    reasons = Reasons(evaluation, {p: i for i, p in enumerate(ranking, 1)})
    early = set(ranking[: max(KS)])
    made = _first_of(found)
    return tuple(Miss(p, d, reasons.why(p)) for p, d in made.items() if p not in early)
