"""Graphviz dot on one band: the same boxes, the same lines, the same gaps."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.map.nets import Line, Net, Pair, polyline
from views.map.band import BOX_EM, PITCH_EM
from views.map.geometry import Box, Point
from views.map.tidy import GAP_EM

POINTS = 72.0
"""dot counts in inches of 72 points; a point here is a px of ours."""


@dataclass(frozen=True, slots=True)
class Dotted:
    """Where dot puts things, and the seconds it took (the C library alone)."""

    boxes: Mapping[str, Box]
    lines: Mapping[Pair, Line]
    seconds: float


def dotted(net: Net, font_px: float) -> Dotted:
    """dot's drawing of a band from left to right."""
    import pygraphviz  # type: ignore[import-untyped]  # only for development

    graph = pygraphviz.AGraph(
        directed=True,
        rankdir="LR",
        nodesep=f"{(PITCH_EM - BOX_EM) * font_px / POINTS:.4f}",
        ranksep=f"{GAP_EM * font_px / POINTS:.4f}",
    )
    for name, box in sorted(net.boxes.items()):
        size = {"width": f"{box.w / POINTS:.4f}", "height": f"{box.h / POINTS:.4f}"}
        graph.add_node(name, shape="box", fixedsize="true", label="", **size)
    for a, b in sorted(net.lines):
        graph.add_edge(a, b, dir="none")
    start = time.perf_counter()
    graph.layout("dot")
    taken = time.perf_counter() - start
    boxes = {name: _box(graph.get_node(name).attr["pos"], box) for name, box in net.boxes.items()}
    lines = {(a, b): _line(graph.get_edge(a, b).attr["pos"]) for a, b in net.lines}
    return Dotted(boxes, lines, taken)


def _box(pos: str, size: Box) -> Box:
    x, y = _point(pos)
    return Box(x - size.w / 2, -y - size.h / 2, size.w, size.h)


def _line(pos: str) -> Line:
    return polyline([_point(part) for part in pos.replace("\\\n", "").split()])


def _point(text: str) -> Point:
    x, y = (float(v) for v in text.split(","))
    return x, y
