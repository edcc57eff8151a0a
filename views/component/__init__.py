"""The chain map as a component of a page: clicks on it come back to Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from views.component.mounting import HERE as HERE
from views.component.mounting import nothing, renderer

NAME = "liantu.chain_map"
SCRIPT = "chain_map.js"


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What is picked on the map: a product id, or the ends of a line; None = nothing."""

    node: str | None
    edge: tuple[str, str] | None


def chain_map(
    data: dict[str, Any],
    *,
    selected: str | None = None,
    focus: str | None = None,
    key: str = "chain_map",
    height: int = 760,
) -> MapEvent:
    """Show the map and return what was clicked last.

    Parameters
    ----------
    data
        The result of :func:`views.map.network.network_data`.  The drawing is rebuilt only
        when its ``rev`` changes, so that zoom and position survive a rerun.
    selected
        Product to select; its up- and downstream light up.  None leaves the selection as
        the user made it, "" clears it.
    focus
        Product to bring to the middle, once.
    key
        Key of this map on the page.
    height
        Height in px.
    """
    wish = _wish(key, selected)
    result = renderer(NAME, SCRIPT)(
        key=key,
        # in a tuple, which Streamlit does not take for a table, the map costs no import of pandas
        data={"map": (data,), "height": height, "focus": focus, **wish},
        default={"node": None, "edge": None},
        on_node_change=nothing,
        on_edge_change=nothing,
    )
    edge = result.edge
    return MapEvent(result.node, (edge[0], edge[1]) if edge else None)


def _wish(key: str, selected: str | None) -> dict[str, Any]:
    """What the page wants selected, and a number that grows with every new wish.

    A wish that only repeats what the user clicked is not sent: the browser knows it, and
    data that stay the same are not sent again.
    """
    state = st.session_state
    wish = state.setdefault(f"{key}:wish", {"said": None, "selected": "", "wish": 0})
    if selected is not None and selected != wish["said"]:
        wish["said"] = selected
        clicked = state[key].get("node") if key in state else None
        if selected != (clicked or ""):
            wish["selected"] = selected
            wish["wish"] += 1
    return {"selected": wish["selected"], "wish": wish["wish"]}
