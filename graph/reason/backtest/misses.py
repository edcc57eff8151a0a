"""Why a product that was invested in later does not stand among the first k of a list.

Codes, first that fits; the sentences are made in views.

==================  ===============================================================
``hub``             a shared stream (steam, hydrogen), never a gap
``primary``         a raw material normally bought in, never a gap
``captive``         used up where it is made, never a gap
``below``           on the list, but further down (``rank``)
``removed``         taken off the list by an entry rule (``rule``)
``interior``        made inside a complex that stood or was being built
``standing``        in production here on the day (``state`` of its balance)
``building``        under construction here on the day
``unverified``      a plant on record, nobody knew whether it ran
``article``         plants here need it, but articles (制品) are no missing link
``uncertain``       plants here may need it, the balance cannot say
``coproduct``       only ever made beside something else, so no plant is built for it
``no_route``        the chain on record has no process for it
``train``           a surplus leads to it, but feeds no train of the size usual on the way
``feed_unknown``    what leads to it (``feed``) stood here, its surplus unknown
``feed_used``       what leads to it (``feed``) stood here, without a surplus
``feed_inside``     its feed (``feed``) is made here, but a shared or captive stream
``out_of_reach``    more than four plants away from anything that stood here
==================  ===============================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.reason.evaluate import Evaluation
from graph.results import SHORT, STANDING, Balance

MAX_STEPS = 4
SURPLUS = frozenset({"富余", "外销"})
NAMED = {"未核": "unverified", "在建": "building"}
Values = tuple[tuple[str, str | float | None], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as a code, with what it needs to become a sentence."""

    code: str
    values: Values = ()


@dataclass(frozen=True)
class Reasons:
    """Explains, product by product, why one evaluation does not name it early enough."""

    evaluation: Evaluation
    ranks: Mapping[str, int]

    def why(self, product_id: str) -> Why:
        """The first code that fits."""
        return next(w for w in self._fitting(product_id) if w is not None)

    def _fitting(self, product_id: str) -> Iterator[Why | None]:
        balance = self.evaluation.balances[product_id]
        yield self._never(product_id)
        rank = self.ranks.get(product_id)
        yield None if rank is None else Why("below", (("rank", float(rank)),))
        yield self._removed(product_id)
        yield Why("interior") if balance.interior else None
        yield self._there(balance)
        yield self._needed(product_id, balance)
        yield self._led_to(product_id)

    def _never(self, product_id: str) -> Why | None:
        product = self.evaluation.chain.product(product_id)
        if product.is_hub:
            return Why("hub")
        if product.is_primary:
            return Why("primary")
        return Why("captive") if product.trade == "captive" else None

    def _removed(self, product_id: str) -> Why | None:
        rules = (r for gap, r in self.evaluation.removed if gap.product_id == product_id)
        rule = next(rules, None)
        return None if rule is None else Why("removed", (("rule", rule.rule_id),))

    def _there(self, balance: Balance) -> Why | None:
        if balance.presence in NAMED:
            return Why(NAMED[balance.presence])
        if balance.presence in STANDING:
            return Why("standing", (("state", balance.state),))
        return None

    def _needed(self, product_id: str, balance: Balance) -> Why | None:
        if balance.state in SHORT:
            article = self.evaluation.chain.product(product_id).tier == "制品"
            return Why("article") if article else None
        asked = balance.state == "未知" and balance.demand.high != 0.0
        return Why("uncertain") if asked else None

    def _led_to(self, product_id: str) -> Why:
        if product_id not in self.evaluation.chain.makers:
            beside = any(r.get(product_id, 0.0) > 0.0 for r in self.evaluation.chain.net.values())
            return Why("coproduct" if beside else "no_route")
        if feed := self._start(product_id, self._from_surplus):
            return Why("train", (("feed", feed),))
        if feed := self._start(product_id, self._from_supply):
            unknown = self.evaluation.balances[feed].state == "未知"
            return Why("feed_unknown" if unknown else "feed_used", (("feed", feed),))
        for route in self.evaluation.chain.makers[product_id]:
            feed = self.evaluation.chain.main_feed[route.id].product_id
            if self._never(feed) and self.evaluation.balances[feed].supply.high != 0.0:
                return Why("feed_inside", (("feed", feed),))
        return Why("out_of_reach")

    def _start(self, product_id: str, origin: Mapping[str, str]) -> str | None:
        """Where a way to the product begins: behind the main feed of one of its routes."""
        chain = self.evaluation.chain
        feeds = [chain.main_feed[r.id].product_id for r in chain.makers[product_id]]
        starts = (origin[f] for f in feeds if f in origin and origin[f] != product_id)
        return next(starts, None)

    @cached_property
    def _from_surplus(self) -> dict[str, str]:
        balances = self.evaluation.balances
        return self._reached({p for p, b in balances.items() if b.state in SURPLUS})

    @cached_property
    def _from_supply(self) -> dict[str, str]:
        balances = self.evaluation.balances
        return self._reached({p for p, b in balances.items() if b.supply.high != 0.0})

    def _reached(self, starts: set[str]) -> dict[str, str]:
        """Product → the start nearest to it along main feeds, at most three plants away."""
        chain = self.evaluation.chain
        origin = {p: p for p in sorted(starts) if self._never(p) is None}
        front = list(origin)
        for _ in range(MAX_STEPS - 1):
            after = []
            for feed in front:
                for process in chain.fed_by.get(feed, ()):
                    made = process.main_product_id
                    if made not in origin and not chain.product(made).is_hub:
                        origin[made] = origin[feed]
                        after.append(made)
            front = after
        return origin
