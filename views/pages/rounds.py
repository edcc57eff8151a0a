"""目标与调度: goals, who answers, cards of the sub-chains, the monthly round, reports, changes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views.pages.context import View, view
from views.pages.round import bulletin as round_bulletin
from views.pages.round import cards as round_cards
from views.pages.round import changes as round_changes
from views.pages.round import duties as round_duties
from views.pages.round import entries as round_entries
from views.pages.round import goals as round_goals
from views.pages.routes import HERE
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.tables.round.words import BULLETIN, CARDS, CHANGES, DUTIES, ENTRIES, GOALS, TABS

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
