"""The strip of hubs at the foot of the page: products that hang on nothing and carry nothing."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Product
from views.map.band import BOX_EM, PITCH_EM, box_em, title_box, title_em
from views.map.geometry import Band, Box

STRIP = "公用物料"
PAD_EM, GAP_EM = 1.2, 1.5


def strip_height(apart: Sequence[Product], font_px: float, wide: float) -> float:
    """Height of the strip with the gap above it, px; 0 without hubs."""
    if not apart:
        return 0.0
    return (_rows(apart, font_px, wide)[-1][0] * PITCH_EM + BOX_EM + PAD_EM) * font_px


def strip(apart: Sequence[Product], font_px: float, room: Box) -> tuple[Band, dict[str, Box]]:
    """The strip over its whole room, and the boxes in it."""
    boxes = {
        product.id: Box(
            round(room.x + x * font_px, 2),
            round(room.y + (0.3 + row * PITCH_EM) * font_px, 2),
            round(box_em(product, None) * font_px, 2),
            round(BOX_EM * font_px, 2),
        )
        for row, x, product in _rows(apart, font_px, room.w)
    }
    title = title_box(room.x, room.y, STRIP, font_px)
    return Band(room.x, room.y, room.w, room.h, STRIP, title), boxes


def _rows(
    apart: Sequence[Product], font_px: float, wide: float
) -> list[tuple[int, float, Product]]:
    """Row, x (em) of every hub in the strip, line by line."""
    room = wide / font_px - PAD_EM
    start = title_em(STRIP) + 1.8
    row, x = 0, start
    found: list[tuple[int, float, Product]] = []
    for product in sorted(apart, key=lambda p: p.id):
        box = box_em(product, None)
        if x + box > room:
            row, x = row + 1, start
        found.append((row, x, product))
        x += box + GAP_EM
    return found
