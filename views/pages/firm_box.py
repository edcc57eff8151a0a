"""Find a firm while typing, by name, other name or pinyin; the store is asked, nothing loaded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.model import Firm
from views.component.search import search_box
from views.pages.context import View, view
from views.pages.kept import kept
from views.tables.firm import hits as firm_hits
from views.tables.firm.hits import Found

ASKED, SHOWN = 36, 12
PLACEHOLDER = "输入企业名称、简称或拼音首字母,如 yyxc"


@st.fragment
def firm_box(name: str, label: str, shown: str = "") -> None:
    """A search box for the choice ``name`` of this session; choosing draws the page anew."""
    seen = view()
    chosen = search_box(
        lambda text: _found(seen, name, text),
        key=f"box-{name}",
        label=label,
        placeholder=PLACEHOLDER,
        shown=shown,
    )
    if chosen:
        st.session_state[name] = chosen
        st.rerun()


def _found(seen: View, name: str, text: str) -> Sequence[Found]:
    """The best hits with their hints: remembered, for the page may run again unasked."""
    key, held = seen.key(text), st.session_state.get(f"hits-{name}")
    if held is None or held[0] != key:
        held = (key, found(seen, text))
        st.session_state[f"hits-{name}"] = held
    rows: Sequence[Found] = held[1]
    return rows


def found(seen: View, text: str) -> list[Found]:
    """One search, then one look-up of the firms found and one of their industries."""
    store = seen.workspace.store
    hits = store.search(text, kinds=["firm"], limit=ASKED)
    page = store.get("firm", [hit.ref[1] for hit in hits]) if hits else ()
    firms = {f.id: f for f in page if isinstance(f, Firm)}
    made = kept(seen.key("firm-makes"), lambda: firm_hits.makes(seen.facts))
    wanted = {i for f in firms.values() if f.id not in made for i in f.industry_ids}
    known = store.get("industry", sorted(wanted)) if wanted else ()
    names = {str(getattr(r, "id", "")): str(getattr(r, "name_zh", "")) for r in known}
    return firm_hits.found(hits, firms, made, names)[:SHOWN]


def named(seen: View, name: str) -> Firm | None:
    """The firm of the choice ``name``; an address may also give it by a name it has.

    What nobody knows is said on the page and let go.
    """
    given = st.session_state.get(name)
    if not given:
        return None
    store = seen.workspace.store
    held = store.get("firm", [given])
    if not len(held):
        hits = [h for h in store.search(given, kinds=["firm"], limit=5) if h.rank <= 1]
        held = store.get("firm", [hits[0].ref[1]]) if hits else held
    for firm in held:
        if isinstance(firm, Firm):
            st.session_state[name] = firm.id
            return firm
    st.warning(f"没有找到企业“{given}”;请在搜索框里换个写法再找。")
    st.session_state[name] = None
    return None
