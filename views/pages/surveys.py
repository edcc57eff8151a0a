"""企业摸底表: how the round stands, forms sent out, forms taken back, what that changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views.pages.context import View, view
from views.pages.routes import HERE
from views.pages.state import adopt, hold, keep, publish, widget_key
from views.pages.survey import effects as survey_effects
from views.pages.survey import send as survey_send
from views.pages.survey import status as survey_status
from views.pages.survey import take as survey_take
from views.pages.survey.common import SURVEY_FIRM
from views.pages.survey.common import SURVEY_TAB as TAB
from views.tables.survey.surveys import EFFECTS, SEND, STATUS, TABS, TAKE

CSS = HERE / "assets" / "surveys.css"
# what stands under each word of the bar
PARTS: dict[str, Callable[[View], None]] = {
    STATUS: survey_status.part,
    SEND: survey_send.part,
    TAKE: survey_take.part,
    EFFECTS: survey_effects.part,
}


def page() -> None:
    """The bar, then the part that is chosen."""
    st.html(CSS)
    adopt("tab", TAB)
    adopt("firm", SURVEY_FIRM)
    if st.session_state.get(TAB) not in PARTS:
        st.session_state[TAB] = STATUS
    hold(TAB)
    st.segmented_control(
        "看哪一部分",
        TABS,
        required=True,
        key=widget_key(TAB),
        on_change=keep,
        args=(TAB,),
        label_visibility="collapsed",
    )
    publish("tab", TAB)
    PARTS[st.session_state[TAB]](view())


if __name__ == "__main__":
    page()
