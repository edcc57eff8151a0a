"""首页: what is missing, whom to call, what to ask; one look is enough."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views import settings
from views.pages import routes
from views.pages.context import View, view
from views.pages.markup import esc, grade_chip, kind_chip, show
from views.tables import overview
from views.tables.round.entries import usual_month
from views.tables.round.words import ENTRIES
from views.tables.today import CLIENTS, MONTH, SURVEYS, UPDATES, waiting


def page() -> None:
    """Counts on top, then three columns of five."""
    seen = view()
    _counts(seen)
    _today(seen)
    gaps, firms, asks = st.columns(3, gap="medium")
    with gaps:
        _heading("五个缺口", "本地缺什么、能接什么、哪里不牢靠")
        _gaps(seen)
    with firms:
        _heading("五家可联系的企业", "各缺口排第一的外地企业")
        _firms(seen)
    with asks:
        _heading("五件要问清的事", "问清一件,能定下多少结论")
        _asks(seen)


def _heading(title: str, small: str) -> None:
    show(f'<h3 class="lt-col">{esc(title)}<small>{esc(small)}</small></h3>')


def _today(seen: View) -> None:
    """What waits for the office, each with the way there; no line where nothing waits."""
    found = waiting(seen.store, seen.workspace.schema, seen.question.region_id, settings.today())
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="today"):
        st.html('<p class="lt-main">今天要办</p>', width="content")
        for item in found:
            st.button(item.text, key=f"today-{item.where}", on_click=_go, args=(item.where,))
    wanted = st.session_state.pop("today-go", None)
    if wanted:
        path, told = ROADS[wanted]
        st.session_state.update(told)
        if wanted == MONTH:
            st.session_state["entry-month"] = usual_month(settings.today())
        st.switch_page(path)


def _go(where: str) -> None:
    st.session_state["today-go"] = where


# Where each thing is done: the page, and what it is to show.
ROADS: dict[str, tuple[Path, dict[str, object]]] = {
    CLIENTS: (routes.CLIENTS, {"client-late": True}),
    SURVEYS: (routes.SURVEYS, {}),
    MONTH: (routes.ROUNDS, {"round-tab": ENTRIES}),
    UPDATES: (routes.LOG, {}),
}


def _counts(seen: View) -> None:
    cells = "".join(
        f"<div><b>{esc(number)}</b><span>{esc(label)}</span></div>"
        for label, number in overview.headline_counts(seen.evaluation)
    )
    show(f'<div class="lt-counts">{cells}</div>')


def _gaps(seen: View) -> None:
    cards = overview.top_gaps(seen.evaluation)
    if not cards:
        st.info("在这个日期和口径下没有算出缺口。")
    for number, card in enumerate(cards, 1):
        with st.container(border=True, key=f"gap-card-{number}"):
            text, button = st.columns([5, 1.35], vertical_alignment="center", gap="small")
            with text:
                show(
                    f'<p class="lt-main">{number}. {esc(card.headline)}</p>'
                    f'<p class="lt-sub">{kind_chip(card.kind)}'
                    f"{grade_chip(card.grade, card.grade_word)}{esc(card.meaning)}</p>"
                )
            key = f"{card.kind}:{card.product_id}"
            if button.button("看缺口", key=f"home-gap-{number}", width="stretch"):
                routes.go_gap(key)


def _firms(seen: View) -> None:
    cards = overview.firms_to_call(seen.evaluation)
    if not cards:
        st.info("还没有收录可联系的外地企业。")
    for number, card in enumerate(cards, 1):
        with st.container(border=True, key=f"firm-card-{number}"):
            text, button = st.columns([5, 1.35], vertical_alignment="center", gap="small")
            with text:
                show(
                    f'<p class="lt-main">{number}. {esc(card.firm)}'
                    f"<small>{esc(card.place)}</small></p>"
                    f'<p class="lt-sub">{kind_chip(card.kind)}对应 {esc(card.product)}</p>'
                    f'<p class="lt-sub lt-clip" title="{esc(card.why)}">{esc(card.why)}</p>'
                )
            if button.button("看企业", key=f"home-firm-{number}", width="stretch"):
                routes.go_firms(card.gap_key)


def _asks(seen: View) -> None:
    cards = overview.facts_to_ask(seen.evaluation)
    if not cards:
        st.info("没有等着问清的事。")
    for number, card in enumerate(cards, 1):
        with st.container(border=True, key=f"ask-card-{number}"):
            show(
                f'<p class="lt-main">{number}. {esc(card.question)}</p>'
                f'<p class="lt-sub">{esc(card.effect)}</p>'
            )


if __name__ == "__main__":
    page()
