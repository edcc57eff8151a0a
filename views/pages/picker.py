"""Find a product by name, alias, pinyin, English name or CAS."""

from __future__ import annotations

import streamlit as st

from graph.errors import UnknownName
from graph.facts import Facts
from graph.model import Product
from views.names import pinyin
from views.pages.context import View
from views.pages.kept import kept
from views.pages.state import hold, keep, widget_key
from views.tables.product import picker_label


def labels_of(seen: View) -> dict[str, str]:
    """Menu entries by product; the menu keeps this order when one types.

    Short names first: 苯 stands before 苯胺, 乙烯 before 苯乙烯, since they hold each other.
    """
    return kept(seen.key("labels"), lambda: _labels(seen.facts))


def _labels(facts: Facts) -> dict[str, str]:
    return {p.id: picker_label(p) for p in sorted(facts.goods.values(), key=_order)}


def _order(product: Product) -> tuple[int, int, tuple[str, str]]:
    names = (product.name_zh, *(a for a in product.aliases if not a.isascii()))
    return min(map(len, names)), len(product.name_zh), pinyin(product.name_zh)


def resolved(seen: View, name: str) -> str | None:
    """The held product; an address may also give it by any of its names.

    A name nobody knows is said on the page, with the nearest ones, and let go.
    """
    given = st.session_state.get(name)
    if given and given not in seen.facts.products:
        try:
            st.session_state[name] = seen.workspace.names.find(given)
        except UnknownName as error:
            st.session_state[name] = None
            st.warning(str(error))
    found: str | None = st.session_state.get(name)
    return found


def product_picker(seen: View, name: str, *, label: str = "找产品") -> str | None:
    """A search box for the choice ``name`` of this session."""
    labels = labels_of(seen)
    resolved(seen, name)
    hold(name)
    chosen: str | None = st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="找产品:名称、别名、拼音(sfa)、英文或 CAS",
        filter_mode="contains",
        key=widget_key(name),
        on_change=keep,
        args=(name,),
    )
    return chosen
