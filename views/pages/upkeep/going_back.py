"""A backup chosen: taken away as a file, or gone back to once it is seen what that changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from graph.desk.access import Person, check_may_administer
from graph.store.protocol import Store
from loaders import restoring
from loaders.backup import Progress
from loaders.backup_files import Backup
from views import audit, keeping, settings
from views.accounts import Accounts
from views.pages.context import workspace
from views.pages.markup import esc, presenting, show
from views.pages.people import follower, my_name
from views.pages.show_rows import show_rows
from views.pages.upkeep import job
from views.tables import system as table

CHOSEN = "system-backup"
BIGGEST_DOWNLOAD = 200_000_000


def block(found: Sequence[Backup]) -> None:
    """Choose one; take it away, or see what going back to it would change, then do it."""
    usable = {item.path: item for item in found if item.contents}
    if not usable:
        return
    if presenting():
        st.caption("会议演示时不能下载和恢复。")
        return
    chosen = st.selectbox(
        "选一份备份",
        list(usable),
        format_func=lambda path: table.backup_label(usable[path]),
        key=CHOSEN,
    )
    with st.container(horizontal=True, key="system-restore"):
        if st.button("看恢复会改什么", key="system-preview"):
            opened = workspace()
            job.start(
                "preview",
                lambda progress: restoring.plan(
                    opened.store, chosen, opened.schema, progress=progress
                ),
            )
        _download(usable[chosen])
    seen = job.mine()
    if seen is not None and seen.what == "preview" and seen.result is not None:
        _planned(seen.result, chosen)


def _download(item: Backup) -> None:
    if item.size > BIGGEST_DOWNLOAD:
        st.caption(f"文件大({table.size(item.size)}),请在这台电脑上直接复制:{item.path}")
        return
    who = follower()
    st.download_button(
        "下载这一份",
        data=lambda: _bytes(item.path, who),
        file_name=item.path.name,
        mime="application/vnd.sqlite3",
        on_click="ignore",
        key="system-download",
        help="里面有联系人;只给该看的人",
    )


def _bytes(path: Path, who: Callable[[], Person]) -> bytes:
    """The file, when whoever pressed the button still may; it is noted."""
    known = who()
    check_may_administer(known, "下载备份")
    audit.record(Accounts.here().path, "downloaded", known.name or table.LOCAL, note=path.name)
    return path.read_bytes()


def _planned(plan: restoring.Plan, chosen: Path) -> None:
    """What would change, kind by kind, and the button that does it."""
    if plan.backup != chosen:
        return
    show(f'<p class="lt-main">{esc(table.plan_said(plan.kinds))}</p>')
    if not plan.changes:
        return
    if not plan.is_own:
        st.warning(table.other_said(plan))
    show_rows(table.PLAN_COLUMNS, table.plan_rows(plan.kinds, workspace().schema), 217)
    if st.button("恢复到这一份", type="primary", key="system-restore-go"):
        who, store = my_name(), workspace().store
        job.start("restore", lambda progress: _restored(store, plan, who, progress))
    st.caption("恢复前会先把现在的数据备份一份。")


def _restored(store: Store, plan: restoring.Plan, who: str, progress: Progress) -> str:
    """Back up what stands, then write the state of the backup."""
    keeping.back_up("before", who, progress=progress)
    reason = table.restored_reason(plan.backup.name)
    commit = restoring.restore(store, plan, actor=who, reason=reason, progress=progress)
    if not plan.is_own:  # a region told at the start may be gone
        os.environ.pop(settings.REGION_VARIABLE, None)
    audit.record(Accounts.here().path, "restore", who, note=plan.backup.name)
    return commit
