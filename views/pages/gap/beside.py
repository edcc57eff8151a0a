"""Beside the gap list on 缺口: what leaves unprocessed, what is bought in, what a stop costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from graph.reason import Evaluation
from views.pages import downloads
from views.pages.context import View
from views.pages.markup import esc, show
from views.tables import around as table
from views.tables.gaps import Cell

Rows = Callable[[Evaluation], list[tuple[Cell, ...]]]
LISTS: dict[str, tuple[Sequence[str], Rows, str, str]] = {
    "本地富余": (
        table.SURPLUS_COLUMNS,
        table.surplus_rows,
        "出园前没有加工、能外供的产品,按数量排;数量空着是未知,不是零。",
        "没有算出富余的产品。",
    ),
    "外购原料": (
        table.BOUGHT_COLUMNS,
        table.bought_rows,
        "原料和公用物料本来就外购或就近配套,不算缺口,列出来备查。",
        "没有要外购的原料。",
    ),
    "停产影响": (
        table.STOP_COLUMNS,
        table.stop_rows,
        "假定一套装置停产:别家顶上、今天已有的外购照旧、不再多买,算下游少产多少。"
        "联合装置按一套看。产能未知的下游单列,不当作零。",
        "没有哪套装置停产会牵连下游。",
    ),
    "已剔除": (
        table.REMOVED_COLUMNS,
        table.removed_rows,
        "被淘汰或禁建规定剔除的条目和规定原文;只认全国和本地有效的规定。",
        "没有被规定剔除的条目。",
    ),
}


def beside(seen: View, name: str) -> None:
    """One of the lists, with its workbook."""
    columns, rows_of, about, empty = LISTS[name]
    rows = rows_of(seen.evaluation)
    show(f'<p class="lt-note">{esc(about)}</p>')
    if not rows:
        st.info(empty)
        return
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        height=min(620, 40 + 30 * len(rows)),
        row_height=30,
        placeholder="",
        key=f"beside-{name}",
        column_config=_widths(columns),
    )
    downloads.table_button(seen, name, columns, lambda: rows, f"beside-xlsx-{name}")


def _widths(columns: Sequence[str]) -> dict[str, Any]:
    out: dict[str, Any] = {
        c: st.column_config.NumberColumn(format="%.4g", width=130)
        for c in columns
        if c.endswith("(万吨/年)")
    }
    return out | {columns[-1]: st.column_config.TextColumn(width="large")}
