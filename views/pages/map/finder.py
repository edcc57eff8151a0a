"""Find a product, or a firm with all it makes, on the map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from views.component.search import search_box
from views.pages.context import View, view
from views.pages.kept import kept
from views.tables import finds
from views.tables.firm.hits import Found

CHOSEN = "map-firm"
MOST = 12
PLACEHOLDER = "名称、别名、拼音(sfa)、英文或 CAS"


@st.fragment
def finder() -> None:
    """One box for both; what is chosen stands in ``product`` or ``map-firm``."""
    seen, state = view(), st.session_state
    found = search_box(
        partial(_found, seen),
        key="box-map",
        label="找产品或企业",
        placeholder=PLACEHOLDER,
        shown=_shown(seen),
    )
    if found:
        is_firm = found.startswith(finds.FIRM)
        state[CHOSEN] = found.removeprefix(finds.FIRM) if is_firm else None
        state["product"] = None if is_firm else found
        st.rerun()


def known(seen: View) -> Sequence[finds.Entry]:
    """All there is to find."""
    return kept(seen.key("finds"), lambda: finds.entries(seen.facts))


def _found(seen: View, text: str) -> Sequence[Found]:
    return finds.find(known(seen), text, MOST)


def _shown(seen: View) -> str:
    """The name of what is chosen."""
    product = seen.facts.products.get(st.session_state.get("product") or "")
    if product is not None:
        return product.name_zh
    firm_id = st.session_state.get(CHOSEN)
    return seen.facts.firm_name(firm_id) if firm_id else ""
