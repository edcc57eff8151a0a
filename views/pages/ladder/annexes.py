"""三张附表: the annexes of the notice, typed over in place, and out as they are handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from graph.desk.ladder.annex import big_projects, entry_rows
from graph.desk.ladder.ladders import years_kept
from graph.desk.ladder.plan import PERIODS, period, plan_rows
from graph.desk.words import stage_words
from views.pages.context import View
from views.pages.ladder.book import Opened, edit_ladder, table_height
from views.pages.ladder.project import edit_project
from views.pages.ladder.sheet import annex_button, annex_grid
from views.pages.ladder.typed import ENTERING, MOST, PLANS, entry_annex, plan_annex
from views.pages.markup import esc, show
from views.pages.pick_row import pick_row
from views.pages.state import hold, keep, widget_key
from views.pages.write_button import write_button
from views.tables.ladder import annex as table

ANNEXES = ("附件1 梯度培育计划", "附件2 亿元以上项目", "附件3 小升规及新入规")
WIDTHS: dict[str, Any] = {
    "序号": st.column_config.NumberColumn(width=45, pinned=True),
    "项目名称": st.column_config.TextColumn(width=230, pinned=True),
    "建设单位": st.column_config.TextColumn(width=170),
    "建设内容及规模": st.column_config.TextColumn(width=190),
    "建设地点": st.column_config.TextColumn(width=170),
}
PENCIL = "空格表示不知道,不是 0。带铅笔的列可以直接改,改完按“保存改动”。"


def block(seen: View, held: Opened) -> None:
    """One annex at a time."""
    PLANS.take()
    ENTERING.take()
    hold("ladder-annex", ANNEXES[0])
    with st.container(horizontal=True, vertical_alignment="bottom", key="ladder-top"):
        which = st.segmented_control(
            "哪一张",
            ANNEXES,
            key=widget_key("ladder-annex"),
            required=True,
            on_change=keep,
            args=("ladder-annex",),
        )
        tools = st.container(horizontal=True, vertical_alignment="bottom", key="ladder-tools")
    parts: dict[str, Callable[[View, Opened, Any], None]] = dict(
        zip(ANNEXES, (_plan, _projects, _entering), strict=True)
    )
    parts[which or ANNEXES[0]](seen, held, tools)


def _plan(seen: View, held: Opened, tools: Any) -> None:
    book = held.book
    plans = {f"{years[0]}—{years[-1]} 年": (base, years) for base, years in PERIODS}
    now = period(int(seen.date[:4]))
    hold("ladder-plan", next(k for k, v in plans.items() if v == now))
    with tools:
        chosen = st.selectbox(
            "计划",
            list(plans),
            key=widget_key("ladder-plan"),
            width=180,
            on_change=keep,
            args=("ladder-plan",),
        )
        everyone = st.toggle("列出本地全部企业", value=True, key="ladder-everyone")
    base, years = plans[chosen]
    rows = plan_rows(book, base, years, everyone, MOST)
    heads = table.plan_heads(base, years)

    def cells() -> list[tuple[table.Cell, ...]]:
        whole = plan_rows(book, base, years, everyone)
        return [table.plan_cells(book, n, r) for n, r in enumerate(whole, 1)]

    with tools:
        annex_button(seen, "附件1", "工业企业梯度培育计划表", "单位:万元", heads, cells)
    if not rows:
        st.info("这个计划里还没有企业;打开“列出本地全部企业”就能逐家填。")
        return
    first = f"列出前 {MOST} 家" if len(rows) == MOST else f"共 {len(rows)} 家"
    show(f'<p class="lt-note">{esc(PENCIL)}{first},按现状档次从高到低。</p>')
    annex_grid(
        seen,
        book,
        plan_annex(seen, base, years, everyone),
        lambda: edit_ladder(seen, book, {"flow": "梯度培育"}),
    )


def _projects(seen: View, held: Opened, tools: Any) -> None:
    book = held.book
    with tools:
        finished = st.toggle("连同已投产的", key="ladder-finished")
    stages = stage_words(seen.facts.by_kind.get("stage_word", {}).values(), "project_stage")
    rows = big_projects(book, finished)

    def cells() -> list[tuple[table.Cell, ...]]:
        return [table.project_cells(book, n, r, stages) for n, r in enumerate(rows, 1)]

    with tools:
        title = table.PROJECT_TITLE
        annex_button(seen, "附件2", title, "单位:亿元", table.PROJECT_HEADS, cells)
    if not rows:
        st.info("本地还没有 1 亿元以上、未投产的项目;换到“连同已投产的”看看。")
        return
    show(
        f'<p class="lt-note">共 {len(rows)} 个,按总投资从大到小;汇总、项目包、装置不并列。'
        "累计完成、本年计划取自月度填报,缺哪一年 12 月的就空着。"
        "名称、投资、规模、阶段在“项目库”里改。</p>"
    )
    heads = table.labels(table.PROJECT_HEADS)
    number = pick_row(
        [dict(zip(heads, line, strict=True)) for line in cells()],
        key=f"ladder-projects-{finished}-{len(rows)}",
        height=table_height(len(rows)),
        column_config=WIDTHS,
    )
    row = rows[number]
    with st.container(horizontal=True, vertical_alignment="center", key="ladder-project-foot"):
        if write_button("改这个项目", "ladder-project-edit", type="primary"):
            edit_project(seen, row.project)
        show(f'<p class="lt-note">选中:{esc(row.project.name_zh)}</p>')


def _entering(seen: View, held: Opened, tools: Any) -> None:
    book = held.book
    years = years_kept(book.ladders, int(seen.date[:4]))
    if st.session_state.get("ladder-entry-year") not in years:
        st.session_state["ladder-entry-year"] = seen.date[:4]
    hold("ladder-entry-year")
    with tools:
        year = st.selectbox(
            "年度",
            years,
            key=widget_key("ladder-entry-year"),
            width=110,
            on_change=keep,
            args=("ladder-entry-year",),
        )
    rows = entry_rows(book, year)

    def cells() -> list[tuple[table.Cell, ...]]:
        return [table.entry_cells(book, n, r) for n, r in enumerate(rows, 1)]

    with tools:
        title = f"{year} 年“小升规”培育及“新入规”企业计划表"
        annex_button(seen, "附件3", title, "单位:万元", table.ENTRY_HEADS, cells)
    if not rows:
        st.info(
            f"{year} 年的小升规、新入规、个转企名单还是空的;"
            "可从“预警名单”里勾选加入,或在这里加一家。"
        )
        if write_button("加一家", "ladder-entry-add", type="primary"):
            edit_ladder(seen, book, {"flow": "小升规", "year": year})
        return
    show(f'<p class="lt-note">{esc(PENCIL)}共 {len(rows)} 家。</p>')
    annex_grid(
        seen,
        book,
        entry_annex(seen.question.region_id, year),
        lambda: edit_ladder(seen, book, {"flow": "小升规", "year": year}),
    )
