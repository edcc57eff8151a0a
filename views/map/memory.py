"""Where things stood last time: a small change of the data moves nothing that stands already.

A sheet names the place of every box and band.  What is new is put where it fits best among
what stands: beside its parent, off other boxes, its line crossing as little as possible.  Only
when a band has no room left, or there is a new band, is the page laid out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import MapSheet, Product, Segment
from views.map.band import (
    BOX_EM,
    LINE_EM,
    PAD_EM,
    SIGN_EM,
    Room,
    box_em,
    chip_before,
    chip_em,
)
from views.map.forest import forests
from views.map.geometry import Band, Box, Chip, Layout, Point, crossings, curve, sampled
from views.map.layout import joined
from views.map.standing import BAND, crowded, standing, told
from views.map.strip import STRIP
from views.map.tidy import CHIP_GAP_EM, GAP_EM

ALL = "全部"
_STEP_EM = 0.4
_CLEAR_EM = 0.2
"""Room kept around a box, em."""
_PER_CROSSING, _PER_CUT = 12.0, 200.0
"""What a line's crossing another, or cutting a box, costs beside a distance of so many em."""


def sheet_id(segments: Iterable[Segment], wanted: Iterable[str]) -> str:
    """Name of the sheet that holds some sub-chains; none are all of them."""
    chosen = set(wanted)
    ordered = sorted(segments, key=lambda s: (s.order, s.id))
    return "+".join(s.id for s in ordered if s.id in chosen) or ALL


def sheet_of(layout: Layout, id: str) -> MapSheet:
    """What to remember of a layout."""
    boxes = [told(key, box) for key, box in sorted(layout.boxes.items())]
    bands = [told(BAND + band.segment, band) for band in layout.bands]
    return MapSheet(id, layout.font_px, (*bands, *boxes))


def recalled(
    sheet: MapSheet,
    products: Sequence[Product],
    shown: Sequence[Product],
    links: Sequence[tuple[str, str]],
    room: Mapping[str, Room],
) -> Layout | None:
    """The layout as it was, with what is new fitted in; None when that cannot be done.

    Parameters
    ----------
    products
        The whole chain.
    shown
        Those that belong on this sheet.
    links, room
        As in :func:`views.map.layout.layout`; boxes that stand keep their size.

    Raises
    ------
    ChainError
        When a drawing parent is unknown, or parents form a loop.
    """
    forests(products)
    try:
        page = _Page.of(sheet, products, shown)
    except ValueError:  # drawn anew, as without a sheet
        return None
    if page is None:
        return None
    for product in _parents_first(shown):
        if product.id not in page.boxes and not page.fit(product, room.get(product.id)):
            return None
    return joined(page.by_id, page.boxes, page.bands, sheet.font_px, links)


def _parents_first(products: Sequence[Product]) -> list[Product]:
    by_id = {p.id: p for p in products}

    def depth(product: Product) -> int:
        steps, seen = 0, {product.id}
        while (up := by_id.get(product.drawing_parent or "")) and up.id not in seen:
            seen.add(up.id)
            product, steps = up, steps + 1
        return steps

    return sorted(products, key=lambda p: (depth(p), p.id))


@dataclass
class _Page:
    """Bands and boxes that stand, and how to add one."""

    by_id: Mapping[str, Product]
    bands: list[Band]
    boxes: dict[str, Box]
    font_px: float
    _band_of: dict[str, Band] = field(default_factory=dict)

    @classmethod
    def of(
        cls, sheet: MapSheet, products: Sequence[Product], shown: Sequence[Product]
    ) -> _Page | None:
        """The page of a sheet without what is gone and what has no room for its chip.

        None when a band is missing, or more is new than stands.
        """
        bands, places = standing(sheet)
        band_of = {band.segment: band for band in bands}
        boxes = {}
        for product in shown:
            homes, box = (band_of.get(product.segment), band_of.get(STRIP)), places.get(product.id)
            if box and any(home.holds(box, spare=1.0) for home in homes if home):
                boxes[product.id] = box
        if not bands or any(p.segment not in band_of and p.id not in boxes for p in shown):
            return None
        page = cls({p.id: p for p in products}, bands, boxes, sheet.font_px, band_of)
        for key in crowded(boxes, list(page.chips()), bands):
            del boxes[key]
        return page if 2 * len(boxes) >= len(shown) else None

    def chips(self) -> Iterator[Chip]:
        """What names parents that stand in another band."""
        for key, box in self.boxes.items():
            source = self._chip_source(self.by_id[key])
            if source is not None:
                yield chip_before(box, source, key, self.font_px)

    def fit(self, product: Product, room: Room | None) -> bool:
        """Put a product where it disturbs least; False when its band is full."""
        band = self._band_of[product.segment]
        wide, high = self._size(product, room)
        source = self._chip_source(product)
        lead = (chip_em(source) + CHIP_GAP_EM) * self.font_px if source else 0.0
        left = self._left(product, band, lead)
        for start in (left, band.x + PAD_EM * self.font_px + lead):
            best = self._best(product, band, (start, wide, high), lead)
            if best is not None:
                self.boxes[product.id] = best
                return True
        return False

    def _left(self, product: Product, band: Band, lead: float) -> float:
        """Where it may stand at the earliest: right of its parent where there is one."""
        parent = self._parent(product)
        return parent.right + GAP_EM * self.font_px if parent else band.x + lead

    def _best(
        self, product: Product, band: Band, size: tuple[float, float, float], lead: float
    ) -> Box | None:
        """The place in the band, from a left edge on, that disturbs least."""
        taken = [box for box in self._taken() if box.overlaps(band)]
        lines = list(self._lines(band))
        best: tuple[float, Box] | None = None
        for away, box in self._spots(product, band, size):
            if best is not None and away >= best[0]:
                break
            if self._is_free(box, lead, taken):
                cost = away + self._cost(product, box, band, lines)
                if best is None or cost < best[0]:
                    best = cost, box
        return None if best is None else best[1]

    def _is_free(self, box: Box, lead: float, taken: Sequence[Box]) -> bool:
        by = _CLEAR_EM * self.font_px
        wide = box.w + lead + SIGN_EM * self.font_px
        grown = Box(box.x - lead, box.y - by, wide, box.h + 2 * by)
        return not any(grown.overlaps(other) for other in taken)

    def _size(self, product: Product, room: Room | None) -> tuple[float, float]:
        wide = box_em(product, room)
        high = BOX_EM + (room.lines if room else 0) * LINE_EM
        return round(wide * self.font_px, 2), round(high * self.font_px, 2)

    def _chip_source(self, product: Product) -> Product | None:
        parent = self.by_id.get(product.drawing_parent or "")
        return parent if parent and parent.segment != product.segment else None

    def _taken(self) -> Iterator[Box]:
        """What is in the way: boxes with their signs and chips, and the names of bands."""
        for box in self.boxes.values():
            yield Box(box.x, box.y, box.w + SIGN_EM * self.font_px, box.h)
        yield from self.chips()
        yield from (band.title for band in self.bands)

    def _spots(
        self, product: Product, band: Band, size: tuple[float, float, float]
    ) -> list[tuple[float, Box]]:
        """Places in the band, nearest first, and how far each is from the best, em."""
        left, wide, high = size
        em, pad, parent = self.font_px, PAD_EM * self.font_px, self._parent(product)
        mates = [b.x for key, b in self.boxes.items() if parent and self._is_mate(product, key)]
        aim_x = max(min(mates, default=left), left)
        aim_y = parent.middle if parent else band.y
        last_x, last_y = band.right - wide - pad, band.y + band.h - high - pad
        spots = [
            ((abs(x - aim_x) + abs(y + high / 2 - aim_y)) / em, Box(round(x, 2), y, wide, high))
            for x in {aim_x, *_steps(left, last_x, _STEP_EM * em)}
            for y in _steps(band.y + pad, last_y, _STEP_EM * em)
            if x <= last_x
        ]
        return sorted(spots, key=lambda spot: (spot[0], spot[1].x, spot[1].y))

    def _cost(
        self, product: Product, box: Box, band: Band, lines: Sequence[tuple[Point, ...]]
    ) -> float:
        """What the line to a place would run through."""
        parent = self._parent(product)
        if parent is None:
            return 0.0
        line = sampled(curve((parent.right, parent.middle), (box.x, box.middle)))
        others = [b for b in self.boxes.values() if b is not parent and b.overlaps(band)]
        cuts = sum(_passes(line, b) for b in others)
        met = sum(crossings(line, other) for other in lines)
        return _PER_CUT * cuts + _PER_CROSSING * met

    def _parent(self, product: Product) -> Box | None:
        parent = self.by_id.get(product.drawing_parent or "")
        if parent is None or parent.segment != product.segment:
            return None
        return self.boxes.get(parent.id)

    def _is_mate(self, product: Product, key: str) -> bool:
        other = self.by_id[key]
        return (other.drawing_parent, other.segment) == (product.drawing_parent, product.segment)

    def _lines(self, band: Band) -> Iterator[tuple[Point, ...]]:
        for key, box in self.boxes.items():
            parent = self._parent(self.by_id[key])
            if parent is not None and self.by_id[key].segment == band.segment:
                yield sampled(curve((parent.right, parent.middle), (box.x, box.middle)))


def _steps(first: float, last: float, step: float) -> Iterator[float]:
    at = first
    while at <= last:
        yield round(at, 2)
        at += step


def _passes(line: Sequence[Point], box: Box) -> bool:
    return any(box.x < x < box.right and box.y < y < box.y + box.h for x, y in line)
