"""Positions of every product on one page: sixteen bands, each a drawing of its own.

Nothing is random and no font or outside program is asked, so the same products give
the same page on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from graph.errors import ChainError
from graph.model import Product, Segment
from views.map.band import (
    BOX_EM,
    PITCH_EM,
    TEXT_PAD_EM,
    Room,
    Variant,
    chip_before,
    place,
    title_box,
    variants,
)
from views.map.forest import forests, hubs_apart
from views.map.geometry import Band, Box, Chip, Edge, Layout, crossings, curve, sampled
from views.map.measure import text_em
from views.map.more_edges import other_feeds
from views.map.pack import Shape, Slot, fit

WIDTH, HEIGHT = 1920.0, 1080.0
HEAD_PX, FOOT_PX, SIDE_PX = 44.0, 22.0, 6.0
STRIP = "公用物料"


def layout(
    products: Sequence[Product],
    segments: Sequence[Segment],
    links: Sequence[tuple[str, str]] = (),
    only: Collection[str] = (),
    room: Mapping[str, Room] | None = None,
) -> Layout:
    """Place all products.

    Parameters
    ----------
    products
        The chain; ``drawing_parent`` is the backbone.
    segments
        Bands, with the column and the order they stand in.
    links
        Further main feeds (from, to); those inside a band that can be drawn without
        cutting a box are drawn dashed.
    only
        Segments to draw, large; none means all of them and the strip of hubs.
    room
        What boxes must hold below their names.

    Raises
    ------
    ChainError
        When a segment or a drawing parent is unknown, or parents form a loop.
    """
    by_id = {p.id: p for p in products}
    trees = forests(products)
    known = {s.id for s in segments}
    if set(trees) - known:
        raise ChainError(f"产品表里有不认识的子链:{'、'.join(sorted(set(trees) - known))}。")
    if only:
        trees = {name: forest for name, forest in trees.items() if name in only}
    ways = {name: variants(forest, by_id, room) for name, forest in trees.items()}
    apart = () if only else hubs_apart(products)
    exact_px, slots, strip_px = _packed(ways, segments, apart, whole=not only)
    font_px = math.floor(exact_px * 100) / 100
    bands: list[Band] = []
    boxes: dict[str, Box] = {}
    for slot in slots:
        name, number = slot.key
        band, placed = place(trees[name], ways[name][number], slot, font_px)
        bands.append(band)
        boxes |= placed
    if apart:
        band, placed = _strip(apart, font_px, strip_px)
        bands.append(band)
        boxes |= placed
    return joined(by_id, boxes, bands, font_px, links)


def joined(
    by_id: Mapping[str, Product],
    boxes: Mapping[str, Box],
    bands: Sequence[Band],
    font_px: float,
    links: Sequence[tuple[str, str]],
) -> Layout:
    """Chips and lines between boxes that have their place."""
    shown = [by_id[key] for key in sorted(boxes)]
    chips = [
        chip_before(boxes[p.id], by_id[p.drawing_parent], p.id, font_px)
        for p in shown
        if p.drawing_parent and by_id[p.drawing_parent].segment != p.segment
    ]
    edges = _backbone(shown, boxes, chips)
    more, left_out = other_feeds(by_id, boxes, chips, edges, links)
    return Layout(
        dict(boxes),
        tuple(chips),
        tuple(bands),
        (*edges, *more),
        tuple(p.id for p in hubs_apart(list(by_id.values())) if p.id in boxes),
        left_out,
        WIDTH,
        HEIGHT,
        font_px,
    )


def _packed(
    ways: Mapping[str, list[Variant]],
    segments: Sequence[Segment],
    apart: Sequence[Product],
    *,
    whole: bool,
) -> tuple[float, list[Slot], float]:
    """Type size, a slot per band on the page, and the height of the strip of hubs.

    The columns of the segments hold for the whole page; a few bands go where they fit.
    """
    columns: dict[int, list[list[Shape]]] = {}
    for segment in sorted(segments, key=lambda s: s.order):
        if segment.id in ways:
            shapes = [v.shape((segment.id, i)) for i, v in enumerate(ways[segment.id])]
            columns.setdefault(segment.column if whole else 0, []).append(shapes)
    ordered = [columns[column] for column in sorted(columns)]
    room = HEIGHT - HEAD_PX - FOOT_PX
    font_px, slots = fit(ordered, WIDTH - 2 * SIDE_PX, room)
    strip_px = _strip_height(apart, font_px)
    if strip_px:
        font_px, slots = fit(ordered, WIDTH - 2 * SIDE_PX, room - strip_px)
    moved = [Slot(s.key, s.x + SIDE_PX, s.y + HEAD_PX, s.width, s.height) for s in slots]
    return font_px, moved, strip_px


def _strip_height(apart: Sequence[Product], font_px: float) -> float:
    if not apart:
        return 0.0
    return _strip_rows(apart, font_px)[-1][0] * PITCH_EM * font_px + (BOX_EM + 1.2) * font_px


def _strip_rows(apart: Sequence[Product], font_px: float) -> list[tuple[int, float, Product]]:
    """Row, x (em) of every hub in the strip, line by line."""
    room = (WIDTH - 2 * SIDE_PX) / font_px - 1.2
    start = text_em(STRIP) * 1.18 + 1.8
    row, x = 0, start
    found: list[tuple[int, float, Product]] = []
    for product in sorted(apart, key=lambda p: p.id):
        wide = text_em(product.short_zh) + TEXT_PAD_EM
        if x + wide > room:
            row, x = row + 1, start
        found.append((row, x, product))
        x += wide + 1.5
    return found


def _strip(
    apart: Sequence[Product], font_px: float, strip_px: float
) -> tuple[Band, dict[str, Box]]:
    """The strip of hub products over the whole width."""
    top = round(HEIGHT - FOOT_PX - strip_px + 0.5 * font_px, 2)
    boxes = {
        product.id: Box(
            round(SIDE_PX + x * font_px, 2),
            round(top + (0.3 + row * PITCH_EM) * font_px, 2),
            round((text_em(product.short_zh) + TEXT_PAD_EM) * font_px, 2),
            round(BOX_EM * font_px, 2),
        )
        for row, x, product in _strip_rows(apart, font_px)
    }
    title = title_box(SIDE_PX, top, STRIP, font_px)
    high = round(strip_px - 0.5 * font_px, 2)
    return Band(SIDE_PX, top, WIDTH - 2 * SIDE_PX, high, STRIP, title), boxes


def _backbone(
    products: Sequence[Product], boxes: Mapping[str, Box], chips: Sequence[Chip]
) -> list[Edge]:
    """A line from every parent in the band, and from every chip, to the child."""
    chip_of = {chip.child_id: chip for chip in chips}
    edges: list[Edge] = []
    for product in sorted(products, key=lambda p: p.id):
        if not product.drawing_parent:
            continue
        chip = chip_of.get(product.id)
        start, end = chip or boxes[product.drawing_parent], boxes[product.id]
        line = curve((start.right, start.middle), (end.x, end.middle))
        edges.append(Edge(product.drawing_parent, product.id, line, "chip" if chip else "main"))
    return edges


def stats(layout: Layout) -> dict[str, float]:
    """How good a layout is: counts, crossings between lines, overlaps, smallest type.

    Overlaps are counted over boxes, chips and titles, and for boxes outside their page.
    """
    lines = [sampled(edge.points) for edge in layout.edges]
    crossed = sum(
        crossings(lines[i], lines[j]) for i in range(len(lines)) for j in range(i + 1, len(lines))
    )
    labels = [*layout.boxes.values(), *layout.chips, *(band.title for band in layout.bands)]
    overlaps = sum(
        labels[i].overlaps(labels[j]) for i in range(len(labels)) for j in range(i + 1, len(labels))
    )
    return {
        "nodes": len(layout.boxes),
        "edges_drawn": len(layout.edges),
        "chips": len(layout.chips),
        "edges_not_drawn": len(layout.not_drawn),
        "crossings": crossed,
        "label_overlaps": overlaps,
        "min_font_px": layout.font_px,
    }
