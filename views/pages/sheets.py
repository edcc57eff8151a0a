"""表格进出: any kind out as Excel, filled forms and the office's own old sheets in."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views.pages.context import view
from views.pages.sheet import maps as sheet_maps
from views.pages.sheet import out as sheet_out
from views.pages.sheet import taken as sheet_in
from views.pages.state import hold, keep, widget_key

IN, OUT, FORMS = "载入表格", "导出和空表", "记住的表"
ASSETS = Path(__file__).resolve().parent / "assets"


def page() -> None:
    """Three parts: in, out, and the forms that are recognised."""
    seen = view()
    st.html(ASSETS / "upload.css")
    st.html(ASSETS / "sheets.css")
    hold("sheets-part", IN)
    part = st.segmented_control(
        "做什么",
        (IN, OUT, FORMS),
        required=True,
        key=widget_key("sheets-part"),
        on_change=keep,
        args=("sheets-part",),
        label_visibility="collapsed",
    )
    {IN: sheet_in.block, OUT: sheet_out.block, FORMS: sheet_maps.block}[part or IN](seen)


if __name__ == "__main__":
    page()
