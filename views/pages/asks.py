"""摸底清单: what to ask whom, what the answer settles, and one firm's form to take along."""

from __future__ import annotations

import streamlit as st

from graph.desk.survey.surveys import has_name
from graph.results import SurveyItem
from loaders.askform import form_bytes
from loaders.round.sheet import safe_name
from views import survey_texts, texts
from views.pages import downloads, markup
from views.pages.context import View, view
from views.pages.markup import esc, show
from views.pages.pick_row import pick_row
from views.pages.routes import SURVEYS
from views.pages.state import adopt, hold, keep, widget_key
from views.pages.survey.common import SURVEY_FIRM, SURVEY_TAB
from views.tables import asks as table
from views.tables.survey.surveys import SEND


def page() -> None:
    """Filters, ranked list, what one answer changes; a form per firm."""
    seen = view()
    if not seen.evaluation.survey:
        st.info("没有等着问清的事:本地装置的产能、路线、现况都有了。")
        return
    found = _filters(seen)
    if not found:
        st.info("没有符合条件的;放宽上面的筛选试试。")
    else:
        item = _list(seen, found)
        left, right = st.columns([1, 1], gap="medium")
        with left:
            _detail(seen, item)
        with right:
            _form(seen, item)


def _filters(seen: View) -> list[SurveyItem]:
    names = table.asked_firms(seen.evaluation)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        firms = st.multiselect(
            "问谁",
            list(names),
            format_func=names.__getitem__,
            placeholder="全部企业",
            select_all=False,
            key="ask-firms",
        )
        wanted = st.multiselect(
            "子链",
            table.segments(seen.evaluation),
            placeholder="全部子链",
            select_all=False,
            key="ask-segments",
        )
        found = table.chosen(seen.evaluation, firms, wanted)
        downloads.table_button(
            seen,
            "摸底清单",
            table.COLUMNS,
            lambda: [table.row(seen.facts, i) for i in found],
            "asks-xlsx",
        )
    return found


def _list(seen: View, found: list[SurveyItem]) -> SurveyItem:
    rows = [dict(zip(table.COLUMNS, table.row(seen.facts, i), strict=True)) for i in found]
    show(
        f'<p class="lt-note">共 {len(rows)} 件,按问清一件会变多少个结论排,点左边的圆圈看明细。'
        "会变=有一种合理的回答会改变供需判断;一定能定下=不管怎么回答都不再是“未知”。</p>"
    )
    number = pick_row(
        rows,
        key=f"ask-list-{hash(tuple((i.unit_id, i.field) for i in found))}",
        height=min(330, 37 + 30 * len(rows)),
        column_config={
            "序": st.column_config.NumberColumn(width=45),
            "问谁": st.column_config.TextColumn(width=120),
            "问什么": st.column_config.TextColumn(width=270),
            "会变的结论": st.column_config.NumberColumn(width=105),
            "一定能定下": st.column_config.NumberColumn(width=105),
            "哪些结论": st.column_config.TextColumn(width=410),
        },
    )
    return found[number]


def _detail(seen: View, item: SurveyItem) -> None:
    facts = seen.facts
    show(
        f'<h3 class="lt-title">{esc(survey_texts.fact(facts, item))}'
        f"{markup.chip(item.firm, 'off')}</h3>",
        f'<p class="lt-rule">{esc(texts.survey_ask(facts, item))}{_tried(item)}</p>',
        markup.title("问清后会变的结论"),
    )
    rows = "".join(
        f"<li><b>{esc(facts.products[c.product_id].name_zh)}</b> "
        f"{markup.state_chip(c.now)}可能是 {''.join(map(markup.state_chip, c.could_be))}"
        f"{_lines('可能多出', c.comes)}{_lines('可能去掉', c.goes)}</li>"
        for c in item.would_change
    )
    none = f'<p class="lt-none">{esc(survey_texts.effect(facts, item))}</p>'
    show(f'<ul class="lt-list">{rows}</ul>' if rows else none)
    if rows and item.waits:
        names = survey_texts.products(facts, item.waits, len(item.waits))
        show(f'<p class="lt-note">还要和别的事一起问清才定得下:{esc(names)}。</p>')


def _tried(item: SurveyItem) -> str:
    sizes = survey_texts.tried(item)
    return f"<br><b>试算用的产能</b> {esc(sizes)}(只用来看结论会不会变)" if sizes else ""


def _lines(word: str, kinds: tuple[str, ...]) -> str:
    return f"{esc(word)} {''.join(map(markup.kind_chip, kinds))}" if kinds else ""


def _form(seen: View, item: SurveyItem) -> None:
    """One firm's form, on the page and as a file."""
    names = table.asked_firms(seen.evaluation)
    adopt("firm", "form-firm")
    state, line = st.session_state, (item.unit_id, item.field)
    moved_on = state.setdefault("form-of", line) != line
    if moved_on or state.get("form-firm") not in names:
        state["form-of"], state["form-firm"] = line, item.firm_id
    hold("form-firm")
    with st.container(horizontal=True, vertical_alignment="bottom", key="form-head"):
        firm_id = st.selectbox(
            "填报单给哪家企业",
            list(names),
            format_func=names.__getitem__,
            key=widget_key("form-firm"),
            on_change=keep,
            args=("form-firm",),
        )
        rows = table.form_rows(seen.evaluation, firm_id)
        st.download_button(
            "下载填报单",
            data=lambda: form_file(seen, firm_id),
            file_name=f"填报单_{safe_name(names[firm_id])}_{seen.date}.xlsx",
            mime=downloads.XLSX,
            type="primary",
            on_click="ignore",
            key="form-xlsx",
        )
        can_be_sent = has_name(seen.facts, firm_id)
        if st.button(
            "发企业摸底表(全套)",
            disabled=not can_be_sent,
            help=None if can_be_sent else "还不知道业主是谁,没处发;补上业主再发",
            key="form-survey",
        ):
            go_survey(firm_id)
    show(
        f'<p class="lt-note">给{esc(names[firm_id])}的填报单,{len(rows)} 行,打印出来当面问;'
        "要企业填好发回、由系统读入的,发企业摸底表。</p>"
    )
    st.dataframe(
        [dict(zip(table.FORM_COLUMNS, r.cells(), strict=True)) for r in rows],
        hide_index=True,
        row_height=30,
        height=min(260, 37 + 30 * len(rows)),
        placeholder="",
        column_config={"备注": st.column_config.TextColumn(width="large")},
    )


def go_survey(firm_id: str) -> None:
    """Open 企业摸底表 with this firm chosen."""
    st.session_state[SURVEY_FIRM], st.session_state[SURVEY_TAB] = firm_id, SEND
    st.switch_page(SURVEYS, query_params={"firm": firm_id, "tab": SEND})


def form_file(seen: View, firm_id: str) -> bytes:
    """The form of one firm as an .xlsx file."""
    rows = table.form_rows(seen.evaluation, firm_id)
    return form_bytes(
        f"给{seen.facts.firm_name(firm_id)}的填报单",
        table.form_notes(seen.evaluation, firm_id),
        table.FORM_COLUMNS,
        [r.cells() for r in rows],
        [r.choices for r in rows],
        table.FORM_COLUMNS.index("填报值"),
    )


if __name__ == "__main__":
    page()
