"""What the engines are to draw: a picture of ours as plain boxes, words and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.map.chain import evaluation
from benchmarks.map.nets import Line, Pair, polyline
from benchmarks.map.synthetic import synthetic_drawing
from views.map.build import map_picture
from views.map.compose import drawing
from views.map.drawing import Drawing, Spot
from views.map.kinds import STANDING
from views.map.scene import Card, Wire, Words


@dataclass(frozen=True, slots=True)
class Node:
    """A box by its middle; a chip has neither fill nor border."""

    id: str
    label: str
    x: float
    y: float
    w: float
    h: float
    size: float
    ink: str
    fill: str = "#FFFFFF"
    border: str = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing of ours, and the same as nodes and edges for other engines."""

    name: str
    drawing: Drawing
    nodes: tuple[Node, ...]
    lines: Mapping[Pair, Line]


def graphs() -> list[Graph]:
    """The chain, and a thousand products."""
    chain = drawing(map_picture(evaluation(), STANDING))
    return [as_graph("the chain", chain), as_graph("1,000 products", synthetic_drawing())]


def as_graph(name: str, drawn: Drawing) -> Graph:
    """Every box, every chip, and the lines between them."""
    nodes = (*_boxes(drawn), *_chips(drawn))
    known = {node.id for node in nodes}
    chips = {(spot.of, spot.id.removeprefix("chip:")) for spot in drawn.spots if _is_chip(spot)}
    lines: dict[Pair, Line] = {}
    for item in drawn.scene.body:
        if isinstance(item, Wire):
            a, b = item.ends
            pair = (f"chip:{b}", b) if item.ends in chips else (a, b)
            lines |= {pair: polyline(item.points)} if known.issuperset(pair) else {}
    return Graph(name, drawn, nodes, lines)


def _is_chip(spot: Spot) -> bool:
    return spot.id.startswith("chip:")


def _boxes(drawn: Drawing) -> Iterator[Node]:
    for card in drawn.scene.body:
        if isinstance(card, Card) and card.of:
            words = card.words[0]
            x, y = card.x + card.w / 2, card.y + card.h / 2
            shape, ink = (x, y, card.w, card.h, words.size), words.color
            yield Node(card.of, words.text, *shape, ink, card.fill, card.border)


def _chips(drawn: Drawing) -> Iterator[Node]:
    """Chips with the words that stand in their middle."""
    told = {
        (round(item.x, 1), round(item.y, 1)): item
        for item in drawn.scene.body
        if isinstance(item, Words)
    }
    for spot in filter(_is_chip, drawn.spots):
        x, y = spot.box.x + spot.box.w / 2, spot.box.middle
        words = told[round(x, 1), round(y, 1)]
        yield Node(spot.id, words.text, x, y, spot.box.w, spot.box.h, words.size, words.color)
