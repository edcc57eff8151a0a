"""Positions of every product on one page: sixteen bands, each a drawing of its own.

Nothing is random and no font or outside program is asked, so the same products give
the same page on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from graph.errors import ChainError
from graph.model import Product, Segment
from views.map.band import Room, Variant, chip_before, place
from views.map.forest import Forest, forests, hubs_apart
from views.map.geometry import Band, Box, Chip, Edge, Layout, crossings, curve, near, reach, sampled
from views.map.more_edges import other_feeds
from views.map.pack import Shape, Slot, fit
from views.map.strip import strip, strip_height
from views.map.variants import variants

WIDTH, HEIGHT = 1920.0, 1080.0
HEAD_PX, FOOT_PX, SIDE_PX = 44.0, 22.0, 6.0
LEAST_PX = 2.0
"""Smaller type than this is no picture: 1 pt on a slide, 3.5 pt on a sheet of A0."""
STRIP_SHARE = 0.5
"""The strip of hubs takes no more of the page where there are bands too."""


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
        What boxes should hold below their names; left out where it makes them unreadable.

    Raises
    ------
    ChainError
        When a segment or a drawing parent is unknown, parents form a loop, or there is so
        much to draw that nobody could read it.
    """
    by_id = {p.id: p for p in products}
    trees = forests(products)
    check_segments(products, segments)
    if only:
        trees = {name: forest for name, forest in trees.items() if name in only}
    ways = {name: _ways(forest, by_id, room) for name, forest in trees.items()}
    apart = () if only else hubs_apart(products)
    exact_px, slots, strip_px = _packed(ways, segments, apart, whole=not only)
    font_px = math.floor(exact_px * 100) / 100
    if font_px < LEAST_PX and room:
        return layout(products, segments, links, only)
    if font_px < LEAST_PX:
        count = sum(len(forest.members()) for forest in trees.values()) + len(apart)
        raise _too_much(f"{len(trees)} 条子链", count, "只选几条子链来看")
    bands: list[Band] = []
    boxes: dict[str, Box] = {}
    for slot in slots:
        name, number = slot.key
        band, placed = place(trees[name], ways[name][number], slot, font_px)
        bands.append(band)
        boxes |= placed
    if apart:
        band, placed = strip(apart, font_px, _strip_room(font_px, strip_px))
        bands.append(band)
        boxes |= placed
    return joined(by_id, boxes, bands, font_px, links)


def check_segments(products: Sequence[Product], segments: Sequence[Segment]) -> None:
    """Say so when the sub-chain of a product is not on record, whether it is drawn or not."""
    known = {s.id for s in segments}
    lost = next((p for p in products if p.segment not in known), None)
    if lost is not None:
        raise ChainError(
            f"“{lost.name_zh}”的子链“{lost.segment}”不在子链表里;"
            "请在子链表里加上它,或改这种产品的子链。"
        )


def _ways(
    forest: Forest, by_id: Mapping[str, Product], room: Mapping[str, Room] | None
) -> list[Variant]:
    """The shapes of a band that may be read."""
    page_em = (WIDTH / LEAST_PX, HEIGHT / LEAST_PX)
    found = variants(forest, by_id, room, page_em) or variants(forest, by_id, None, page_em)
    if not found:
        raise _too_much(f"子链“{forest.segment}”", len(forest.members()), "把它分成几条子链")
    return found


def _too_much(what: str, count: int, remedy: str) -> ChainError:
    """Says that a page cannot be read, and why."""
    return ChainError(
        f"{what}共 {count} 种产品,画在一张图上字小于 {LEAST_PX:g} 像素,看不清;请{remedy}。"
    )


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
        tuple(sorted(p.id for p in hubs_apart(list(by_id.values())) if p.id in boxes)),
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
    wide, room = WIDTH - 2 * SIDE_PX, HEIGHT - HEAD_PX - FOOT_PX
    font_px, slots = fit(ordered, wide, room)
    while (strip_px := strip_height(apart, font_px, wide)) > room * (STRIP_SHARE if ways else 1.0):
        font_px *= 0.95
    if strip_px:
        packed_px, slots = fit(ordered, wide, room - strip_px)
        font_px = min(font_px, packed_px)
    moved = [Slot(s.key, s.x + SIDE_PX, s.y + HEAD_PX, s.width, s.height) for s in slots]
    return font_px, moved, strip_px


def _strip_room(font_px: float, strip_px: float) -> Box:
    """The strip at the foot of the page, with a gap above it."""
    gap = 0.5 * font_px
    top = round(HEIGHT - FOOT_PX - strip_px + gap, 2)
    return Box(SIDE_PX, top, WIDTH - 2 * SIDE_PX, round(strip_px - gap, 2))


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
    crossed = sum(crossings(lines[i], lines[j]) for i, j in near([reach(line) for line in lines]))
    labels = [*layout.boxes.values(), *layout.chips, *(band.title for band in layout.bands)]
    overlaps = sum(labels[i].overlaps(labels[j]) for i, j in near(labels))
    page = Box(0.0, 0.0, layout.width, layout.height)
    outside = sum(not page.holds(label, spare=0.1) for label in labels)
    return {
        "nodes": len(layout.boxes),
        "edges_drawn": len(layout.edges),
        "chips": len(layout.chips),
        "edges_not_drawn": len(layout.not_drawn),
        "crossings": crossed,
        "label_overlaps": overlaps + outside,
        "min_font_px": layout.font_px,
    }
