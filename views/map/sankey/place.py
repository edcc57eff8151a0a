"""Where everything of the 物料图 stands: ribbons as level as there is room, px."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.map.geometry import Box
from views.map.sankey.columns import Columns
from views.map.sankey.order import Order
from views.map.sankey.scale import BETWEEN, BETWEEN_BARS
from views.map.sankey.sides import Sides, all_sides

LAST = (0,) * 6
TO_AND_FRO = (-1, 1) * 17 + LAST
"""Sides that bars look to on each sweep: left, right, both."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of the drawing: columns' left sides from ``x``, ``pitch`` apart, and heights."""

    x: float
    pitch: float
    bar_w: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Boxes of bars, heights of what passes a column, and the ports of each bar."""

    frame: Frame
    px_per_kt_a: float
    boxes: Mapping[str, Box]
    top: Mapping[str, float]
    sides: Mapping[str, Sides]


def placed(
    table: Columns, order: Order, above: Mapping[str, float], frame: Frame, px_per_kt_a: float
) -> Placed:
    """Find every height.

    Parameters
    ----------
    above
        Room for the label over each bar, px.
    px_per_kt_a
        A scale at which every column has room.
    """
    sides = all_sides(table, order, px_per_kt_a)
    top = _heights(order, sides, above, frame, _first(order, sides, above, frame), TO_AND_FRO)
    sides = all_sides(table, order, px_per_kt_a, top)
    top = _heights(order, sides, above, frame, top, LAST)
    boxes = {
        key: Box(frame.x + table.column[key] * frame.pitch, top[key], frame.bar_w, sides[key].tall)
        for key in table.column
    }
    return Placed(frame, px_per_kt_a, boxes, top, sides)


def _between(upper: str, lower: str, above: Mapping[str, float]) -> float:
    return BETWEEN_BARS if upper in above or lower in above else BETWEEN


def _first(
    order: Order, sides: Mapping[str, Sides], above: Mapping[str, float], frame: Frame
) -> dict[str, float]:
    """Every column from the top."""
    top: dict[str, float] = {}
    for column in order.places:
        wanted = [frame.top + i * 10.0 for i in range(len(column))]
        top |= _settled(column, wanted, [1.0] * len(column), sides, above, frame)
    return top


def _heights(
    order: Order,
    sides: Mapping[str, Sides],
    above: Mapping[str, float],
    frame: Frame,
    top: dict[str, float],
    sweeps: Sequence[int],
) -> dict[str, float]:
    """Every place pulled towards those on one side of it (0: both), kept apart."""
    ties = _ties(order, sides)
    for side in sweeps:
        for column in order.places if side < 0 else reversed(order.places):
            pairs = [_wanted(key, ties, top, side) for key in column]
            wanted, pull = [p[0] for p in pairs], [p[1] for p in pairs]
            top = {**top, **_settled(column, wanted, pull, sides, above, frame)}
    return top


Ties = Mapping[str, Sequence[tuple[str, int, float, float]]]
"""Per place: the other place, its side (−1 left, 1 right), by how much the tops should
differ for the ribbon to be level, and how hard it pulls."""


def _ties(order: Order, sides: Mapping[str, Sides]) -> Ties:
    out: dict[str, list[tuple[str, int, float, float]]] = {}
    for step in order.steps:
        a = sides[step.start].middle(step.link, is_into=False)
        b = sides[step.end].middle(step.link, is_into=True)
        pull = next(p.width for p in sides[step.start].out if p.link == step.link) + 3.0
        out.setdefault(step.start, []).append((step.end, 1, b - a, pull))
        out.setdefault(step.end, []).append((step.start, -1, a - b, pull))
    return out


def _wanted(key: str, ties: Ties, top: Mapping[str, float], side: int) -> tuple[float, float]:
    """Where a place would like to begin, and how much it minds."""
    mine = [t for t in ties.get(key, ()) if side in (0, t[1])]
    if not mine:
        return top[key], 0.05
    pull = sum(t[3] for t in mine)
    return sum(t[3] * (top[t[0]] + t[2]) for t in mine) / pull, pull


def _settled(
    column: Sequence[str],
    wanted: Sequence[float],
    pull: Sequence[float],
    sides: Mapping[str, Sides],
    above: Mapping[str, float],
    frame: Frame,
) -> dict[str, float]:
    """The tops nearest to the wanted ones that keep order, room for labels and the frame.

    Least squares under an order: neighbours that would overlap move as one block.
    """
    shift, at = [], frame.top
    for i, key in enumerate(column):
        at += above.get(key, 0.0) + (_between(column[i - 1], key, above) if i else 0.0)
        shift.append(at - frame.top)
        at += sides[key].tall
    slack = max(0.0, frame.bottom - at)
    blocks: list[list[float]] = []
    for want, by, weight in zip(wanted, shift, pull, strict=True):
        blocks.append([want - by, weight, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            last, before = blocks.pop(), blocks[-1]
            weight = before[1] + last[1]
            before[0] = (before[0] * before[1] + last[0] * last[1]) / weight
            before[1], before[2] = weight, before[2] + last[2]
    free = [block[0] for block in blocks for _ in range(int(block[2]))]
    return {
        key: min(max(z, frame.top), frame.top + slack) + by
        for key, z, by in zip(column, free, shift, strict=True)
    }
