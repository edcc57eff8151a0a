"""A button that changes something; dead for those who only look."""

from __future__ import annotations

from typing import Any

import streamlit as st

from views.pages.people import may_write


def write_button(label: str, key: str, *, disabled: bool = False, **more: Any) -> bool:
    """Draw it; whether it was pressed.  ``more`` goes to ``st.button``."""
    return st.button(label, key=key, disabled=disabled or not may_write(), **more)
