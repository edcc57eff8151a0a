"""Ways between two firms, drawn: one numbered lane a way, the firms at both ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graph.store.values import Ref
from views.map.ego.net import (
    SHAPES,
    center_node,
    cut,
    edge,
    line_point,
    thing_node,
    thing_text,
)
from views.map.ego.place import BOX_H, CENTER_H, FONT, SMALL, Run, Spot, em, width
from views.map.network import plain_data
from views.tables.tie.paths import Way
from views.tables.tie.ties import DATASET_WORD, Known
from views.tables.tie.words import Hop, on_line

Json = dict[str, Any]
LANE, ARM, END_ARM, LEAST = 46.0, 18.0, 26.0, 70.0
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_LANES = 8
LABEL_EM = 16.0


def paths_data(ways: Sequence[Way], known: Known, unchecked: Callable[[Ref], bool]) -> Json:
    """Everything the browser needs for the first ways, in the order of their sentences."""
    lanes = ways[:MOST_LANES]
    first, last = lanes[0].things[0], lanes[0].things[-1]
    inner = max(_lane_width(way, known, unchecked) for way in lanes)
    nodes = [
        _end(first, known, -inner / 2 - END_ARM, -1.0),
        _end(last, known, inner / 2 + END_ARM, 1.0),
    ]
    info = {n["id"]: _about(r, known, unchecked) for n, r in zip(nodes, (first, last), strict=True)}
    points: dict[tuple[float, float], str] = {}
    edges: list[Json] = []
    top = -LANE * (len(lanes) - 1) / 2
    for number, way in enumerate(lanes):
        y = top + LANE * number
        drawn, runs = _lane(number, way, y, inner, known, unchecked)
        nodes += [node for _, node in drawn]
        info |= {node["id"]: _about(ref, known, unchecked) for ref, node in drawn}
        edges += [_joined(points, run) for run in runs]
    for side in (-1.0, 1.0):
        x = side * inner / 2
        edges.append(_joined(points, Run((x, top, x, -top))))
        edges.append(_joined(points, Run((x, 0.0, x + side * END_ARM, 0.0))))
    bends = [line_point(key, *place) for place, key in points.items()]
    return plain_data(nodes + bends, [e for e in edges if e["from"] != e["to"]], FONT, info=info)


def _end(ref: Ref, known: Known, edge_x: float, sign: float) -> Json:
    wide = width(thing_text(ref, known.names), FONT + 2)
    spot = Spot(f"end:{ref[0]}:{ref[1]}", edge_x + sign * wide / 2, 0.0, wide, CENTER_H)
    return center_node(spot, ref, thing_text(ref, known.names), FONT + 2)


def _texts(way: Way, known: Known) -> list[str]:
    return [cut(on_line(hop, known)[0], LABEL_EM) for hop in way.hops]


def _boxes(way: Way, known: Known, unchecked: Callable[[Ref], bool]) -> list[float]:
    things = way.things[1:-1]
    return [width(thing_text(r, known.names, is_unchecked=unchecked(r))) for r in things]


def _lane_width(way: Way, known: Known, unchecked: Callable[[Ref], bool]) -> float:
    runs = [max(LEAST, em(text) * SMALL + 2 * ARM) for text in _texts(way, known)]
    return sum(runs) + sum(_boxes(way, known, unchecked)) + 2 * ARM


def _lane(
    number: int,
    way: Way,
    y: float,
    inner: float,
    known: Known,
    unchecked: Callable[[Ref], bool],
) -> tuple[list[tuple[Ref, Json]], list[Run]]:
    """The boxes and lines of one way, spread over the room between both ends."""
    spare = (inner - _lane_width(way, known, unchecked)) / len(way.hops)
    texts, boxes = _texts(way, known), _boxes(way, known, unchecked)
    mark = NUMBERS[number]
    x = -inner / 2 + 2 * ARM
    drawn: list[tuple[Ref, Json]] = []
    runs = [Run((-inner / 2, y, x, y), mark)]
    for index, hop in enumerate(way.hops):
        run = max(LEAST, em(texts[index]) * SMALL + 2 * ARM) + spare
        runs.append(_run(hop, x, y, run, texts[index], known))
        x += run
        if index < len(boxes):
            drawn.append(_box(number, hop.end, x, y, boxes[index], known, unchecked))
            x += boxes[index]
    return drawn, runs


def _run(hop: Hop, x: float, y: float, run: float, text: str, known: Known) -> Run:
    arrow = on_line(hop, known)[1]
    return Run((x, y, x + run, y), text, not hop.is_certain, arrow)


def _box(
    number: int,
    ref: Ref,
    x: float,
    y: float,
    wide: float,
    known: Known,
    unchecked: Callable[[Ref], bool],
) -> tuple[Ref, Json]:
    spot = Spot(f"{number}:{ref[0]}:{ref[1]}", x + wide / 2, y, wide, BOX_H)
    text = thing_text(ref, known.names, is_unchecked=unchecked(ref))
    return ref, thing_node(spot, ref, text, is_dashed=unchecked(ref))


def _joined(points: dict[tuple[float, float], str], run: Run) -> Json:
    x0, y0, x1, y1 = (round(value, 1) for value in run.points)
    a, b = (points.setdefault(p, f"point:{p[0]}:{p[1]}") for p in ((x0, y0), (x1, y1)))
    return edge(a, b, run)


def _about(ref: Ref, known: Known, unchecked: Callable[[Ref], bool]) -> Json:
    mark = f"({DATASET_WORD})" if unchecked(ref) else ""
    opens = {"firm": "打开这家企业", "product": "在两图上看"}.get(ref[0], "")
    name = known.name(ref)
    act = [f"双击{opens}"] if opens else []
    return {
        "lines": [f"{SHAPES[ref[0]].word}:{name}{mark}", *act],
        "act": "",
        "open": opens,
        "name": name,
    }
