"""Choices that outlive their widget: a page left and opened again shows them as before."""

from __future__ import annotations

from typing import Any

import streamlit as st


def widget_key(name: str) -> str:
    """Key of the widget that edits the choice ``name``."""
    return f"w-{name}"


def hold(name: str, default: Any = None) -> Any:
    """Put the held choice into its widget, before the widget is made; gives it back."""
    value = st.session_state.setdefault(name, default)
    st.session_state[widget_key(name)] = value
    return value


def keep(name: str) -> None:
    """Callback of the widget: what it shows is the choice from now on."""
    st.session_state[name] = st.session_state[widget_key(name)]


def adopt(parameter: str, name: str, *, many: bool = False) -> None:
    """Take a choice, or ``many``, over from the address the session began with.

    Once: later on the browser may still report an address we have already replaced.
    """
    given = st.query_params.get_all(parameter)
    asked, taken = given if many else "".join(given[-1:]), f"adopted-{parameter}-{name}"
    if taken not in st.session_state:
        st.session_state[taken] = True
        if asked:
            st.session_state[name] = asked


def publish(parameter: str, name: str) -> None:
    """Write the choice into the address, so that it can be sent to a colleague."""
    value = st.session_state.get(name)
    wanted = list(value) if isinstance(value, list | tuple) else [value]
    if value and st.query_params.get_all(parameter) != wanted:
        st.query_params[parameter] = value
    elif not value and parameter in st.query_params:
        del st.query_params[parameter]
