"""数据质量: what is founded and how well, what to mend next, and every figure with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from graph.checks import run_checks
from graph.model import Sought
from graph.quality import Quality, quality
from graph.worklist import worklist
from views.pages.context import View, view
from views.pages.kept import kept
from views.pages.markup import esc, presenting, show, title
from views.tables import quality as table
from views.tables import records

CHECK_COLUMNS = ("程度", "规则", "说明")
FIRST = "capacity"
SOUGHT_COLUMNS = ("找什么", "查过哪里", "结果", "日期")


def page() -> None:
    """Shares on top; then tables: what to mend, families, look-up, checks, sought in vain."""
    seen = view()
    found = kept(seen.key("quality", seen.question), lambda: quality(seen.facts, seen.date))
    _headline(found)
    tabs = st.tabs(["查一个数", "接着做的十件事", "分族看来源", "核对结果", "找过没找到的"])
    with tabs[0]:
        _look_up(seen)
    with tabs[1]:
        _work(seen)
    with tabs[2]:
        _families(found)
    with tabs[3]:
        _checks(seen)
    with tabs[4]:
        _sought(seen)


def _headline(found: Quality) -> None:
    cells = "".join(
        f'<div title="{esc(how)}"><b>{esc(figure)}</b><span>{esc(label)} {esc(how)}</span></div>'
        for figure, label, how in table.headline(found)
    )
    show(f'<div class="lt-counts lt-six">{cells}</div>')


def _look_up(seen: View) -> None:
    kinds = records.shown_kinds(seen.facts, seen.workspace.schema)
    with st.container(horizontal=True, vertical_alignment="bottom", key="quality-filters"):
        kind = st.selectbox(
            "哪一类数据",
            list(kinds),
            index=list(kinds).index(FIRST) if FIRST in kinds else 0,
            format_func=kinds.__getitem__,
            key="quality-kind",
        )
        text = st.text_input("查找", placeholder="企业、产品、工艺、来源里的字", key="quality-text")
    rows = records.record_rows(
        seen.facts, seen.workspace.schema[kind], text, presenting=presenting()
    )
    show(f'<p class="lt-note">{len(rows)} 条;每条后面是来源、日期和可信度,点网址看原文。</p>')
    if rows:
        st.dataframe(
            rows,
            hide_index=True,
            row_height=30,
            height=min(420, 37 + 30 * len(rows)),
            placeholder="",
            key=f"quality-list-{kind}",
            column_config={
                records.TITLE: st.column_config.TextColumn(width="medium"),
                records.ADDRESS: st.column_config.LinkColumn(display_text="打开原文", width=90),
            },
        )


def _work(seen: View) -> None:
    items = kept(seen.key("worklist", seen.question), lambda: worklist(seen.evaluation))
    rows = table.work_rows(seen.facts, items)
    _table(table.WORK_COLUMNS, rows, "没有要补的了。")


def _families(found: Quality) -> None:
    weak = "、".join(table.weakest(found.families))
    show(
        f'<p class="lt-note">单耗 = 每吨产品用掉或产出多少;主产品一行是定义,不计。'
        f"来源最少的:{esc(weak)}。</p>"
    )
    _table(table.FAMILY_COLUMNS, table.family_rows(found.families), "还没有工艺。")
    show(title("按可信度"))
    grades = [(table.GRADE_ZH[g], n) for g, n in found.grades.items()]
    _table(("可信度", "条数"), grades, "还没有事实。")


def _checks(seen: View) -> None:
    found = kept(seen.key("checks", seen.question), lambda: run_checks(seen.facts))
    count = Counter(f.severity for f in found)
    told = "、".join(f"{k} {n}" for k, n in count.items()) or "全部通过"
    show(f'<p class="lt-note">单耗、平衡、编号、来源、装置、项目逐条核对:{esc(told)}。</p>')
    rows = [(f.severity, f.rule, f.message) for f in found]
    if rows:
        _table(CHECK_COLUMNS, rows, "")


def _sought(seen: View) -> None:
    found = seen.facts.all(Sought).values()
    rows = [(r.what, r.where_looked, r.outcome or "", r.date) for r in found]
    _table(SOUGHT_COLUMNS, rows, "还没有记录。")


def _table(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]], empty: str) -> None:
    if not rows:
        show(f'<p class="lt-none">{esc(empty)}</p>')
        return
    st.dataframe(
        [dict(zip(columns, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(420, 37 + 30 * len(rows)),
        placeholder="",
        column_config={"序": st.column_config.NumberColumn(width=50)},
    )


if __name__ == "__main__":
    page()
