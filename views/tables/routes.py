"""The plans of a product as lines for a page, a pack or the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.reason.routes import Plan, Router
from views import route_texts


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan in words; empty tuples mean nothing of the kind.

    Attributes
    ----------
    headline
        要新建几套、外购几种、主原料在不在本地.
    build, here, bought, missing
        New plants in building order; feeds that stand here; feeds from outside; feeds nobody
        can bring in.
    """

    headline: str
    build: tuple[str, ...]
    here: tuple[str, ...]
    bought: tuple[str, ...]
    missing: tuple[str, ...]


def plan_cards(router: Router, plans: Iterable[Plan]) -> tuple[PlanCard, ...]:
    """One card per plan, in order."""
    return tuple(plan_card(router, plan) for plan in plans)


def plan_card(router: Router, plan: Plan) -> PlanCard:
    """The plan in words."""
    facts = router.chain.facts
    local = () if plan.stands else plan.feeds_here
    return PlanCard(
        route_texts.headline(plan),
        tuple(route_texts.step(facts, s) for s in plan.steps),
        tuple(route_texts.local_feed(router, plan, q) for q in local),
        tuple(route_texts.outside_feed(router, plan, q) for q in plan.bought_in),
        tuple(route_texts.missing_feed(router, q) for q in plan.missing),
    )


def lines(card: PlanCard) -> list[str]:
    """The card as plain lines, the headline first."""
    rows = (
        ("新建", " → ".join(card.build)),
        ("用本地", ";".join(card.here)),
        ("外购", ";".join(card.bought)),
        ("没有着落", ";".join(card.missing)),
    )
    return [card.headline, *(f"{name}:{text}" for name, text in rows if text)]
