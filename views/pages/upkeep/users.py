"""用户: the first one, who there is, and what an administrator changes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.desk.access import ROLES, Role, check_may_administer
from graph.errors import BadRequest, LianTuError
from views import signing
from views.account import LONGEST_NAME, Account
from views.accounts import Accounts
from views.pages import people
from views.pages.context import view, workspace
from views.pages.desk import say_next
from views.pages.downloads import table_button
from views.pages.markup import esc, show
from views.pages.people import my_name, person
from views.pages.show_rows import show_rows
from views.pages.signin import is_vouched_for
from views.passwords import LONGEST, SHORTEST
from views.tables import system as table

HINT = f"至少 {SHORTEST} 位,字母、数字、符号至少用两种"


def block() -> None:
    """The whole part, as far as this person may see it."""
    accounts = Accounts.here()
    show('<h3 class="lt-col">用户<small>谁能登录、能做什么</small></h3>')
    if not accounts.is_set_up:
        _first(accounts)
        return
    if person().may_administer:
        _list(accounts)
        _one(accounts)
        _more(accounts)
    _mine(accounts)


def _first(accounts: Accounts) -> None:
    """Nobody signs in yet: what that means, and the form that changes it."""
    show(
        '<p class="lt-note">现在没有设用户:在这台电脑上打开的人都能用全部功能,别的电脑打不开。'
        "名字填在上面“改地区、日期、口径”里的“我是谁”,记在修改记录里。</p>"
        '<p class="lt-note">要给别的电脑用、要分谁能看谁能改,先建一个管理员;'
        "<b>建好以后,谁打开都要先登录</b>,再用 liantu serve --host 0.0.0.0 启动。</p>"
    )
    with st.form("system-first", border=True):
        name = st.text_input("管理员的名字", max_chars=LONGEST_NAME, key="first-name")
        password = _password("密码", "first-password", HINT)
        again = _password("再输一遍", "first-again")
        if st.form_submit_button("建立管理员", type="primary"):

            def make() -> None:
                _check_same(password, again)
                made = accounts.add(name, "admin", by=my_name(), password=password)
                people.enter(made)

            _admin(make, f"已建立管理员“{name.strip()}”,以后用它登录")


def _list(accounts: Accounts) -> None:
    rows = table.user_rows(accounts.all())
    show_rows(table.USER_COLUMNS, rows, 217)
    told = ";".join(f"<b>{esc(table.ROLE_ZH[r])}</b>:{esc(table.ROLE_TOLD[r])}" for r in ROLES)
    show(f'<p class="lt-note">{told}。</p>')
    if workspace().facts().regions:  # a workbook says of which region it is
        table_button(view(), "用户名单", table.USER_COLUMNS, lambda: rows, "system-users-x")


def _one(accounts: Accounts) -> None:
    """Change one account; every button says what it does."""
    found = {account.name: account for account in accounts.all()}
    with st.expander("改一个用户", key="system-one"):
        name = st.selectbox("用户", list(found), key="system-user")
        account = found[name]
        by = my_name()
        role = st.selectbox(
            "角色",
            ROLES,
            index=ROLES.index(account.role),
            format_func=table.ROLE_ZH.__getitem__,
            key=f"system-role-{name}",
        )
        mail = st.text_input(
            "邮箱(单位统一登录用)", value=account.mail or "", key=f"system-mail-{name}"
        )
        with st.container(horizontal=True):
            if st.button("保存", type="primary", key="system-user-save"):
                _admin(lambda: _saved(accounts, account, role, mail, by), f"已改“{name}”")
            _switch(accounts, account, by)
            with st.popover("删去"):
                st.caption(f"删去“{name}”这个用户;他记过的数据和历史都还在。")
                if st.button("确认删去", key="system-user-remove"):
                    _admin(lambda: accounts.remove(name, by=by), f"已删去“{name}”")
        with st.form("system-reset", border=False, clear_on_submit=True):
            password = _password("重设密码", "reset-password", HINT)
            if st.form_submit_button("重设密码"):
                _admin(
                    lambda: accounts.set_password(name, password, by=by),
                    f"已重设“{name}”的密码,告诉他用新的登录",
                )


def _saved(accounts: Accounts, account: Account, role: Role, mail: str, by: str) -> None:
    if role != account.role:
        accounts.set_role(account.name, role, by=by)
    if (mail.strip().casefold() or None) != account.mail:
        accounts.set_mail(account.name, mail, by=by)


def _switch(accounts: Accounts, account: Account, by: str) -> None:
    """Shut, open or unlock."""
    name = account.name
    if account.is_disabled:
        if st.button("启用", key="system-user-on"):
            _admin(lambda: accounts.set_disabled(name, False, by=by), f"已启用“{name}”")
        return
    if st.button("停用", key="system-user-off"):
        _admin(lambda: accounts.set_disabled(name, True, by=by), f"已停用“{name}”")
    if account.locked_seconds() and st.button("解锁", key="system-user-unlock"):
        _admin(lambda: accounts.unlock(name, by=by), f"已解锁“{name}”")


def _more(accounts: Accounts) -> None:
    """One more account."""
    with (
        st.expander("加一个用户", key="system-more"),
        st.form("system-add", border=False, clear_on_submit=True),
    ):
        name = st.text_input("名字", max_chars=LONGEST_NAME, key="add-name")
        role = st.selectbox(
            "角色", ROLES, index=1, format_func=table.ROLE_ZH.__getitem__, key="add-role"
        )
        hint = f"{HINT};单位统一登录的可以不填" if is_vouched_for() else HINT
        password = _password("密码", "add-password", hint)
        mail = st.text_input("邮箱(单位统一登录用,可不填)", key="add-mail")
        if st.form_submit_button("加上", type="primary"):
            _admin(
                lambda: accounts.add(
                    name, role, by=my_name(), password=password or None, mail=mail
                ),
                f"已加上“{name.strip()}”({table.ROLE_ZH[role]})",
            )


def _mine(accounts: Accounts) -> None:
    """Everybody changes their own password."""
    known = person()
    mine = accounts.find(known.name)
    if mine is None or mine.password is None or is_vouched_for():
        return
    with (
        st.expander("改我的密码", key="system-mine"),
        st.form("system-my-password", border=False, clear_on_submit=True),
    ):
        old = _password("现在的密码", "mine-old")
        new = _password("新密码", "mine-new", HINT)
        again = _password("新密码再输一遍", "mine-again")
        if st.form_submit_button("改密码"):

            def change() -> None:
                _check_same(new, again)
                signing.sign_in(accounts, known.name, old, noted=False)
                accounts.set_password(known.name, new, by=known.name)
                changed = accounts.find(known.name)
                if changed is not None:
                    people.enter(changed)

            _done(change, "密码已改")


def _password(label: str, key: str, hint: str = "") -> str:
    return st.text_input(
        label,
        type="password",
        autocomplete="new-password",
        max_chars=LONGEST,
        placeholder=hint,
        key=key,
    )


def _check_same(password: str, again: str) -> None:
    if password != again:
        raise BadRequest("两遍密码不一样;再输一次。")


def _admin(do: Callable[[], object], said: str) -> None:
    """Do what only an administrator may."""

    def checked() -> None:
        check_may_administer(person(), "管用户")
        do()

    _done(checked, said)


def _done(do: Callable[[], object], said: str) -> None:
    """Do it and draw the page anew with a word, or say why not."""
    try:
        do()
    except LianTuError as error:
        st.error(str(error))
        return
    say_next(said)
    st.rerun()
