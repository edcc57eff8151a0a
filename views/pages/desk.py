"""What people leave on the pages is written here, with who and why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

import streamlit as st

from graph.errors import LianTuError
from graph.store.protocol import Change, Ref
from views.pages.context import View
from views.pages.people import my_name, signed

SAID = "desk-said"


def minute() -> str:
    """The time as people write it down, to the minute."""
    return dt.datetime.now().strftime("%Y-%m-%d %H:%M")


def new_id() -> str:
    """An id for a record somebody makes on a page."""
    return uuid.uuid4().hex[:12]


def written(
    seen: View,
    changes: Sequence[Change],
    who: str | None,
    reason: str,
    *,
    failed: str,
    expect: Mapping[Ref, int] | None = None,
) -> bool:
    """Write them all; when that cannot be, say ``failed`` and why, and give False.

    ``who`` is the name given on the page; with none it is the name in the bar.
    """
    actor = signed(who) if who and who.strip() else my_name()
    try:
        seen.store.write(changes, actor=actor, reason=reason, expect=expect)
    except LianTuError as error:
        st.error(f"{failed}:{error}")
        return False
    return True


def say_next(text: str) -> None:
    """A word to be said when the page is drawn again."""
    st.session_state[SAID] = text


def said() -> None:
    """Say what was left to be said, once."""
    told = st.session_state.pop(SAID, None)
    if told:
        st.toast(told)
