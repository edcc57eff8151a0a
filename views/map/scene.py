"""What a picture is made of once everything has its place: the same pieces for every way out.

The browser, the SVG file and the slide draw these one after the other, so that a picture looks
the same wherever it is seen.  Nothing here knows what a product is; ``of`` and ``ends`` only
say what a click means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from views.map.geometry import Point

Align: TypeAlias = Literal["left", "center", "right"]
Stroke: TypeAlias = Literal["solid", "dashed", "dotted", "double"]
Cubic: TypeAlias = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is the middle of its height."""

    x: float
    y: float
    text: str
    size: float
    color: str
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Card:
    """A rounded box with its text; ``of`` is what it stands for, None for a swatch.

    ``struck`` draws a line through it, for what may not be built.
    """

    x: float
    y: float
    w: float
    h: float
    fill: str
    border: str
    line: Stroke
    words: tuple[Words, ...]
    of: str | None = None
    width: float = 1.3
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The ground of a band: tinted, framed, with a bar of its colour at the left."""

    x: float
    y: float
    w: float
    h: float
    color: str


@dataclass(frozen=True, slots=True)
class Wire:
    """A line between two cards; ``ends`` says which."""

    points: Cubic
    color: str
    line: Stroke
    width: float
    opacity: float
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Badge:
    """A sign in a circle, stuck on a card."""

    x: float
    y: float
    r: float
    text: str
    color: str
    ink: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow: the area between two cubics ``width`` px apart; hatched when its size is unknown."""

    points: Cubic
    width: float
    color: str
    opacity: float
    hatched: bool
    ends: tuple[str, str]


Item: TypeAlias = Words | Card | Panel | Wire | Badge | Ribbon


@dataclass(frozen=True, slots=True)
class Scene:
    """A page of ``width`` × ``height`` px: title and legend, the drawing, the foot.

    ``head`` is left out where the page around shows title and legend itself.
    """

    width: float
    height: float
    title: str
    head: tuple[Item, ...]
    body: tuple[Item, ...]
    foot: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything, from the ground up."""
        return (*self.head, *self.body, *self.foot)
