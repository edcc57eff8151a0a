"""Who is at the keyboard: the name that stands under everything they write, and what they may do.

Where no accounts were made everybody is the user of this machine, with all rights, under the
name given in the bar.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.desk.access import NOBODY as NOT_SIGNED_IN
from graph.desk.access import Person
from loaders.fresh import ACTOR as PROGRAM
from views import me, signing
from views.account import Account
from views.pages.markup import presenting
from views.sessions import SESSIONS, SignedIn
from views.tables.system import ROLE_ZH
from views.texts import NOBODY

NAME, ACCOUNT, TOKEN = "my-name", "account", "account-token"
LOOKS_ONLY = "您的账号只能看;要改请找管理员把角色换成“编辑”。"
ADMIN_ONLY = "这里只有管理员能改。"


def enter(account: Account) -> None:
    """From now on this session is theirs."""
    SESSIONS.close(str(st.session_state.pop(TOKEN, "")))  # what it opened before
    st.session_state[ACCOUNT] = SignedIn(account.name, account.stamp, time.time())


def enter_again(token: str) -> None:
    """Let in whose browser kept a token that still counts."""
    found = SESSIONS.find(token)
    if found is not None:
        st.session_state[ACCOUNT], st.session_state[TOKEN] = found, token


def new_token() -> str | None:
    """The token the browser is to keep for a session that just began, once; else None."""
    held: SignedIn | None = st.session_state.get(ACCOUNT)
    if held is None or TOKEN in st.session_state:
        return None
    token = st.session_state[TOKEN] = SESSIONS.open(held)
    return token


def leave() -> None:
    """Make this session nobody's again; it forgets what it held."""
    SESSIONS.close(str(st.session_state.get(TOKEN) or ""))
    st.session_state.clear()


def still_there() -> None:
    """Note that the page is used; called once a run."""
    held: SignedIn | None = st.session_state.get(ACCOUNT)
    if held is not None:
        st.session_state[ACCOUNT] = replace(held, seen_at=time.time())
        SESSIONS.touch(str(st.session_state.get(TOKEN) or ""))


def person() -> Person:
    """Who this session is, with what they may do as of now."""
    return follower()()


def follower() -> Callable[[], Person]:
    """Tells who this session is also where there is no session to ask, and later on.

    A role taken away, an account shut or a first account made counts from the next call.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return signing.anybody
    held: SignedIn | None = st.session_state.get(ACCOUNT)
    token: str | None = st.session_state.get(TOKEN)
    is_presenting = presenting()

    def now() -> Person:
        if held is None:
            found = signing.anybody()
        elif held.is_over or (token is not None and SESSIONS.find(token) is None):
            found = NOT_SIGNED_IN
        else:
            found = signing.now(held.name, held.stamp)
        return replace(found, is_presenting=True) if is_presenting else found

    return now


def my_name() -> str:
    """The account's name, else the name given in the bar; what stands there when none was given."""
    known = person()
    return signed(known.name if known.is_account else str(st.session_state.get(NAME) or ""))


def signed(name: str) -> str:
    """A name as it stands in the history; the program's own is nobody's.

    Examples
    --------
    >>> signed(" 张三 "), signed(""), signed("系统")
    ('张三', '未具名', '未具名')
    """
    plain = name.strip()
    return NOBODY if plain in ("", PROGRAM) else plain


def name_box() -> None:
    """我是谁, remembered on this machine; a line where somebody signed in."""
    known = person()
    if known.is_account:
        st.caption(f"登录的是 {known.name}({ROLE_ZH[known.role]});修改记录里写这个名字。")
        return
    st.session_state.setdefault(NAME, me.remembered())
    st.text_input(
        "我是谁(写在修改记录里)",
        key=NAME,
        max_chars=me.LONGEST,
        on_change=lambda: me.remember(str(st.session_state.get(NAME) or "").strip()),
    )


def asked_name(label: str, key: str, *, width: int | Literal["stretch"] = "stretch") -> str:
    """Who does something: the account, or else who is named in a box, as in the bar at first."""
    known = person()
    if known.is_account:
        return known.name
    st.session_state.setdefault(key, str(st.session_state.get(NAME) or ""))
    return st.text_input(label, key=key, max_chars=me.LONGEST, width=width).strip()


def may_write() -> bool:
    """Whether buttons that change something work for this person."""
    return person().may_write


def may_administer() -> bool:
    """Whether buttons that change rules, users and backups work for this person."""
    return person().may_administer


def may_see_contacts() -> bool:
    """Whether names and numbers of people at firms may be shown, once they are clicked."""
    return not person().hidden_kinds
