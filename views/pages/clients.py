"""客商库: firms gone after, as a list, a board, a table to type into and a ladder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from graph.desk.client.listing import Wish
from views.pages.client.board import client_board
from views.pages.client.detail import client_detail
from views.pages.client.dialog import ask, dialog
from views.pages.client.filters import BOARD, GRID, LIST, RATES, filters, said, write_address
from views.pages.client.grid import client_grid
from views.pages.client.listing import client_list, excel_button
from views.pages.client.new import ask_new
from views.pages.client.rates import client_rates
from views.pages.context import View, view
from views.pages.people import may_write

ASSETS = Path(__file__).resolve().parent / "assets"
_DRAWN: dict[str, Callable[[View, Wish], None]] = {
    LIST: client_list,
    BOARD: client_board,
    GRID: client_grid,
    RATES: client_rates,
}


def page() -> None:
    """Filters, then the way of looking at it that was chosen."""
    seen = view()
    st.html(ASSETS / "clients.css")
    which, wish = filters(seen, partial(_doings, seen))
    _DRAWN[which](seen, wish)
    if which in (LIST, BOARD):
        client_detail(seen)
    write_address()
    dialog(seen)


def _doings(seen: View, which: str, wish: Wish) -> None:
    """What stands at the end of the row of filters; the ladder has a workbook of its own."""
    if which != RATES:
        excel_button(seen, wish, said(seen))
    if may_write() and st.button("新加客商", type="primary", key="client-new"):
        ask("新加客商", ask_new, width="large")


if __name__ == "__main__":
    page()
