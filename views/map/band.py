"""One band: how large what stands in it is, and its boxes once it knows its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Product
from views.map.forest import Forest
from views.map.geometry import Band, Box, Chip
from views.map.measure import cut, text_em
from views.map.pack import Shape, Slot
from views.map.tidy import CHIP_GAP_EM, Plan

BOX_EM, PITCH_EM = 1.36, 1.6
"""Height of a box, and distance between rows when it is tight."""
TEXT_PAD_EM = 0.75
SMALL, LINE_EM, SMALL_PAD_EM = 0.8, 1.06, 0.4
"""Type of the lines below a name; what each adds to the height of a box and needs beside it, em."""
PAD_EM = 0.6
SIGN_EM = 0.4
"""Room right of the last box for the sign that sticks out of it."""
TITLE_EM, TITLE_SIZE = 1.95, 1.18
MAX_STRETCH_X, MAX_PITCH_EM = 2.2, 2.3
MOST_EM = 16.0
"""Longer text is cut: one long name must not make all others small."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a box must hold below the name: so many lines, the longest so wide (em of the name)."""

    lines: int
    width_em: float


def room_for(texts: Sequence[Sequence[str]]) -> Room:
    """Room for any of several sets of lines."""
    wide = max((text_em(line) * SMALL for lines in texts for line in lines), default=0.0)
    return Room(max(map(len, texts), default=0), min(wide, MOST_EM))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a band, and the room it needs in em."""

    plan: Plan
    title_em: float

    @property
    def top_em(self) -> float:
        """Room above the first row: the title, where a box would come under it."""
        reach = PAD_EM + self.title_em
        under = [
            (self.plan.row[node] - self.plan.extra_rows[node]) * PITCH_EM
            for node, x in self.plan.x_em.items()
            if min(x, self.plan.chip_x_em.get(node, x)) + PAD_EM < reach
        ]
        return max([PAD_EM] + [TITLE_EM - row for row in under])

    @property
    def width_em(self) -> float:
        """Least width."""
        return max(self.plan.total_em + SIGN_EM, self.title_em) + 2 * PAD_EM

    @property
    def height_em(self) -> float:
        """Least height."""
        return self.top_em + self.plan.height_rows * PITCH_EM + BOX_EM + PAD_EM

    def shape(self, key: tuple[str, int]) -> Shape:
        """The rectangle to pack."""
        return Shape(self.width_em, self.height_em, key)


def chip_text(short_zh: str) -> str:
    """What the chip of a product says."""
    return f"{cut(short_zh, MOST_EM)} →"


def place(
    forest: Forest, variant: Variant, slot: Slot, font_px: float
) -> tuple[Band, dict[str, Box]]:
    """Boxes of a band in the room it was given, spread out to fill it."""
    plan, pad = variant.plan, PAD_EM * font_px
    room = slot.width / font_px - 2 * PAD_EM - SIGN_EM
    stretch = min(
        [MAX_STRETCH_X]
        + [(room - plan.width_em[node]) / x for node, x in plan.x_em.items() if x > 0]
    )
    used = max(x * stretch + plan.width_em[node] for node, x in plan.x_em.items())
    left = slot.x + pad + max(0.0, room - used) * font_px / 2
    top, pitch = _rows(variant, slot, font_px)
    boxes = {}
    for node, x in plan.x_em.items():
        above = plan.extra_rows[node] * PITCH_EM * font_px
        boxes[node] = Box(
            round(left + x * stretch * font_px, 2),
            round(top + plan.row[node] * pitch - above, 2),
            round(plan.width_em[node] * font_px, 2),
            round(BOX_EM * font_px + 2 * above, 2),
        )
    title = title_box(slot.x, slot.y, forest.segment, font_px)
    band = Band(slot.x, slot.y, slot.width, slot.height, forest.segment, title)
    return band, boxes


def _rows(variant: Variant, slot: Slot, font_px: float) -> tuple[float, float]:
    """Y of the first row and distance between rows, px."""
    rows = variant.plan.height_rows
    free = slot.height - (variant.height_em - rows * PITCH_EM) * font_px
    pitch = min(MAX_PITCH_EM * font_px, free / rows) if rows else 0.0
    spare = free - rows * pitch
    return slot.y + variant.top_em * font_px + spare / 2, pitch


def box_em(product: Product, room: Room | None) -> float:
    """Width of a box."""
    named = min(text_em(product.short_zh), MOST_EM) + TEXT_PAD_EM
    return named if room is None else max(named, room.width_em + SMALL_PAD_EM)


def title_box(x: float, y: float, name: str, font_px: float) -> Box:
    """Where the name of a band stands whose corner is at ``x``, ``y``."""
    wide = title_em(name) * font_px
    return Box(x + PAD_EM * font_px, y + 0.25 * font_px, wide, 1.4 * font_px)


def title_em(name: str) -> float:
    """Width of the name of a band, in em of the boxes."""
    return min(text_em(name), MOST_EM) * TITLE_SIZE


def chip_before(box: Box, source: Product, child: str, font_px: float) -> Chip:
    """The chip that names ``source``, drawn elsewhere, in front of the box of ``child``."""
    wide = chip_em(source) * font_px
    high = BOX_EM * font_px
    x, y = box.x - CHIP_GAP_EM * font_px - wide, box.middle - high / 2
    return Chip(round(x, 2), round(y, 2), round(wide, 2), round(high, 2), source.id, child)


def chip_em(source: Product) -> float:
    """Width of a chip."""
    return text_em(chip_text(source.short_zh)) + 0.2
