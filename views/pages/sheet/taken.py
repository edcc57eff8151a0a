"""载入表格: read the file, ask what is not known, show what would change, correct, load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from graph.errors import LianTuError
from graph.model import SheetMap
from loaders.sheet.look import Looked, over
from views import sheets, sheets_in, sheets_out
from views.pages.context import View
from views.pages.desk import minute
from views.pages.markup import esc, literal, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.sheet import ask as sheet_ask
from views.pages.sheet import fix as sheet_fix
from views.pages.sheet import seen as sheet_seen
from views.pages.sheet.load import HELD, TURN, back, load, loaded
from views.sheets import Part
from views.tables.sheet import sheets as table

_WAYS = {
    "template": "是本系统的表格",
    "known": "认出是“{0}”这种表",
    "told": "按刚才对应的读",
    "skipped": "不读",
}


def block(seen: View) -> None:
    """The upload box and all that follows from it."""
    if not may_write():
        st.info(LOOKS_ONLY)
        return
    turn = st.session_state.setdefault(TURN, 0)
    given = st.file_uploader(
        "把表格拖到这里(.xlsx 或 .csv;自己的老表格也行)", key=f"sheet-file-{turn}"
    )
    loaded(seen)
    if given is None:
        show(
            '<p class="lt-note">先看会改什么,点“载入”才写入。有错的行可以当场改,'
            "也可以先载入好的、把错的带原因退回。老表格第一次要对一次列名,以后自动认出。</p>"
        )
        return
    held = _held(given.name, given.getvalue())
    if held is not None:
        _go_on(seen, held)


def forms(seen: View) -> list[SheetMap]:
    """Forms that were tied to ours before."""
    return [r for r in seen.store.scan("sheet_map") if isinstance(r, SheetMap)]


def _held(name: str, data: bytes) -> dict[str, Any] | None:
    """What this session knows of the uploaded file; read when it is a new one."""
    state = st.session_state
    key = (name, len(data), hash(data))
    if state.get(HELD, {}).get("key") != key:
        place = st.empty()

        def progress(done: int, total: int, sheet: str) -> None:
            part = done / total if total else 1.0
            place.progress(min(part, 1.0), text=f"正在读“{literal(sheet)}”:{done} / {total} 行")

        try:
            opened = sheets.open_file(data, name, progress)
        except LianTuError as error:
            state.pop(HELD, None)
            place.error(literal(str(error)))
            return None
        place.empty()
        empty: dict[str, Any] = {"choices": {}, "fixes": {}, "answers": {}, "near": {}}
        state[HELD] = {"key": key, "opened": opened, **empty}
    found: dict[str, Any] = state[HELD]
    return found


def _go_on(seen: View, held: dict[str, Any]) -> None:
    schema = seen.workspace.schema
    parts = _parts(seen, held)
    _ways(seen, held, parts)
    for number, part in enumerate(parts):
        if part.way == "ask":
            sheet_ask.block(seen, held, number, part)
            return
    if not any(part.source for part in parts):
        st.info("没有一张表要读。换一个文件,或在上面点“重新对应”。")
        return
    add = sheets_in.names_firms(schema, parts) and st.toggle(
        "库里没有的企业一并新建(名称相近的会先问;经营状况记“未核”)",
        value=True,
        key="sheet-add-firms",
    )
    looked = _looked(seen, held, parts, add)
    _show(seen, held, parts, looked)


def _parts(seen: View, held: dict[str, Any]) -> list[Part]:
    """How each sheet is read, found once for each state of the choices and remembered forms."""
    known = forms(seen)
    key = (repr(held["choices"]), tuple((form.id, form.pairs) for form in known))
    if held.get("parts-key") != key:
        schema = seen.workspace.schema
        held["parts"] = sheets.parts_of(held["opened"], schema, known, held["choices"])
        held["parts-key"] = key
    found: list[Part] = held["parts"]
    return found


def _ways(seen: View, held: dict[str, Any], parts: list[Part]) -> None:
    """How each sheet is read, with a way to decide anew."""
    called = sheets_out.kinds(seen.workspace.schema)
    with st.container(key="sheet-ways", gap=None):
        for number, part in enumerate(parts):
            name = part.grid.sheet or part.grid.file
            if part.way == "ask":
                continue
            how = _WAYS[part.way].format(part.form.name if part.form else "")
            into = f",记成{called[part.source.kind]}" if part.source else ""
            with st.container(horizontal=True, vertical_alignment="center"):
                show(f'<p class="lt-note"><b>{esc(name)}</b> {esc(how + into)}</p>')
                if part.way != "template":
                    st.button(
                        "重新对应",
                        key=f"sheet-again-{number}",
                        type="tertiary",
                        on_click=_again,
                        args=(held, number, part),
                    )


def _again(held: dict[str, Any], number: int, part: Part) -> None:
    row = part.old.header_row if part.old else None
    depth = part.old.depth if part.old else None
    kind = part.source.kind if part.source else None
    held["choices"][number] = sheets.Choice(header_row=row, depth=depth, kind=kind)
    held["fixes"].pop(number, None)


def _looked(seen: View, held: dict[str, Any], parts: list[Part], add: bool) -> Looked:
    """What would change, found once for each state of corrections and store."""
    last = seen.store.info().last_seq
    key = (repr(held["choices"]), repr(held["fixes"]), repr(held["answers"]), add, last)
    if held.get("looked-key") != key:
        with st.spinner("正在和库里的记录对照……"):
            held["looked"] = sheets_in.looked(
                seen.store,
                seen.workspace.schema,
                held["opened"],
                parts,
                day=seen.date,
                fixes=held["fixes"],
                answers=held["answers"],
                stamp=_stamp(),
                may_add_firms=add,
            )
        held["looked-key"] = key
    found: Looked = held["looked"]
    return found


def _stamp() -> Mapping[str, str]:
    who, when = my_name(), minute()
    return {"made_by": who, "made_at": when, "filled_by": who, "filled_at": when}


def _show(seen: View, held: dict[str, Any], parts: list[Part], looked: Looked) -> None:
    show(f'<p class="lt-main">{esc(table.summary(looked))}</p>')
    sheet_seen.told(looked)
    sheet_fix.questions(seen, held, looked)
    sheet_seen.tabs(seen, looked, lambda: sheet_fix.block(seen, held, parts, looked))
    too_many = over(seen.store, len(looked.records))
    if too_many:
        st.error(too_many)
    with st.container(horizontal=True, vertical_alignment="center", key="sheet-go"):
        rest = f",其余 {len(looked.rejected)} 行退回" if looked.rejected else ""
        st.button(
            f"载入 {len(looked.records)} 条{rest}" if looked.records else "载入",
            type="primary",
            disabled=looked.is_empty or bool(too_many),
            key="sheet-load",
            on_click=load,
            args=(seen, held, parts, looked),
        )
        if looked.rejected:
            back(seen, parts, held, looked, "sheet-back")
    if looked.is_empty:
        st.caption("没有新的内容。" if not looked.rejected else "没有可以载入的行。")
