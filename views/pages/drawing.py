"""The picture of the two maps, made once per question and kept for all sessions."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
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


def map_data(seen: View, kind: str, segments: tuple[str, ...]) -> dict[str, Any]:
    """What the component draws: the whole chain, or some sub-chains large."""
    info = seen.workspace.store.info()
    question = dataclasses.replace(seen.question, date=seen.date)
    return _data(info.url, info.last_seq, question, kind, segments, seen.evaluation)


@st.cache_resource(show_spinner=False, max_entries=24)
def _data(
    store: str,
    seq: int,
    question: Question,
    kind: str,
    segments: tuple[str, ...],
    _evaluation: Evaluation,
) -> dict[str, Any]:
    return network_data(drawn(_evaluation, kind, segments))


def drawn(evaluation: Evaluation, kind: str, segments: tuple[str, ...] = ()) -> MapPicture:
    """The picture of the whole chain or of some sub-chains."""
    if not segments:
        return map_picture(evaluation, kind)
    facts = evaluation.chain.facts
    products = only(tuple(facts.products.values()), segments)
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


def only(products: Sequence[Product], segments: Collection[str]) -> list[Product]:
    """Products of some sub-chains, drawn as roots where their parent stands elsewhere."""
    inside = [p for p in products if p.segment in segments]
    known = {p.id for p in inside}
    return [
        p if p.drawing_parent in known else dataclasses.replace(p, drawing_parent=None)
        for p in inside
    ]
