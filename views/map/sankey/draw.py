"""The pieces of the 物料图: flows below, bars above them, labels on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from views.map.geometry import Box, curve
from views.map.sankey.cards import BOUGHT, UNKNOWN_INK, card, grounds, ident
from views.map.sankey.columns import Columns
from views.map.sankey.leaving import COLORS
from views.map.sankey.net import FIRM, SOFT, UNIT, UNKNOWN, WASTE, Bar, Link
from views.map.sankey.order import Order, Step
from views.map.sankey.place import Placed
from views.map.sankey.scale import THIN
from views.map.sankey.sides import Port
from views.map.sankey.words import Labels
from views.map.scene import Cubic, Item, Ribbon, Wire
from views.tables.material import COMES, LEAVES, OPEN

BACK, STREAM, LOST = "#8E24AA", "#829AB1", "#BCAAA4"
STUB, LINE_W = 22.0, 1.3
LOSS = "差额"
"""The other end of what a plant loses or has not listed."""
OPACITY, THIN_MORE = {FIRM: 0.6, SOFT: 0.32, UNKNOWN: 1.0}, 0.2
"""By sort of link, and how much more where a ribbon is so thin that it would be lost."""
Flow: TypeAlias = Ribbon | Wire


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the pieces are made from."""

    table: Columns
    order: Order
    placed: Placed

    def bar(self, key: str) -> Bar:
        """The bar called ``key``."""
        return self.table.net.bars[key]


def drawn(table: Columns, order: Order, labels: Labels, placed: Placed) -> tuple[Item, ...]:
    """Everything between head and foot, from the ground up."""
    of = Drawing(table, order, placed)
    flows = [*_streams(of), *_backs(of), *_hanging(of)]
    cards = [c for key in table.net.bars for c in card(table, key, placed.boxes[key], labels[key])]
    return (*flows, *grounds(flows, cards), *cards)


def _ends(of: Drawing, link: Link) -> tuple[str, str]:
    return ident(of.bar(link.source)), ident(of.bar(link.target))


def _streams(of: Drawing) -> Iterator[Flow]:
    """Every link, column by column; one line where several of unknown size run together."""
    for step in of.order.steps:
        link = of.table.net.links[step.link]
        source, target = _ends(of, link)
        yield _flow(
            curve(_at(of, step.start, step.link, is_into=False), _at(of, step.end, step.link)),
            None if link.sort == UNKNOWN else _wide(of, step.start, step.link),
            _color(of, step),
            OPACITY[link.sort],
            (source, target if len(step.links) == 1 else ""),
        )


def _flow(
    points: Cubic, wide: float | None, color: str, opacity: float, ends: tuple[str, str]
) -> Flow:
    """A ribbon to scale; a broken line without width when nobody knows how much."""
    if wide is None:
        ink = UNKNOWN_INK if color == STREAM else color
        return Wire(points, ink, "dashed", LINE_W, 1.0, ends)
    return Ribbon(points, wide, color, opacity + THIN_MORE * (wide < THIN), False, ends)


def _color(of: Drawing, step: Step) -> str:
    """Grey inside the park, the colour of its group where all of it only leaves."""
    found = set()
    for number in step.links:
        bar = of.bar(of.table.net.links[number].target)
        ends_here = bar.sort != UNIT and bar.key not in of.table.net.out
        found.add(COLORS[bar.group] if ends_here and bar.group != WASTE else STREAM)
    return found.pop() if len(found) == 1 else STREAM


def _wide(of: Drawing, key: str, link: int) -> float:
    return next(port.width for port in of.placed.sides[key].out if port.link == link)


def _at(of: Drawing, key: str, link: int, *, is_into: bool = True) -> tuple[float, float]:
    """Where the middle of a link meets a place."""
    y = of.placed.top[key] + of.placed.sides[key].middle(link, is_into=is_into)
    if key in of.placed.boxes:
        box = of.placed.boxes[key]
        return (box.x if is_into else box.right), y
    frame = of.placed.frame
    column = int(key.rpartition("@")[2])
    return frame.x + column * frame.pitch + frame.bar_w / 2, y


def _backs(of: Drawing) -> Iterator[Flow]:
    """回用: from the right side of its bar around and back to the left side of the other."""
    for number, link in enumerate(of.table.net.links):
        if link.back:
            start = _at(of, link.source, number, is_into=False)
            end = _at(of, link.target, number)
            far = of.placed.frame.pitch * 0.9
            points: Cubic = (start, (start[0] + far, start[1]), (end[0] - far, end[1]), end)
            wide = None if link.sort == UNKNOWN else _wide(of, link.source, number)
            yield _flow(points, wide, BACK, 0.8, _ends(of, link))


def _hanging(of: Drawing) -> Iterator[Flow]:
    """Short ribbons for what is bought, leaves, is lost, or may go either way."""
    for key, bar in of.table.net.bars.items():
        box, sides = of.placed.boxes[key], of.placed.sides[key]
        for ports, is_into in ((sides.into, True), (sides.out, False)):
            y = box.y
            for port in ports:
                if port.name:
                    yield _stub(bar, box, y + port.width / 2, port, is_into=is_into)
                y += port.width


def _stub(bar: Bar, box: Box, y: float, port: Port, *, is_into: bool) -> Flow:
    x0, x1 = (box.x - STUB, box.x) if is_into else (box.right, box.right + STUB)
    color, other = _outside(bar, port.name)
    outside = {"bought": bar.bought, "left": bar.left}.get(port.name)
    soft = outside is not None and outside.sort != FIRM
    unknown = port.name == "open" or (outside is not None and outside.kt_a is None)
    ends = (other, ident(bar)) if is_into else (ident(bar), other)
    wide = None if unknown else port.width
    return _flow(curve((x0, y), (x1, y)), wide, color, 0.4 if soft else 0.8, ends)


def _outside(bar: Bar, name: str) -> tuple[str, str]:
    """Colour and other end of what hangs on a bar."""
    if name == "left":
        return COLORS[bar.group], LEAVES
    return {"bought": (BOUGHT, COMES), "open": (STREAM, OPEN), "lost": (LOST, LOSS)}[name]
