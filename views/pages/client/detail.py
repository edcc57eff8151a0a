"""One firm gone after: what is known, what was said, where it leads, and what can be done."""

from __future__ import annotations

import streamlit as st

from graph.desk.client.clients import next_stage
from graph.desk.client.reading import visits_of
from graph.model import Lead
from views.client_texts import hint
from views.pages import markup, routes
from views.pages.client.contacts import contacts
from views.pages.client.dialog import ask
from views.pages.client.filters import CHOSEN, words_of
from views.pages.client.listing import shelf_of
from views.pages.client.moves import (
    ask_removal,
    ask_stage,
    ask_talk,
    firm_called,
    forward,
)
from views.pages.client.talks import talks
from views.pages.context import View
from views.pages.markup import esc, show
from views.pages.people import LOOKS_ONLY, may_write
from views.pages.record.form import Form, open_form
from views.pages.record.log import record_history
from views.tables.client import clients as table
from views.tables.client import detail
from views.tables.client.rows import Shelf
from views.tables.gaps import check_lines
from views.tables.overview import gap_key

_GROUPS = {
    "跟进": ("rating", "owner", "next_due", "next_action", "verdict"),
    "意向": ("intent_investment_yi", "intent_land_mu", "is_chemical", "intent", "checks"),
    "对应": ("product_id", "gap_kind", "project_id"),
    "其他": ("why", "note"),
}
_TIES = {"": ("product_id", "gap_kind", "project_id")}
_FIRM = "企业"


def client_detail(seen: View) -> None:
    """The firm that was chosen, if it still stands."""
    chosen = st.session_state.get(CHOSEN)
    if not chosen:
        return
    page = seen.store.get("lead", [chosen])
    found = [(r, v) for r, v in zip(page, page.revs, strict=True) if isinstance(r, Lead)]
    if not found:
        st.info("这一家已不在客商库里;在上面另选一家。")
        return
    lead, rev = found[0]
    on, visits = shelf_of(seen, [lead]), tuple(visits_of(seen.store, [lead.id]))
    _head(seen, on, lead)
    _buttons(seen, lead, rev)
    known, said, rest = st.columns(3, gap="medium")
    with known, st.container(key="client-known"):
        _known(on, lead)
    with said, st.container(key="client-said"):
        talks(seen, on, lead, visits)
    with rest, st.container(key="client-rest"):
        _ties(seen, on, lead)
        contacts(seen, lead.firm_id)
        _checks(on, lead)
        with st.expander("修改历史"):
            record_history(seen, "lead", lead.id)


def _head(seen: View, on: Shelf, lead: Lead) -> None:
    card = table.card(on, lead)
    chips = [markup.chip(on.stage(lead.stage), "yan")]
    if lead.rating:
        chips.append(markup.chip(f"{lead.rating} 级", "some"))
    if card.due:
        chips.append(markup.chip(card.due, "none lt-late" if card.is_late else "off"))
    if lead.gap_kind:
        chips.append(markup.kind_chip(lead.gap_kind))
    link = table.link_text(on, lead) or "还没有写为哪个产品"
    name = markup.anchor(on.firm_name(lead.firm_id), "firm", lead.firm_id)
    show(f'<h3 class="lt-title">{name} <small>{esc(link)}</small> {"".join(chips)}</h3>')


def _buttons(seen: View, lead: Lead, rev: int) -> None:
    if not may_write():
        show(f'<p class="lt-note">{esc(LOOKS_ONLY)}</p>')
        return
    with st.container(horizontal=True, key="client-do"):
        if st.button("记一次联系", type="primary", key="client-talk"):
            ask(f"记一次联系:{firm_called(seen, lead.firm_id)}", ask_talk, lead, rev, width="large")
        following = next_stage(lead.stage)
        if following is not None:
            st.button(
                f"改到“{markup.literal(words_of(seen)[following])}”",
                key="client-forward",
                on_click=forward,
                args=(seen, lead, rev, following),
            )
        if st.button("改进度", key="client-stage"):
            ask("改进度", ask_stage, lead, rev)
        if st.button("修改", key="client-edit"):
            open_form(seen, Form("lead", "改客商", _GROUPS), lead.id)
        if st.button("移出", key="client-remove"):
            ask("移出客商库", ask_removal, lead, rev)


def _known(on: Shelf, lead: Lead) -> None:
    for heading, fields in detail.groups(on, lead).items():
        none = "未知" if heading == _FIRM else "没填"
        body = "".join(_field(*field, none) for field in fields)
        show(markup.title(heading), f'<table class="lt-levels">{body}</table>')


def _field(label: str, value: str | None, remark: str, none: str) -> str:
    told = esc(value) if value else f'<span class="lt-src">{none}</span>'
    note = f"<br><small>{esc(remark)}</small>" if remark and value else ""
    return f"<tr><th>{esc(label)}</th><td>{told}{note}</td></tr>"


def _ties(seen: View, on: Shelf, lead: Lead) -> None:
    """The gap and the project it is for."""
    show(markup.title("对应的缺口和项目"))
    gaps = seen.evaluation.gaps_of(lead.product_id or "")
    wanted = [g for g in gaps if g.kind == lead.gap_kind] or list(gaps)
    project = seen.facts.projects.get(lead.project_id or "")
    told = (
        on.facts.product_name(lead.product_id) if lead.product_id else "没有写为哪个产品",
        wanted[0].kind if wanted else "现在没有缺口",
        f"项目:{project.name_zh}" if project else "还没有对应的项目",
    )
    show(f'<p class="lt-note">{esc(";".join(told))}</p>')
    with st.container(horizontal=True, key="client-ties"):
        if wanted and st.button("看缺口", key="client-gap"):
            routes.go_gap(gap_key(wanted[0]))
        if project and st.button("看项目", key="client-project"):
            routes.go_project(project.id)
        if may_write() and st.button("改对应", key="client-tie"):
            open_form(seen, Form("lead", "对应哪个产品和项目", _TIES, reason="改对应"), lead.id)


def _checks(on: Shelf, lead: Lead) -> None:
    filters = on.checks(lead)
    if filters:
        with st.expander(f"准入十项核对:{hint(filters)}"):
            show(markup.checks(check_lines(on.facts, filters)))
