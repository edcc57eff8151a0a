"""The picture of the two maps, made once per question and kept for all sessions."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.model import Product
from graph.reason import Evaluation
from views.map.build import map_picture
from views.map.network import network_data
from views.map.node import feed_links, node_states
from views.map.picture import MapPicture, notes, picture
from views.pages.context import View
from views.workspace import Question


def map_data(seen: View, kind: str, segment: str | None) -> dict[str, Any]:
    """What the component draws: the whole chain, or one sub-chain large."""
    info = seen.workspace.store.info()
    question = dataclasses.replace(seen.question, date=seen.date)
    return _data(info.url, info.last_seq, question, kind, segment, seen.evaluation)


@st.cache_resource(show_spinner=False, max_entries=24)
def _data(
    store: str,
    seq: int,
    question: Question,
    kind: str,
    segment: str | None,
    _evaluation: Evaluation,
) -> dict[str, Any]:
    return network_data(drawn(_evaluation, kind, segment))


def drawn(evaluation: Evaluation, kind: str, segment: str | None = None) -> MapPicture:
    """The picture of the whole chain or of one sub-chain."""
    if segment is None:
        return map_picture(evaluation, kind)
    facts = evaluation.chain.facts
    products = only(tuple(facts.products.values()), segment)
    inside = {p.id for p in products}
    return picture(
        kind,
        products,
        tuple(facts.segments.values()),
        node_states(evaluation, facts),
        evaluation.rules.map_status,
        notes(evaluation, facts),
        tuple(pair for pair in feed_links(evaluation) if inside.issuperset(pair)),
    )


def only(products: Sequence[Product], segment: str) -> list[Product]:
    """Products of one sub-chain, drawn as roots where their parent stands elsewhere."""
    inside = [p for p in products if p.segment == segment]
    known = {p.id for p in inside}
    return [
        p if p.drawing_parent in known else dataclasses.replace(p, drawing_parent=None)
        for p in inside
    ]
