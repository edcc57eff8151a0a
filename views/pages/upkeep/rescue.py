"""A data file that cannot be read any more or is gone: the newest whole backup in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from graph.desk.access import check_may_administer
from graph.errors import LianTuError, StoreUnavailable
from loaders.backup import put_back
from loaders.backup_files import Backup
from views import audit, keeping, settings
from views.accounts import Accounts
from views.pages.context import shut
from views.pages.desk import say_next
from views.pages.people import ADMIN_ONLY, may_administer, my_name, person
from views.tables import system as table


@contextlib.contextmanager
def offered() -> Iterator[None]:
    """Where a page cannot be drawn because the data file is lost or damaged, offer to mend it."""
    try:
        yield
    except StoreUnavailable as error:
        path = settings.store_path(settings.store_url())
        if path is None or not keeping.is_lost():
            raise
        has_content = path.exists() and path.stat().st_size
        st.error(f"打不开数据文件 {path}:里面的内容已损坏。" if has_content else str(error))
        box(path)


def box(path: Path) -> None:
    """Which backup would be put in the place of a lost file, and the button that does it."""
    with st.container(border=True, key="system-rescue"):
        with st.spinner("正在找完好的备份"):
            found = keeping.whole()
        if found is None or found.contents is None:
            st.warning(
                f"{keeping.folder()} 里没有完好的备份。有别处的备份就运行 liantu restore 备份文件;"
                f"实在没有,把 {path.name} 改个名字再启动,会重新载入随附数据。"
            )
            return
        st.warning(
            f"最近一份完好的备份是 {table.when(found.made_at)} 的"
            f"({found.contents.records:,} 条记录);那以后改的要重新录。"
            f"{'损坏的文件会换个名字留着,不删。' if path.exists() else ''}"
        )
        if not may_administer():
            st.caption(f"{ADMIN_ONLY}请找管理员放回备份。")
            return
        st.button(
            "把这份备份放回去",
            type="primary",
            key="system-mend",
            on_click=_mend,
            args=(path, found),
        )


def _mend(path: Path, found: Backup) -> None:
    """Close the store for every session of this server, and put the backup there."""
    try:
        check_may_administer(person(), "放回备份")
        shut()
        aside = put_back(path, found.path)
    except LianTuError as error:
        say_next(str(error))
        return
    audit.record(Accounts.here().path, "put-back", my_name(), note=found.path.name)
    say_next("已放回备份" + (f";损坏的文件留在 {aside.name}" if aside else ""))
