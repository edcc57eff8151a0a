"""What a route would find here: its main feed to spare, and local surplus that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.reason.balance import material
from graph.results import SURPLUS, Balance
from graph.rules import Rules


@dataclass(frozen=True, slots=True)
class RouteFit:
    """One route seen from here, kt/a.

    ``spare_kt_a`` (of the main feed) and ``absorbed_kt_a`` are None when nobody knows;
    ``absorbs`` is the surplus product that one usual train takes most of.
    """

    process_id: str
    feed_id: str
    spare_kt_a: float | None
    absorbs: str | None
    absorbed_kt_a: float | None


@dataclass(frozen=True)
class Fits:
    """Routes against the balances of one region and date."""

    chain: Chain
    rules: Rules
    balances: Mapping[str, Balance]

    @cached_property
    def _known(self) -> dict[str, RouteFit]:
        return {}

    def of(self, process_id: str) -> RouteFit:
        """What the route would find here."""
        if process_id not in self._known:
            feed = self.chain.main_feed[process_id].product_id
            absorbs, kt_a = self._absorbed(process_id)
            self._known[process_id] = RouteFit(process_id, feed, self.spare(feed), absorbs, kt_a)
        return self._known[process_id]

    def _absorbed(self, process_id: str) -> tuple[str | None, float | None]:
        """The surplus input that the largest usual train takes most of; (None, 0) for none."""
        inputs = {p: -t for p, t in self.chain.net[process_id].items() if t < 0.0}
        local = [p for p in sorted(inputs) if p in self.balances]
        local = [p for p in local if self.balances[p].state in SURPLUS]
        process = self.chain.facts.processes[process_id]
        train = process.scale_high_kt_a or process.scale_low_kt_a
        amounts = [(self._taken(p, inputs[p], train), p) for p in local]
        known = [(kt_a, p) for kt_a, p in amounts if kt_a is not None]
        most = max(known, default=(0.0, None))
        if most[0] == 0.0:
            return None, 0.0 if len(known) == len(amounts) else None
        return most[1], most[0]

    def _taken(self, product_id: str, t_per_t: float, train_kt_a: float | None) -> float | None:
        spare = self.spare(product_id)
        if not spare or train_kt_a is None:
            return 0.0 if spare == 0.0 else None
        return min(spare, t_per_t * train_kt_a)

    def spare(self, product_id: str) -> float | None:
        """What owners here can hand to others, likely kt/a: 0 when immaterial, else None.

        Unknown where no balance was made, where the product stays inside a complex, and
        where a hidden yield may be all there is.
        """
        balance = self.balances.get(product_id)
        if balance is None or balance.interior or balance.outside_supply is None:
            return None
        out = balance.outside_supply
        if out.likely is not None and out.likely >= material(self.chain, self.rules, product_id):
            return out.likely
        return 0.0 if out.high is not None and (out.likely is not None or out.high == 0) else None
