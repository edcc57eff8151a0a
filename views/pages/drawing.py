"""The picture of the two maps, made once per question and kept for all sessions."""

from __future__ import annotations

import dataclasses
from typing import Any

import streamlit as st

from graph.reason import Evaluation
from views.map.build import component_data
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
    return component_data(_evaluation, kind, segments)
