"""目标与调度: goals, who answers, cards of the sub-chains, the monthly round, reports, changes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views.pages import (
    round_bulletin,
    round_cards,
    round_changes,
    round_duties,
    round_entries,
    round_goals,
)
from views.pages.context import View, view
from views.pages.routes import HERE
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables.rounds import BULLETIN, CARDS, CHANGES, DUTIES, ENTRIES, GOALS, TABS

CSS = HERE / "assets" / "rounds.css"
PARTS: dict[str, Callable[[View], None]] = {
    GOALS: round_goals.part,
    DUTIES: round_duties.part,
    CARDS: round_cards.part,
    ENTRIES: round_entries.part,
    BULLETIN: round_bulletin.part,
    CHANGES: round_changes.part,
}


def page() -> None:
    """The bar, then the part that is chosen."""
    st.html(CSS)
    adopt("tab", "round-tab")
    if st.session_state.get("round-tab") not in PARTS:
        st.session_state["round-tab"] = GOALS
    hold("round-tab")
    st.segmented_control(
        "看哪一部分",
        TABS,
        required=True,
        key=widget_key("round-tab"),
        on_change=keep,
        args=("round-tab",),
        label_visibility="collapsed",
    )
    publish("tab", "round-tab")
    PARTS[st.session_state["round-tab"]](view())


if __name__ == "__main__":
    page()
