"""加入客商库: from a product to the firms to go after, with who added them and why."""

from __future__ import annotations

import streamlit as st

from views.pages import markup
from views.pages.client.new import Taken, take_on
from views.pages.context import View
from views.pages.desk import say_next
from views.pages.markup import show
from views.pages.people import asked_name, may_write
from views.tables.client.leads import Offer, lead_lines, offers, reason_for

PICKED = 3


def lead_section(seen: View, product_id: str) -> None:
    """Who is already gone after for a product, and the way to more."""
    held = lead_lines(seen.store, seen.evaluation, product_id)
    if held:
        show(markup.title(f"客商库({len(held)} 家)"), markup.lines(held))
    if may_write() and st.button("加入客商库", key="panel-lead", width="stretch"):
        lead_dialog(seen, product_id)


@st.dialog("加入客商库", width="medium")
def lead_dialog(seen: View, product_id: str) -> None:
    """Firms that make the product elsewhere, best first; the first three are ticked."""
    found = {offer.firm_id: offer for offer in offers(seen.store, seen.evaluation, product_id)}
    name = seen.facts.products[product_id].name_zh
    if not found:
        st.info(f"“{name}”还没有收录可以去找的外地企业,或者都已在客商库里。")
        return
    picked = st.multiselect(
        f"为“{name}”去找谁(按“目标企业”的次序,前 {PICKED} 家已勾上)",
        list(found),
        default=list(found)[:PICKED],
        format_func=lambda id: _label(found[id]),
        placeholder="选企业",
        select_all=False,
        key="lead-firms",
    )
    why = st.text_input(
        "为什么", value=reason_for(seen.evaluation, product_id), key="lead-why", max_chars=200
    ).strip()
    who = asked_name("谁加的", "lead-who")
    if st.button(f"加入 {len(picked)} 家", type="primary", key="lead-go", disabled=not picked):
        kind = next((g.kind for g in seen.evaluation.gaps_of(product_id)), None)
        wanted = [Taken(id, product_id, why or None, kind) for id in picked]
        said = take_on(seen, wanted, who=who)
        if said is not None:
            say_next(said)
            st.rerun()


def _label(offer: Offer) -> str:
    told = ",".join(part for part in (offer.place, offer.size) if part)
    return f"{offer.name}({told})" if told else offer.name
