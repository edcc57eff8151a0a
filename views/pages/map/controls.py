"""The row above the map: which picture, which view, find, filter, keep, take along."""

from __future__ import annotations

import streamlit as st

from graph.model import MapView
from views.map.kinds import PICTURES
from views.pages.context import View
from views.pages.map import choice
from views.pages.map.export import export
from views.pages.map.filter import filter_label, filters
from views.pages.map.finder import finder
from views.pages.map.save import save
from views.pages.state import hold, widget_key


def controls(seen: View, chosen: MapView) -> None:
    """All of them."""
    hold(choice.KIND)
    st.segmented_control(
        "看哪张图",
        PICTURES,
        key=widget_key(choice.KIND),
        required=True,
        label_visibility="collapsed",
        on_change=choice.own_choice,
        args=(choice.KIND,),
    )
    hold(choice.VIEW)
    st.selectbox(
        "存好的视图",
        list(choice.saved(seen)),
        index=None,
        key=widget_key(choice.VIEW),
        label_visibility="collapsed",
        placeholder="视图",
        on_change=_open,
        args=(seen,),
        width=190,
    )
    finder()
    with st.popover(filter_label(chosen), key="map-filter"):
        filters(seen, chosen)
    # drawn whether open or not: a run asked for by closing one would overtake the click on a link
    with st.popover("存视图", key="map-save"):
        save(seen, chosen)
    with st.popover("导出", key="map-export"):
        export(seen, chosen)


def _open(seen: View) -> None:
    choice.open_view(seen, st.session_state[widget_key(choice.VIEW)])
