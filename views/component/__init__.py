"""The chain map as a component of a page: clicks on it come back to Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from views.component.mounting import HERE as HERE
from views.component.mounting import nothing, renderer

NAME = "liantu.chain_map"
SCRIPT = "chain_map.js"


@dataclass(frozen=True, slots=True)
class Show:
    """Names of the views that can be presented, and the number of the one shown, −1 for none."""

    names: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class MapText:
    """A drawing as the text that is sent; it is read only where ``rev`` is another one."""

    rev: str
    text: str

    @classmethod
    def of(cls, data: dict[str, Any]) -> MapText:
        """The text of what :func:`views.map.network.network_data` gives."""
        return cls(data["rev"], json.dumps(data, ensure_ascii=False, separators=(",", ":")))


@dataclass(frozen=True, slots=True)
class Taken:
    """A note: its id, what, who says it, the product that was lit and the view, "" for none."""

    id: str
    text: str
    who: str
    node: str
    view: str


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What is picked on the map: a product id, or the ends of a line; None = nothing.

    ``turn`` is the number of the view wanted next by who presents, ``band`` the sub-chain to
    open, "" for all of them; ``taken`` are all notes taken on this page while presenting.
    """

    node: str | None
    edge: tuple[str, str] | None
    turn: int | None = None
    band: str | None = None
    taken: tuple[Taken, ...] = ()


def chain_map(
    drawn: MapText,
    *,
    selected: str | None = None,
    focus: str | None = None,
    lit: Sequence[str] = (),
    is_part: bool = False,
    show: Show | None = None,
    on_node: Callable[[str | None], None] = lambda _: None,
    key: str = "chain_map",
    height: int = 760,
) -> MapEvent:
    """Show the map and return what was clicked last.

    Parameters
    ----------
    drawn
        The drawing, written once: every run sends it.  It is rebuilt only when its ``rev``
        changes, so that zoom and position survive a rerun.
    selected
        Product to select; its up- and downstream light up.  None leaves the selection as
        the user made it, "" clears it.
    focus
        Product to bring to the middle, once.
    lit
        Products to light together, such as those of one firm, while none is selected.
    is_part
        Whether the picture shows some sub-chains, from which a button leads back to all.
    show
        What can be presented.
    on_node
        Called with the product clicked, None for none, before the page runs again.
    key
        Key of this map on the page.
    height
        Height in px.
    """
    wish = _wish(key, selected)
    result = renderer(NAME, SCRIPT)(
        key=key,
        data={
            "map": drawn.text,
            "rev": drawn.rev,
            "height": height,
            "focus": focus,
            "lit": list(lit),
            "part": is_part,
            "show": _told(show),
            **wish,
        },
        default={"node": None, "edge": None},
        on_node_change=lambda: on_node(st.session_state[key].get("node")),
        on_edge_change=nothing,
        on_turn_change=nothing,
        on_band_change=nothing,
        on_memos_change=nothing,
    )
    edge, taken = result.edge, tuple(map(_taken, result.memos or ()))
    ends = (edge[0], edge[1]) if edge else None
    return MapEvent(result.node, ends, result.turn, result.band, taken)


def _taken(memo: Mapping[str, Any]) -> Taken:
    return Taken(*(str(memo[part]) for part in ("id", "text", "who", "node", "view")))


def _told(show: Show | None) -> dict[str, Any]:
    return {"names": list(show.names), "at": show.at} if show else {"names": [], "at": -1}


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
