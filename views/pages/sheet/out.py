"""导出和空表: records of one kind with a filter, and an empty form of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.model import Record
from graph.schema import Column, KindSchema
from views import sheets_out
from views.pages.context import View
from views.pages.downloads import XLSX
from views.pages.markup import esc, show
from views.pages.state import hold, keep, widget_key
from views.sheets_out import Filter
from views.tables.origin import chinese_date
from views.tables.sheet import sheets as table

_IN_A_ROW = 4
SHOWN = 200


def block(seen: View) -> None:
    """Choose the kind, choose which, take it away."""
    schema = seen.workspace.schema
    name, wanted = _wanted(seen)
    kind = schema[name]
    count, first = sheets_out.glimpse(seen.store, seen.facts, kind, wanted, SHOWN)
    title = sheets_out.kinds(schema)[name]
    show(
        f'<p class="lt-main">{esc(title)}:{count} 条'
        f"<small>全部列,引用旁边附名称;改好再从“载入表格”上传</small></p>"
    )
    with st.container(horizontal=True, key="sheet-out-buttons"):
        st.download_button(
            "下载 Excel",
            data=lambda: _bytes(seen, kind, wanted),
            file_name=f"{title}_{seen.region_name}_{seen.date}.xlsx",
            mime=XLSX,
            type="primary",
            on_click="ignore",
            disabled=not count,
            key="sheet-out-xlsx",
        )
        st.download_button(
            "下载空表(带下拉和说明)",
            data=lambda: sheets_out.template_bytes(seen.facts, schema, kind),
            file_name=f"{title}填报表_{seen.region_name}_{seen.date}.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="sheet-out-form",
        )
    if first:
        _first(seen, name, first, count)


def _bytes(seen: View, kind: KindSchema, wanted: Filter) -> bytes:
    """All that was chosen, read when the button is pressed."""
    records = sheets_out.chosen(seen.store, seen.facts, kind, wanted)
    notes = _notes(seen, kind, wanted)
    return sheets_out.kind_bytes(seen.store, seen.facts, kind, records, notes)


def _wanted(seen: View) -> tuple[str, Filter]:
    """The kind, and which of its records."""
    schema = seen.workspace.schema
    called = sheets_out.kinds(schema)
    hold("sheet-out-kind", next(iter(called)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-out-top"):
        name = st.selectbox(
            "哪一类",
            list(called),
            format_func=called.__getitem__,
            filter_mode="contains",
            placeholder="选一类",
            key=widget_key("sheet-out-kind"),
            on_change=keep,
            args=("sheet-out-kind",),
            width=240,
        )
        text = st.text_input(
            "含有的字", key=f"sheet-out-text-{name}", placeholder="名称、备注里的字都行", width=240
        )
        here = sheets_out.has_region(schema[name]) and st.toggle(
            f"只要{seen.region_name}", key=f"sheet-out-region-{name}"
        )
    region_id = seen.question.region_id if here else None
    return name, Filter(_choices(seen, name), region_id, text)


def _first(seen: View, name: str, records: list[Record], count: int) -> None:
    rows = table.added_rows(records, seen.workspace.schema[name], seen.facts)
    st.dataframe(
        rows, hide_index=True, row_height=30, height=min(420, 38 + 30 * len(rows)), placeholder=""
    )
    if count > len(rows):
        st.caption(f"这里只显示前 {len(rows)} 条,Excel 里是全部 {count} 条。")


def _choices(seen: View, name: str) -> dict[str, tuple[str, ...]]:
    """One box for each closed list of the kind."""
    columns = sheets_out.choice_columns(seen.workspace.schema[name])[:_IN_A_ROW]
    out: dict[str, tuple[str, ...]] = {}
    if not columns:
        return out
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-out-filters"):
        for column in columns:
            picked = st.multiselect(
                column.label_zh,
                column.choices,
                format_func=_wording(column),
                key=f"sheet-out-{name}-{column.name}",
                placeholder="全部",
                select_all=False,
                width=220,
            )
            out[column.name] = tuple(picked)
    return out


def _wording(column: Column) -> Callable[[str], str]:
    return lambda choice: table.choice_text(column, choice)


def _notes(seen: View, kind: KindSchema, wanted: Filter) -> tuple[str, ...]:
    return (
        f"页面地区:{seen.region_name}",
        f"导出日期:{chinese_date(seen.date)}",
        table.filter_text(kind, wanted, seen.region_name),
        "产能单位万吨/年;空格表示不知道,不是 0",
    )
