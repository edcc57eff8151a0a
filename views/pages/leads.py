"""加入客商库: from a product to the firms to go after, with who added them and why."""

from __future__ import annotations

import streamlit as st

from graph.model import Lead
from graph.store.protocol import Change
from views.pages import markup
from views.pages.context import View
from views.pages.desk import minute, new_id, written
from views.pages.markup import show
from views.tables.leads import Offer, lead_lines, offers, reason_for

FIRST_STAGE, PICKED = "线索", 3


def lead_section(seen: View, product_id: str) -> None:
    """Who is already gone after for a product, and the way to more."""
    held = lead_lines(seen.store, seen.facts, product_id)
    if held:
        show(markup.title(f"客商库({len(held)} 家)"), markup.lines(held))
    if st.button("加入客商库", key="panel-lead", width="stretch"):
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
    )
    who = st.text_input("谁加的", key="lead-who", max_chars=40)
    if st.button(f"加入 {len(picked)} 家", type="primary", key="lead-go", disabled=not picked):
        told = (why.strip() or None, who.strip() or None, minute())
        rows = [Lead(new_id(), id, product_id, FIRST_STAGE, *told) for id in picked]
        puts = [Change.put(row) for row in rows]
        if written(seen, puts, who, "加入客商库", failed="没有加上"):
            st.toast(f"已加入 {len(rows)} 家")
            st.rerun()


def _label(offer: Offer) -> str:
    return f"{offer.name}({','.join(part for part in (offer.place, offer.size) if part)})"
