"""Main feeds beside the backbone: drawn dashed where a line finds its way between boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model import Product
from views.map.geometry import Box, Chip, Edge, Point, crossings, curve, reach, sampled

MAX_CROSSINGS = 8
"""Crossings the dashed lines of the whole page may add together."""


def other_feeds(
    by_id: Mapping[str, Product],
    boxes: Mapping[str, Box],
    chips: Sequence[Chip],
    backbone: Sequence[Edge],
    links: Sequence[tuple[str, str]],
) -> tuple[list[Edge], tuple[tuple[str, str], ...]]:
    """Draw what can be drawn, shortest first, and name what cannot.

    Returns
    -------
    tuple
        Dashed edges inside one band, and the pairs of one band that were left out.
    """
    known = {(edge.source, edge.target) for edge in backbone}
    wanted = sorted(
        (abs(boxes[a].middle - boxes[b].middle) + abs(boxes[b].x - boxes[a].right), a, b)
        for a, b in set(links) - known
        if a in boxes and b in boxes and a != b and by_id[a].segment == by_id[b].segment
    )
    lines = [(reach(line), line) for line in (sampled(edge.points) for edge in backbone)]
    drawn: list[Edge] = []
    left_out: list[tuple[str, str]] = []
    budget = MAX_CROSSINGS
    for _, a, b in wanted:
        points = curve((boxes[a].right, boxes[a].middle), (boxes[b].x, boxes[b].middle))
        if points[3][0] - points[0][0] < 8:
            left_out.append((a, b))
            continue
        line = sampled(points, 24)
        room = reach(line)
        cost = sum(crossings(line, other) for box, other in lines if room.meets(box))
        others = [box for key, box in boxes.items() if key not in (a, b)]
        if cost > min(1, budget) or _cuts(line, others, chips):
            left_out.append((a, b))
            continue
        budget -= cost
        drawn.append(Edge(a, b, points, "other"))
        lines.append((reach(sampled(points)), sampled(points)))
    return drawn, tuple(left_out)


def _cuts(line: Sequence[Point], boxes: Sequence[Box], chips: Sequence[Chip]) -> bool:
    """Whether a line touches a box or a chip, with 1 px to spare."""
    room = reach(line)
    around = Box(room.x - 1, room.y - 1, room.w + 2, room.h + 2)
    return any(
        box.x - 1 < x < box.right + 1 and box.y - 1 < y < box.y + box.h + 1
        for box in (*boxes, *chips)
        if around.meets(box)
        for x, y in line
    )
