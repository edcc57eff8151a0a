"""全国布局 as a picture: 34 equal tiles roughly where the provinces lie, lists beside them.

Never a boundary map.  Colours, line styles, a hatch and printed values all say the same, so
that a black-and-white print tells as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import Product
from graph.reason.nation.provinces import Nationwide, ProvinceShare
from views.map.frame import FOOT_PX, HEAD_LEFT, QUIET, TITLE_INK, TITLE_MIDDLE, TITLE_PX
from views.map.geometry import Box
from views.map.measure import cut, text_em
from views.map.notes import Notes, footer
from views.map.scene import Card, Item, Scene, Words
from views.map.tile.hatch import HIGH as STRIP
from views.map.tile.hatch import hatch
from views.map.tile.key import key
from views.map.tile.lists import lists
from views.map.tile.looks import HOME, HOME_PX, TileLook, look_of
from views.map.tile.places import PITCH, SIDE, TILES, box_of
from views.map.tile.words import NAME_PX, Line, limits, lines
from views.tables.provinces import SCOPE

WIDE, HIGH = 1920.0, 1080.0
TITLE = "全国布局"
SUBTITLE = "一省一格,格子只示大致方位,不是地图;数字是收录到的产能"
SUBTITLE_PX, MOST_STEP_EM, PAD = 14.0, 1.3, 5.0


def tiles(
    shares: Sequence[ProvinceShare], product: Product, about: Notes, whole: Nationwide
) -> Scene:
    """One product's provinces on a page of 1920×1080 px.

    Parameters
    ----------
    shares, whole
        :func:`graph.reason.nation.provinces.by_province` and ``nationwide`` of the product.
    about
        Region and date; every tile is a card whose ``of`` is the name of its province.
    """
    found = {s.province: s for s in shares if s.province in TILES}
    running = [kt for s in found.values() if (kt := s.running_kt_a) is not None]
    cuts = limits(running)
    body = [item for name in TILES for item in _tile(name, found.get(name), cuts)]
    return Scene(
        WIDE,
        HIGH,
        _title(product),
        tuple(_head(product)),
        (*key(shares, whole, cuts if running else None), *_frame(whole), *body, *lists(shares)),
        (Words(HEAD_LEFT, HIGH - 10, "   |   ".join(foot_told(about, whole)), FOOT_PX, QUIET),),
    )


def _frame(whole: Nationwide) -> Iterator[Card]:
    """A frame around the tile of the region's province, below it."""
    if whole.home in TILES:
        box, out = box_of(whole.home), (PITCH - SIDE) / 2
        wide = SIDE + 2 * out
        place = (box.x - out, box.y - out, wide, wide)
        yield Card(*place, "#FFFFFF", HOME, "solid", (), None, HOME_PX)


def _tile(name: str, share: ProvinceShare | None, cuts: Sequence[float]) -> Iterator[Item]:
    """The square, and a hatched strip at its foot where a capacity is not known."""
    box, look = box_of(name), look_of(share, cuts)
    told = lines(name, share, box.w - 2 * PAD)
    is_open = share is not None and bool(share.unsized)
    place, words = (box.x, box.y, box.w, box.h), tuple(_words(box, told, look, is_open))
    yield Card(*place, look.fill, look.border, look.line, words, name, look.width)
    if is_open:
        foot = box.y + box.h - PAD - STRIP / 2
        yield from hatch(box.x + PAD, foot, box.w - 2 * PAD, name)


def _words(box: Box, told: Sequence[Line], look: TileLook, is_open: bool) -> Iterator[Words]:
    """The lines from the top down, closer together where there are many."""
    room = box.h - 2 * PAD - (STRIP + PAD / 2 if is_open else 0.0)
    step = min(MOST_STEP_EM, room / sum(line.size for line in told))
    y, middle = box.y + PAD, box.x + box.w / 2
    for line in told:
        half = line.size * step / 2
        yield Words(middle, y + half, line.text, line.size, look.ink, line.bold, "center")
        y += 2 * half


def _head(product: Product) -> Iterator[Words]:
    title = _title(product)
    yield Words(HEAD_LEFT, TITLE_MIDDLE, title, TITLE_PX, TITLE_INK, bold=True)
    after = HEAD_LEFT + text_em(title) * TITLE_PX + NAME_PX
    yield Words(after, TITLE_MIDDLE + 4, SUBTITLE, SUBTITLE_PX, QUIET)


def _title(product: Product) -> str:
    """Of a long name as much as leaves room for the subtitle."""
    room = WIDE - 2 * HEAD_LEFT - NAME_PX - text_em(SUBTITLE) * SUBTITLE_PX
    return f"{cut(product.name_zh, room / TITLE_PX - text_em(TITLE))}{TITLE}"


def foot_told(about: Notes, whole: Nationwide) -> tuple[str, ...]:
    """What the foot says, where the figures are the nation's."""
    of_nation = replace(
        about, scope=SCOPE, unsourced_share=whole.unsourced, unsourced_of="本图产能数字"
    )
    return footer(of_nation, "同一厂址多年、多来源只取一个数")
