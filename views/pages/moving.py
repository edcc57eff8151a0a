"""把数据搬到另一个库: where to, how far it is, stop, and both sides held against each other."""

from __future__ import annotations

import streamlit as st

from graph.desk.access import check_may_administer
from graph.errors import LianTuError
from graph.store.neo4j_address import PASSWORD_VARIABLE, USER_VARIABLE
from loaders.copying import CopyReport
from views import copy_texts, moving, settings
from views.jobs import Job
from views.pages.context import whole_workspace, workspace
from views.pages.markup import esc, show
from views.pages.people import ADMIN_ONLY, may_administer, person
from views.pages.show_rows import show_rows

SERVER, FILE = "Neo4j 服务器", "新的数据文件"
SECONDS = 1.0


def block() -> None:
    """The whole part, closed until wanted or while something is going on."""
    last = moving.MOVER.last
    with st.expander("把数据搬到另一个库", expanded=last is not None, key="move-box"):
        show(
            '<p class="lt-note">全部记录连同历史(谁、什么时候、为什么、改前改后)一起搬过去,'
            "搬完逐类核对;现在用的库不变。可以随时停,再点“开始搬”就接着搬;没搬完之前不要用新库。</p>"
        )
        if not may_administer():
            st.caption(ADMIN_ONLY)
            return
        url = _target()
        if last is not None and last.is_running:
            _watch()
            return
        if st.button("开始搬", type="primary", key="move-start") and _start(url):
            st.rerun()
        if last is not None:
            _ended(last)


def _target() -> tuple[str, tuple[str, ...]]:
    """What the fields say: which kind of place, and their texts."""
    kind = st.radio("搬到哪里", [SERVER, FILE], horizontal=True, key="move-kind")
    if kind == FILE:
        name = st.text_input("新文件名", placeholder="如:备份.db", key="move-file")
        return FILE, (name,)
    where, user, password = st.columns([3, 1, 1])
    return SERVER, (
        where.text_input(
            "服务器地址(端口和库名可以不写)",
            placeholder="如:10.0.0.5:7687/neo4j",
            key="move-where",
        ),
        user.text_input("用户名", value="neo4j", key="move-user"),
        password.text_input("密码", type="password", autocomplete="off", key="move-password"),
    )


def _start(told: tuple[str, tuple[str, ...]]) -> bool:
    """Begin; a sentence when that cannot be."""
    kind, texts = told
    try:
        check_may_administer(person(), "把数据搬走")
        url = moving.file_url(*texts) if kind == FILE else moving.server_url(*texts)
        whole = whole_workspace()
        move = moving.start(whole.store, url, whole.schema)
    except LianTuError as error:
        st.error(str(error))
        return False
    st.session_state["move-open"] = (move, moving.how_to_open(url), kind)
    return True


@st.fragment(run_every=SECONDS)
def _watch() -> None:
    """How far it is, drawn anew every second; the whole page once it has ended."""
    move = moving.MOVER.last
    if move is None or not move.is_running:
        st.rerun()
        return
    said = f"{move.label}:{move.done} / {move.total}" if move.total else "正在连接"
    st.progress(move.share, text=said)
    if st.button("停下", disabled=move.is_stopping, key="move-stop"):
        move.stop()
    st.caption(f"搬到 {move.what};关掉这个页面不影响,停下程序就会中断(下次接着搬)。")


def _ended(move: Job[CopyReport]) -> None:
    """What came of it."""
    if move.error:
        st.error(move.error)
    elif move.result is not None and move.result.is_stopped:
        st.warning(copy_texts.stopped(move.result))
    elif move.result is not None:
        _compared(move, move.result)


def _compared(move: Job[CopyReport], report: CopyReport) -> None:
    told = copy_texts.summary(report)
    if report.is_equal:
        st.success(told + _next(move))
    else:
        st.error(told)
    if report.later:
        st.info(copy_texts.later(report))
    rows = copy_texts.check_rows(report, workspace().schema)
    show_rows(copy_texts.CHECK_COLUMNS, rows, 300)
    same = copy_texts.same(report.history_equal)
    show(f'<p class="lt-note">{esc(copy_texts.HISTORY)} {report.revisions} 条:{esc(same)}</p>')


def _next(move: Job[CopyReport]) -> str:
    """How to work with the new store from now on, for whoever began it."""
    begun, command, kind = st.session_state.get("move-open", (None, "", ""))
    if begun is not move:
        return ""
    secret = (
        f";用户名和密码先放在环境变量 {USER_VARIABLE}、{PASSWORD_VARIABLE} 里"
        if kind == SERVER
        else ""
    )
    return f"以后用它:停下程序,运行 {command}{secret};或设环境变量 {settings.STORE_VARIABLE}。"
