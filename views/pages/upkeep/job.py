"""The backup or restore at work: begun, watched, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from graph.desk.access import check_may_administer
from graph.errors import LianTuError
from loaders.backup import Progress
from views import keeping
from views.jobs import Job
from views.pages.people import person

JOB = "system-job"
SECONDS = 1.0
WAIT = {"backup": "正在备份", "preview": "正在和备份比较", "restore": "正在恢复"}


def mine() -> Job[Any] | None:
    """The last job this session began."""
    found: Job[Any] | None = st.session_state.get(JOB)
    return found


def is_one_at_work() -> bool:
    """Whether somebody's job is at work."""
    return keeping.KEEPER.last is not None and keeping.KEEPER.last.is_running


@st.fragment(run_every=SECONDS)
def watch() -> None:
    """How far it is, drawn anew every second; the whole page once it has ended."""
    job = keeping.KEEPER.last
    if job is None or not job.is_running:
        st.rerun()
        return
    more = f":{job.label}" if job.label else ""
    st.progress(job.share, text=f"{WAIT[job.what]}{more}")
    st.caption("可以去别的页面,不影响。")


@st.fragment(run_every=SECONDS)
def watch_other() -> None:
    """That another program makes a backup; the whole page once it has ended."""
    if not keeping.is_busy():
        st.rerun()
    st.info("另一个链图程序正在备份,备完这里会自己更新。")


def ended() -> None:
    """What came of the job this session began; success is said once, the rest stays."""
    job = mine()
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


def start(what: str, work: Callable[[Progress], Any]) -> None:
    """Begin a job and draw the page anew, or say why not."""
    try:
        check_may_administer(person(), "备份和恢复")
        st.session_state[JOB] = keeping.KEEPER.start(what, work)
    except LianTuError as error:
        st.error(str(error))
        return
    st.rerun()
