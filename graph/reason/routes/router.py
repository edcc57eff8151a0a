"""``routes_to``: what can be made from what stands here, in how many new plants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.reason.routes.amounts import Asked, ask
from graph.reason.routes.distances import steps_away, steps_from_here
from graph.reason.routes.ground import Ground
from graph.reason.routes.plan import NewPlant, Plan
from graph.reason.routes.problem import Problem
from graph.reason.routes.search import (
    Option,
    fed_choice,
    feeds_of,
    fewest_plants,
    options,
    short_feeds,
    starts_here,
    train,
)
from graph.reason.routes.ways import Way, Ways
from graph.results import Balance

TOP = 5


@dataclass(frozen=True)
class Router:
    """The chain and what stands here, read once and asked for many products."""

    chain: Chain
    balances: Mapping[str, Balance]

    @cached_property
    def ways(self) -> Ways:
        """The processes as an AND-OR hypergraph."""
        return Ways(self.chain)

    @cached_property
    def ground(self) -> Ground:
        """What stands here to spare, and what occurs here without being to spare."""
        return Ground.of(self.balances)

    @cached_property
    def steps(self) -> dict[str, int]:
        """New plants to each product, nothing bought that somebody makes on purpose."""
        return steps_away(self.ways, self.ground.supply)

    @cached_property
    def steps_from_here(self) -> dict[str, int]:
        """New plants to each product along main feeds that begin here, other feeds bought in."""
        return steps_from_here(self.ways, self.ground.supply)

    def routes_to(
        self, product_id: str, *, kt_a: float | None = None, top: int = TOP
    ) -> tuple[Plan, ...]:
        """Plans for one product; see :func:`routes_to`."""
        found = options(Problem.of(self.ways, product_id, self.ground.supply), top)
        plans = [self._plan(option, kt_a) for option in found]
        if found and (fed := self._fed(found, kt_a)):
            plans.insert(1, fed)
        plans.sort(key=lambda p: (len(p.new), not p.from_here))
        here = product_id in self.ground.made
        return (*([self._standing(product_id)] if here else []), *plans)

    def fewest_plants(self, product_id: str) -> tuple[str, ...] | None:
        """The exact smallest set of processes to build, or None when no set will do.

        As in :attr:`steps` nothing is bought that somebody makes on purpose.
        """
        ways = self.ways
        problem = Problem.of(
            ways,
            product_id,
            self.ground.supply,
            buys=lambda q: ways.given(q) or (q not in ways.makers and ways.buyable(q)),
            may_miss=False,
        )
        found = fewest_plants(problem)
        return None if found is None else tuple(w.process_id for w in found.ways)

    def yielded_by(self, product_id: str) -> tuple[str, ...]:
        """Processes that yield it besides their own product: no reason to build one."""
        return tuple(
            r
            for r in sorted(self.chain.net)
            if self.chain.net[r].get(product_id, 0.0) > 0.0
            and self.chain.facts.processes[r].main_product_id != product_id
        )

    def _fed(self, found: list[Option], kt_a: float | None) -> Plan | None:
        """The cheapest plan whose feeds suffice, when the first one's do not."""
        problem, choice, spare = found[0].problem, found[0].choice, self.ground.supply
        if not short_feeds(problem, choice, kt_a, spare):
            return None
        fed = fed_choice(problem, choice, kt_a, spare)
        if fed is None or fed in [o.choice for o in found]:
            return None
        return self._plan(Option(problem, fed, starts_here(problem, fed)), kt_a)

    def _standing(self, product_id: str) -> Plan:
        """The product stands here: nothing to build."""
        none: tuple[str, ...] = ()
        return Plan(
            product_id=product_id,
            new=none,
            steps=(),
            bought_in=none,
            auxiliary=none,
            utilities=none,
            missing=none,
            feeds_here=(product_id,),
            topped_up=(),
            stands=True,
            from_here=True,
            on_front=True,
            kt_a=None,
            amounts=(),
            enough=None,
            short=(),
        )

    def _plan(self, option: Option, kt_a: float | None) -> Plan:
        problem, choice, ways = option.problem, option.choice, option.choice.ways
        size = kt_a if kt_a is not None else train(problem, choice)
        made = {w.product_id for w in ways}
        extras = {q for w in ways for q in w.auxiliary} - made - feeds_of(choice)
        outside = sorted(extras - self.ground.supply.keys())
        asked = self._asked(option, size)
        return Plan(
            product_id=problem.target,
            new=tuple(w.process_id for w in ways),
            steps=tuple(self._step(w, asked.rates.get(w.process_id)) for w in ways),
            bought_in=(*choice.bought, *outside),
            auxiliary=tuple(outside),
            utilities=tuple(sorted({q for w in ways for q in w.utilities} - feeds_of(choice))),
            missing=choice.missing,
            feeds_here=tuple(sorted(asked.local | (extras & self.ground.supply.keys()))),
            topped_up=asked.topped_up,
            stands=False,
            from_here=option.from_here,
            on_front=option.on_front,
            kt_a=size,
            amounts=tuple(sorted(asked.taken.items())),
            enough=asked.enough,
            short=asked.short,
        )

    def _asked(self, option: Option, size: float | None) -> Asked:
        choice, target = option.choice, option.problem.target
        return ask(choice.ways, target, size, self.ground.supply, choice.bought)

    def _step(self, way: Way, rate_kt_a: float | None) -> NewPlant:
        train_kt_a = self.chain.facts.processes[way.process_id].scale_low_kt_a
        return NewPlant(way.process_id, way.product_id, rate_kt_a, train_kt_a)


def routes_to(
    chain: Chain,
    balances: Mapping[str, Balance],
    product_id: str,
    *,
    kt_a: float | None = None,
    top: int = TOP,
) -> tuple[Plan, ...]:
    """What it takes to make a product from what stands here.

    Parameters
    ----------
    balances
        What stands here and what of it is to spare; see :class:`Ground`.
    kt_a
        Size to check feeds at; by default the smallest usual train of each plan's last plant.
    top
        Plans to work out, besides the one that says the product stands here already and the
        one added when the feeds of the first do not suffice.

    Returns
    -------
    tuple of Plan
        Fewest new plants first, those whose main feeds begin here before those that buy them.
        Nothing new when the product stands here already: what follows is for another plant.
        Empty when no process makes the product on purpose, or only from itself.

    Raises
    ------
    KeyError
        The product is not on the chain.
    """
    chain.product(product_id)
    return Router(chain, balances).routes_to(product_id, kt_a=kt_a, top=top)
