"""What a view keeps in colour while the rest fades: gaps, classes, ways between products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import MapView
from graph.reason import Evaluation
from graph.reason.passage import passage
from views.map.node import node_states

EVERYTHING, GAPS, TOP_TEN = "全部", "缺口", "缺口前十"
SHOWN = (EVERYTHING, GAPS, TOP_TEN)
MOST_GAPS = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """Products that do not fade, links drawn between them, and the same in words."""

    products: frozenset[str]
    ways: frozenset[tuple[str, str]]
    told: str

    def holds(self, ends: tuple[str, str]) -> bool:
        """Whether the line between two products stays: of ways only their own steps do."""
        return ends in self.ways if self.ways else self.products.issuperset(ends)


def kept_by(evaluation: Evaluation, view: MapView) -> Kept | None:
    """What a view keeps; None when it keeps everything."""
    if not is_filtered(view):
        return None
    facts = evaluation.chain.facts
    links = ways(evaluation, view)
    left = frozenset(facts.goods).intersection(*_wanted(evaluation, view, links))
    return Kept(left, links, "只看 " + "、".join(_told(facts, view)))


def is_filtered(view: MapView) -> bool:
    """Whether a view lets anything fade."""
    return view.shown != EVERYTHING or bool(view.classes) or has_ends(view)


def has_ends(view: MapView) -> bool:
    """Whether a view looks at what lies between two products."""
    return bool(view.path_from_id and view.path_to_id)


def ways(evaluation: Evaluation, view: MapView) -> frozenset[tuple[str, str]]:
    """Links on the ways between the two products of a view; none without both ends."""
    if not view.path_from_id or not view.path_to_id:
        return frozenset()
    return passage(evaluation.chain, view.path_from_id, view.path_to_id)


def _wanted(
    evaluation: Evaluation, view: MapView, links: frozenset[tuple[str, str]]
) -> Iterator[set[str]]:
    """What each filter lets through."""
    if view.shown != EVERYTHING:
        most = MOST_GAPS if view.shown == TOP_TEN else None
        yield {gap.product_id for gap in evaluation.gaps[:most]}
    if view.classes:
        states = node_states(evaluation, evaluation.chain.facts)
        yield {key for key, state in states.items() if state.map_class in view.classes}
    if view.path_from_id and view.path_to_id:
        yield {view.path_from_id, view.path_to_id}.union(*links)


def _told(facts: Facts, view: MapView) -> Iterator[str]:
    if view.shown != EVERYTHING:
        yield view.shown
    yield from view.classes
    if view.path_from_id and view.path_to_id:
        yield "→".join(map(facts.product_name, (view.path_from_id, view.path_to_id)))
