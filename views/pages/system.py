"""备份与用户: copies of everything and going back to one; who may sign in; what happened."""

from __future__ import annotations

import streamlit as st

from views.accounts import Accounts
from views.audit import entries
from views.pages.context import view, workspace
from views.pages.downloads import table_button
from views.pages.people import may_administer
from views.pages.show_rows import show_rows
from views.pages.upkeep import backups as system_backups
from views.pages.upkeep import users as system_users
from views.tables import system as table


def page() -> None:
    """Backups on the left, accounts on the right, what happened below."""
    left, right = st.columns([11, 9], gap="large")
    with left:
        system_backups.block()
    with right:
        system_users.block()
    if may_administer():
        _events()


def _events() -> None:
    """Sign-ins, changes of accounts, backups and restores, newest first."""
    found = entries(Accounts.here().path)
    with st.expander(f"登录、用户、备份的记录({len(found)} 条)", key="system-events"):
        if not found:
            st.caption("还没有记录。谁改了哪条数据,看“修改记录”。")
            return
        rows = table.event_rows(found)
        show_rows(table.EVENT_COLUMNS, rows, 320)
        if workspace().facts().regions:  # a workbook says of which region it is
            table_button(
                view(), "登录和备份记录", table.EVENT_COLUMNS, lambda: rows, "system-events-x"
            )


if __name__ == "__main__":
    page()
