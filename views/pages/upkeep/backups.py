"""备份: how it stands, one now, one taken away, one brought in, and going back to one."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from graph.desk.access import Person, check_may_administer
from graph.errors import LianTuError
from graph.store.sqlite_backup import is_damaged
from loaders import restoring
from loaders.backup import KEPT, Backup, Progress, stem_of, take_in
from views import audit, keeping, settings
from views.accounts import Accounts
from views.keeping import KEEPER, Job
from views.pages.context import whole_workspace
from views.pages.desk import say_next
from views.pages.markup import esc, presenting, show
from views.pages.people import follower, may_administer, my_name, person
from views.pages.upkeep import rescue as system_rescue
from views.tables import system as table

ASSETS = Path(__file__).resolve().parents[1] / "assets"
JOB, TURN, CHOSEN = "system-job", "system-turn", "system-backup"
SECONDS = 1.0
BIGGEST_DOWNLOAD = 200_000_000
WAIT = {"backup": "正在备份", "preview": "正在和备份比较", "restore": "正在恢复"}


def block() -> None:
    """The whole part; who is no administrator sees how it stands and no more."""
    found = keeping.listed()
    show('<h3 class="lt-col">备份<small>整个库连同历史</small></h3>')
    _stands(found)
    if may_administer():
        _do(found)
    _list(found)
    if may_administer():
        _restore(found)
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
        system_rescue.box(path)


def _do(found: Sequence[Backup]) -> None:
    """立即备份, or how far the job at hand is."""
    job = KEEPER.last
    if job is not None and job.is_running:
        _watch()
        return
    _ended()
    if keeping.is_busy():
        st.info("另一个链图程序正在备份,稍等再刷新。")
    elif st.button("立即备份", type="primary", key="system-backup-now"):
        who = my_name()
        _start("backup", lambda progress: keeping.back_up("asked", who, progress=progress))


@st.fragment(run_every=SECONDS)
def _watch() -> None:
    """How far it is, drawn anew every second; the whole page once it has ended."""
    job = KEEPER.last
    if job is None or not job.is_running:
        st.rerun()
        return
    more = f":{job.label}" if job.label else ""
    st.progress(job.share, text=f"{WAIT[job.what]}{more}")
    st.caption("可以去别的页面,不影响。")


def _ended() -> None:
    """What came of the job this session began; success is said once, the rest stays."""
    job: Job | None = st.session_state.get(JOB)
    if job is None or job.is_running:
        return
    if job.error:
        st.error(job.error)
    elif job.what == "backup" and job.result is not None:
        st.toast(f"已备份:{job.result.path.name}")
    elif job.what == "restore" and job.result is not None:
        st.success("已恢复,写成了一次新的修改;要退回来,在“修改记录”里撤销它。")
    if job.what != "preview" and not job.error:
        st.session_state.pop(JOB)


def _start(what: str, work: Callable[[Progress], Any]) -> None:
    """Begin a job and draw the page anew, or say why not."""
    try:
        check_may_administer(person(), "备份和恢复")
        st.session_state[JOB] = KEEPER.start(what, work)
    except LianTuError as error:
        st.error(str(error))
        return
    st.rerun()


def _list(found: Sequence[Backup]) -> None:
    if not found:
        return
    rows = table.backup_rows(found)
    st.dataframe(
        [dict(zip(table.BACKUP_COLUMNS, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(217, 37 + 30 * len(rows)),
        placeholder="不知道",
        key="system-backup-list",
    )


def _restore(found: Sequence[Backup]) -> None:
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
            opened = whole_workspace()
            _start(
                "preview",
                lambda progress: restoring.plan(
                    opened.store, chosen, opened.schema, progress=progress
                ),
            )
        _download(usable[chosen])
    job: Job | None = st.session_state.get(JOB)
    if job is not None and job.what == "preview" and job.result is not None:
        _planned(job.result, chosen)


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
    rows = table.plan_rows(plan.kinds, whole_workspace().schema)
    st.dataframe(
        [dict(zip(table.PLAN_COLUMNS, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(217, 37 + 30 * len(rows)),
        placeholder="",
        key="system-plan",
    )
    if st.button("恢复到这一份", type="primary", key="system-restore-go"):
        who, store = my_name(), whole_workspace().store
        _start("restore", lambda progress: _restored(store, plan, who, progress))
    st.caption("恢复前会先把现在的数据备份一份。")


def _restored(store: Any, plan: restoring.Plan, who: str, progress: Progress) -> str:
    """Back up what stands, then write the state of the backup."""
    keeping.back_up("before", who, progress=progress)
    reason = table.restored_reason(plan.backup.name)
    commit = restoring.restore(store, plan, actor=who, reason=reason, progress=progress)
    audit.record(Accounts.here().path, "restore", who, note=plan.backup.name)
    return commit


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
            with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
                path = Path(folder) / "given.db"
                path.write_bytes(given.getvalue())
                made = take_in(path, keeping.folder(), stem_of(settings.store_url()))
        except LianTuError as error:
            st.error(f"没有放进来:{error}".replace(str(path), given.name))
            return
        audit.record(Accounts.here().path, "taken-in", my_name(), note=made.path.name)
        st.session_state[TURN] = turn + 1
        say_next(f"已放进来,可以选它恢复:{made.path.name}")
        st.rerun()
