"""From an evaluation to a picture, a page or the data of the component."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from graph.model import MapSheet
from graph.reason import Evaluation
from graph.results import Gap
from views.map.boxed import invite_lines, standing_lines
from views.map.compose import drawing
from views.map.memory import sheet_id
from views.map.network import html, network_data
from views.map.node import feed_links, node_states
from views.map.parents import with_parents
from views.map.picture import INVITING, STANDING, MapPicture, Told, notes, picture, rooms
from views.map.saved import Wanted

EVERYTHING, GAPS = "全部", "缺口"


def map_picture(
    evaluation: Evaluation, kind: str, segments: Collection[str] = (), shown: str = EVERYTHING
) -> MapPicture:
    """A picture of one evaluation, whole or some segments large and with firms in the boxes.

    ``shown`` 缺口 or 缺口前十 lets all but the gaps, or the first ten, fade.
    """
    facts = evaluation.chain.facts
    lines = _lines(evaluation, segments) if segments else {}
    states = node_states(evaluation, facts)
    told = Told(states, evaluation.rules.map_status, lines, _kept(evaluation, shown))
    return picture(kind, _wanted(evaluation, segments, lines), told, notes(evaluation, facts))


def _kept(evaluation: Evaluation, shown: str) -> frozenset[str] | None:
    """Products that do not fade; None when none does."""
    if shown == EVERYTHING:
        return None
    gaps = evaluation.gaps if shown == GAPS else evaluation.gaps[:10]
    return frozenset(gap.product_id for gap in gaps)


def _wanted(
    evaluation: Evaluation,
    segments: Collection[str],
    lines: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Wanted:
    facts = evaluation.chain.facts
    only = tuple(s for s in facts.segments if s in set(segments))
    return Wanted(
        with_parents(tuple(facts.goods.values()), evaluation.chain),
        tuple(facts.segments.values()),
        feed_links(evaluation),
        only,
        rooms(lines),
        facts.all(MapSheet).get(sheet_id(facts.segments.values(), only)),
    )


def _lines(
    evaluation: Evaluation, segments: Collection[str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the boxes of some segments hold below their names, by kind of picture."""
    facts = evaluation.chain.facts
    gaps: dict[str, list[Gap]] = {}
    for gap in evaluation.gaps:
        gaps.setdefault(gap.product_id, []).append(gap)
    shown = [p.id for p in facts.goods.values() if p.segment in segments]
    standing = {
        key: standing_lines(evaluation.balances[key], gaps.get(key, ()), facts)
        for key in shown
        if key in evaluation.balances
    }
    inviting = {key: invite_lines(evaluation, key) for key in shown if key in gaps}
    return {
        STANDING: {key: lines for key, lines in standing.items() if lines},
        INVITING: {key: lines for key, lines in inviting.items() if lines},
    }


def page(evaluation: Evaluation, kind: str) -> str:
    """One HTML file that opens with the network off."""
    return html(drawing(map_picture(evaluation, kind)))


def component_data(
    evaluation: Evaluation, kind: str, segments: Collection[str] = ()
) -> dict[str, Any]:
    """What :func:`views.component.chain_map` shows."""
    return network_data(drawing(map_picture(evaluation, kind, segments)))
