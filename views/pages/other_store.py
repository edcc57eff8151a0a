"""Turn the pages to another data file, and back to the one before."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from graph.desk.access import check_may_administer
from graph.errors import LianTuError
from views import settings
from views.accounts import USERS_VARIABLE, users_path
from views.pages.desk import say_next
from views.pages.people import may_administer, person

BEFORE, WHAT = "store-before", "换数据文件"


def turn_to(path: Path) -> None:
    """From the next run on every page of this server works on the data file at ``path``.

    Raises
    ------
    NotAllowed
        They are no administrator: all who use this server turn with them.
    """
    before = settings.store_url()
    _use(f"sqlite:///{path.as_posix()}")
    st.session_state[BEFORE] = before


def way_back() -> None:
    """A line with a button back to the data file before, where the pages were turned."""
    before = st.session_state.get(BEFORE)
    if before is None or before == settings.store_url() or not may_administer():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="store-back"):
        st.caption(f"原来的是 {settings.store_label(before)};下次启动还是用它。")
        st.button("回到原来的数据", key="store-back-go", on_click=_back, args=(before,))


def _back(before: str) -> None:
    try:
        _use(before)
    except LianTuError as error:
        say_next(str(error))


def _use(url: str) -> None:
    """The same people sign in whatever the data file: one beside it would have none yet."""
    check_may_administer(person(), WHAT)
    os.environ[USERS_VARIABLE] = str(users_path())
    os.environ[settings.STORE_VARIABLE] = url
    os.environ.pop(settings.REGION_VARIABLE, None)  # it named a region of the other file
