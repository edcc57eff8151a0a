"""One dialog of 客商库 at a time: asked for by a button, drawn until it is saved or shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from views.pages.context import View
from views.pages.markup import literal

_OPEN = "client-dialog"


def ask(
    title: str,
    draw: Callable[..., None],
    *args: Any,
    width: Literal["small", "medium", "large"] = "small",
) -> None:
    """Ask for the dialog; ``draw`` gets the view of the moment and then ``args``."""
    st.session_state[_OPEN] = (title, draw, args, width)


def dialog(seen: View) -> None:
    """Draw the dialog that was asked for, if any; a page calls it last."""
    held = st.session_state.get(_OPEN)
    if held is not None:
        title, draw, args, width = held
        st.dialog(literal(title), width=width, on_dismiss=close)(draw)(seen, *args)


def close() -> None:
    """Shut it."""
    st.session_state.pop(_OPEN, None)


def done() -> None:
    """Shut it and draw the page again."""
    close()
    st.rerun()
