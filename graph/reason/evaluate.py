"""The one pipeline every page, command and report calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from graph.asof import AsOf
from graph.chain import Chain
from graph.facts import Facts
from graph.levels import Economics, Level, Oversupply
from graph.model import Project, Record
from graph.reason.asking.survey import survey_of
from graph.reason.balance import balances
from graph.reason.clock import facts_at
from graph.reason.entry import project_in_park, removes
from graph.reason.firms.targets import targets
from graph.reason.firms.ties import local_tie
from graph.reason.gaps.context import Context
from graph.reason.gaps.extending import extending_gaps
from graph.reason.gaps.local import local_makers, local_plans
from graph.reason.gaps.missing import bought_in, missing_gaps, shortfall
from graph.reason.gaps.related import related
from graph.reason.gaps.sharing import shared_out
from graph.reason.gaps.stability import with_stability
from graph.reason.gaps.strengthening import strengthening_gaps
from graph.reason.nation.economics import Costs
from graph.reason.nation.level import level_of
from graph.reason.nation.national import National
from graph.reason.nation.oversupply import oversupply
from graph.reason.priority import order_key
from graph.reason.routes import Router
from graph.reason.standing import Standing, standing
from graph.reason.units import Region, chosen_region
from graph.results import Balance, Filter, Gap, Interval, LocalMaker, StopLoss, SurveyItem, Target
from graph.rules import Rules


@dataclass(frozen=True)
class Evaluation:
    """Everything that follows from the facts for one region and date.

    Balances and gaps are computed at once; the rest when asked for.  ``removed`` are lines
    an entry rule takes off the list, each with the rule; ``given`` are the facts as handed
    in, before the clocks were applied.
    """

    chain: Chain
    rules: Rules
    region: Region
    as_of: AsOf
    standing: Standing
    balances: dict[str, Balance]
    gaps: tuple[Gap, ...]
    removed: tuple[tuple[Gap, Filter], ...]
    national: National
    context: Context
    given: Facts

    @cached_property
    def survey(self) -> tuple[SurveyItem, ...]:
        """Facts to ask, most useful first."""
        return survey_of(self.chain, self.rules, self.standing, self.balances)

    @cached_property
    def bought_in(self) -> tuple[str, ...]:
        """外购: hubs and raw materials needed and lacked here, by amount; never gaps."""
        found = bought_in(self.context)
        return tuple(sorted(found, key=lambda p: (self.balances[p].net.likely or 0.0, p)))

    def lack_of(self, product_id: str) -> Interval:
        """Demand less supply, never below zero, kt/a."""
        return shortfall(self.balances[product_id])

    def related_to(self, product_id: str) -> tuple[Gap, ...]:
        """Gap lines of what is made from the product, in rank order."""
        return related(self.chain, self.standing, self.balances, self.gaps, product_id)

    def level_of(self, product_id: str) -> Level:
        """产业能级: where the region stands in the nation with the product."""
        return level_of(self.chain, self.rules, self.national, self.balances, product_id)

    def oversupply_of(self, product_id: str) -> Oversupply | None:
        """过剩预警, where a stated national figure shows one."""
        return oversupply(self.national, self.rules, product_id)

    @cached_property
    def costs(self) -> Costs:
        """What plants have been said to cost, to take up and to yield."""
        return Costs(self.chain.facts, self.as_of.valid)

    def economics_of(self, gap: Gap) -> Economics | None:
        """Investment, land and output of the plant a 补链 or 延链 line stands for."""
        return self.costs.estimate(gap.product_id, size_of(gap))

    @cached_property
    def router(self) -> Router:
        """What it takes to make a product from what stands here."""
        return Router(self.chain, self.balances)

    @property
    def stops(self) -> tuple[StopLoss, ...]:
        """What is lost when one plant stops, worst first."""
        return self.context.stops

    def targets_for(self, product_id: str) -> tuple[Target, ...]:
        """Firms elsewhere for one product, each with the path that ties it to a local plant."""
        if product_id not in self._targets:
            tie = local_tie(self.chain, self.balances, product_id)
            self._targets[product_id] = targets(
                self.chain, self.rules, self.national, self.balances, product_id, tie
            )
        return self._targets[product_id]

    @cached_property
    def _targets(self) -> dict[str, tuple[Target, ...]]:
        return {}

    def gaps_of(self, product_id: str) -> tuple[Gap, ...]:
        """Gap lines that name the product."""
        return tuple(g for g in self.gaps if g.product_id == product_id)

    def local_for(self, gap: Gap) -> tuple[LocalMaker, ...]:
        """Plants here that could close the gap by expanding or converting."""
        return local_makers(self.chain, self.standing, gap)

    def plans_for(self, product_id: str) -> tuple[Project, ...]:
        """Projects of the region that name the product and have not broken ground."""
        return local_plans(self.chain, self.region, product_id)

    def where_of(self, project: Project) -> str:
        """园区内, 园区外 or 须定 of a project, by what it makes."""
        facts = self.chain.facts
        return project_in_park(facts, facts.regions[self.region.region_id], project)

    def with_changes(self, changed: Iterable[Record]) -> Evaluation:
        """The evaluation after some records were added or replaced; the rest is shared."""
        return evaluate(
            self.given.with_records(changed),
            self.rules,
            self.as_of,
            region_id=self.region.region_id,
            with_nearby=self.region.with_nearby,
            like=self,
        )


def evaluate(
    facts: Facts,
    rules: Rules,
    as_of: AsOf,
    *,
    region_id: str = "",
    with_nearby: bool = False,
    like: Evaluation | None = None,
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
    like
        An evaluation of nearly the same facts, whose look-ups are shared where they hold.

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
    given = facts
    facts = facts_at(facts, as_of)
    if facts is not given:
        rules = rules.known_to(facts)
    chain = like.chain.moved_to(facts) if like else Chain(facts)
    region = Region(chosen_region(facts, region_id), with_nearby)
    if like is None or rules is not like.rules:
        rules = rules.seen_from(facts.regions[region.region_id])
    stand = standing(chain, rules, region, as_of)
    table = balances(chain, rules, stand)
    national = like.national.moved_to(facts) if like else National(facts, region, as_of)
    ctx = Context(chain, rules, national, stand, table)
    if like:
        like.context.share_with(ctx)
    gaps, removed = ranked(ctx)
    return Evaluation(
        chain, rules, region, as_of, stand, table, gaps, removed, national, ctx, given
    )


def size_of(gap: Gap) -> float | None:
    """The plant a line stands for, kt/a of its product; None when not known."""
    if gap.kind == "延链":
        return dict(gap.outputs).get(gap.product_id)
    return gap.gap.likely if gap.kind == "补链" else None


def ranked(ctx: Context) -> tuple[tuple[Gap, ...], tuple[tuple[Gap, Filter], ...]]:
    """One list of all three kinds, ranks from 1, and what entry rules take off it.

    A plant that stands is never taken off: a route that is being closed is why it is weak.
    """
    missing = missing_gaps(ctx)
    named = frozenset(g.product_id for g in missing if g.path)
    new = sorted([*missing, *extending_gaps(ctx, named)], key=order_key)
    removed = [(g, rule) for g in new if (rule := removes(g.filters)) is not None]
    kept = [g for g in new if removes(g.filters) is None]
    factor = ctx.rules.number("alternative_factor")
    served = shared_out(kept, ctx.surpluses, factor)
    order = sorted([*served, *strengthening_gaps(ctx)], key=order_key)
    numbered = [replace(g, rank=i) for i, g in enumerate(order, 1)]
    return with_stability(numbered, ctx.rules), tuple(removed)
