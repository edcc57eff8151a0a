"""How a tile is drawn: five blues that also differ in grey, line styles for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.reason.nation.provinces import ProvinceShare
from views.map.scene import Stroke
from views.map.tile.words import CLASSES, class_of

HOME, HOME_PX = "#C62828", 3.0
DARK, WHITE = "#102A43", "#FFFFFF"


@dataclass(frozen=True, slots=True)
class TileLook:
    """Ground, text and frame of a tile."""

    fill: str
    ink: str
    border: str
    line: Stroke = "solid"
    width: float = 1.3


BLUES = (
    TileLook("#E4EFF9", DARK, "#7FA8CF"),
    TileLook("#BAD5EE", DARK, "#6C9CCB"),
    TileLook("#82B4DF", DARK, "#4A86BF"),
    TileLook("#2F6DAE", WHITE, "#1F5287"),
    TileLook("#123C6B", WHITE, "#0B2747"),
)
NOTHING = TileLook("#FFFFFF", "#616E7C", "#D3DBE2")
OTHERS = {
    "coming": TileLook("#FFFFFF", "#7A4B00", "#B26A00", "dashed", 2.0),
    "doubtful": TileLook("#FFFFFF", "#52606D", "#616E7C", "dotted", 2.0),
    "unsized": TileLook("#FFFFFF", DARK, "#616E7C"),
    "stopped": TileLook("#EEEEEE", "#52606D", "#BDBDBD"),
}


def blue(at: int, classes: int) -> TileLook:
    """The blue of class ``at`` of several, the last the darkest.

    Examples
    --------
    >>> [BLUES.index(blue(at, 3)) for at in range(3)], BLUES.index(blue(0, 1))
    ([0, 2, 4], 2)
    """
    if classes == 1:
        return BLUES[CLASSES // 2]
    return BLUES[round(at * (CLASSES - 1) / (classes - 1))]


def look_of(share: ProvinceShare | None, cuts: Sequence[float]) -> TileLook:
    """The look of a province; None: nobody is on record there."""
    if share is None:
        return NOTHING
    if share.state != "running":
        return OTHERS[share.state]
    return blue(class_of(share.running_kt_a or 0.0, cuts), len(cuts) + 1)
