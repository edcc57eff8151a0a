"""How a box is drawn, and what the legend says of it."""

from __future__ import annotations

from dataclasses import dataclass

from views.map.scene import Stroke


@dataclass(frozen=True, slots=True)
class Look:
    """How a box is drawn; ``struck`` runs a line through it, for what may not be built."""

    fill: str
    ink: str
    border: str
    line: Stroke = "solid"
    sign: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of the legend; ``look`` None for words alone."""

    text: str
    look: Look | None
