"""发表: choose firms, one click makes every form as Excel and Word and notes them as sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import streamlit as st

from graph.desk.survey.surveys import (
    DUE_DAYS,
    due_on,
    firms_to_ask,
    open_before,
    worth_asking,
)
from graph.model import AskedForm
from graph.store.protocol import Change
from views import settings, survey_files
from views.pages.context import View
from views.pages.desk import new_id, written
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write, my_name
from views.pages.survey.common import SURVEY_FIRM, as_of_today, forms_of
from views.tables.survey import surveys as table

BOX, ZIP, SENT = "survey-firms", "survey-zip", "survey-sent"
WIDTHS = {"企业": 170, "正在外面的表": 260}


def part(seen: View) -> None:
    """Whom, when, in what kind; then the files."""
    if not may_write():
        st.info(LOOKS_ONLY)
        return
    now, forms = as_of_today(seen), forms_of(seen)
    options = firms_to_ask(now.evaluation)
    firms = _firms(now, forms, options)
    _sending(now, firms, forms)
    _files(seen)
    if firms:
        _about(now, firms, forms)


def _firms(now: View, forms: Sequence[AskedForm], options: Sequence[str]) -> list[str]:
    """The firms chosen: at first those on the survey list, or the one the address names."""
    state, facts = st.session_state, now.facts
    wanted = worth_asking(now.evaluation, forms, settings.today())
    asked = state.pop(SURVEY_FIRM, None)
    if asked in options:
        state[BOX] = [asked]
    state.setdefault(BOX, list(wanted))
    if state.pop(SENT, False):  # a second click must not send them once more
        state[BOX] = []
    state[BOX] = [firm for firm in state[BOX] if firm in options]
    found: list[str] = st.multiselect(
        "给哪些企业发(先列出的是摸底清单上的)",
        options,
        format_func=facts.firm_name,
        placeholder="选企业",
        select_all=False,
        key=BOX,
    )
    with st.container(horizontal=True, key="survey-picks"):
        for label, ids in (("摸底清单上的", wanted), ("本地全部企业", options), ("清空", ())):
            st.button(label, key=f"survey-pick-{label}", on_click=_pick, args=(list(ids),))
    return found


def _pick(firm_ids: list[str]) -> None:
    st.session_state[BOX] = firm_ids


def _sending(now: View, firms: Sequence[str], forms: Sequence[AskedForm]) -> None:
    today = settings.today()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        year, month, _ = today.split("-")
        name = st.text_input(
            "批次", value=f"{year}年{int(month)}月", key="survey-round-name", width=170
        )
        last = st.date_input(
            "要求交回",
            value=dt.date.fromisoformat(due_on(today)),
            min_value=dt.date.fromisoformat(today),
            format="YYYY-MM-DD",
            key="survey-due",
            width=150,
        )
        kinds = st.pills(
            "文件",
            survey_files.KINDS,
            selection_mode="multi",
            default=list(survey_files.KINDS),
            key="survey-kinds",
        )
        label = f"生成 {len(firms)} 家的摸底表并登记发出"
        if st.button(label, type="primary", disabled=not (firms and kinds), key="survey-make"):
            days = (last - dt.date.fromisoformat(today)).days if last else DUE_DAYS
            region = now.question.region_id
            sending = survey_files.Sending(region, name, today, my_name(), days)
            _make(now, firms, kinds, sending)
    twice = open_before(forms, firms)
    if twice:
        names = "、".join(now.facts.firm_name(firm) for firm in twice)
        show(f'<p class="lt-note">已有一张没交回、再发就有两张的:{esc(names)}。</p>')


def _make(
    now: View, firms: Sequence[str], kinds: Sequence[str], sending: survey_files.Sending
) -> None:
    """Make the files first, then note them as sent: nothing is noted that was not made."""
    forms = survey_files.new_forms(firms, sending, new_id)
    bar = st.progress(0.0, text="正在生成……")
    data = survey_files.zipped(
        now.evaluation,
        now.workspace.schema,
        forms,
        [k for k in survey_files.KINDS if k in kinds],
        lambda done, total, name: bar.progress(done / total, text=f"{done}/{total} {name}"),
    )
    bar.empty()
    changes = [Change.put(form) for form in forms]
    expect = {change.ref: 0 for change in changes}
    reason = f"发出企业摸底表:{len(forms)} 家({sending.round})"
    if written(now, changes, None, reason, failed="没有登记,文件也不给", expect=expect):
        name = f"企业摸底表_{now.region_name}_{sending.sent_on}_{len(forms)}家.zip"
        st.session_state[ZIP], st.session_state[SENT] = (name, data, len(forms)), True
        st.rerun()


def _files(seen: View) -> None:
    """The zip made last, until another is made."""
    held = st.session_state.get(ZIP)
    if held is None:
        return
    name, data, count = held
    with st.container(horizontal=True, vertical_alignment="center", key="survey-made"):
        st.download_button(
            f"下载 {count} 家的表(.zip)",
            data=data,
            file_name=name,
            mime="application/zip",
            type="primary",
            on_click="ignore",
            key="survey-zip-file",
        )
        show(
            '<p class="lt-note">已登记发出。解压后一家一份发给企业;'
            "以后在“进度”里还能再下载。交回的表到“收表”一起拖进来。</p>"
        )


def _about(now: View, firms: Collection[str], forms: Sequence[AskedForm]) -> None:
    """What each of the chosen firms will be asked."""
    rows = table.firm_rows(now.evaluation, firms, forms, settings.today())
    st.dataframe(
        [dict(zip(table.FIRM_COLUMNS, row, strict=True)) for row in rows],
        hide_index=True,
        row_height=30,
        height=min(330, 37 + 30 * len(rows)),
        placeholder="",
        column_config={k: st.column_config.Column(width=v) for k, v in WIDTHS.items()},
    )
