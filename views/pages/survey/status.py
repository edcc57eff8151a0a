"""进度: every form sent, late ones on top; one of them downloaded again or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from graph.desk.survey.surveys import BACK, DROPPED, FormState, dropped, rounds_of, states
from graph.model import AskedForm
from graph.store.protocol import Change
from views import settings, survey_files
from views.pages import downloads, routes
from views.pages.context import View
from views.pages.desk import say_next, written
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.pages.pick_row import pick_row
from views.pages.survey.common import as_of_today, forms_of, tiles
from views.tables.survey import surveys as table

ALL = "全部批次"
WIDTHS = {"企业": 150, "状态": 70, "逾期(天)": 75, "批次": 110, "表号": 165, "来源": 260}


def part(seen: View) -> None:
    """Figures, list, and buttons for the chosen form."""
    every = forms_of(seen)
    if not every:
        st.info("还没有发过表。点上面的“发表”,选企业,一次生成。")
        return
    rows = _filters(seen, states(every, settings.today()))
    tiles(table.counts(rows))
    if not rows:
        st.info("没有符合条件的;放宽上面的筛选试试。")
        return
    _doings(seen, _list(seen, rows))


def _filters(seen: View, rows: Sequence[FormState]) -> list[FormState]:
    rounds = rounds_of(r.form for r in rows)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        chosen = st.selectbox(
            "批次", (ALL, *rounds), key="survey-round", placeholder="选批次", width=220
        )
        words = st.pills(
            "状态(不选就是全部)",
            list(table.STATE_ZH.values()),
            selection_mode="multi",
            key="survey-states",
        )
        found = [
            r
            for r in rows
            if chosen in (ALL, r.form.round) and (not words or table.STATE_ZH[r.state] in words)
        ]
        downloads.table_button(
            seen,
            "企业摸底表进度",
            table.STATUS_COLUMNS,
            lambda: [table.status_row(seen.facts, r) for r in found],
            "survey-status-xlsx",
        )
    return found


def _list(seen: View, rows: Sequence[FormState]) -> FormState:
    told = [table.status_row(seen.facts, r) for r in rows]
    number = pick_row(
        [dict(zip(table.STATUS_COLUMNS, row, strict=True)) for row in told],
        key=f"survey-list-{hash(tuple(r.form.id for r in rows))}",
        height=min(400, 40 + 30 * len(rows)),
        column_config={k: st.column_config.Column(width=v) for k, v in WIDTHS.items()},
    )
    return rows[number]


def _doings(seen: View, row: FormState) -> None:
    form, facts = row.form, seen.facts
    show(
        f'<p class="lt-main">{esc(facts.firm_name(form.firm_id))}<small>{esc(form.id)}</small></p>'
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="survey-doings"):
        for kind in survey_files.KINDS:
            st.download_button(
                f"再下载 {kind} 表",
                data=partial(_file, seen, row, kind),
                file_name=survey_files.file_name(facts, form, kind),
                on_click="ignore",
                key=f"survey-again-{kind}",
            )
        if may_write() and row.state != BACK:
            label = "取消作废" if row.state == DROPPED else "作废"
            st.button(label, key="survey-drop", on_click=_drop, args=(seen, row))
        if st.button("看这家企业", key="survey-firm"):
            routes.go_firm(form.firm_id)


def _file(seen: View, row: FormState, kind: str) -> bytes:
    now = as_of_today(seen)
    return survey_files.form_file(now.evaluation, seen.workspace.schema, row.form, kind)


def _drop(seen: View, row: FormState) -> None:
    """Take the form out of the round, or put it into it again."""
    is_dropped = row.state != DROPPED
    form = dropped(row.form, is_dropped)
    ref = Change.put(form).ref
    page = seen.store.get(AskedForm.kind, [form.id])
    if list(page.records) != [row.form]:
        say_next(f"没有改:{form.id} 刚被别人改过,现在列的是新的")
        return
    word = "作废" if is_dropped else "取消作废"
    reason = f"{word}企业摸底表 {form.id}"
    expect = {ref: page.revs[0]}
    if written(seen, [Change.put(form)], None, reason, failed="没有改成", expect=expect):
        say_next(f"已{word}:{form.id}")
