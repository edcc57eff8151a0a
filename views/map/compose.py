"""From a picture of the chain to its pieces: bands, lines, boxes, signs, title, legend, foot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from views.map.band import LINE_EM, SMALL, TITLE_SIZE, chip_text
from views.map.drawing import Drawing, Spot, Twin, product_info
from views.map.frame import (
    CHIP_LINE,
    FOOT_PX,
    HEAD_LEFT,
    LEAST_PX,
    LEGEND_PX,
    QUIET,
    TITLE_INK,
    TITLE_MIDDLE,
    TITLE_PX,
    card,
    legend,
    sign,
)
from views.map.geometry import Box, between
from views.map.measure import cut, text_em
from views.map.picture import MapPicture, PictureNode
from views.map.scene import Item, Panel, Scene, Stroke, Wire, Words

STRIP_COLOR = "#616E7C"
FADED_LINE, FADED_INK, FADED_OPACITY, WAY_LINE = "#CBD2D9", "#9AA5B1", 0.5, "#D84315"
TWIN = ("产品", "英文名", "CAS 号", "子链", "层级", "接在", "现状", "平衡", "本地企业")


def drawing(picture: MapPicture) -> Drawing:
    """A picture of the chain, ready to go out."""
    boxes, chips = picture.layout.boxes, picture.layout.chips
    names = {node.product.id: node.product.name_zh for node in picture.nodes}
    return Drawing(
        picture.kind,
        scene(picture),
        (
            *(
                Spot(node.product.id, boxes[node.product.id], node.product.id)
                for node in picture.nodes
            ),
            *(Spot(f"chip:{chip.child_id}", chip, chip.product_id) for chip in chips),
        ),
        picture.links,
        {node.product.id: product_info(node.product, node.tooltip) for node in picture.nodes},
        picture.legend,
        picture.footer,
        Twin(TWIN, tuple(_twin_row(node, names) for node in picture.nodes)),
        picture.asides,
        {
            id: tuple(picture.short_names[hub] for hub in hubs)
            for id, hubs in picture.hubs.items()
            if id in boxes
        },
        tuple(band for band in picture.layout.bands if band.segment in picture.colors),
    )


def _twin_row(node: PictureNode, names: Mapping[str, str]) -> tuple[str, ...]:
    product, state = node.product, node.state
    return (
        product.name_zh,
        product.name_en or "",
        product.cas or "",
        product.segment,
        product.tier,
        names.get(product.drawing_parent or "", ""),
        state.presence if state else "未核",
        state.state if state else "未知",
        ";".join(state.firms) if state else "",
    )


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
        name = cut(band.segment, band.title.w / size + 0.01)
        yield Words(band.title.x, band.title.middle, name, size, color, bold=True)


def _wires(picture: MapPicture) -> Iterator[Wire]:
    """Every line in the colour of the band it ends in; those of a filter above what fades."""
    segment = {node.product.id: node.product.segment for node in picture.nodes}
    lit: list[Wire] = []
    for edge in picture.layout.edges:
        ends, other = (edge.source, edge.target), edge.kind == "other"
        if picture.kept is not None and not picture.kept.holds(ends):
            yield Wire(edge.points, FADED_LINE, "solid", 1.0, FADED_OPACITY, ends)
            continue
        color = picture.colors.get(segment[edge.target], STRIP_COLOR)
        color = CHIP_LINE if edge.kind == "chip" else color
        stroke: Stroke = "dashed" if other else "solid"
        lit.append(Wire(edge.points, color, stroke, 1.1, 0.8 if other else 0.75, ends))
    yield from lit
    yield from _ways(picture, {wire.ends for wire in lit if wire.color != CHIP_LINE})


def _ways(picture: MapPicture, drawn: Collection[tuple[str, str]]) -> Iterator[Wire]:
    """Steps between two products that the picture otherwise leaves to chips."""
    boxes = picture.layout.boxes
    for a, b in sorted(picture.kept.ways if picture.kept else ()):
        if (a, b) not in drawn and a in boxes and b in boxes:
            yield Wire(between(boxes[a], boxes[b]), WAY_LINE, "solid", 1.8, 0.9, (a, b))


def _chips(picture: MapPicture) -> Iterator[Words]:
    for chip in picture.layout.chips:
        text = chip_text(picture.short_names[chip.product_id])
        middle = chip.x + chip.w / 2
        ends = (chip.product_id, chip.child_id)
        ink = QUIET if picture.kept is None or picture.kept.holds(ends) else FADED_INK
        yield Words(middle, chip.middle, text, picture.layout.font_px, ink, align="center")


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


def _head(picture: MapPicture) -> Iterator[Item]:
    """Title, legend from the right, and as much of the subtitle as fits between them."""
    small = min(max(picture.layout.font_px, LEAST_PX), LEGEND_PX)
    yield Words(HEAD_LEFT, TITLE_MIDDLE, picture.title, TITLE_PX, TITLE_INK, bold=True)
    items, right = legend(picture.legend, picture.layout.width - 8, small)
    yield from items
    after = HEAD_LEFT + text_em(picture.title) * TITLE_PX + 18
    subtitle = cut(picture.subtitle, (right - after) / small)
    yield Words(after, TITLE_MIDDLE + 4, subtitle, small, QUIET)


def _foot(picture: MapPicture) -> Iterator[Words]:
    size = min(FOOT_PX, max(picture.layout.font_px, LEAST_PX))
    y = picture.layout.height - 10
    yield Words(HEAD_LEFT, y, "   |   ".join(picture.footer), size, QUIET)
