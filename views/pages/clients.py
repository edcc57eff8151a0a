"""客商库: firms gone after, as a list, a board and a ladder; one of them in full."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from graph.desk.client.listing import Wish
from views.pages.client.board import client_board
from views.pages.client.detail import client_detail
from views.pages.client.dialog import ask, dialog
from views.pages.client.filters import VIEWS, filters
from views.pages.client.listing import client_list, excel_button
from views.pages.client.new import ask_new
from views.pages.client.rates import client_rates
from views.pages.client.words import ask_words
from views.pages.context import View, view
from views.pages.people import may_write

ASSETS = Path(__file__).resolve().parent / "assets"


def page() -> None:
    """Filters, then the way of looking at it that was chosen."""
    seen = view()
    st.html(ASSETS / "clients.css")
    which, wish = filters(seen, partial(_doings, seen))
    if which == VIEWS[2]:
        client_rates(seen, wish)
    else:
        (client_board if which == VIEWS[1] else client_list)(seen, wish)
        client_detail(seen)
    dialog(seen)


def _doings(seen: View, which: str, wish: Wish) -> None:
    """What stands at the end of the row of filters; the ladder has a workbook of its own."""
    if which != VIEWS[2]:
        excel_button(seen, wish)
    if not may_write():
        return
    if st.button("进度叫法", key="client-words"):
        ask("进度叫法", ask_words, "lead_stage", width="medium")
    if st.button("新加客商", type="primary", key="client-new"):
        ask("新加客商", ask_new, width="large")


if __name__ == "__main__":
    page()
