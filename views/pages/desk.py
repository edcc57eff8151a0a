"""What people leave on the pages is written here, with who and why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

import streamlit as st

from graph.errors import Conflict, LianTuError
from graph.store.protocol import Change, Ref
from views.pages.both import who_last
from views.pages.context import View
from views.pages.markup import literal
from views.pages.people import my_name, signed
from views.tables.values import called

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
    except Conflict as error:
        st.error(f"{failed}:{_meanwhile(seen, error)}")
        return False
    except LianTuError as error:
        st.error(f"{failed}:{literal(str(error))}")
        return False
    return True


def _meanwhile(seen: View, error: Conflict) -> str:
    """Which record somebody else changed, who and when."""
    kind, id = error.ref
    name = literal(called(error.current, ""))
    what = f"{seen.workspace.schema[kind].label_zh}{f'“{name}”' if name else ''}"
    who = literal(who_last(seen, (kind, id))) or "别人"
    return f"{what}刚被 {who} 改过,没有覆盖;请刷新页面,看过新的再改。"


def say_next(text: str) -> None:
    """A word to be said when the page is drawn again."""
    st.session_state[SAID] = text


def said() -> None:
    """Say what was left to be said, once."""
    told = st.session_state.pop(SAID, None)
    if told:
        st.toast(literal(told))
