"""The one pipeline every page, command and report calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from graph.asof import AsOf
from graph.chain import Chain
from graph.facts import Facts
from graph.reason.balance import balances
from graph.reason.clock import facts_at
from graph.reason.extending import extending_gaps
from graph.reason.missing import Context, missing_gaps
from graph.reason.national import National
from graph.reason.standing import Standing, local_feeds, standing
from graph.reason.strengthening import strengthening_gaps
from graph.reason.survey import survey
from graph.reason.targets import targets
from graph.reason.ties import local_tie
from graph.reason.units import Region, chosen_region
from graph.results import Balance, Gap, SurveyItem, Target
from graph.rules import Rules


@dataclass(frozen=True)
class Evaluation:
    """Everything that follows from the facts for one region and date.

    Balances and gaps are computed at once; survey and targets when asked for.
    """

    chain: Chain
    rules: Rules
    region: Region
    as_of: AsOf
    standing: Standing
    balances: dict[str, Balance]
    gaps: tuple[Gap, ...]
    national: National

    @cached_property
    def survey(self) -> tuple[SurveyItem, ...]:
        """Facts to ask, most useful first."""
        return survey(self.balances)

    def targets_for(self, product_id: str) -> tuple[Target, ...]:
        """Firms elsewhere for one product, each with the path that ties it to a local plant."""
        tie = local_tie(self.chain, self.balances, product_id)
        return targets(self.chain, self.rules, self.national, product_id, tie)

    def gaps_of(self, product_id: str) -> tuple[Gap, ...]:
        """Gap lines that name the product."""
        return tuple(g for g in self.gaps if g.product_id == product_id)


def evaluate(
    facts: Facts,
    rules: Rules,
    as_of: AsOf,
    *,
    region_id: str = "",
    with_nearby: bool = False,
) -> Evaluation:
    """Reason over ``facts`` for one region at one date.

    Parameters
    ----------
    facts, rules
        Records and thresholds; see :mod:`graph.facts` and :mod:`graph.rules`.
    as_of
        Date (true at), knowledge date and status set, the same set for supply and demand.
    region_id
        Which region; the only one on record when not given.
    with_nearby
        Also count parks marked ``nearby``.

    Returns
    -------
    Evaluation
        Amounts in kt/a; scores 0–1.

    Raises
    ------
    UnknownName, BadRequest
        The region is not on record, or none was named and there are several.
    ChainError
        The chain or a complex makes no sense.
    """
    facts = facts_at(facts, as_of)
    chain = Chain(facts)
    region = Region(chosen_region(facts, region_id), with_nearby)
    rules = rules.seen_from(facts.regions[region.region_id])
    stand = standing(chain, rules, region, as_of)
    table = balances(chain, rules, stand)
    national = National(facts, region, as_of)
    ctx = Context(chain, rules, national, table, local_feeds(chain, stand))
    found = [*missing_gaps(ctx), *extending_gaps(ctx), *strengthening_gaps(ctx)]
    return Evaluation(chain, rules, region, as_of, stand, table, _ranked(found), national)


def _ranked(found: list[Gap]) -> tuple[Gap, ...]:
    """One list: by score, then by size, then by name; ranks from 1."""
    order = sorted(found, key=lambda g: (-g.score, -(g.gap.likely or 0.0), g.kind, g.product_id))
    return tuple(replace(g, rank=i) for i, g in enumerate(order, 1))
