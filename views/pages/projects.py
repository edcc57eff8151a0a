"""项目库: the region's projects as a list, a board or a table; one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from graph.desk.project.projects import Told, Wish, chosen
from views.pages.client.dialog import dialog
from views.pages.context import View, view
from views.pages.people import may_write
from views.pages.project.board import project_board
from views.pages.project.detail import project_detail
from views.pages.project.filters import BOARD, GRID, filters
from views.pages.project.form import new_project
from views.pages.project.grid import project_grid
from views.pages.project.listing import excel_buttons, project_list
from views.pages.project.rows import project_rows

ASSETS = Path(__file__).resolve().parent / "assets"


def page() -> None:
    """Filters, then the way of looking at it that was chosen."""
    seen = view()
    st.html(ASSETS / "projects.css")
    every = project_rows(seen)
    which, wish = filters(seen, every, lambda wish: _doings(seen, every, wish))
    rows = chosen(seen.facts, every, wish)
    if which == GRID:
        project_grid(seen, rows)
    else:
        (project_board if which == BOARD else project_list)(seen, rows)
        project_detail(seen)
    dialog(seen)


def _doings(seen: View, every: Sequence[Told], wish: Wish) -> None:
    """What stands at the end of the row of filters."""
    excel_buttons(seen, chosen(seen.facts, every, wish), wish)
    st.button(
        "新建项目",
        type="primary",
        key="project-new",
        disabled=not may_write(),
        on_click=new_project,
        args=(seen,),
    )


if __name__ == "__main__":
    page()
