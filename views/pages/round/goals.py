"""目标: goals by year against what was reached, each figure with its source."""

from __future__ import annotations

import streamlit as st

from graph.desk.round.goals import Measured, figures_of, measure_of, measured
from graph.desk.round.reading import entries_between
from graph.model import Figure, Goal, Record
from graph.store.protocol import Change
from views.pages import downloads
from views.pages.context import View
from views.pages.markup import esc, show, source
from views.pages.pick_row import pick_row
from views.pages.record.form import Form, open_form
from views.pages.show_rows import show_rows
from views.pages.state import hold, keep, widget_key
from views.pages.write_button import write_button
from views.tables.round import goals as table

GOAL_GROUPS = {
    "": ("indicator", "year", "period"),
    "目标数": ("value_text", "value", "unit"),
    "其他": ("figure_indicator", "note"),
}
FIGURE_GROUPS = {
    "": ("subject", "indicator", "year"),
    "实际数": ("value_text", "value", "unit"),
    "依据": ("as_of", "note"),
}
SOURCED_GROUPS = {
    "这个目标有出处,数不能在这里改;可以补对应指标和备注": ("figure_indicator", "note")
}
WIDTHS = {
    **{"指标": 285, "到哪一年": 72, "口径": 52, "目标": 125, "实际": 90},
    **{"完成": 58, "还差": 85, "最近一次": 205, "月度填报(累计)": 120, "本系统推算": 190},
}


def part(seen: View) -> None:
    """Year, list, and the chosen goal below with its buttons."""
    year = str(seen.date)[:4]
    region_id = seen.question.region_id
    entries = entries_between(seen.store, region_id, "2000-01", f"{year}-12", kind=Goal.kind)
    everything = measured(seen.facts, region_id, entries)
    found = _filters(seen, everything)
    show(
        f'<p class="lt-note">{esc(table.tally(found))}“实际”只用有出处的数;'
        "“本系统推算”是按现有记录数出来的,记录不全时只是下限,两者不混用。</p>"
    )
    if not found:
        st.info("这一年还没有目标。点“加一个目标”填写。")
        return
    _detail(seen, _list(seen, found))


def _filters(seen: View, everything: tuple[Measured, ...]) -> list[Measured]:
    years = table.years(everything, seen.date)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        if st.session_state.get("goal-year") not in years:
            st.session_state["goal-year"] = None
        hold("goal-year")
        st.pills(
            "到哪一年(不选就是全部)",
            years,
            key=widget_key("goal-year"),
            on_change=keep,
            args=("goal-year",),
        )
        year = st.session_state["goal-year"]
        found = table.of_year(everything, year)
        write_button("加一个目标", "goal-new", on_click=_new_goal, args=(seen, year))
        rows = table.rows(seen.facts, found)
        downloads.table_button(seen, "目标完成情况", table.COLUMNS, lambda: rows, "goals-xlsx")
    return found


def _list(seen: View, found: list[Measured]) -> Measured:
    rows = [dict(zip(table.COLUMNS, r, strict=True)) for r in table.rows(seen.facts, found)]
    number = pick_row(
        rows,
        height=min(330, 37 + 30 * len(rows)),
        column_order=table.SHOWN,
        key=f"goal-list-{hash(tuple(m.goal.id for m in found))}",
        column_config={k: st.column_config.TextColumn(width=w) for k, w in WIDTHS.items()},
    )
    return found[number]


def _detail(seen: View, item: Measured) -> None:
    goal, region = item.goal, seen.facts.regions[seen.question.region_id]
    with st.container(horizontal=True, vertical_alignment="center", key="goal-head"):
        show(f'<h3 class="lt-title">{esc(goal.indicator)}</h3>')
        write_button("改目标", "goal-edit", on_click=_edit_goal, args=(seen, goal))
        label = "改实际数" if _own_actual(item) else "填实际数"
        write_button(label, "goal-actual", on_click=_actual, args=(seen, item), type="primary")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        figures = figures_of(seen.facts, region, goal)
        show(f'<h4 class="lt-h">“{esc(measure_of(goal))}”有记录的各年数</h4>')
        if figures:
            show_rows(table.FIGURE_COLUMNS, table.figure_rows(seen.facts, figures), 220)
        else:
            show('<p class="lt-none">一年也没有取得;有了正式数点“填实际数”。</p>')
    with right:
        _about(seen, item)


def _about(seen: View, item: Measured) -> None:
    goal, region = item.goal, seen.facts.regions[seen.question.region_id]
    told = [f"说明:{goal.note}"] if goal.note else []
    counted = table.counted_text(item.counted)
    if counted:
        names = ":" + "、".join(item.counted.names) if item.counted and item.counted.names else ""
        told.append(f"本系统推算:{counted}{names}")
    show(
        '<h4 class="lt-h">依据</h4><ul class="lt-list">',
        f"<li>目标:{esc(goal.value_text)}<br>{source(table.goal_origin(seen.facts, goal))}</li>",
        "".join(f"<li>{esc(t)}</li>" for t in told),
        "</ul>",
    )
    by_year = table.counts_by_year(seen.facts, region, goal, seen.date)
    if by_year:
        lines = "".join(f"<li>{esc(y)} 年:{esc(t)}</li>" for y, t in by_year)
        show(
            '<h4 class="lt-h">本系统按年推算<small>当年第一次记到签约、注册、核准或开工的项目'
            f'</small></h4><ul class="lt-list">{lines}</ul>'
        )


def _new_goal(seen: View, year: str | None) -> None:
    region_id = seen.question.region_id
    start = {
        "year": year if year and year.isdecimal() else seen.date[:4],
        "period": "期末",
        "as_of": seen.date,
    }
    fixed = {"region_id": region_id, "basis": "user"}
    open_form(seen, Form(Goal.kind, "加一个目标", GOAL_GROUPS, fixed=fixed, start=start))


def _edit_goal(seen: View, goal: Goal) -> None:
    groups = GOAL_GROUPS if goal.basis == "user" else SOURCED_GROUPS
    open_form(seen, Form(Goal.kind, "改目标", groups), goal.id)


def _own_actual(item: Measured) -> Figure | None:
    """The actual, when the office itself gave it."""
    return item.actual if item.actual and item.actual.basis == "user" else None


def _actual(seen: View, item: Measured) -> None:
    """The figure of the goal's year: changed where the office gave it, else a new one."""
    goal, region = item.goal, seen.facts.regions[seen.question.region_id]
    start = table.new_figure(region, goal, seen.date)

    def more(_: Record | None, __: Record) -> list[Change]:
        named = table.with_measure(goal)
        return [] if named == goal else [Change.put(named)]

    form = Form(
        "figure", "实际数", FIGURE_GROUPS, start=start, fixed=start, more=more, reason="填实际数"
    )
    mine = _own_actual(item)
    open_form(seen, form, mine.id if mine else None)
