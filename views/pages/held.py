"""Filters whose choice outlives the widget: a box to type into, a menu of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from views.pages.state import hold, keep, widget_key


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
