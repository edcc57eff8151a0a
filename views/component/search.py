"""A search box that answers while one types; the hits come from the page, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from views.component.mounting import nothing, renderer
from views.tables.firm.hits import Found

NAME, SCRIPT = "liantu.firm_search", "firm_search.js"


def search_box(
    find: Callable[[str], Sequence[Found]],
    *,
    key: str,
    label: str,
    placeholder: str,
    shown: str = "",
) -> str | None:
    """The id of what was chosen just now, None otherwise.

    Parameters
    ----------
    find
        The best hits for a text; asked once per pause in typing.
    shown
        What stands in the box until somebody types.
    """
    query = str((st.session_state.get(key) or {}).get("query") or "").strip()
    hits = [(h.id, h.name, h.hint, h.mark) for h in find(query)] if query else []
    result = renderer(NAME, SCRIPT)(
        key=key,
        data={
            "label": label,
            "placeholder": placeholder,
            "shown": shown,
            "query": query,
            "hits": tuple(hits),
        },
        default={"query": ""},
        on_query_change=nothing,
        on_chosen_change=nothing,
    )
    chosen = result.chosen
    return str(chosen) if chosen else None
