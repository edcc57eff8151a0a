"""Bars of the 物料图 with their labels, and white ground where a ribbon runs under a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from views.map.geometry import Box, Point, curve, sampled
from views.map.measure import text_em
from views.map.sankey.columns import Columns
from views.map.sankey.leaving import COLORS
from views.map.sankey.net import DRAWN, UNIT, Bar
from views.map.sankey.words import Line, tall
from views.map.scene import Card, Item, Ribbon, Wire, Words

BOUGHT, UNKNOWN_INK = "#1565C0", "#7B8794"
UNIT_FILL, PRODUCT_FILL, SHARED_FILL = "#243B53", "#627D98", "#B0BEC5"
INK, QUIET, EMPTY, GROUND = "#1F2933", "#52606D", "#FFFFFF", "#FFFFFFB8"
TONES = {"name": INK, "figure": QUIET, "bought": BOUGHT, "left": COLORS["raw"]}
GAP, STEPS = 1.0, 16


def ident(bar: Bar) -> str:
    """What a click on a bar means: the id of what it stands for; empty for 其余."""
    return bar.members[0] if len(bar.members) == 1 else ""


def card(table: Columns, key: str, box: Box, lines: Sequence[Line]) -> Iterator[Item]:
    """A bar with its label above it, hatched when nothing of it has an amount."""
    bar, is_known = table.net.bars[key], table.net.size(key) > 0.0
    words = tuple(_words(bar, box, lines))
    ink = _fill(table, bar)
    fill = ink if is_known else EMPTY
    of = ident(bar) or None
    yield Card(box.x, box.y, box.w, box.h, fill, ink, "solid", words, of, 0.5 if is_known else 1.0)
    if not is_known:
        across = curve((box.x, box.middle), (box.right, box.middle))
        yield Ribbon(across, box.h, UNKNOWN_INK, 1.0, True, (of or "", of or ""))


def _words(bar: Bar, box: Box, lines: Sequence[Line]) -> Iterator[Words]:
    y = box.y - tall(lines) - GAP
    for line in lines:
        color = COLORS[bar.group] if line.tone == "left" else TONES[line.tone]
        bold = line.tone == "left" or (line.tone == "name" and bar.sort == UNIT)
        middle = y + line.tall / 2
        yield Words(box.x + box.w / 2, middle, line.text, line.size, color, bold, "center")
        y += line.tall


def _fill(table: Columns, bar: Bar) -> str:
    if bar.sort == UNIT:
        return UNIT_FILL
    if bar.sort == DRAWN:
        return SHARED_FILL
    if bar.key not in table.net.out:
        return COLORS[bar.group]
    return BOUGHT if bar.bought and bar.key not in table.net.into else PRODUCT_FILL


def grounds(flows: Sequence[Ribbon | Wire], cards: Sequence[Item]) -> Iterator[Card]:
    """White below every line of a label that a flow runs under, so that it can be read."""
    ways = [(flow.width, sampled(flow.points, STEPS)) for flow in flows]
    areas = [(_around(points, wide), wide, points) for wide, points in ways]
    for item in cards:
        for words in item.words if isinstance(item, Card) else ():
            wide = text_em(words.text) * words.size
            box = Box(words.x - wide / 2, words.y - words.size / 2, wide, words.size)
            near = ((by, points) for area, by, points in areas if area.overlaps(box))
            if any(_around(pair, by).overlaps(box) for by, p in near for pair in pairwise(p)):
                yield Card(box.x, box.y, wide, box.h, GROUND, GROUND, "solid", (), width=0.1)


def _around(points: Sequence[Point], wide: float) -> Box:
    """The box around a part of a flow."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys) - wide / 2
    return Box(left, top, max(xs) - left, max(ys) + wide / 2 - top)
