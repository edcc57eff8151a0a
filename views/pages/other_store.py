"""Turn the pages to another data file, and back to the one before."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from graph.desk.access import check_may_administer
from views import settings
from views.pages.people import may_administer, person

BEFORE, WHAT = "store-before", "换数据文件"


def turn_to(path: Path) -> None:
    """From the next run on every page of this server works on the data file at ``path``.

    Raises
    ------
    NotAllowed
        They are no administrator: all who use this server turn with them.
    """
    check_may_administer(person(), WHAT)
    st.session_state[BEFORE] = settings.store_url()
    _use(f"sqlite:///{path.as_posix()}")


def way_back() -> None:
    """A line with a button back to the data file before, where the pages were turned."""
    before = st.session_state.get(BEFORE)
    if before is None or before == settings.store_url() or not may_administer():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="store-back"):
        st.caption(f"原来的是 {settings.store_label(before)};下次启动还是用它。")
        st.button("回到原来的数据", key="store-back-go", on_click=_use, args=(before,))


def _use(url: str) -> None:
    os.environ[settings.STORE_VARIABLE] = url
    os.environ.pop(settings.REGION_VARIABLE, None)  # it named a region of the other file
