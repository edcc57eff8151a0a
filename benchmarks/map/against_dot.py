"""Our layout against dot on the same bands: lines that cross, and the time it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from benchmarks.map.chain import anew, wanted
from benchmarks.map.dot import Dotted, dotted
from benchmarks.map.nets import Line, Net, crossed, nets
from benchmarks.map.synthetic import PRODUCTS, synthetic
from benchmarks.map.table import Row, counted, progress, timed
from benchmarks.scale.turns import timed as seconds_of
from graph.model import MapView
from views.map.geometry import Box, Layout
from views.map.saved import Wanted

CROSSINGS, TIMES = 1.0, 3.0
"""Goals: ours ÷ dot's."""


def rows(views: list[MapView], repeats: int, *, with_large: bool = True) -> Iterator[Row]:
    """Crossings and times of every view, and of a large chain for information."""
    for view in views:
        name = view.name_zh if view.segment_ids else "whole chain"
        progress(f"dot: {name}")
        yield from _of(name, wanted(view), repeats, (CROSSINGS, TIMES))
    if with_large:
        progress(f"dot: {PRODUCTS} products")
        yield from _of(f"{PRODUCTS:,} products", synthetic(), max(1, repeats // 3), (None, None))


def _of(
    name: str, asked: Wanted, repeats: int, goals: tuple[float | None, float | None]
) -> Iterator[Row]:
    layout, ours_s, theirs_s = _times(asked, repeats)
    lines, boxes = len(layout.edges), len(layout.boxes)
    label = f"{name}: {boxes} boxes, {lines} lines"
    yield counted(f"crossings, {label}", *_crossings(layout), goals[0])
    if layout.not_drawn:
        label = f"{name}, main feeds left undrawn too ({len(layout.not_drawn)})"
        yield counted(f"crossings, {label}", *_crossings(layout, with_left_out=True))
    yield timed(f"layout anew, {name}", ours_s, "dot, band by band", theirs_s, goals[1])


def _crossings(layout: Layout, *, with_left_out: bool = False) -> tuple[int, str, int]:
    parts = nets(layout, with_left_out=with_left_out)
    ours = sum(crossed(net.lines) for net in parts)
    return ours, "dot", sum(least_crossed(net, dotted(net, layout.font_px)) for net in parts)


def least_crossed(net: Net, found: Dotted) -> int:
    """dot's crossings: of its own splines or of straight lines, whichever cross less."""
    straight = {(a, b): _straight(found.boxes, a, b) for a, b in net.lines}
    return min(crossed(found.lines), crossed(straight))


def _straight(boxes: Mapping[str, Box], a: str, b: str) -> Line:
    return ((boxes[a].right, boxes[a].middle), (boxes[b].x, boxes[b].middle))


def _times(asked: Wanted, repeats: int) -> tuple[Layout, float, float]:
    """Medians of both, in turns; the first turn of each warms up."""
    layout = anew(asked)
    parts = nets(layout)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repeats + 1):
        ours.append(seconds_of(lambda: anew(asked)))
        theirs.append(sum(dotted(net, layout.font_px).seconds for net in parts))
    return layout, median(ours[1:]), median(theirs[1:])
