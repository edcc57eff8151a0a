"""What people leave on the pages is written here: notes, views, firms to go after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from graph.errors import LianTuError
from graph.store.protocol import Change
from views.pages.context import View
from views.texts import NOBODY


def minute() -> str:
    """The time as people write it down, to the minute."""
    return dt.datetime.now().strftime("%Y-%m-%d %H:%M")


def written(
    seen: View, changes: Sequence[Change], who: str | None, reason: str, *, failed: str
) -> bool:
    """Write them all; when that cannot be, say ``failed`` and why, and give False."""
    actor = (who or "").strip() or NOBODY
    try:
        seen.workspace.store.write(changes, actor=actor, reason=reason)
    except LianTuError as error:
        st.error(f"{failed}:{error}")
        return False
    return True
