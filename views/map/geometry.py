"""What a finished layout is made of, in px on a page of ``width`` × ``height``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    def meets(self, other: Box) -> bool:
        """Whether the two share a point, be it of a border."""
        return (
            self.x <= other.right
            and other.x <= self.right
            and self.y <= other.y + other.h
            and other.y <= self.y + self.h
        )

    def holds(self, other: Box, spare: float = 1e-6) -> bool:
        """Whether ``other`` lies inside, give or take ``spare``."""
        return (
            self.x - spare <= other.x
            and other.right <= self.right + spare
            and self.y - spare <= other.y
            and other.y + other.h <= self.y + self.h + spare
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


def between(a: Box, b: Box) -> tuple[Point, Point, Point, Point]:
    """A cubic from one box to another, wherever the two stand."""
    if b.x > a.right + 6:
        return curve((a.right, a.middle), (b.x, b.middle))
    x0, x1 = a.x + a.w / 2, b.x + b.w / 2
    y0, y1 = (a.y + a.h, b.y) if b.y > a.y else (a.y, b.y + b.h)
    bend = (y0 + y1) / 2
    return (x0, y0), (x0, bend), (x1, bend), (x1, y1)


def sampled(points: tuple[Point, Point, Point, Point], steps: int = 12) -> tuple[Point, ...]:
    """Points along a cubic, both ends included."""
    return tuple(_at(points, step / steps) for step in range(steps + 1))


def _at(points: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(weights, points, strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def reach(line: Sequence[Point]) -> Box:
    """The smallest box around a line."""
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def near(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Pairs of boxes that meet, by number, found from left to right."""
    open_: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda n: boxes[n].x):
        open_ = [j for j in open_ if boxes[j].right >= boxes[i].x]
        yield from ((j, i) for j in open_ if boxes[j].meets(boxes[i]))
        open_.append(i)


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
