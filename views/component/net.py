"""A small drawing on a page: what was clicked on it comes back to Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from views.component import NAME, SCRIPT
from views.component.mounting import nothing, renderer


@dataclass(frozen=True, slots=True)
class Act:
    """What the user did: toggle, more or open at a node, or reset."""

    act: str
    node: str


def net_drawing(
    data: dict[str, Any], *, key: str, height: int = 520, is_plain: bool = False
) -> Act | None:
    """Show a drawing and return what was done on it just now, None for nothing.

    Parameters
    ----------
    data
        The result of :func:`views.map.network.plain_data`; rebuilt when its ``rev`` changes.
    key
        Key of this drawing on the page.
    height
        Height in px.
    is_plain
        Without the button that takes everything opened back.
    """
    result = renderer(NAME, SCRIPT)(
        key=key,
        # in a tuple, which Streamlit does not take for a table
        data={"net": (data,), "height": height, "plain": is_plain},
        on_act_change=nothing,
    )
    told = result.act
    return Act(str(told["act"]), str(told["id"])) if told else None
