"""Who is at the keyboard: the name that stands under everything they write."""

from __future__ import annotations

import streamlit as st

from views.texts import NOBODY

NAME = "my-name"


def my_name() -> str:
    """The name given in the bar; what stands there when none was given."""
    return str(st.session_state.get(NAME) or "").strip() or NOBODY
