"""客商库 as a list: what is late first; the line chosen is shown in full below it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.desk.client.listing import Listed, Wish, every, listed
from graph.model import Lead
from views import settings
from views.pages import downloads
from views.pages.client.filters import CHOSEN, is_filtered, words_of
from views.pages.context import View
from views.pages.markup import show
from views.tables.client import clients as table
from views.tables.client.rows import Shelf, shelf

MOST = 200
_HEIGHT = 300
_ROW = 30
_ALL_DIGITS = "%.10g"


def shelf_of(seen: View, leads: list[Lead]) -> Shelf:
    """What rows for these firms are made from."""
    return shelf(seen.store, seen.evaluation, words_of(seen), settings.today(), leads)


def client_list(seen: View, wish: Wish) -> None:
    """The rows, at most ``MOST``; the one chosen stays chosen when the list changes."""
    found = listed(seen.store, wish, settings.today(), MOST)
    show(f'<p class="lt-note">{head(found)}点左边的方框看详情。</p>')
    if not found.rows:
        st.info(empty_text())
        return
    leads = [lead for lead, _ in found.rows]
    on = shelf_of(seen, leads)
    ids = [lead.id for lead in leads]
    chosen = st.session_state[CHOSEN] = st.session_state.get(CHOSEN) or ids[0]
    at = [ids.index(chosen)] if chosen in ids else []
    event = st.dataframe(
        [dict(zip(table.COLUMNS, table.row(on, lead), strict=True)) for lead in leads],
        hide_index=True,
        height=min(_HEIGHT, 37 + _ROW * len(leads)),
        row_height=_ROW,
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": at, "columns": [], "cells": []}},
        key=f"client-list-{hash(tuple(ids))}",
        placeholder="",
        column_config=_config(),
    )
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(ids):
        st.session_state[CHOSEN] = ids[rows[0]]


def head(found: Listed) -> str:
    """How many, how many are late, and in which order they stand."""
    late = f"其中<b>逾期 {found.late} 家</b>,排在最前;" if found.late else ""
    rest = found.total - len(found.rows)
    more = f"只列前 {len(found.rows)} 家,其余 {rest} 家见 Excel,或用上面的筛选;" if rest > 0 else ""
    return f"共 {found.total} 家,{late}{more}按下次动作的期限排。"


def empty_text() -> str:
    """What an empty page says: why, and what to do."""
    if is_filtered():
        return "没有符合条件的客商;放宽上面的筛选试试。"
    return "客商库还是空的。到“目标企业”勾选企业,点“加入客商库”;或在这里点“新加客商”。"


def _config() -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "催办": text(width=85),
        "企业名称": text(width=210),
        "对应产业链环节": text(width=150),
        "跟进阶段": text(width=80),
        "等级": text(width=50),
        "下次动作": text(width=150),
        "期限": text(width=95),
        "对接人(我方)": text(width=100),
        "最近联系日": text(width=95),
        "补链/延链/强链": text(width=110),
        "意向投资(亿元)": number(format=_ALL_DIGITS, width=115),
        "意向用地(亩)": number(format=_ALL_DIGITS, width=105),
        "意向强度(万元/亩,计算)": number(format=_ALL_DIGITS, width=160),
        "来源": text(width=220),
        "为什么": text(width=320),
    }


def excel_button(seen: View, wish: Wish, told: str) -> None:
    """“下载 Excel”: every row asked for, with all columns; ``told`` are the filters in words."""
    st.download_button(
        "下载 Excel",
        data=lambda: client_workbook(seen, wish, told),
        file_name=f"客商库_{seen.region_name}_{settings.today()}.xlsx",
        mime=downloads.XLSX,
        on_click="ignore",
        key="client-xlsx",
    )


def client_workbook(seen: View, wish: Wish, told: str) -> bytes:
    """The list as a workbook; persons to call at the firms are never in it.

    It is made when no page is being drawn, so it asks nothing of the session.
    """
    leads = list(every(seen.store, wish, settings.today()))
    on = shelf_of(seen, leads)
    rows = [table.sheet_row(on, number, lead) for number, lead in enumerate(leads, 1)]
    notes = (
        *(f"筛选:{told}", "企业联系人不在表里;意向强度、约束提示为计算或推算"),
        *downloads.notes(seen),
    )
    return downloads.workbook("客商库", table.SHEET_COLUMNS, rows, notes)
