"""An annex as a grid to type over, and as the file that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from graph.desk.ladder.edit import Edit
from graph.desk.ladder.ladders import STATES, Book
from graph.model import Ladder
from graph.store.protocol import Change
from loaders.annexes import Head, annex_bytes
from loaders.cells import CellError
from views.pages import downloads
from views.pages.both import who_last
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.ladder.book import opened, table_height
from views.pages.markup import show
from views.pages.people import may_write
from views.pages.unsaved import Row, Unsaved
from views.pages.write_button import write_button
from views.tables.ladder import grid
from views.tables.ladder.annex import GROUP

WIDTHS = {
    **{"企业名称": 190, "所属产业链": 170, "主要支撑项目": 240, "档次依据": 260},
    "本年预计营收(万元)": 175,
}
WHY = "填梯度培育表"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an annex: its id, what it was made from, its cells, and its records."""

    id: str
    row: Any
    line: grid.Line
    records: tuple[Ladder, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex to type into.

    ``scope`` begins the ids of its lines; ``shown`` and ``others`` give, from the records as they
    stand, the lines of the table and those typed into that it does not show; ``edits`` makes
    records of lines before and after.
    """

    unsaved: Unsaved
    scope: str
    editable: tuple[str, ...]
    shown: Callable[[Book], list[Item]]
    others: Callable[[Book], list[Item]]
    edits: Callable[[Sequence[Any], Sequence[grid.Line], Sequence[grid.Line]], Sequence[Edit]]

    def cells(self, item: Item) -> Row:
        """The cells of a line that may be typed into."""
        name = str(item.line["企业名称"])
        return Row(item.id, name, {c: item.line[c] for c in self.editable})

    def after(self, item: Item) -> grid.Line:
        """A line with what was typed."""
        return {**item.line, **self.unsaved.typed(self.cells(item))}


def annex_grid(seen: View, book: Book, annex: Annex, add: Callable[[], None]) -> None:
    """The table, and under it: save, give up, or use a form (``add``)."""
    shown = annex.shown(book)
    columns = list(shown[0].line)
    locked = [c for c in columns if c not in annex.editable]
    drawn, key = annex.unsaved.widget(
        [annex.cells(item) for item in shown], _frame([annex.after(item) for item in shown])
    )
    st.data_editor(
        drawn,
        hide_index=True,
        row_height=30,
        height=table_height(len(shown)),
        disabled=locked if may_write() else True,
        key=key,
        placeholder="",
        column_config=_columns(columns),
    )
    every = [*shown, *annex.others(book)]
    gone = _gone(annex, every)
    typed = [item for item in every if annex.unsaved.typed(annex.cells(item))]
    passed = annex.unsaved.passed([annex.cells(item) for item in typed])
    ids = [*(item.id for item in typed), *gone]
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-keep"):
        write_button(
            "保存改动",
            "ladder-save",
            type="primary",
            disabled=not typed or bool(passed),
            on_click=_save,
            args=(seen, annex),
        )
        st.button(
            "放弃改动",
            key="ladder-drop",
            disabled=not ids,
            on_click=annex.unsaved.forget,
            args=(ids,),
        )
        if write_button("用表单加一家", "ladder-add"):
            add()
        if typed:
            show('<p class="lt-note">有改动还没有保存;换表、换年度再回来,填的还在。</p>')
    for id in gone:
        name = annex.unsaved.name(id)
        st.warning(f"“{name}”已不在这张表里(别人移走了),填在这一行的写不进去;按“放弃改动”。")
    if passed:
        annex.unsaved.both(passed, _who(seen, typed, passed), lambda: _save(seen, annex))


def _gone(annex: Annex, every: Sequence[Item]) -> list[str]:
    """Lines that were typed into and are there no longer."""
    here = {item.id for item in every}
    return [id for id in annex.unsaved.ids if id.startswith(annex.scope) and id not in here]


def _who(seen: View, typed: Sequence[Item], passed: Sequence[Row]) -> str:
    """Who changed these lines last."""
    ids = {row.id for row in passed}
    refs = [(Ladder.kind, r.id) for item in typed if item.id in ids for r in item.records]
    return "、".join(dict.fromkeys(who_last(seen, ref) for ref in refs))


def _save(seen: View, annex: Annex) -> None:
    """Write what was typed over what stands now; a line somebody changed holds all back."""
    annex.unsaved.take()
    held = opened(seen)
    every = [*annex.shown(held.book), *annex.others(held.book)]
    typed = [item for item in every if annex.unsaved.typed(annex.cells(item))]
    if annex.unsaved.passed([annex.cells(item) for item in typed]):
        return
    before = [item.line for item in typed]
    try:
        edits = annex.edits([i.row for i in typed], before, [annex.after(i) for i in typed])
    except CellError as error:
        st.error(str(error))
        return
    changes = [Change.put(e.mine) for e in edits]
    expect = {e.ref: held.revs.get(e.ref, 0) for e in edits}
    if written(seen, changes, None, WHY, failed="没有存上", expect=expect):
        annex.unsaved.forget([item.id for item in typed])
        say_next(f"已保存 {len(typed)} 行")


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
            found[name] = number(label, min_value=0, format="%.10g", width=WIDTHS.get(name, 145))
        elif name == "结果":
            found[name] = st.column_config.SelectboxColumn(options=list(STATES), width=90)
        else:
            found[name] = text(width=WIDTHS.get(name), pinned=name == "企业名称")
    return found


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
