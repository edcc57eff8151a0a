"""Monthly sheets: one workbook a unit to send out, many at once taken back after a look."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.desk.round.entries import Draft
from graph.desk.round.merging import Merged, merged
from graph.desk.round.targets import KINDS
from graph.errors import RowProblem
from graph.model import Entry
from graph.store.protocol import Change
from loaders.round.returns import read_all
from views.pages.context import View
from views.pages.desk import minute, say_next, written
from views.pages.downloads import XLSX
from views.pages.markup import esc, show
from views.pages.people import my_name
from views.pages.round.lines import every_line
from views.pages.routes import HERE
from views.pages.show_rows import show_rows
from views.tables.round import sheets as table
from views.tables.round.words import KIND_ZH, Cell, month_zh

_TURN = "sheet-turn"
WIDTHS = {"文件": 130, "行": 40, "列": 80, "值": 80, "名称": 170, "哪一项": 90, "原因": 420}
UPLOAD_CSS = HERE / "assets" / "upload.css"


def block(seen: View, month: str, kind: str, lines: Sequence[Draft]) -> None:
    """Send out the lines of the chosen kind on the left, take back those of any on the right."""
    st.html(UPLOAD_CSS)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show(
            '<h3 class="lt-col">发给各责任单位'
            "<small>一个单位一个 Excel,编号锁住,有下拉</small></h3>"
        )
        _out(seen, month, kind, lines)
    with right:
        show('<h3 class="lt-col">收回填好的表<small>可以几个一起选,先看再写入</small></h3>')
        _back(seen, month)


def _out(seen: View, month: str, kind: str, lines: Sequence[Draft]) -> None:
    units = table.by_unit(lines)
    if not units:
        show('<p class="lt-none">这个月没有要填报的。</p>')
        return
    told = "、".join(f"{unit} {len(mine)} 项" for unit, mine in units.items())
    show(f'<p class="lt-note">{esc(told)}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-out"):
        unit = st.selectbox("哪个单位", list(units), key=f"sheet-unit-{kind}", width=220)
        st.download_button(
            "下载这个单位的表",
            data=lambda: _books(seen, month, units[unit])[_name(seen, month, unit)],
            file_name=_name(seen, month, unit),
            mime=XLSX,
            on_click="ignore",
            key="sheet-one",
        )
        st.download_button(
            "全部单位打成一个压缩包",
            data=lambda: table.archive(lines, month, seen.region_name, seen.date),
            file_name=f"{month}调度表_{KIND_ZH[kind]}_{seen.region_name}.zip",
            mime="application/zip",
            on_click="ignore",
            key="sheet-all",
        )


def _name(seen: View, month: str, unit: str) -> str:
    return table.file_name(month, unit, seen.region_name)


def _books(seen: View, month: str, mine: Sequence[Draft]) -> dict[str, bytes]:
    return table.workbooks(mine, month, seen.region_name, seen.date)


def _back(seen: View, month: str) -> None:
    turn = st.session_state.get(_TURN, 0)
    given = st.file_uploader(
        f"{month_zh(month)}的调度表(.xlsx,可多选)",
        type=["xlsx"],
        accept_multiple_files=True,
        key=f"sheet-back-{turn}",
    )
    if not given:
        return
    lines = [d for kind in KINDS for d in every_line(seen, month, kind)]
    names = {d.entry.id: d.entry.target_name for d in lines}
    rows, problems = read_all(((f.name, f.getvalue()) for f in given), names)
    found = merged(rows, {d.entry.id: d for d in lines}, my_name(), minute())
    _preview(found, problems, names, month)
    is_shown = not (found.changed or found.clashes) or st.checkbox(
        "改动和前后不一致的都看过了,以后到的为准", key=f"sheet-seen-{turn}"
    )
    st.button(
        f"写入 {len(found.entries)} 项",
        type="primary",
        disabled=not found.entries or not is_shown,
        key="sheet-write",
        on_click=_write,
        args=(seen, found, month),
    )


def _preview(
    found: Merged, problems: tuple[RowProblem, ...], names: dict[str, str], month: str
) -> None:
    show(f'<p class="lt-main">{esc(table.summary(found, problems))}</p>')
    _frame("新增", table.NEW_COLUMNS, table.new_rows(found))
    _frame("改动", table.CHANGED_COLUMNS, table.changed_rows(found))
    _frame("几份表说的不一样(用后到的)", table.CLASH_COLUMNS, table.clash_rows(found, names))
    _frame("不收的行,改好再交", table.REJECTED_COLUMNS, table.rejected_rows(found, problems, month))


def _frame(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    if rows:
        show(f'<h4 class="lt-h">{esc(title)} {len(rows)} 条</h4>')
        show_rows(columns, rows, 190, WIDTHS)


def _write(seen: View, found: Merged, month: str) -> None:
    changes = [Change.put(entry) for _, entry in found.entries]
    expect = {(Entry.kind, entry.id): draft.rev for draft, entry in found.entries}
    reason = f"收回{month_zh(month)}调度表"
    if written(seen, changes, None, reason, failed="没有写入", expect=expect):
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        say_next(f"已写入 {len(changes)} 项")
