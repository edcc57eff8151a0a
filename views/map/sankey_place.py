"""Where everything of the 物料图 stands: ribbons as level as there is room, px."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.map.geometry import Box
from views.map.sankey_columns import Columns
from views.map.sankey_net import Bar, Link
from views.map.sankey_order import Order, Step
from views.map.sankey_scale import (
    BETWEEN,
    BETWEEN_BARS,
    SMALLEST_BAR,
    hanging,
    link_width,
    width,
)

SWEEPS = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of the drawing: columns' left sides from ``x``, ``pitch`` apart, and heights."""

    x: float
    pitch: float
    bar_w: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Port:
    """What touches a bar on one side: a link by number, or ``name`` of what passes the fence."""

    link: int
    name: str
    width: float


@dataclass(frozen=True, slots=True)
class Sides:
    """Ports of one place from the top, where things come in and where they go out."""

    into: tuple[Port, ...]
    out: tuple[Port, ...]

    @property
    def tall(self) -> float:
        """The height of the bar."""
        return max(SMALLEST_BAR, sum(p.width for p in self.into), sum(p.width for p in self.out))


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
    top = _heights(order, sides, above, frame)
    boxes = {
        key: Box(frame.x + table.column[key] * frame.pitch, top[key], frame.bar_w, sides[key].tall)
        for key in table.column
    }
    return Placed(frame, px_per_kt_a, boxes, top, sides)


def all_sides(table: Columns, order: Order, scale: float) -> dict[str, Sides]:
    """The ports of every place, those of links in the order of where they lead."""
    links = table.net.links
    rank = {key: i for column in order.places for i, key in enumerate(column)}
    into: dict[str, list[Step]] = {}
    out: dict[str, list[Step]] = {}
    for step in order.steps:
        out.setdefault(step.start, []).append(step)
        into.setdefault(step.end, []).append(step)
    found: dict[str, Sides] = {}
    for key in rank:
        a = sorted(into.get(key, ()), key=lambda s: (rank[s.start], s.link))
        b = sorted(out.get(key, ()), key=lambda s: (rank[s.end], s.link))
        bar = table.net.bars.get(key)
        found[key] = Sides(
            (*_ports(a, links, scale), *_more(table, bar, scale, is_into=True)),
            (*_ports(b, links, scale), *_more(table, bar, scale, is_into=False)),
        )
    return found


def _ports(steps: Sequence[Step], links: Sequence[Link], scale: float) -> list[Port]:
    return [Port(s.link, "", link_width(links[s.link], scale)) for s in steps]


def _more(table: Columns, bar: Bar | None, scale: float, *, is_into: bool) -> list[Port]:
    """What hangs below the steps: 回用, then what passes the fence or is lost."""
    if bar is None:
        return []
    out = [
        Port(number, "", link_width(link, scale))
        for number, link in enumerate(table.net.links)
        if link.back and bar.key == (link.target if is_into else link.source)
    ]
    more = (h for h in hanging(table, bar) if h.is_into == is_into)
    return [*out, *(Port(-1, h.name, width(h.kt_a, scale)) for h in more)]


def _between(upper: str, lower: str, above: Mapping[str, float]) -> float:
    return BETWEEN_BARS if upper in above or lower in above else BETWEEN


def _heights(
    order: Order, sides: Mapping[str, Sides], above: Mapping[str, float], frame: Frame
) -> dict[str, float]:
    """The top of every place: pulled towards its neighbours, kept apart, column by column."""
    ties = _ties(order, sides)
    top: dict[str, float] = {}
    for column in order.places:
        wanted = [frame.top + i * 10.0 for i in range(len(column))]
        top |= _settled(column, wanted, [1.0] * len(column), sides, above, frame)
    count = len(order.places)
    for sweep in range(SWEEPS):
        whole = range(count) if sweep % 2 == 0 else range(count - 1, -1, -1)
        for c in whole:
            both = sweep >= SWEEPS - 6
            side = 0 if both else -1 if sweep % 2 == 0 else 1
            column = order.places[c]
            pairs = [_wanted(key, ties, top, side) for key in column]
            top |= _settled(
                column, [p[0] for p in pairs], [p[1] for p in pairs], sides, above, frame
            )
    return top


Ties = Mapping[str, Sequence[tuple[str, int, float, float]]]
"""Per place: the other place, its side (−1 left, 1 right), by how much the tops should
differ for the ribbon to be level, and how hard it pulls."""


def _ties(order: Order, sides: Mapping[str, Sides]) -> Ties:
    start = {key: _offsets(s.out) for key, s in sides.items()}
    end = {key: _offsets(s.into) for key, s in sides.items()}
    out: dict[str, list[tuple[str, int, float, float]]] = {}
    for step in order.steps:
        a, b = start[step.start][step.link], end[step.end][step.link]
        wide = next(p.width for p in sides[step.start].out if p.link == step.link)
        pull = wide + 3.0
        out.setdefault(step.start, []).append((step.end, 1, b - a, pull))
        out.setdefault(step.end, []).append((step.start, -1, a - b, pull))
    return out


def _offsets(ports: Sequence[Port]) -> dict[int, float]:
    """How far below the top of the bar each link begins, px."""
    out: dict[int, float] = {}
    at = 0.0
    for port in ports:
        out[port.link] = at
        at += port.width
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
