"""企业: one firm, everything on record about it, and what stands around it."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from graph.model import Firm
from views.pages import firm_markup as markup
from views.pages import routes
from views.pages.client.dialog import dialog
from views.pages.client.new import ask_for
from views.pages.context import View, view
from views.pages.firm_around import CAP, HEIGHT, begin, known_of, relations, surroundings
from views.pages.firm_box import firm_box, named
from views.pages.markup import esc, show
from views.pages.people import may_write
from views.pages.state import adopt, publish
from views.tables.firm.card import FirmCard, firm_card
from views.tables.tie.ties import names_of

MORE = ("firm_name.firm_id", "signal.firm_id", "firm.industry_ids")
EXAMPLES = 6


def page() -> None:
    """The search box, then the firm."""
    seen = view()
    adopt("firm", "firm")
    firm = named(seen, "firm")
    with st.container(horizontal=True, vertical_alignment="bottom", key="firm-top"):
        firm_box("firm", "找企业", firm.short_name or firm.name_zh if firm else "")
        if firm and st.button("找它和另一家的关系", key="firm-ties"):
            routes.go_ties(firm.id)
        if firm and may_write() and firm.id not in seen.evaluation.national.local_firms:
            st.button("加入客商库", key="firm-lead", on_click=ask_for, args=(firm,))
    publish("firm", "firm")
    if firm is None:
        _examples(seen)
    else:
        _firm(seen, firm)
    dialog(seen)


def _examples(seen: View) -> None:
    """Before anything is chosen: how to, and the firms here with most plants as a way in."""
    total = seen.workspace.store.info().counts.get("firm", 0)
    show(
        f'<p class="lt-note">收录了 {total} 家企业。输入名称、简称或拼音,边输边出结果;'
        "选一家,看它做什么、多大、谁供它料、它供谁、有什么项目。可以先看:</p>"
    )
    plants = Counter(seen.facts.owner(c.firm_id) for c in seen.facts.capacities.values())
    with st.container(horizontal=True, key="firm-examples"):
        for firm_id, _ in plants.most_common(EXAMPLES):
            if st.button(seen.facts.firm_name(firm_id), key=f"firm-example-{firm_id}"):
                st.session_state["firm"] = firm_id
                st.rerun()


def _firm(seen: View, firm: Firm) -> None:
    """Head, who it is beside the drawing, tables."""
    wanted = relations(seen, "firm", *MORE)
    ref, at = ("firm", firm.id), seen.question.as_of()
    around = seen.workspace.store.around(ref, relations=wanted, cap=CAP, at=at)
    if around is None:
        st.info(f"{esc(firm.name_zh)}在 {seen.date} 还没有记录;可在上面改日期。")
        return
    known = known_of(seen, names_of(around))
    card = firm_card(around, known, seen.facts, seen.evaluation.rules, at)
    show(markup.head(card))
    begin(around)
    narrow, wide = st.columns([1, 3.1], gap="small")
    with narrow, st.container(key="firm-about", height=HEIGHT):
        show(markup.about(card))
    with wide, st.container(key="firm-drawing"):
        surroundings()
    _tables(card)


def _tables(card: FirmCard) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        items = markup.table(card.items) if card.items.rows else ""
        show(markup.table(card.made, makers=True), markup.table(card.projects), items)
    with right:
        show(markup.table(card.givers), markup.table(card.takers), markup.table(card.moves))


if __name__ == "__main__":
    page()
