"""How wide streams are drawn: one scale for the whole 物料图, and what has no amount.

A ribbon of known size is ``px_per_kt_a`` times its amount, at least ``LEAST``; one of unknown
size is a line without width that has ``THIN`` to itself on a bar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from views.map.sankey.columns import Columns
from views.map.sankey.net import UNIT, UNKNOWN, Bar, Link
from views.map.sankey.order import passing

THIN, LEAST, SMALLEST_BAR, UNKNOWN_BAR = 4.0, 1.2, 3.0, 8.0
BETWEEN_BARS, BETWEEN = 9.0, 2.5
STEPS = 24
Amounts: TypeAlias = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a bar besides its links: ``name`` is bought, left, open or lost."""

    name: str
    kt_a: float | None
    is_into: bool


def width(kt_a: float | None, px_per_kt_a: float) -> float:
    """How wide a stream is drawn, px; None for an unknown amount."""
    return THIN if kt_a is None else max(LEAST, kt_a * px_per_kt_a)


def link_width(link: Link, px_per_kt_a: float) -> float:
    """How wide a link is drawn, px."""
    return width(amount(link), px_per_kt_a)


def amount(link: Link) -> float | None:
    """The amount of a link, kt/a; None when unknown."""
    return None if link.sort == UNKNOWN else link.kt_a


def hanging(table: Columns, bar: Bar) -> tuple[Hanging, ...]:
    """What passes the fence at a bar, and what a plant loses or has not listed."""
    out: list[Hanging] = []
    if bar.bought:
        out.append(Hanging("bought", bar.bought.kt_a, is_into=True))
    if bar.left:
        out.append(Hanging("left", bar.left.kt_a, is_into=False))
    if bar.open:
        out.append(Hanging("open", None, is_into=False))
    lost = loss(table, bar)
    if lost:
        out.append(Hanging("lost", abs(lost), is_into=lost < 0.0))
    return tuple(out)


def loss(table: Columns, bar: Bar) -> float | None:
    """Inputs less outputs of a plant all of whose streams are known, kt/a; None when not all."""
    if bar.sort != UNIT or bar.difference_kt_a is None:
        return None
    around = (*table.net.into.get(bar.key, ()), *table.net.out.get(bar.key, ()))
    return None if any(link.sort == UNKNOWN for link in around) else bar.difference_kt_a


def fitting(table: Columns, above: Mapping[str, float], room: float) -> float:
    """Px per kt/a at which every column has room; 0 when even the labels have none.

    Parameters
    ----------
    above
        Room for the label over each bar, px.
    room
        Height of the drawing, px.
    """
    largest = max((table.net.size(key) for key in table.net.bars), default=0.0)
    low, high = 0.0, room / largest if largest else 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        is_room = max(needs(table, above, middle).values(), default=0.0) <= room
        low, high = (middle, high) if is_room else (low, middle)
    return low


def needs(table: Columns, above: Mapping[str, float], px_per_kt_a: float) -> dict[int, float]:
    """The height every column needs at most, px."""
    out: dict[int, float] = {}
    for number, places in _contents(table).items():
        bars = [key for key, column in table.column.items() if column == number]
        wide = min(2 * len(bars), len(places))
        out[number] = (
            sum(above[key] for key in bars)
            + wide * BETWEEN_BARS
            + (len(places) - wide) * BETWEEN
            + sum(_tall(place, px_per_kt_a) for place in places)
        )
    return out


Place: TypeAlias = tuple[Amounts, Amounts, float]
"""What is on the left and the right side of a place, and how tall it is at least, px."""


def _tall(place: Place, px_per_kt_a: float) -> float:
    into, out, least = place
    return max(least, *(sum(width(kt_a, px_per_kt_a) for kt_a in side) for side in (into, out)))


def least_tall(table: Columns, key: str) -> float:
    """How tall a bar is at least, px: one of unknown size must show its hatch."""
    return SMALLEST_BAR if table.net.size(key) > 0.0 else UNKNOWN_BAR


def _contents(table: Columns) -> dict[int, list[Place]]:
    """Per column every bar, and every place where links pass."""
    net = table.net
    out: dict[int, list[Place]] = {n: [] for n in table.column.values()}
    for key, bar in net.bars.items():
        more = hanging(table, bar)
        into = [amount(k) for k in net.into.get(key, ())] + [h.kt_a for h in more if h.is_into]
        left = [amount(k) for k in net.out.get(key, ())] + [h.kt_a for h in more if not h.is_into]
        out[table.column[key]].append((into, left, least_tall(table, key)))
    through: dict[tuple[int, str], list[float | None]] = {}
    for link in net.links:
        for number in range(table.column[link.source] + 1, table.column[link.target]):
            through.setdefault((number, passing(link, number)), []).append(amount(link))
    for (number, _), amounts in through.items():
        is_line = None in amounts
        out.setdefault(number, []).append(([] if is_line else amounts, [], THIN))
    return out
