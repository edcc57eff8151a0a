"""Beside the 物料图: what leaves the park, unprocessed first, largest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason.material import MaterialFlows, Stream
from views.map.geometry import Box
from views.map.measure import cut, text_em
from views.map.sankey.net import GOODS, GROUPS, RAW, WASTE, Outside, group_of
from views.map.sankey.words import figure, wan
from views.map.scene import Card, Item, Words

TITLES = {
    RAW: "出园·未加工(基础料、中间体)",
    GOODS: "出园·成品(材料、制品)",
    WASTE: "公用物料、三废、原料余量",
}
COLORS: Mapping[str, str] = {RAW: "#D84315", GOODS: "#00796B", WASTE: "#607D8B"}
PALE: Mapping[str, str] = {RAW: "#FFCCBC", GOODS: "#B2DFDB", WASTE: "#CFD8DC"}
INK, QUIET = "#1F2933", "#52606D"
ROW, HEAD, FONT, HEAD_FONT = 16.0, 26.0, 12.0, 14.0
NAME_EM, FIGURE_EM = 7.0, 6.2
UNKNOWN_ROWS = 2
FEWEST = {RAW: 12, GOODS: 6, WASTE: 3}
"""Rows a group keeps when there is not room for all; 其余 is one of them."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: streams with an amount, largest first, and products without one."""

    name: str
    known: tuple[Stream, ...]
    unknown: tuple[str, ...]


def groups(flows: MaterialFlows, facts: Facts) -> tuple[Group, ...]:
    """What leaves, by group; groups without anything are left out."""
    out: list[Group] = []
    for name in GROUPS:
        mine = [s for s in flows.leaving if group_of(facts, s.product_id) == name]
        known = tuple(s for s in mine if s.amount_kt_a is not None)
        unknown = tuple(s.product_id for s in mine if s.amount_kt_a is None)
        if mine:
            out.append(Group(name, known, unknown))
    return tuple(out)


def panel(flows: MaterialFlows, facts: Facts, room: Box) -> Iterator[Item]:
    """The list in ``room``, each product a row with a bar as long as its amount."""
    found = groups(flows, facts)
    largest = max((s.amount_kt_a or 0.0 for g in found for s in g.known), default=0.0)
    shown = _shown(found, room)
    y = room.y
    for group, rows in zip(found, shown, strict=True):
        yield from _head(group, room, y)
        y += HEAD
        for stream in group.known[:rows]:
            yield from _row(stream, facts, group.name, room, y, largest)
            y += ROW
        for text in _rest(group, rows, facts, room.w / FONT):
            yield Words(room.x, y + ROW / 2, text, FONT, QUIET)
            y += ROW


def _shown(found: Sequence[Group], room: Box) -> list[int]:
    """Rows of each group: all when they fit, else the smallest amounts of the longest go."""
    shown = [len(group.known) for group in found]
    fewest = [min(FEWEST[group.name], len(group.known)) for group in found]
    while _tall(found, shown) > room.h:
        spare = [i for i, n in enumerate(shown) if n > fewest[i]] or [
            i for i, n in enumerate(shown) if n > 0
        ]
        if not spare:
            break
        shown[max(spare, key=lambda i: (shown[i] - fewest[i], i))] -= 1
    return shown


def _tall(found: Sequence[Group], shown: Sequence[int]) -> float:
    lines = [
        n + (n < len(g.known)) + (UNKNOWN_ROWS if g.unknown else 0)
        for g, n in zip(found, shown, strict=True)
    ]
    return sum(lines) * ROW + len(found) * HEAD


def _head(group: Group, room: Box, y: float) -> Iterator[Item]:
    color = COLORS[group.name]
    yield Card(room.x, y + 4, room.w, HEAD - 7, color, color, "solid", ())
    title = TITLES[group.name]
    yield Words(room.x + 8, y + HEAD / 2, title, HEAD_FONT, "#FFFFFF", bold=True)
    count = f"{len(group.known) + len(group.unknown)} 种"
    right = room.x + room.w - 8
    if text_em(title) * HEAD_FONT + text_em(count) * FONT < room.w - 24:
        yield Words(right, y + HEAD / 2, count, FONT, "#FFFFFF", align="right")


def _row(
    stream: Stream, facts: Facts, group: str, room: Box, y: float, largest: float
) -> Iterator[Item]:
    """Name, bar and figure; pale when the amount is a bound, computed or one of a range."""
    left = room.x + NAME_EM * FONT + 6
    right = room.x + room.w - FIGURE_EM * FONT - 6
    long = max(1.5, (right - left) * (stream.amount_kt_a or 0.0) / largest)
    fill = COLORS[group] if stream.bound == "exact" else PALE[group]
    name = cut(facts.products[stream.product_id].short_zh, NAME_EM)
    told = figure(Outside(stream.amount_kt_a, stream.bound))
    bold = group == RAW
    middle = y + ROW / 2
    yield Words(room.x + NAME_EM * FONT, middle, name, FONT, INK, bold=bold, align="right")
    yield Card(left, y + 3, long, ROW - 6, fill, COLORS[group], "solid", (), stream.product_id, 0.8)
    yield Words(room.x + room.w, middle, told, FONT, INK, bold=bold, align="right")


def _rest(group: Group, rows: int, facts: Facts, room_em: float) -> list[str]:
    """What has no row of its own: the smallest, and those of unknown amount."""
    out: list[str] = []
    left = group.known[rows:]
    if left:
        kt_a = math.fsum(s.amount_kt_a or 0.0 for s in left)
        out.append(f"其余 {len(left)} 种 合计 {wan(kt_a)}(含约数与上限)")
    if group.unknown:
        names = [facts.products[p].short_zh for p in group.unknown]
        out += _listed(f"数量未知 {len(names)} 种:", names, room_em)
    return [cut(text, room_em) for text in out]


def _listed(head: str, names: Sequence[str], room_em: float) -> list[str]:
    """Names on at most ``UNKNOWN_ROWS`` lines, 等 for those that found no place."""
    lines: list[str] = []
    line = head
    for i, name in enumerate(names):
        more = name if line in (head, "") else f"、{name}"
        last = len(lines) == UNKNOWN_ROWS - 1
        if text_em(line + more) + (1.0 if last and i < len(names) - 1 else 0.0) > room_em:
            if last:
                return [*lines, f"{line}等"]
            lines.append(line)
            line, more = "", name
        line += more
    return [*lines, line]
