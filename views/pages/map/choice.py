"""What 两图 shows: a saved view, or a picture, sub-chains and filters of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from graph.model import MapView
from views.map.filters import EVERYTHING, SHOWN
from views.map.kinds import PICTURES, STANDING
from views.map.outlets import plain_view, saved_views
from views.pages.context import View
from views.pages.state import adopt, keep, publish

VIEW, KIND, SEGMENTS, GAPS = "map-view", "map-kind", "map-segments", "map-shown"
CLASSES, START, END = "map-classes", "map-from", "map-to"
PARAMETERS = {VIEW: "view", KIND: "kind", GAPS: "shown", START: "from", END: "to"}
_BEGUN = {f"adopted-view-{VIEW}"}
LISTS = {SEGMENTS: "segment", CLASSES: "class"}


def take_over(seen: View) -> None:
    """Begin with what the address says; a saved view lights what it was saved with."""
    if not _BEGUN & st.session_state.keys():
        view = saved(seen).get(st.query_params.get("view"))
        st.session_state.setdefault("product", view.focus_id if view else None)
    for name, parameter in PARAMETERS.items():
        adopt(parameter, name)
    for name, parameter in LISTS.items():
        adopt(parameter, name, many=True)


def tell() -> None:
    """Write it into the address: the name of a saved view says all of it."""
    is_saved = bool(st.session_state.get(VIEW))
    for name, parameter in (PARAMETERS | LISTS).items():
        is_usual = st.session_state.get(name) == EVERYTHING
        if is_usual or (is_saved and name != VIEW):
            st.query_params.pop(parameter, None)
        else:
            publish(parameter, name)


def saved(seen: View) -> dict[str | None, MapView]:
    """Saved views by name, in their order."""
    return {v.name_zh: v for v in saved_views(seen.facts)}


def chosen(seen: View, product_id: str | None) -> MapView:
    """What to draw.

    A product chosen elsewhere that a picture leaves out brings all sub-chains back.
    """
    state = st.session_state
    found = saved(seen).get(state.get(VIEW))
    if found is not None and _lost(seen, found):
        found = None
    if found is not None and _holds(seen, found.segment_ids, product_id):
        _hold(found)
        return found
    state[VIEW] = None
    return _own(seen, product_id)


def _lost(seen: View, view: MapView) -> bool:
    """Say so when a sub-chain of a saved view is no longer on record."""
    gone = [s for s in view.segment_ids if s not in seen.facts.segments]
    if gone:
        st.warning(
            f"视图“{view.name_zh}”里的子链“{gone[0]}”已经不在子链表里,先给出全部子链;"
            "可以重新选好子链,用同一个名称再存一次。"
        )
    return bool(gone)


def _hold(view: MapView) -> None:
    """The controls show what a saved view says."""
    held: dict[str, Any] = {
        KIND: view.picture,
        SEGMENTS: list(view.segment_ids),
        GAPS: view.shown,
        CLASSES: list(view.classes),
        START: view.path_from_id,
        END: view.path_to_id,
    }
    for name, value in held.items():
        st.session_state[name] = value


def _own(seen: View, product_id: str | None) -> MapView:
    """What the controls say; what nobody knows is let go."""
    state, facts = st.session_state, seen.facts
    wanted = tuple(s for s in facts.segments if s in (state.get(SEGMENTS) or ()))
    classes = {row.map_class for row in seen.evaluation.rules.map_status}
    ends = [state.get(name) for name in (START, END)]
    view = replace(
        plain_view(
            state[KIND] if state.get(KIND) in PICTURES else STANDING,
            wanted if _holds(seen, wanted, product_id) else (),
        ),
        shown=state[GAPS] if state.get(GAPS) in SHOWN else EVERYTHING,
        classes=tuple(c for c in state.get(CLASSES) or () if c in classes),
        path_from_id=ends[0] if ends[0] in facts.goods else None,
        path_to_id=ends[1] if ends[1] in facts.goods else None,
    )
    _hold(view)
    return view


def _holds(seen: View, segments: Sequence[str], product_id: str | None) -> bool:
    """Whether a product is drawn when these sub-chains are; none are all of them."""
    return not segments or not product_id or seen.facts.products[product_id].segment in segments


def own_choice(name: str) -> None:
    """Callback: a choice of one's own takes the place of a saved view."""
    keep(name)
    st.session_state[VIEW] = None


def open_view(seen: View, name: str | None) -> None:
    """Show a saved view, with the product that was lit when it was saved."""
    found = saved(seen).get(name)
    st.session_state[VIEW] = name
    st.session_state["product"] = found.focus_id if found else None


def open_bands(segments: Sequence[str]) -> None:
    """Show some sub-chains by themselves, or all of them."""
    st.session_state[VIEW] = None
    st.session_state[SEGMENTS] = list(segments)
    st.session_state["product"] = None
