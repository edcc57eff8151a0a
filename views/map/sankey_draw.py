"""The pieces of the 物料图: ribbons below, bars above them, labels on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from views.map.geometry import Box, curve
from views.map.sankey_columns import Columns
from views.map.sankey_leaving import COLORS
from views.map.sankey_net import DRAWN, FIRM, UNIT, UNKNOWN, WASTE, Bar, Link
from views.map.sankey_order import Order
from views.map.sankey_place import Placed, Port
from views.map.sankey_words import FONT, LINE, Labels, Line
from views.map.scene import Card, Cubic, Item, Ribbon, Words
from views.tables.material import COMES, LEAVES, OPEN

BOUGHT, BACK, STREAM, LOST = "#1565C0", "#8E24AA", "#829AB1", "#BCAAA4"
UNIT_FILL, PRODUCT_FILL, SHARED_FILL = "#243B53", "#627D98", "#B0BEC5"
INK, QUIET = "#1F2933", "#52606D"
STUB = 22.0
LOSS = "差额"
"""The other end of what a plant loses or has not listed."""
OPACITY = {FIRM: 0.5, "soft": 0.26, UNKNOWN: 1.0}
TONES = {"name": INK, "figure": QUIET, "bought": BOUGHT, "left": COLORS["raw"]}


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
    ribbons = [*_streams(of), *_backs(of), *_hanging(of)]
    cards = [_card(of, key, labels[key]) for key in table.net.bars]
    return (*ribbons, *cards)


def ident(bar: Bar) -> str:
    """What a click on a bar means: the id of what it stands for; empty for 其余."""
    return bar.members[0] if len(bar.members) == 1 else ""


def _ends(of: Drawing, link: Link) -> tuple[str, str]:
    return ident(of.bar(link.source)), ident(of.bar(link.target))


def _streams(of: Drawing) -> Iterator[Ribbon]:
    """Every link, column by column."""
    links = of.table.net.links
    for step in of.order.steps:
        link = links[step.link]
        start = _at(of, step.start, step.link, is_into=False)
        end = _at(of, step.end, step.link, is_into=True)
        wide = _port(of.placed.sides[step.start].out, step.link).width
        yield Ribbon(
            curve(start, end),
            wide,
            _color(of, link),
            OPACITY[link.sort],
            link.sort == UNKNOWN,
            _ends(of, link),
        )


def _color(of: Drawing, link: Link) -> str:
    """Grey inside the park, the colour of its group where the product only leaves."""
    bar = of.bar(link.target)
    ends_here = bar.sort != UNIT and bar.key not in of.table.net.out
    return COLORS[bar.group] if ends_here and bar.group != WASTE else STREAM


def _port(ports: Sequence[Port], link: int) -> Port:
    return next(port for port in ports if port.link == link)


def _at(of: Drawing, key: str, link: int, *, is_into: bool) -> tuple[float, float]:
    """Where the middle of a link meets a place."""
    sides = of.placed.sides[key]
    y = of.placed.top[key]
    for port in sides.into if is_into else sides.out:
        if port.link == link:
            break
        y += port.width
    frame = of.placed.frame
    if key in of.placed.boxes:
        box = of.placed.boxes[key]
        return (box.x if is_into else box.right), y + port.width / 2
    column = int(key.rpartition("@")[2])
    return frame.x + column * frame.pitch + frame.bar_w / 2, y + port.width / 2


def _backs(of: Drawing) -> Iterator[Ribbon]:
    """回用: from the right side of its bar around and back to the left side of the other."""
    for number, link in enumerate(of.table.net.links):
        if link.back:
            start = _at(of, link.source, number, is_into=False)
            end = _at(of, link.target, number, is_into=True)
            far = of.placed.frame.pitch * 0.9
            points: Cubic = (start, (start[0] + far, start[1]), (end[0] - far, end[1]), end)
            wide = _port(of.placed.sides[link.source].out, number).width
            hatched = link.sort == UNKNOWN
            yield Ribbon(points, wide, BACK, 0.8, hatched, _ends(of, link))


def _hanging(of: Drawing) -> Iterator[Ribbon]:
    """Short ribbons for what is bought, leaves, is lost, or may go either way."""
    for key, bar in of.table.net.bars.items():
        box, sides = of.placed.boxes[key], of.placed.sides[key]
        for ports, is_into in ((sides.into, True), (sides.out, False)):
            y = box.y
            for port in ports:
                if port.name:
                    yield _stub(bar, box, y + port.width / 2, port, is_into=is_into)
                y += port.width


def _stub(bar: Bar, box: Box, y: float, port: Port, *, is_into: bool) -> Ribbon:
    x0, x1 = (box.x - STUB, box.x) if is_into else (box.right, box.right + STUB)
    color, other = _outside(bar, port.name)
    outside = {"bought": bar.bought, "left": bar.left}.get(port.name)
    soft = outside is not None and outside.sort != FIRM
    hatched = port.name == "open" or (outside is not None and outside.kt_a is None)
    ends = (other, ident(bar)) if is_into else (ident(bar), other)
    opacity = 1.0 if hatched else 0.4 if soft else 0.9
    return Ribbon(curve((x0, y), (x1, y)), port.width, color, opacity, hatched, ends)


def _outside(bar: Bar, name: str) -> tuple[str, str]:
    """Colour and other end of what hangs on a bar."""
    if name == "left":
        return COLORS[bar.group], LEAVES
    return {"bought": (BOUGHT, COMES), "open": (STREAM, OPEN), "lost": (LOST, LOSS)}[name]


def _card(of: Drawing, key: str, lines: Sequence[Line]) -> Card:
    """A bar with its label above it."""
    bar, box = of.bar(key), of.placed.boxes[key]
    middle = box.x + box.w / 2
    top = box.y - LINE * len(lines) - 1.0
    words = tuple(
        Words(
            middle,
            top + LINE * (i + 0.5),
            line.text,
            FONT,
            COLORS[bar.group] if line.tone == "left" else TONES[line.tone],
            bold=line.tone == "left" or (line.tone == "name" and bar.sort == UNIT),
            align="center",
        )
        for i, line in enumerate(lines)
    )
    fill = _fill(of, bar)
    return Card(box.x, box.y, box.w, box.h, fill, fill, "solid", words, ident(bar) or None, 0.5)


def _fill(of: Drawing, bar: Bar) -> str:
    if bar.sort == UNIT:
        return UNIT_FILL
    if bar.sort == DRAWN:
        return SHARED_FILL
    if bar.key not in of.table.net.out:
        return COLORS[bar.group]
    return BOUGHT if bar.bought and bar.key not in of.table.net.into else PRODUCT_FILL
