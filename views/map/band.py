"""One band: the shapes it can take, and its boxes once it knows its room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model import Product
from views.map.forest import Forest
from views.map.geometry import Band, Box, Chip
from views.map.measure import text_em
from views.map.pack import Shape, Slot, groups
from views.map.tidy import CHIP_GAP_EM, Plan, arrange

BOX_EM, PITCH_EM = 1.36, 1.6
"""Height of a box, and distance between rows when it is tight."""
TEXT_PAD_EM = 0.75
SMALL, LINE_EM, SMALL_PAD_EM = 0.8, 1.06, 0.4
"""Type of the lines below a name; what each adds to the height of a box and needs beside it, em."""
PAD_EM = 0.6
SIGN_EM = 0.4
"""Room right of the last box for the sign that sticks out of it."""
GROUP_GAP_EM = 1.6
TITLE_EM, TITLE_SIZE = 1.95, 1.18
MAX_STRETCH_X, MAX_PITCH_EM = 2.2, 2.3


@dataclass(frozen=True, slots=True)
class Room:
    """What a box must hold below the name: so many lines, the longest so wide (em of the name)."""

    lines: int
    width_em: float


def room_for(texts: Sequence[Sequence[str]]) -> Room:
    """Room for any of several sets of lines."""
    wide = max((text_em(line) * SMALL for lines in texts for line in lines), default=0.0)
    return Room(max(map(len, texts), default=0), wide)


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


def variants(
    forest: Forest, by_id: Mapping[str, Product], room: Mapping[str, Room] | None = None
) -> list[Variant]:
    """Aligned, not aligned, and with its trees in two or three groups side by side.

    ``room`` is what boxes must hold below their names.
    """
    below = room or {}

    def box(node: str) -> float:
        return box_em(by_id[node], below.get(node))

    def extra(node: str) -> float:
        return below[node].lines * LINE_EM / PITCH_EM / 2 if node in below else 0.0

    def chip(node: str) -> float:
        return chip_em(by_id[node])

    title = text_em(forest.segment) * TITLE_SIZE
    plans = [arrange(forest, box, chip, extra), arrange(forest, box, chip, extra, aligned=False)]
    for count in range(2, min(3, len(forest.roots)) + 1):
        weights = {
            r: arrange(_part(forest, (r,)), box, chip, extra).height_rows for r in forest.roots
        }
        left, parts = 0.0, []
        for group in groups({r: w + 1 for r, w in weights.items()}, count):
            parts.append(arrange(_part(forest, group), box, chip, extra, left_em=left))
            left += parts[-1].total_em + GROUP_GAP_EM
        plans.append(_together(parts, left - GROUP_GAP_EM))
    return [Variant(plan, title) for plan in plans]


def chip_text(short_zh: str) -> str:
    """What the chip of a product says."""
    return f"{short_zh} →"


def _part(forest: Forest, roots: tuple[str, ...]) -> Forest:
    chips = {root: source for root, source in forest.chips.items() if root in roots}
    return Forest(forest.segment, roots, forest.children, chips)


def _together(parts: list[Plan], total_em: float) -> Plan:
    """Plans side by side, each centred on the height of the highest."""
    highest = max(part.height_rows for part in parts)
    row: dict[str, float] = {}
    for part in parts:
        shift = (highest - part.height_rows) / 2
        row |= {node: at + shift for node, at in part.row.items()}

    def merged(name: str) -> dict[str, float]:
        return {key: value for part in parts for key, value in getattr(part, name).items()}

    return Plan(
        merged("x_em"),
        merged("width_em"),
        row,
        merged("extra_rows"),
        merged("chip_x_em"),
        merged("chip_width_em"),
        total_em,
        highest,
    )


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
    named = text_em(product.short_zh) + TEXT_PAD_EM
    return named if room is None else max(named, room.width_em + SMALL_PAD_EM)


def title_box(x: float, y: float, name: str, font_px: float) -> Box:
    """Where the name of a band stands whose corner is at ``x``, ``y``."""
    wide = text_em(name) * TITLE_SIZE * font_px
    return Box(x + PAD_EM * font_px, y + 0.25 * font_px, wide, 1.4 * font_px)


def chip_before(box: Box, source: Product, child: str, font_px: float) -> Chip:
    """The chip that names ``source``, drawn elsewhere, in front of the box of ``child``."""
    wide = chip_em(source) * font_px
    high = BOX_EM * font_px
    x, y = box.x - CHIP_GAP_EM * font_px - wide, box.middle - high / 2
    return Chip(round(x, 2), round(y, 2), round(wide, 2), round(high, 2), source.id, child)


def chip_em(source: Product) -> float:
    """Width of a chip."""
    return text_em(chip_text(source.short_zh)) + 0.2
