"""梯度培育: the three tables of the notice, who is brought on, who needs watching, the titles."""

from __future__ import annotations

import streamlit as st

from views.pages.context import view
from views.pages.ladder import annexes as ladder_annexes
from views.pages.ladder import lists as ladder_lists
from views.pages.ladder import titles as ladder_titles
from views.pages.ladder import watch as ladder_watch
from views.pages.ladder import years as ladder_years
from views.pages.ladder.book import opened
from views.pages.state import adopt, hold, keep, widget_key

PARTS = {
    "三张附表": ladder_annexes.block,
    "培育名单": ladder_lists.block,
    "预警名单": ladder_watch.block,
    "专精特新": ladder_titles.block,
    "年度数据": ladder_years.block,
}


def page() -> None:
    """One part at a time."""
    seen = view()
    adopt("part", "ladder-part")
    if st.session_state.get("ladder-part") not in PARTS:
        st.session_state["ladder-part"] = next(iter(PARTS))
    hold("ladder-part")
    part = st.segmented_control(
        "看哪一块",
        list(PARTS),
        key=widget_key("ladder-part"),
        required=True,
        label_visibility="collapsed",
        on_change=keep,
        args=("ladder-part",),
    )
    PARTS[part or next(iter(PARTS))](seen, opened(seen))


if __name__ == "__main__":
    page()
