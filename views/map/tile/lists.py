"""The lists at the right of the tiles: provinces, and plants by firm and city."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from graph.reason.firms.targets import place
from graph.reason.nation.provinces import UNPLACED, ProvinceShare
from graph.reason.nation.sites import COMING, DOUBTFUL, RUNNING, STOPPED, Plant
from graph.reason.nation.sums import total
from graph.reason.nation.where import FOREIGN
from views.amounts import KT_PER_WAN_T, number, percent
from views.map.frame import QUIET, TITLE_INK
from views.map.measure import text_em
from views.map.scene import Align, Words
from views.map.tile.looks import HOME
from views.map.tile.words import UNSIZED, firms

LEFT, TOP, BOTTOM = 1180.0, 62.0, 1046.0
TITLE_PX, HEAD_PX, TEXT_PX = 17.0, 13.0, 15.0
ROW = 25.0
MOST_PROVINCES = 18
NOT_TOLD, NONE = "未知", "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, where it stands from the left of the list, and its room, px."""

    head: str
    x: float
    align: Align
    room: float


PROVINCE_COLUMNS = (
    Column("省", 0.0, "left", 100.0),
    Column("在产", 200.0, "right", 85.0),
    Column("占收录", 300.0, "right", 80.0),
    Column("在建/规划", 420.0, "right", 95.0),
    Column("现况未核", 540.0, "right", 95.0),
    Column("企业(产能未知)", 716.0, "right", 130.0),
)
PLANT_COLUMNS = (
    Column("企业", 0.0, "left", 310.0),
    Column("地点", 325.0, "left", 140.0),
    Column("万吨/年", 545.0, "right", 75.0),
    Column("状态", 562.0, "left", 90.0),
    Column("年份", 716.0, "right", 55.0),
)


def lists(shares: Sequence[ProvinceShare]) -> Iterator[Words]:
    """Both lists, the second as long as the page allows."""
    shown = shares if len(shares) <= MOST_PROVINCES else shares[: MOST_PROVINCES - 1]
    rows = [_province(s) for s in shown]
    y = yield from _list(TOP, "各省(万吨/年)", PROVINCE_COLUMNS, rows, len(shares) - len(shown))
    plants = sorted(
        (p for s in shares if s.province != FOREIGN for p in s.plants if p.status != STOPPED),
        key=lambda p: (p.capacity_kt_a is None, p.order),
    )
    room = int((BOTTOM - y - ROW) / ROW) - 2
    fits = plants if len(plants) <= room else plants[: room - 1]
    told = [_plant(p) for p in fits]
    yield from _list(y + ROW, "主要企业", PLANT_COLUMNS, told, len(plants) - len(fits))


def _list(
    top: float,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[Sequence[str], bool]],
    left_out: int,
) -> Generator[Words, None, float]:
    """A titled list; gives back where it ends."""
    yield Words(LEFT, top + 10, title, TITLE_PX, TITLE_INK, bold=True)
    y = top + 10 + ROW
    heads = tuple(column.head for column in columns)
    yield from _line(y, columns, heads, HEAD_PX, QUIET)
    for cells, is_home in rows or ((("没有记录",), False),):
        y += ROW
        yield from _line(y, columns, cells, TEXT_PX, HOME if is_home else TITLE_INK)
    if left_out:
        y += ROW
        yield Words(LEFT, y, f"其余 {left_out} 行见表", HEAD_PX, QUIET)
    return y


def _line(
    y: float, columns: Sequence[Column], cells: Sequence[str], size: float, ink: str
) -> Iterator[Words]:
    for column, text in zip(columns, cells, strict=False):
        cut = shortened(text, column.room / size)
        yield Words(LEFT + column.x, y, cut, size, ink, align=column.align)


def shortened(text: str, room_em: float) -> str:
    """The text, its end replaced by … where it has no room.

    Examples
    --------
    >>> shortened("中国石化", 4.0), shortened("中国石化镇海炼化", 4.0)
    ('中国石化', '中国石…')
    """
    if text_em(text) <= room_em:
        return text
    while text and text_em(text) + 1.0 > room_em:
        text = text[:-1]
    return f"{text}…"


def _province(share: ProvinceShare) -> tuple[tuple[str, ...], bool]:
    return (
        share.province,
        _amount(share.plants, (RUNNING,)),
        NONE if share.share is None else percent(share.share),
        _amount(share.plants, COMING),
        _amount(share.plants, (DOUBTFUL,)),
        f"{firms(share)}({UNSIZED})" if set(share.firms) == set(share.unsized) else firms(share),
    ), share.is_home


def _amount(plants: Sequence[Plant], statuses: Sequence[str]) -> str:
    """The sum of what is known; 未知 when there are plants and no figure, – without plants."""
    found = total(plants, statuses)
    if found is not None:
        return number(found / KT_PER_WAN_T)
    return NOT_TOLD if any(p.status in statuses for p in plants) else NONE


def _plant(plant: Plant) -> tuple[tuple[str, ...], bool]:
    size = plant.capacity_kt_a
    name = f"{plant.firm}(本区)" if plant.is_local else plant.firm
    where = place(plant.province, plant.city) or UNPLACED
    return (
        name,
        f"{where}(其余)" if plant.is_rest else where,
        NOT_TOLD if size is None else number(size / KT_PER_WAN_T),
        f"未核({plant.stated})" if plant.status == DOUBTFUL != plant.stated else plant.status,
        (plant.year or "")[:4] or "未载",
    ), plant.is_local
