"""What every gap rule looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.reason.balance import material
from graph.reason.entry import Entry, in_park
from graph.reason.gaps.onward import surpluses
from graph.reason.gaps.stops import stop_losses
from graph.reason.nation.momentum import Moves
from graph.reason.nation.national import National
from graph.reason.pools import may_lack
from graph.reason.standing import Standing
from graph.results import SHORT, Balance, Filter, Interval, StopLoss
from graph.rules import Rules

ENTRY_KINDS = ("constraint", "process", "product", "flow", "region", "park", "parcel", "source")


@dataclass(frozen=True)
class Context:
    """Chain, rules, nation and balances, with what several rules need worked out once."""

    chain: Chain
    rules: Rules
    national: National
    standing: Standing
    balances: Mapping[str, Balance]

    def share_with(self, other: Context) -> None:
        """Let ``other`` use what is worked out here from tables that both have."""
        facts, theirs = self.chain.facts, other.chain.facts
        if other.rules is self.rules and theirs.same_tables(facts, ENTRY_KINDS):
            other.__dict__["entry"] = self.entry
        if other.national.shares(self.national):
            other.__dict__["moves"] = self.moves

    @cached_property
    def surpluses(self) -> dict[str, Interval]:
        """What leaves the park unprocessed, kt/a."""
        return surpluses(self.chain, self.balances)

    @cached_property
    def stops(self) -> tuple[StopLoss, ...]:
        """What is lost when one plant stops, worst first."""
        return stop_losses(self.chain, self.standing)

    @cached_property
    def entry(self) -> Entry:
        """The ten entry checks of the region."""
        region = self.chain.facts.regions[self.national.region.region_id]
        return Entry(self.rules, self.chain.facts, region)

    def in_park(self, product_id: str) -> str:
        """园区内, 园区外 or 须定."""
        product = self.chain.product(product_id)
        return in_park(product, is_chemical=self.national.is_chemical)

    def checks(
        self, product_id: str, routes: Iterable[str], scale_kt_a: float | None
    ) -> tuple[Filter, ...]:
        """The ten checks of one item; ``scale_kt_a`` is the train one would plan."""
        product = self.chain.product(product_id)
        return self.entry.checks(product, routes, scale_kt_a, self.in_park(product_id))

    @cached_property
    def moves(self) -> Moves:
        """How lively and how crowded products are in the nation."""
        return Moves(self.national, self.rules)

    def national_features(self, product_id: str) -> dict[str, float | None]:
        """What the nation says of a product: import dependence, momentum, crowding."""
        dependence = self.national.import_dependence(product_id)
        crowd = self.moves.crowding(product_id)
        return {
            "import_dependence": dependence[0] if dependence else None,
            "momentum": self.moves.momentum(product_id),
            "crowding": crowd.ratio if crowd else None,
        }

    def is_ordinary(self, product_id: str) -> bool:
        """Whether it may be a missing link."""
        return may_lack(self.chain.product(product_id), self.balances[product_id])

    def needed_here(self, product_id: str) -> bool:
        """Whether plants here need it and lack it for certain (断 or 弱)."""
        return self.balances[product_id].state in SHORT and self.is_ordinary(product_id)

    def is_certain(self, product_id: str) -> bool:
        """Whether the need is material even at its low end."""
        need = self.balances[product_id].demand.low
        return need >= material(self.chain, self.rules, product_id)
