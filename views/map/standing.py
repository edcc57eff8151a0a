"""What a sheet says: bands and boxes where they stood, and which of them cannot stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model import MapSheet
from views.map.band import title_box
from views.map.geometry import Band, Box, Chip, near
from views.map.layout import HEIGHT, WIDTH

BAND = "#"
"""Before the name of a band."""


def told(name: str, box: Box) -> str:
    """A place as a sheet holds it."""
    sides = (f"{side:.2f}".rstrip("0").rstrip(".") for side in (box.x, box.y, box.w, box.h))
    return " ".join([name, *sides])


def standing(sheet: MapSheet) -> tuple[list[Band], dict[str, Box]]:
    """Bands, and boxes by product.

    Raises
    ------
    ValueError
        A place cannot be read or does not lie on the page.
    """
    places = dict(map(_place, sheet.places))
    if not sheet.font_px > 0.0:
        raise ValueError(sheet.font_px)
    boxes = {name: box for name, box in places.items() if not name.startswith(BAND)}
    bands = [
        Band(box.x, box.y, box.w, box.h, name[1:], title_box(box.x, box.y, name[1:], sheet.font_px))
        for name, box in places.items()
        if name.startswith(BAND)
    ]
    return bands, boxes


def _place(text: str) -> tuple[str, Box]:
    name, *sides = text.rsplit(" ", 4)
    if len(sides) != 4:
        raise ValueError(text)
    box = Box(*map(float, sides))
    if not (Box(0.0, 0.0, WIDTH, HEIGHT).holds(box) and box.w > 0.0 and box.h > 0.0):
        raise ValueError(text)
    return name, box


def crowded(
    boxes: Mapping[str, Box], chips: Sequence[Chip], bands: Sequence[Band]
) -> frozenset[str]:
    """Products whose chip has no room where they stand.

    Raises
    ------
    ValueError
        Boxes stand over each other, or over the name of a band.
    """
    off = {chip.child_id for chip in chips if not any(b.holds(chip, spare=1.0) for b in bands)}
    owners = [*boxes, *("" for _ in bands), *(chip.child_id for chip in chips)]
    rooms: list[Box] = [*boxes.values(), *(band.title for band in bands), *chips]
    for i, j in near(rooms):
        if owners[i] != owners[j] and rooms[i].overlaps(rooms[j]):
            over = {owners[k] for k in (i, j) if isinstance(rooms[k], Chip)}
            if not over:
                raise ValueError(owners[i])
            off |= over
    return frozenset(off)
