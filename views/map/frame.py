"""What frames a picture: sizes of title and foot, boxes in their look, the legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from views.map.geometry import Box
from views.map.look import LegendItem, Look
from views.map.measure import text_em
from views.map.scene import Badge, Card, Item, Words

TITLE_PX, TITLE_MIDDLE, HEAD_LEFT = 24.0, 23.0, 10.0
TITLE_INK, QUIET, CHIP_LINE = "#102A43", "#52606D", "#9AA5B1"
LEGEND_PX, FOOT_PX, LEAST_PX = 13.0, 12.5, 10.0
LEGEND_HIGH, LEGEND_PAD, LEGEND_GAP = 22.0, 14.0, 10.0


def card(box: Box, look: Look, words: Sequence[Words], of: str | None = None) -> Card:
    """A box in its look."""
    return Card(
        box.x,
        box.y,
        box.w,
        box.h,
        look.fill,
        look.border,
        look.line,
        tuple(words),
        of,
        struck=look.struck,
    )


def sign(box: Box, look: Look, font_px: float, of: str | None = None) -> Iterator[Badge]:
    """The sign of a look, half on the right side of the box."""
    if look.sign:
        r = font_px * 0.47
        ink = look.border if look.ink == "#FFFFFF" else look.ink
        yield Badge(box.right + r * 0.6, box.middle, r, look.sign, look.border, ink, of)


def legend(items: Sequence[LegendItem], right: float, size: float) -> tuple[list[Item], float]:
    """The legend in one line that ends at ``right``, and where it begins."""
    drawn: list[Item] = []
    for item in reversed(items):
        wide = text_em(item.text) * size
        drawn += _legend_item(item, right, wide, size)
        right -= _legend_room(item, wide, size)
    return drawn, right


def _legend_item(item: LegendItem, right: float, wide: float, size: float) -> Iterator[Item]:
    """A swatch like the boxes on the map, or plain words, that ends at ``right``."""
    if item.look is None:
        yield Words(right - wide, TITLE_MIDDLE, item.text, size, QUIET)
        return
    room = LEGEND_PAD + (size if item.look.sign else 0)
    box = Box(right - wide - room, TITLE_MIDDLE - LEGEND_HIGH / 2, wide + LEGEND_PAD, LEGEND_HIGH)
    middle = box.x + box.w / 2
    yield card(
        box, item.look, [Words(middle, box.middle, item.text, size, item.look.ink, align="center")]
    )
    yield from sign(box, item.look, size)


def _legend_room(item: LegendItem, wide: float, size: float) -> float:
    if item.look is None:
        return wide + LEGEND_GAP + 4
    return wide + LEGEND_PAD + (size if item.look.sign else 0) + LEGEND_GAP
