"""What a finished layout is made of, in px on a page of ``width`` × ``height``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``x``, ``y`` is its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """X of the right side."""
        return self.x + self.w

    @property
    def middle(self) -> float:
        """Y half-way down."""
        return self.y + self.h / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than a border."""
        return (
            self.x < other.right - 1e-6
            and other.x < self.right - 1e-6
            and self.y < other.y + other.h - 1e-6
            and other.y < self.y + self.h - 1e-6
        )


@dataclass(frozen=True, slots=True)
class Chip(Box):
    """Names ``product_id``, drawn in another band, in front of ``child_id`` that it feeds."""

    product_id: str = ""
    child_id: str = ""


@dataclass(frozen=True, slots=True)
class Band(Box):
    """The room of one segment; ``title`` is where its name stands."""

    segment: str = ""
    title: Box = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from ``source`` to ``target``; ``points`` = start, two handles, end (cubic).

    ``kind`` is "main" (backbone), "chip" (from a chip) or "other" (another main feed).
    """

    source: str
    target: str
    points: tuple[Point, Point, Point, Point]
    kind: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of everything on the map.

    ``boxes`` by product id; ``apart`` the hub products of the strip at the bottom;
    ``not_drawn`` the main feeds inside a band that would have cut through boxes.
    """

    boxes: Mapping[str, Box]
    chips: tuple[Chip, ...]
    bands: tuple[Band, ...]
    edges: tuple[Edge, ...]
    apart: tuple[str, ...]
    not_drawn: tuple[tuple[str, str], ...]
    width: float
    height: float
    font_px: float


def curve(start: Point, end: Point) -> tuple[Point, Point, Point, Point]:
    """A cubic that leaves and arrives level."""
    bend = (start[0] + end[0]) / 2
    return start, (bend, start[1]), (bend, end[1]), end


def sampled(points: tuple[Point, Point, Point, Point], steps: int = 12) -> tuple[Point, ...]:
    """Points along a cubic, both ends included."""
    return tuple(_at(points, step / steps) for step in range(steps + 1))


def _at(points: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(weights, points, strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def crossings(a: tuple[Point, ...], b: tuple[Point, ...]) -> int:
    """How often two polylines cross; touching ends do not count."""
    if max(p[0] for p in a) <= min(p[0] for p in b) or max(p[0] for p in b) <= min(p[0] for p in a):
        return 0
    ends = {a[0], a[-1]} & {b[0], b[-1]}
    if ends:
        return 0
    return sum(
        _cross(a[i], a[i + 1], b[j], b[j + 1]) for i in range(len(a) - 1) for j in range(len(b) - 1)
    )


def _cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    return _side(p, q, r) * _side(p, q, s) < 0 and _side(r, s, p) * _side(r, s, q) < 0


def _side(p: Point, q: Point, r: Point) -> float:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
