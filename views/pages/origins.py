"""数据来源: every source, what hangs on it, and what hangs on none."""

from __future__ import annotations

import streamlit as st

from views.pages import exports
from views.pages.context import View, view
from views.pages.kept import kept
from views.pages.markup import esc, presenting, show
from views.pages.pick_row import pick_row
from views.tables import sources as table
from views.tables.origin import GRADES
from views.tables.overview import sourced_words


def _rows(seen: View) -> list[table.SourceRow]:
    return kept(seen.key("sources"), lambda: table.source_rows(seen.facts, seen.workspace.schema))


def page() -> None:
    """Sources, the facts on one of them, rows without a place, shares by kind."""
    seen = view()
    rows = _rows(seen)
    tabs = st.tabs(["来源", "各类资料的有来源份额", "没有挂接的资料"])
    with tabs[0]:
        _sources(rows)
    with tabs[1]:
        _shares(seen)
    with tabs[2]:
        _unattached(seen)
    exports.block(seen)


def _sources(rows: list[table.SourceRow]) -> None:
    kinds = sorted({kind for row in rows for kind in row.kinds})
    with st.container(horizontal=True, vertical_alignment="bottom", key="source-filters"):
        text = st.text_input("查找", placeholder="标题、网址或事实里的字", key="source-text")
        grades = st.pills(
            "可信度",
            list(GRADES),
            selection_mode="multi",
            format_func=GRADES.__getitem__,
            key="source-grade",
        )
        wanted = st.multiselect(
            "挂接的类别", kinds, placeholder="全部类别", select_all=False, key="source-kinds"
        )
    found = table.filtered(rows, grades, wanted, text)
    total = sum(len(row.facts) for row in found)
    show(
        f'<p class="lt-note">{len(found)} 个来源(全部 {len(rows)} 个),'
        f"挂着 {total} 条事实;点左边的圆圈看挂了什么。</p>"
    )
    if not found:
        return
    number = pick_row(
        [dict(zip(table.COLUMNS, row.row(presenting=presenting()), strict=True)) for row in found],
        key=f"source-list-{hash((text, tuple(grades), tuple(wanted)))}",
        height=min(330, 37 + 30 * len(found)),
        column_config={
            "标题": st.column_config.TextColumn(width="large"),
            "可信度": st.column_config.TextColumn(width=70),
            "日期": st.column_config.TextColumn(width=100),
            "挂接的事实": st.column_config.NumberColumn(width=90),
            "其中": st.column_config.TextColumn(width="medium"),
            "网址": st.column_config.LinkColumn(width="medium"),
        },
    )
    _one(found[number])


def _one(row: table.SourceRow) -> None:
    title, date, grade, count, _, url = row.row(presenting=presenting())
    link = (
        f' <a href="{esc(url)}" target="_blank" rel="noopener noreferrer">打开原文</a>'
        if url
        else ""
    )
    about = ",".join(p for p in (str(date) or "日期未载", GRADES.get(str(grade), "")) if p)
    note = f'<p class="lt-note">{esc(row.source.note)}</p>' if row.source.note else ""
    show(f'<h4 class="lt-h">{esc(title)}<small>{esc(about)}</small>{link}</h4>{note}')
    if not count:
        show('<p class="lt-none">还没有事实挂在这个来源上。</p>')
        return
    with st.expander(f"挂在上面的 {count} 条事实", expanded=True):
        st.dataframe(
            [dict(zip(table.FACT_COLUMNS, f.row(), strict=True)) for f in row.facts],
            hide_index=True,
            row_height=30,
            height=min(300, 37 + 30 * len(row.facts)),
            column_config={"内容": st.column_config.TextColumn(width="large")},
        )


def _shares(seen: View) -> None:
    rows = table.kind_rows(seen.facts, seen.workspace.schema)
    stated, sourced = sum(r[1] for r in rows), sum(r[2] for r in rows)
    words = sourced_words({"facts": stated, "sourced": sourced})
    show(
        f'<p class="lt-note">有来源的事实 <b>{esc(words)}</b>({sourced} / {stated} 条);'
        "其余为定义、推算、估计或行业常识,页面上都照实注明。</p>"
    )
    st.dataframe(
        [dict(zip(table.KIND_COLUMNS, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
    )


def _unattached(seen: View) -> None:
    rows = table.unattached_rows(seen.facts)
    if not rows:
        show('<p class="lt-none">收集到的资料都挂上了。</p>')
        return
    show(f'<p class="lt-note">{len(rows)} 行资料没有挂到图上,原因如下。</p>')
    st.dataframe(
        [dict(zip(table.UNATTACHED_COLUMNS, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
    )


if __name__ == "__main__":
    page()
