"""An annex as a grid to type over, and as the file that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from graph.desk.ladder.ladders import STATES
from loaders.annexes import Head, annex_bytes
from loaders.cells import CellError
from views.pages import downloads
from views.pages.context import View
from views.pages.ladder import write as ladder_write
from views.pages.ladder.book import Opened, table_height, write_button
from views.pages.markup import show
from views.pages.people import may_write
from views.tables.ladder import grid
from views.tables.ladder.annex import GROUP

GRID = "ladder-grid"
WIDTHS = {"企业名称": 190, "所属产业链": 170, "主要支撑项目": 240, "档次依据": 260}


def typed_grid(
    seen: View,
    held: Opened,
    what: tuple[Any, ...],
    now: tuple[Sequence[Any], list[grid.Line]],
    editable: Sequence[str],
) -> tuple[dict[str, Any], list[grid.Line]]:
    """The grid over the lines it was begun with, which stay until it is saved or given up."""
    key = "-".join(map(str, ("ladder", *what, seen.question.region_id, ladder_write.turn())))
    snap: dict[str, Any] | None = st.session_state.get(GRID)
    if snap is None or snap["key"] != key or not _has_edits(key):
        snap = {"key": key, "rows": now[0], "lines": now[1], "revs": held.revs}
        st.session_state[GRID] = snap
    columns = list(snap["lines"][0])
    edited = st.data_editor(
        _frame(snap["lines"]),
        hide_index=True,
        row_height=30,
        height=table_height(len(snap["lines"])),
        disabled=True if not may_write() else [c for c in columns if c not in editable],
        key=key,
        placeholder="",
        column_config=_columns(columns),
    )
    after: list[grid.Line] = [dict(line) for line in edited.to_dict("records")]  # type: ignore[arg-type]
    snap["typed"] = any(
        grid.changed(a, b, editable) for a, b in zip(snap["lines"], after, strict=True)
    )
    return snap, after


def _has_edits(key: str) -> bool:
    """Whether cells of the grid were typed over: they belong to the lines shown then."""
    return bool((st.session_state.get(key) or {}).get("edited_rows"))


def _frame(lines: Sequence[grid.Line]) -> pd.DataFrame:
    """Lines as a frame whose columns have a type even when they are empty."""
    frame = pd.DataFrame(list(lines))
    kinds = {c: "float64" if c.endswith("(万元)") else "object" for c in frame.columns[1:]}
    return frame.astype(kinds).astype({frame.columns[0]: "int64"})


def _columns(columns: Sequence[str]) -> dict[str, Any]:
    """Numbers with a unit are numbers even when every cell is empty; the rest is text."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    found: dict[str, Any] = {"序号": number(width=45, pinned=True)}
    for name in columns[1:]:
        if name.endswith("(万元)"):
            label = name.replace(f" 年{GROUP}", " 目标(万元)")
            found[name] = number(label, min_value=0, format="%.10g", width=125)
        elif name == "结果":
            found[name] = st.column_config.SelectboxColumn(options=list(STATES), width=90)
        else:
            found[name] = text(width=WIDTHS.get(name), pinned=name == "企业名称")
    return found


def keep_or_drop(
    seen: View, snap: dict[str, Any], typed: Callable[[], Sequence[Any]], add: Callable[[], None]
) -> None:
    """Buttons under a grid: save, give up, or use a form."""
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-keep"):
        wanted = write_button("保存改动", "ladder-save", type="primary", disabled=not snap["typed"])
        if st.button("放弃改动", key="ladder-drop", disabled=not snap["typed"]):
            ladder_write.renew()
            st.rerun()
        if write_button("用表单加一家", "ladder-add"):
            add()
        if snap["typed"]:
            show('<p class="lt-note">有改动还没有保存;换表、换年度会丢掉。</p>')
    if wanted:
        try:
            edits = typed()
        except CellError as error:
            st.error(str(error))
            return
        ladder_write.save(seen, edits, snap["revs"])


def annex_button(
    seen: View,
    number: str,
    title: str,
    unit: str,
    heads: Sequence[Head],
    cells: Callable[[], Sequence[Sequence[Any]]],
) -> None:
    """“下载 Excel” for one annex, formatted as it is handed in."""
    notes = (
        *downloads.notes(seen)[:2],
        "由企业、年度数据、项目和培育记录拼成;空格表示不知道,不是 0",
        "现状档次按最近一年产值或营收推算,没有数的按企业表记的规上与否",
    )
    st.download_button(
        "下载 Excel(附表格式)",
        data=lambda: annex_bytes(number, title, unit, heads, cells(), notes),
        file_name=f"{number}_{title}_{seen.region_name}_{seen.date}.xlsx",
        mime=downloads.XLSX,
        on_click="ignore",
        key=f"ladder-xlsx-{number}",
    )
