"""项目库 as a list: sums above it, the line chosen shown in full below it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from graph.desk.ladder.annex import big_projects
from graph.desk.project.projects import GROUPED, Told, Wish
from graph.desk.project.sums import totals
from graph.reason.timeline import GIVEN_UP
from loaders.annexes import annex_bytes
from views.pages import downloads
from views.pages.context import View
from views.pages.ladder.book import opened
from views.pages.markup import esc, show
from views.pages.project.filters import CHOSEN, said, words_of
from views.tables.ladder import annex
from views.tables.project import projects as table

TURN = "project-turn"
_HEIGHT, _SHORT = 300, 217
_ROW = 30
_ALL_DIGITS = "%.10g"


def project_list(seen: View, rows: Sequence[Told]) -> None:
    """The rows; the one chosen stays chosen when the list changes."""
    sums(seen, rows)
    if not rows:
        return
    words = words_of(seen)
    ids = [row.project.id for row in rows]
    chosen = st.session_state.get(CHOSEN)
    at = [ids.index(chosen)] if chosen in ids else []
    lines = [table.row(seen.evaluation, words, n, row) for n, row in enumerate(rows, 1)]
    key = f"project-list-{hash(tuple(ids))}-{st.session_state.get(TURN, 0)}"
    st.dataframe(
        [dict(zip(table.COLUMNS, line, strict=True)) for line in lines],
        hide_index=True,
        height=min(_SHORT if chosen else _HEIGHT, 37 + _ROW * len(rows)),
        row_height=_ROW,
        on_select=lambda: _choose(key, ids),
        selection_mode="single-row",
        selection_default={"selection": {"rows": at, "columns": [], "cells": []}},
        key=key,
        placeholder="",
        column_config=_config(),
    )


def _choose(key: str, ids: Sequence[str]) -> None:
    """What was clicked is the project shown below."""
    picked = st.session_state[key]["selection"]["rows"]
    if picked and picked[0] < len(ids):
        st.session_state[CHOSEN] = ids[picked[0]]


def sums(seen: View, rows: Sequence[Told]) -> None:
    """How many, and what they come to; a sum says how many have no figure."""
    if not rows:
        st.info(
            "没有符合条件的项目;放宽上面的筛选试试,或点“新建项目”。"
            "缺口页的“谋划成项目”会把产品、规模和依据一并带过来。"
        )
        return
    projects = [row.project for row in rows]
    told = table.sums(totals(seen.facts, projects))
    cells = "".join(
        f"<div><span>{esc(label)}</span><b>{esc(value)}</b><small>{esc(note)}</small></div>"
        for label, value, note in told
    )
    late = sum(row.is_troubled for row in rows)
    head = (
        f"<div><span>项目</span><b>{len(rows)} 个</b><small>{late} 个有问题或落后计划</small></div>"
    )
    show(f'<div class="lt-sums">{head}{cells}</div>')
    apart = sum(p.level in GROUPED or p.stage in GIVEN_UP for p in projects)
    if apart:
        kinds = "项目包、片区、汇总、里程碑和中止、流失的"
        show(f'<p class="lt-note">{kinds}共 {apart} 个,不加进合计。</p>')


def _config() -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "序": number(width=40),
        "项目名称": text(width=270),
        "阶段": text(width=55),
        "投资方": text(width=120),
        "产业链环节": text(width=110),
        "总投资(亿元)": number(format=_ALL_DIGITS, width=95),
        "用地(亩)": number(format=_ALL_DIGITS, width=75),
        "投资强度(万元/亩,计算)": number(format="%.6g", width=155),
        "责任单位": text(width=110),
        "责任人": text(width=80),
        "占年度计划": text(width=190),
        "形象进度": text(width=140),
        "存在问题": text(width=150),
        "园区内外": text(width=70),
        "最近消息": text(width=90),
    }


def excel_buttons(seen: View, rows: Sequence[Told], wish: Wish) -> None:
    """All columns of the list, and the table of the notice for projects of 1 亿元 and more."""
    with st.popover("下载 Excel"):
        for label, title, key, made in (
            ("全部列", "项目库", "project-xlsx", project_workbook),
            ("亿元以上项目表", "投资亿元以上项目表", "project-big-xlsx", big_workbook),
        ):
            st.download_button(
                label,
                data=partial(made, seen, rows, wish),
                file_name=f"{title}_{seen.region_name}_{seen.date}.xlsx",
                mime=downloads.XLSX,
                on_click="ignore",
                key=key,
                width="stretch",
            )


def project_workbook(seen: View, rows: Sequence[Told], wish: Wish) -> bytes:
    """The list as a workbook, with every column and the filters in words."""
    words = words_of(seen)
    lines = [table.sheet_row(seen.evaluation, words, n, row) for n, row in enumerate(rows, 1)]
    notes = table.notes([f"筛选:{said(seen, wish)}", *downloads.notes(seen)])
    return downloads.workbook("项目库", table.SHEET_COLUMNS, lines, notes)


def big_workbook(seen: View, rows: Sequence[Told], wish: Wish) -> bytes:
    """重点推进的投资亿元以上项目表, as under 梯度培育, of the projects of the list."""
    book, words, listed = opened(seen).book, words_of(seen), {row.project.id for row in rows}
    found = [row for row in big_projects(book) if row.project.id in listed]
    lines = [annex.project_cells(book, n, row, words) for n, row in enumerate(found, 1)]
    notes = (f"筛选:{said(seen, wish)}", *annex.PROJECT_NOTES, *downloads.notes(seen))
    return annex_bytes("附件2", annex.PROJECT_TITLE, "单位:亿元", annex.PROJECT_HEADS, lines, notes)
