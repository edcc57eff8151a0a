"""Choices that outlive the widget: a way to look, a box to type into, a menu of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from views.pages.state import hold, keep, widget_key


def held_way(name: str, ways: Sequence[str]) -> str:
    """The ways to look at a page, one of which is always chosen: ``name`` in the session."""
    if st.session_state.get(name) not in ways:
        st.session_state[name] = ways[0]
    hold(name)
    chosen = st.segmented_control(
        "怎么看",
        ways,
        label_visibility="collapsed",
        key=widget_key(name),
        required=True,
        on_change=keep,
        args=(name,),
    )
    return chosen or ways[0]


def held_text(label: str, name: str, placeholder: str) -> None:
    """A box to type into; the choice is ``name`` in the session."""
    hold(name)
    st.text_input(
        label,
        key=widget_key(name),
        placeholder=placeholder,
        max_chars=60,
        on_change=keep,
        args=(name,),
    )


def held_several(
    label: str,
    name: str,
    options: Sequence[str],
    placeholder: str,
    shown: Callable[[str], str] = str,
) -> None:
    """A menu of which several may be chosen; the choice is ``name`` in the session."""
    hold(name)
    st.multiselect(
        label,
        options,
        format_func=shown,
        key=widget_key(name),
        placeholder=placeholder,
        select_all=False,
        on_change=keep,
        args=(name,),
    )
