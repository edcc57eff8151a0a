"""From a picture of the chain to its pieces: bands, lines, boxes, signs, title, legend, foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from views.map.band import LINE_EM, SMALL, TITLE_SIZE, chip_text
from views.map.geometry import Box
from views.map.measure import text_em
from views.map.picture import LegendItem, Look, MapPicture, PictureNode
from views.map.scene import Badge, Card, Item, Panel, Scene, Wire, Words

TITLE_PX, TITLE_MIDDLE, HEAD_LEFT = 24.0, 23.0, 10.0
TITLE_INK, QUIET, CHIP_LINE = "#102A43", "#52606D", "#9AA5B1"
STRIP_COLOR = "#616E7C"
LEGEND_PX, FOOT_PX = 13.0, 12.5
LEGEND_HIGH, LEGEND_PAD, LEGEND_GAP = 22.0, 14.0, 10.0
UP, DOWN = "#1565C0", "#D84315"
HINTS = (("蓝线上游", UP), ("橙线下游", DOWN))


def scene(picture: MapPicture) -> Scene:
    """All pieces of a picture, from the ground up."""
    placed = picture.layout
    return Scene(
        placed.width,
        placed.height,
        picture.title,
        tuple(_head(picture)),
        (*_bands(picture), *_wires(picture), *_chips(picture), *_cards(picture)),
        tuple(_foot(picture)),
    )


def _bands(picture: MapPicture) -> Iterator[Item]:
    size = picture.layout.font_px * TITLE_SIZE
    for band in picture.layout.bands:
        color = picture.colors.get(band.segment, STRIP_COLOR)
        yield Panel(band.x, band.y, band.w, band.h, color)
        yield Words(band.title.x, band.title.middle, band.segment, size, color, bold=True)


def _wires(picture: MapPicture) -> Iterator[Wire]:
    """Every line in the colour of the band it ends in."""
    segment = {node.product.id: node.product.segment for node in picture.nodes}
    for edge in picture.layout.edges:
        color = picture.colors.get(segment[edge.target], STRIP_COLOR)
        other = edge.kind == "other"
        yield Wire(
            edge.points,
            CHIP_LINE if edge.kind == "chip" else color,
            "dashed" if other else "solid",
            1.1,
            0.8 if other else 0.75,
            (edge.source, edge.target),
        )


def _chips(picture: MapPicture) -> Iterator[Words]:
    for chip in picture.layout.chips:
        text = chip_text(picture.short_names[chip.product_id])
        middle = chip.x + chip.w / 2
        yield Words(middle, chip.middle, text, picture.layout.font_px, QUIET, align="center")


def _cards(picture: MapPicture) -> Iterator[Item]:
    font_px = picture.layout.font_px
    for node in picture.nodes:
        box = picture.layout.boxes[node.product.id]
        yield card(box, node.look, _lines(node, box, font_px), node.product.id)
    for node in picture.nodes:
        yield from sign(picture.layout.boxes[node.product.id], node.look, font_px, node.product.id)


def _lines(node: PictureNode, box: Box, font_px: float) -> tuple[Words, ...]:
    """The name, and smaller below it the other lines, all in the middle."""
    middle, ink, small = box.x + box.w / 2, node.look.ink, font_px * SMALL
    step = LINE_EM * font_px
    top = box.middle - len(node.lines) * step / 2
    name = Words(middle, top, node.label, font_px, ink, align="center")
    below = (
        Words(middle, top + (at + 1) * step, line, small, ink, align="center")
        for at, line in enumerate(node.lines)
    )
    return (name, *below)


def card(box: Box, look: Look, words: Sequence[Words], of: str | None = None) -> Card:
    """A box in its look."""
    return Card(box.x, box.y, box.w, box.h, look.fill, look.border, look.line, tuple(words), of)


def sign(box: Box, look: Look, font_px: float, of: str | None = None) -> Iterator[Badge]:
    """The sign of a look, half on the right side of the box."""
    if look.sign:
        r = font_px * 0.47
        ink = look.border if look.ink == "#FFFFFF" else look.ink
        yield Badge(box.right + r * 0.6, box.middle, r, look.sign, look.border, ink, of)


def _head(picture: MapPicture) -> Iterator[Item]:
    small = min(picture.layout.font_px, LEGEND_PX)
    yield Words(HEAD_LEFT, TITLE_MIDDLE, picture.title, TITLE_PX, TITLE_INK, bold=True)
    after = HEAD_LEFT + text_em(picture.title) * TITLE_PX + 18
    yield Words(after, TITLE_MIDDLE + 4, picture.subtitle, small, QUIET)
    right = picture.layout.width - 8
    for item in reversed(picture.legend):
        wide = text_em(item.text) * small
        yield from _legend_item(item, right, wide, small)
        right -= _legend_room(item, wide, small)


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


def _foot(picture: MapPicture) -> Iterator[Words]:
    size = min(FOOT_PX, picture.layout.font_px)
    y = picture.layout.height - 10
    yield Words(HEAD_LEFT, y, "   |   ".join(picture.footer), size, QUIET)
    right = picture.layout.width - HEAD_LEFT
    for text, color in reversed(HINTS):
        yield Words(right, y, text, size, color, bold=True, align="right")
        right -= text_em(text) * size + 12
