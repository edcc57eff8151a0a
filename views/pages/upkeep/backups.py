"""备份: how it stands, one now, which there are, one brought in from elsewhere."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from graph.desk.access import check_may_administer
from graph.errors import LianTuError, StoreUnavailable
from graph.store.sqlite_backup import is_damaged
from loaders.backup import take_in
from loaders.backup_files import KEPT, Backup, stem_of
from loaders.locked import said
from views import audit, keeping, settings
from views.accounts import Accounts
from views.pages.desk import say_next
from views.pages.markup import esc, show
from views.pages.people import may_administer, my_name, person
from views.pages.show_rows import show_rows
from views.pages.upkeep import going_back, job, rescue
from views.tables import system as table

ASSETS = Path(__file__).resolve().parents[1] / "assets"
TURN = "system-turn"


def block() -> None:
    """The whole part; who is no administrator sees how it stands and no more."""
    found = keeping.listed()
    show('<h3 class="lt-col">备份<small>整个库连同历史</small></h3>')
    _stands(found)
    if may_administer():
        _do()
    if found:
        show_rows(table.BACKUP_COLUMNS, table.backup_rows(found), 217)
    if may_administer():
        going_back.block(found)
        _bring()


def _stands(found: Sequence[Backup]) -> None:
    """How it stands with backups, and where they are."""
    state = keeping.state()
    is_well, told = table.last_said(found, state, dt.date.today())
    (st.success if is_well else st.warning)(told)
    daily = (
        f"每天第一次启动自动备份,每种留最近 {KEPT} 份。"
        if keeping.is_daily()
        else "每天自动备份关着(LIANTU_BACKUPS=off)。"
    )
    show(f'<p class="lt-note">{esc(daily)}放在 {esc(keeping.folder())}</p>')
    path = settings.store_path(settings.store_url())
    if state is not None and state.error and path is not None and is_damaged(path):
        rescue.box(path)


def _do() -> None:
    """立即备份, or how far the job at hand is."""
    if job.is_one_at_work():
        job.watch()
        return
    job.ended()
    if keeping.is_busy():
        job.watch_other()
    elif st.button("立即备份", type="primary", key="system-backup-now"):
        who = my_name()
        job.start("backup", lambda progress: keeping.back_up("asked", who, progress=progress))


def _bring() -> None:
    """A backup from another machine, looked through before it stands beside the others."""
    st.html(ASSETS / "upload.css")
    with st.expander("从别处拿来一份备份", key="system-bring"):
        turn = st.session_state.setdefault(TURN, 0)
        given = st.file_uploader("备份文件(.db)", type=["db"], key=f"system-file-{turn}")
        if given is None or not st.button("放进备份里", key="system-take"):
            return
        try:
            check_may_administer(person(), "放进备份")
            made = _taken_in(given.getvalue(), given.name)
        except LianTuError as error:
            st.error(f"没有放进来:{error}")
            return
        audit.record(Accounts.here().path, "taken-in", my_name(), note=made.path.name)
        st.session_state[TURN] = turn + 1
        say_next(f"已放进来,可以选它恢复:{made.path.name}")
        st.rerun()


def _taken_in(data: bytes, name: str) -> Backup:
    """A file is looked through where it lies, so it is written down first; ``name`` is only told.

    Raises
    ------
    StoreUnavailable
        It is no backup, or there is no room for it.
    """
    place = Path(tempfile.gettempdir())
    with said(place / "given.db"), tempfile.TemporaryDirectory(prefix="liantu-") as folder:
        path = Path(folder) / "given.db"
        path.write_bytes(data)
        try:
            return take_in(path, keeping.folder(), stem_of(settings.store_url()))
        except StoreUnavailable as error:
            raise StoreUnavailable(str(error).replace(str(path), name)) from error
