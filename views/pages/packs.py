"""换地区换链: the workbooks to download, and a filled one to look at and take in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from graph.desk.access import check_may_administer
from graph.errors import BadRequest, LianTuError
from graph.model import Region
from loaders.preview import Preview
from views import packs
from views.pages import moving
from views.pages.context import GO_REGION, workspace
from views.pages.downloads import XLSX
from views.pages.markup import esc, show
from views.pages.other_store import turn_to, way_back
from views.pages.people import LOOKS_ONLY, may_administer, may_write, my_name, person
from views.tables import packs as table
from views.texts import NOBODY

HERE, OWN = "加进现在的数据", "另起一个数据文件(不带现在的产业链和地区)"
ACTOR = "本机用户"
WHERE = "pack-where"
ASSETS = Path(__file__).resolve().parent / "assets"


def page() -> None:
    """Download on the left, upload on the right, moving to another store below."""
    st.html(ASSETS / "upload.css")
    left, right = st.columns([2, 3], gap="large")
    with left:
        show('<h3 class="lt-col">一、下载表格<small>Excel,带说明、示例和下拉列表</small></h3>')
        _region()
        _chain()
    with right:
        show('<h3 class="lt-col">二、上传填好的表格<small>先看会改什么,再决定</small></h3>')
        _said()
        way_back()
        if may_write():
            _upload()
        else:
            st.info(LOOKS_ONLY)
    moving.block()


def _region() -> None:
    with st.container(border=True, key="pack-region-box"):
        show(
            '<p class="lt-note"><b>换一个地区</b>:产业链不变,'
            "把那个地区的园区、企业、装置填进来。</p>"
        )
        name = st.text_input("地区名称", placeholder="如:某某县", key="pack-region-name")
        _button("下载新地区表格", name, packs.REGION_FILE, _region_bytes, "pack-region")


def _chain() -> None:
    with st.container(border=True, key="pack-chain-box"):
        show(
            '<p class="lt-note"><b>换一条产业链</b>:哪个行业都行,'
            "把产品、工艺、单耗和一个地区的企业填进来。</p>"
        )
        name = st.text_input("产业链名称", placeholder="如:锂电回收", key="pack-chain-name")
        _button("下载新产业链表格", name, packs.CHAIN_FILE, _chain_bytes, "pack-chain")


def _button(
    label: str, text: str, pattern: str, make: Callable[[str, Path], object], key: str
) -> None:
    """A download button once the name will do; else the same button, greyed, and why."""
    try:
        name = packs.checked_name(text)
        file = packs.file_name(pattern, name)
        data = _made(make, name, file)
    except BadRequest as error:
        if text.strip():
            st.warning(str(error))
        st.button(label, disabled=True, key=f"{key}-off")
        return
    st.download_button(
        label,
        data=data,
        file_name=file,
        mime=XLSX,
        type="primary",
        on_click="ignore",
        key=key,
    )


def _made(make: Callable[[str, Path], object], name: str, file: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file  # the guide names it
        make(name, path)
        return path.read_bytes()


def _region_bytes(name: str, path: Path) -> object:
    opened = workspace()
    return packs.write_region(opened.facts(), opened.schema, name, path)


def _chain_bytes(name: str, path: Path) -> object:
    return packs.write_chain(workspace().schema, name, path)


def _said() -> None:
    """What the last loading did, once."""
    told = st.session_state.pop("pack-said", None)
    if told:
        st.success(told)


def _upload() -> None:
    turn = st.session_state.setdefault("pack-turn", 0)  # a new key empties the box after loading
    given = st.file_uploader("填好的表格(.xlsx 或 .csv)", type=["xlsx", "csv"], key=f"pack-{turn}")
    where = st.radio("载入到哪里", _places(given), key=WHERE)
    if given is None:
        st.caption("选好文件后先看会改什么,点“载入”才写入;有一处错,整个文件都不载入。")
        return
    fresh = packs.fresh_place(given.name) if where == OWN else None
    try:
        seen = _looked(given.name, given.getvalue(), fresh)
    except LianTuError as error:
        st.error(str(error))
        return
    _preview(seen)
    is_empty = not (seen.added or seen.changed)
    if st.button("载入", type="primary", disabled=bool(seen.problems) or is_empty, key="pack-load"):
        _load(given.name, given.getvalue(), fresh)
    if is_empty and not seen.problems:
        st.caption("没有新的内容。")


def _places(given: UploadedFile | None) -> list[str]:
    """Where it may go; a workbook of a whole chain is offered a data file of its own first."""
    places = [HERE, OWN] if may_administer() else [HERE]
    if given is not None and st.session_state.get("pack-of") != given.file_id:
        st.session_state["pack-of"] = given.file_id
        is_own = OWN in places and packs.holds_chain(given.getvalue())
        st.session_state[WHERE] = OWN if is_own else HERE
    return places


def _looked(name: str, data: bytes, fresh: Path | None) -> Preview:
    """The preview, made once for one file, place and state of the store."""
    state, opened = st.session_state, workspace()
    key = (name, hash(data), fresh, opened.store.info().last_seq)
    if state.get("pack-seen", (None,))[0] != key:
        seen = packs.load_bytes(opened, name, data, fresh=fresh, dry_run=True, actor=_actor())
        state["pack-seen"] = (key, seen)
    found: Preview = state["pack-seen"][1]
    return found


def _preview(seen: Preview) -> None:
    schema = workspace().schema
    if seen.problems:
        st.error(f"有 {len(seen.problems)} 处要改,改好再上传;现在什么都没有写入。")
        _frame(table.PROBLEM_COLUMNS, table.problem_rows(seen), "怎么改")
        return
    show(f'<p class="lt-main">{esc(table.summary(seen))}</p>')
    if seen.added:
        _frame(table.ADDED_COLUMNS, table.added_rows(seen, schema), "")
    if seen.changed:
        _frame(table.CHANGED_COLUMNS, table.changed_rows(seen, schema), "改成")


def _frame(columns: tuple[str, ...], rows: list[Any], wide: str) -> None:
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(300, 37 + 30 * len(rows)),
        column_config={wide: st.column_config.TextColumn(width="large")} if wide else None,
    )


def _actor() -> str:
    """Who loads: the name in the bar, else the user of this machine."""
    name = my_name()
    return ACTOR if name == NOBODY else name


def _load(name: str, data: bytes, fresh: Path | None) -> None:
    """Write it, say so, and start the page again with the new facts."""
    try:
        if fresh:
            check_may_administer(person(), OWN)
        done = packs.load_bytes(workspace(), name, data, fresh=fresh, dry_run=False, actor=_actor())
    except LianTuError as error:
        st.error(str(error))
        return
    told = f"已载入 {name}:{table.summary(done)}。"
    if fresh:
        turn_to(fresh)
        told += f'现在看的就是这份新数据;下次启动用这一句打开:liantu serve --store "{fresh}"'
    else:
        told += _turned_to(done)
    st.session_state["pack-said"] = told
    st.session_state["pack-turn"] += 1
    st.rerun()


def _turned_to(done: Preview) -> str:
    """The pages turn to a region that came alone; of several one is to be chosen."""
    came = [record for record in done.added if isinstance(record, Region)]
    if len(came) == 1:
        st.session_state[GO_REGION] = came[0].id
        return f"现在看的是 {came[0].name_zh}。"
    return "在上面“改地区、日期、口径”里选地区。" if done.added else ""


if __name__ == "__main__":
    page()
