"""An office's own form met for the first time: each of its columns tied to one of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from graph.schema import KindSchema
from graph.store.protocol import Change
from loaders.oldsheets.match import unit_for
from loaders.oldsheets.plan import SheetPlan, Tie, faults_of
from loaders.oldsheets.table import OldTable
from loaders.sheet.lines import Spellings
from views import sheets, sheets_out
from views.pages.context import View
from views.pages.desk import minute, say_next, written
from views.pages.markup import esc, literal, show
from views.pages.people import my_name
from views.pages.sheet import ties as sheet_ties
from views.pages.sheet.shared import constants
from views.sheets import Choice, Part
from views.tables.sheet import forms

HEIGHT = 320


def block(seen: View, held: dict[str, Any], number: int, part: Part) -> None:
    """Ask about one sheet until its plan is whole."""
    name = part.grid.sheet or part.grid.file
    show(
        f'<h3 class="lt-col">第一次见到这种表:{esc(name)}'
        "<small>对一次列名,以后自动认出</small></h3>"
    )
    choice: Choice = held["choices"].get(number, Choice())
    if part.old is None:
        st.warning("在这张表里没有找到列名那一行。写明列名在第几行,或不读这张表。")
    kind_name = _about(seen, held, number, part, choice)
    if part.old is not None and kind_name is None:
        st.info("看不出这张表是哪一类:选一类,或不读这张表。")
    if part.old is None or kind_name is None:
        return
    kind = seen.workspace.schema[kind_name]
    place = f"{number}-{kind_name}-{part.old.header_row}-{part.old.depth}"
    base = f"map-{held['opened'].digest}-{place}"
    plan = _plan(seen, part.old, part.plan, kind, base)
    _first(seen, part.old, plan)
    _decide(seen, held, number, part.old, plan, base)


def _about(seen: View, held: dict[str, Any], number: int, part: Part, choice: Choice) -> str | None:
    """What the sheet holds and where its header stands; another answer reads it anew."""
    called = sheets_out.kinds(seen.workspace.schema)
    old, key = part.old, f"{held['opened'].digest}-{number}"
    now = choice.kind or (part.plan.kind if part.plan else None)
    stands = Choice(old.header_row if old else 1, old.depth if old else 1, choice.hidden, now)
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-ask-top"):
        kind = st.selectbox(
            "记成哪一类",
            list(called),
            list(called).index(now) if now in called else None,
            format_func=called.__getitem__,
            filter_mode="contains",
            placeholder="选一类",
            key=f"ask-kind-{key}",
            width=190,
        )
        row = _count("列名在第几行", stands.header_row, None, f"ask-row-{key}")
        depth = _count("列名占几行", stands.depth, 3, f"ask-depth-{key}")
        hidden = True
        if part.grid.hidden_rows or part.grid.hidden_columns:
            hidden = st.toggle("隐藏的行和列也读", value=True, key=f"ask-hidden-{key}")
        skip = (held, number, Choice(is_skipped=True))
        st.button("不读这张表", key=f"ask-skip-{key}", on_click=_choose, args=skip)
    asked = Choice(row, depth, hidden, kind)
    if asked != stands:
        _choose(held, number, asked)
        st.rerun()
    return kind


def _count(label: str, now: int | None, most: int | None, key: str) -> int:
    return int(
        st.number_input(
            label, min_value=1, max_value=most, value=now or 1, step=1, key=key, width=150
        )
    )


def _choose(held: dict[str, Any], number: int, choice: Choice) -> None:
    held["choices"][number] = choice
    held["fixes"].pop(number, None)


def _plan(
    seen: View, old: OldTable, first: SheetPlan | None, kind: KindSchema, base: str
) -> SheetPlan:
    """Draw a line for each of their columns; what the lines say."""
    start = first.ties if first else tuple(Tie(label, None) for label in old.labels)
    sheet_ties.heads()
    with st.container(height=HEIGHT, key="sheet-ties", gap=None):
        ties = tuple(
            _tie(old, index, tie, kind, f"{base}-{index}") for index, tie in enumerate(start)
        )
    plan = SheetPlan(kind.name, ties)
    return replace(plan, constants=constants(seen, plan, kind, base))


def _tie(old: OldTable, index: int, tie: Tie, kind: KindSchema, key: str) -> Tie:
    picked = st.session_state.get(key, tie.column)
    unit = unit_for(old, index, kind.column(picked)) if picked else None
    return sheet_ties.line(tie, kind, key, forms.sample_text(old, index), unit)


def _first(seen: View, old: OldTable, plan: SheetPlan) -> None:
    schema = seen.workspace.schema
    if plan.columns():
        show('<p class="lt-note">前几行换算后是这样(✕ 是读不出来的格):</p>')
        st.dataframe(
            forms.first_rows(old, plan, schema, Spellings.of(seen.store), seen.facts),
            hide_index=True,
            row_height=30,
            placeholder="",
        )


def _decide(
    seen: View, held: dict[str, Any], number: int, old: OldTable, plan: SheetPlan, base: str
) -> None:
    """Say what is open; when nothing is, go on and remember."""
    kind = seen.workspace.schema[plan.kind]
    faults = faults_of(plan, kind)
    for fault in faults:
        st.warning(literal(fault))
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-ask-foot"):
        name = st.text_input("这种表叫什么", old.name, key=f"{base}-name", max_chars=60, width=260)
        keeps = st.checkbox("记住,下次自动认出", value=True, key=f"{base}-keep")
        if st.button("就这样对应", type="primary", disabled=bool(faults), key="sheet-ask-done"):
            if keeps:
                _remember(seen, old, plan, name.strip() or old.name)
            choice = Choice(old.header_row, old.depth, True, plan.kind, plan)
            before: Choice = held["choices"].get(number, Choice())
            _choose(held, number, replace(choice, hidden=before.hidden))
            st.rerun()


def _remember(seen: View, old: OldTable, plan: SheetPlan, name: str) -> None:
    form = sheets.form_of(old, plan, name, my_name(), minute())
    page = seen.store.get("sheet_map", [form.id])
    rev = page.revs[0] if page.revs else 0
    failed = "没有记住这种表"
    expect = {("sheet_map", form.id): rev}
    if written(seen, [Change.put(form)], None, "记住表头对应", failed=failed, expect=expect):
        say_next(f"记住了“{name}”这种表")
