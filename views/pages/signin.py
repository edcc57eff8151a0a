"""登录: name and password, or the service the office signs in with; and the way out."""

from __future__ import annotations

import importlib.util
import ipaddress
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from graph.errors import LianTuError
from views import audit, signing
from views.account import LONGEST_NAME, Account
from views.accounts import Accounts
from views.pages import people
from views.pages.markup import show
from views.pages.people import ACCOUNT
from views.passwords import LONGEST

ASSETS = Path(__file__).resolve().parent / "assets"
REFUSED = "signin-refused"
PAUSE_SECONDS = 1.0
"""How long a wrong password is thought about."""

_KEEP = (
    "<style>.st-key-signin-token {{ display: none; }}</style>"
    '<script>document.cookie = "{name}={token}; path=/; SameSite=Strict"'
    ' + (location.protocol === "https:" ? "; Secure" : "");</script>'
)
LOST = "登录已失效(12 小时没有用,或账号、密码刚被改过);请重新登录。"
NO_USERS = (
    "还没有建用户,从别的电脑打不开。请在装链图的那台电脑上建第一个管理员:"
    "打开“备份与用户”页,或运行 liantu users add 名字 --role admin。"
)
NO_AUTHLIB = (
    "设置里写了单位统一登录([auth]),但没有装它要用的组件;请信息中心在这台服务器上运行 "
    'pip install "streamlit[auth]" 再重新启动。'
)


def inside() -> bool:
    """Whether this session may see the pages: somebody signed in, or nobody has to."""
    if is_vouched_for():
        _recognise()
    elif ACCOUNT not in st.session_state:
        people.enter_again(str(st.context.cookies.get(_cookie()) or ""))
    person = people.person()
    if person.is_nobody:
        return False
    people.still_there()
    return person.is_account or not _is_from_elsewhere()


def page() -> None:
    """The way in, in the middle of an empty page."""
    st.html(ASSETS / "system.css")
    middle = st.columns([2, 2, 2])[1]
    with middle, st.container(border=True, key="signin"):
        show('<h3 class="lt-title">登录链图</h3>')
        if not Accounts.here().is_set_up:
            st.error(NO_USERS)
        elif is_vouched_for():
            _elsewhere()
        else:
            if st.session_state.get(ACCOUNT) is not None:
                st.info(LOST)
            _form()


def keep_token() -> None:
    """Have the browser keep the token of a session that just began, so that a reload is no end.

    Only pages of this server send it, and script of ours sets it: Streamlit sets no cookies.
    """
    token = None if is_vouched_for() else people.new_token()
    if token is not None:
        with st.container(key="signin-token"):
            st.html(_KEEP.format(name=_cookie(), token=token), unsafe_allow_javascript=True)


def _cookie() -> str:
    """Its name; several servers on one machine share their cookies."""
    return f"liantu-{st.get_option('server.port')}"


def leave() -> None:
    """Sign out of this session; a callback."""
    held = st.session_state.get(ACCOUNT)
    if held is not None:
        audit.record(Accounts.here().path, "out", held.name)
    people.leave()
    if is_vouched_for():
        st.logout()


def _form() -> None:
    with st.form("signin-form", border=False):
        name = st.text_input(
            "名字", key="signin-name", autocomplete="username", max_chars=LONGEST_NAME
        )
        password = st.text_input(
            "密码",
            type="password",
            key="signin-password",
            autocomplete="current-password",
            max_chars=LONGEST,
        )
        pressed = st.form_submit_button("登录", type="primary", width="stretch")
    if pressed:
        _try(name, password)
    show('<p class="lt-none">忘了密码请找管理员重设。</p>')


def _try(name: str, password: str) -> None:
    try:
        account = signing.sign_in(Accounts.here(), name, password)
    except LianTuError as error:
        time.sleep(PAUSE_SECONDS)
        st.error(str(error))
        return
    people.enter(account)
    st.rerun()


# -- the office's own sign-in (OpenID Connect, as Streamlit does it) -----------------------


def is_vouched_for() -> bool:
    """Whether another service says who somebody is: the secrets have an ``[auth]`` part."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def account_of_claims(claims: Mapping[str, Any]) -> Account | None:
    """The account of whom another service vouches for; None for a mail not proved or not listed."""
    mail = str(claims.get("email") or "")
    is_proved = str(claims.get("email_verified", True)).lower() == "true"  # some write a word
    if not mail or not is_proved:
        return None
    found = Accounts.here().of_mail(mail)
    return None if found is None or found.is_disabled else found


def _recognise() -> None:
    """Let in whom the service vouches for; who is not listed any more is out."""
    claims = _claims()
    account, held = account_of_claims(claims), st.session_state.get(ACCOUNT)
    if account is None:
        st.session_state.pop(ACCOUNT, None)
        if claims and not st.session_state.get(REFUSED):
            st.session_state[REFUSED] = True
            note = str(claims.get("email") or "")
            audit.record(Accounts.here().path, "refused", "", note=note)
    elif held is None or held.name != account.name:
        people.enter(account)
        audit.record(Accounts.here().path, "in", account.name, note="oidc")


def _claims() -> dict[str, Any]:
    claims = dict(st.user.to_dict())
    return claims if claims.get("is_logged_in") else {}


def _elsewhere() -> None:
    """The button that leads to the service, or why somebody it knows is not let in."""
    claims = _claims()
    if claims:
        who = claims.get("email") or "这个账号"
        st.error(f"{who} 不在链图的用户名单里(或已停用、邮箱没有核实);请管理员加上这个邮箱。")
        st.button("换一个账号", on_click=st.logout, width="stretch", key="signin-other")
    elif importlib.util.find_spec("authlib") is None:
        st.error(NO_AUTHLIB)
    else:
        label = "用单位统一账号登录"
        st.button(label, type="primary", on_click=st.login, width="stretch", key="signin-oidc")


def _is_from_elsewhere() -> bool:
    """Whether the browser is on another machine."""
    address = st.context.ip_address
    if not isinstance(address, str):  # nobody's: a browser on this machine
        return False
    try:
        return not ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True
