"""A layout taken apart into its bands: boxes, and the lines between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.map.geometry import Band, Box, Layout, Point, between, crossings, near, reach, sampled

Pair = tuple[str, str]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Net:
    """One band: boxes and chips by name, and the lines we draw between them."""

    segment: str
    boxes: Mapping[str, Box]
    lines: Mapping[Pair, Line]


def nets(layout: Layout, *, with_left_out: bool = False) -> list[Net]:
    """Every band that has lines.

    Parameters
    ----------
    with_left_out
        Also the main feeds that our page leaves to the hover text, drawn from box to box.
    """
    chips = {f"chip:{chip.child_id}": chip for chip in layout.chips}
    boxes = {**layout.boxes, **chips}
    lines = {
        (f"chip:{e.target}" if e.kind == "chip" else e.source, e.target): sampled(e.points)
        for e in layout.edges
    }
    if with_left_out:
        lines |= {(a, b): sampled(between(boxes[a], boxes[b])) for a, b in layout.not_drawn}
    found = (_net(band, boxes, lines) for band in layout.bands)
    return [net for net in found if net.lines]


def _net(band: Band, boxes: Mapping[str, Box], lines: Mapping[Pair, Line]) -> Net:
    held = {key: box for key, box in boxes.items() if band.holds(box, spare=1.0)}
    return Net(band.segment, held, {p: line for p, line in lines.items() if set(p) <= set(held)})


def crossed(lines: Mapping[Pair, Line]) -> int:
    """How often lines cross; two that share a box do not count."""
    named = list(lines.items())
    pairs = near([reach(line) for _, line in named])
    return sum(
        crossings(named[i][1], named[j][1])
        for i, j in pairs
        if not set(named[i][0]) & set(named[j][0])
    )


def polyline(points: Sequence[Point]) -> Line:
    """A chain of cubics (1 + 3n points) as points along it."""
    line: list[Point] = []
    for at in range(0, len(points) - 3, 3):
        line.extend(sampled((points[at], points[at + 1], points[at + 2], points[at + 3])))
    return tuple(line)
