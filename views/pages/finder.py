"""Find a product, or a firm with all it makes, on the map."""

from __future__ import annotations

from functools import partial

import streamlit as st

from graph.facts import Facts
from views.names import pinyin
from views.pages.context import View
from views.pages.kept import kept
from views.pages.picker import labels_of
from views.pages.state import hold, widget_key
from views.tables.firm_hits import makes

FIRM = "map-firm"
_FOUND, _MARK = "map-found", "firm:"


def finder(seen: View) -> None:
    """One box for both; what is chosen stands in ``product`` or ``map-firm``."""
    state = st.session_state
    firm_id = state.get(FIRM)
    state[_FOUND] = f"{_MARK}{firm_id}" if firm_id else state.get("product")
    labels = labels_of(seen) | kept(seen.key("firm-labels"), partial(_labels, seen.facts))
    if state[_FOUND] not in labels:
        state[_FOUND] = None
    hold(_FOUND)
    st.selectbox(
        "找产品或企业",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        placeholder="找产品或企业:名称、别名、拼音(sfa)、英文或 CAS",
        filter_mode="contains",
        key=widget_key(_FOUND),
        on_change=_take,
    )


def _take() -> None:
    found = st.session_state[widget_key(_FOUND)] or ""
    is_firm = found.startswith(_MARK)
    st.session_state[FIRM] = found.removeprefix(_MARK) if is_firm else None
    st.session_state["product"] = None if is_firm or not found else found


def _labels(facts: Facts) -> dict[str, str]:
    """Menu entries of the firms that make something, those that make most first."""
    made = makes(facts)
    owners = {facts.owner(id) for id in made if id in facts.firms}
    ordered = sorted(owners, key=lambda id: (-len(made.get(id, ())), facts.firm_name(id)))
    return {f"{_MARK}{id}": _label(facts, id) for id in ordered}


def _label(facts: Facts, firm_id: str) -> str:
    firm = facts.firms[firm_id]
    names = (firm.name_zh, firm.short_name or "", *pinyin(firm.short_name or firm.name_zh))
    more = " ".join(dict.fromkeys(n for n in names if n and n != facts.firm_name(firm_id)))
    return f"企业 {facts.firm_name(firm_id)} · {more}"
