"""From an evaluation to a picture, a page or the data of the component."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph.reason import Evaluation
from views.map.network import html, network_data
from views.map.node import feed_links, node_states
from views.map.parents import with_parents
from views.map.picture import MapPicture, notes, picture


def map_picture(evaluation: Evaluation, kind: str, segments: Collection[str] = ()) -> MapPicture:
    """The 全景图 or 现状图 of one evaluation, whole or some segments large."""
    facts = evaluation.chain.facts
    return picture(
        kind,
        with_parents(tuple(facts.goods.values()), evaluation.chain),
        tuple(facts.segments.values()),
        node_states(evaluation, facts),
        evaluation.rules.map_status,
        notes(evaluation, facts),
        feed_links(evaluation),
        segments,
    )


def page(evaluation: Evaluation, kind: str) -> str:
    """One HTML file that opens with the network off."""
    return html(map_picture(evaluation, kind))


def component_data(
    evaluation: Evaluation, kind: str, segments: Collection[str] = ()
) -> dict[str, Any]:
    """What :func:`views.component.chain_map` shows."""
    return network_data(map_picture(evaluation, kind, segments))
