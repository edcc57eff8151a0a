"""What the bars of the 物料图 say: names cut to the room there is, figures in 万吨/年."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from graph.facts import Facts
from graph.reason.material import MaterialFlows
from views.amounts import KT_PER_WAN_T, number
from views.map.measure import cut, text_em
from views.map.sankey.columns import Columns
from views.map.sankey.net import DRAWN, GIVEN, UNIT, UNKNOWN, Bar, Link, Net, Outside
from views.texts import unit_name

NAME_LINES = 3
FONT, MAJOR_FONT, LEADING = 12.0, 15.0, 2.0
"""Size of type, that of the names of large bars, and what a line takes besides, px."""
MAJOR_SHARE = 0.02
"""What makes a bar large: its size as a share of the largest one's."""
BOUND = {"exact": "", "likely": "约", "at_least": "≥", "at_most": "≤"}
_PARTS = re.compile(r"[A-Za-z0-9.\-]+|.")
"""Where a name may be broken: not inside a formula or a number."""
_ASIDE = re.compile(r"[((][^()()]*[))]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label; ``tone`` is name, figure, bought or left, ``size`` in px."""

    text: str
    tone: str
    size: float = FONT

    @property
    def tall(self) -> float:
        """The height of the line, px."""
        return self.size + LEADING


Labels: TypeAlias = Mapping[str, tuple[Line, ...]]
"""The lines over every bar, by its key."""


def tall(lines: Sequence[Line]) -> float:
    """The height of a label, px."""
    return sum(line.tall for line in lines)


def figure(outside: Outside) -> str:
    """万吨/年 with what it is worth.

    Examples
    --------
    >>> figure(Outside(600.0, "at_most")), figure(Outside(None, "unknown"))
    ('≤60', '未知')
    """
    if outside.kt_a is None:
        return "未知"
    return f"{BOUND[outside.bound]}{wan(outside.kt_a)}"


def widest_em(pitch: float, margin: float) -> float:
    """Room for a line over a bar: from column to column, and inside the page, em."""
    return min(pitch - 6.0, 2.0 * margin - 6.0) / FONT


def wan(kt_a: float) -> str:
    """kt/a as a bare number of 万吨/年."""
    return number(kt_a / KT_PER_WAN_T)


def labels(table: Columns, flows: MaterialFlows, facts: Facts, room_em: float) -> Labels:
    """The lines over every bar, none wider than ``room_em``."""
    names = _names(table.net, flows, facts)
    major = MAJOR_SHARE * max(map(table.net.size, table.net.bars), default=0.0)
    out: dict[str, tuple[Line, ...]] = {}
    for key, bar in table.net.bars.items():
        size = MAJOR_FONT if table.net.size(key) >= major and len(bar.members) == 1 else FONT
        name = wrapped(names[key], room_em * FONT / size, NAME_LINES)
        lines = [Line(text, "name", size) for text in name]
        for line in _figures(table.net, bar):
            lines += _fitted(line, room_em)
        out[key] = tuple(lines)
    return out


def _fitted(line: Line, room_em: float) -> list[Line]:
    """A figure on one line, on two, or not at all: half a figure would be another one."""
    if text_em(line.text) <= room_em:
        return [line]
    parts = line.text.split(" ")
    return [Line(part, line.tone) for part in parts] if max(map(text_em, parts)) <= room_em else []


def _names(net: Net, flows: MaterialFlows, facts: Facts) -> dict[str, str]:
    """Names of all bars; plants of one name get their firm's before it."""
    firm = {unit.node_id: _ASIDE.sub("", unit.firm) for unit in flows.units}
    goods = {name for p in facts.products.values() for name in (p.name_zh, p.short_zh)}
    told = {key: _name(bar, facts, goods, firm) for key, bar in net.bars.items()}
    count = Counter(told[key] for key, bar in net.bars.items() if bar.sort == UNIT)
    for key, bar in net.bars.items():
        if bar.sort == UNIT and len(bar.members) == 1 and count[told[key]] > 1:
            told[key] = f"{firm[bar.members[0]]}{told[key]}"
    return told


def _name(bar: Bar, facts: Facts, goods: set[str], firm: Mapping[str, str]) -> str:
    if len(bar.members) > 1:
        return f"其余 {len(bar.members)} {'套装置' if bar.sort == UNIT else '种'}"
    (member,) = bar.members
    if bar.sort != UNIT:
        return facts.products[member].short_zh + ("(部分)" if bar.is_part else "")
    if member in facts.complexes:
        name = facts.complexes[member].name_zh
        return name.removeprefix(firm[member]) or name
    name = _ASIDE.sub("", unit_name(facts, member)) or member
    return f"{name}装置" if name in goods else name


def _figures(net: Net, bar: Bar) -> list[Line]:
    """What stands below the name; a space is where a line may be broken."""
    into, out = net.into.get(bar.key, ()), net.out.get(bar.key, ())
    if bar.sort == UNIT:
        if all(link.sort == UNKNOWN for link in (*into, *out)):
            return [Line("产能未知", "figure")]
        return [Line(f"进{_side(into)} 出{_side(out)}", "figure")]
    if bar.sort in (DRAWN, GIVEN):
        return [Line(f"{'用' if bar.sort == DRAWN else '产'}{through(net, bar)}", "figure")]
    if not out and bar.left:
        return [Line(f"出园 {figure(bar.left)}", "left")]
    if not into and bar.bought:
        return [Line(f"外购 {figure(bar.bought)}", "bought")]
    lines = [Line(through(net, bar), "figure")]
    if bar.bought:
        lines.append(Line(f"外购 {figure(bar.bought)}", "bought"))
    if bar.left:
        lines.append(Line(f"出园 {figure(bar.left)}", "left"))
    return lines


def _side(links: Sequence[Link]) -> str:
    """One side of a plant: its sum, ≥ when more of unknown size goes with it."""
    known = [link.kt_a for link in links if link.sort != UNKNOWN]
    if not known:
        return "未知" if links else "未列"
    return ("≥" if len(known) < len(links) else "") + wan(math.fsum(known))


def through(net: Net, bar: Bar) -> str:
    """How much of a product goes through: a side known in full, else at least what is known."""
    sides = (
        (net.taken(bar.key), net.into.get(bar.key, ()), bar.bought),
        (net.given(bar.key), net.out.get(bar.key, ()), bar.left),
    )
    whole = [
        kt_a
        for kt_a, links, outside in sides
        if links
        and not bar.open
        and all(link.sort != UNKNOWN for link in links)
        and (outside is None or outside.bound in ("exact", "likely"))
    ]
    if whole:
        return wan(max(whole))
    known = max(
        math.fsum(link.kt_a for link in links if link.sort != UNKNOWN) for _, links, _ in sides
    )
    return f"≥{wan(known)}" if known else "未知"


@lru_cache(maxsize=4096)
def wrapped(text: str, room_em: float, most: int) -> tuple[str, ...]:
    """A name on as few lines as it needs, of about one length; the last one cut when too long.

    Examples
    --------
    >>> wrapped("己内酰胺产业链", 5.0, 2), wrapped("岳阳兴长MTBE装置", 6.0, 3)
    (('己内酰胺', '产业链'), ('岳阳兴长', 'MTBE装置'))
    """
    need = min(most, max(1, math.ceil(text_em(text) / room_em)))
    aim = text_em(text) / need - 0.25
    lines = [""]
    for part in _PARTS.findall(text):
        is_full = text_em(lines[-1]) >= aim or text_em(lines[-1] + part) > room_em
        if lines[-1] and is_full and len(lines) < most:
            lines.append("")
        lines[-1] += part
    return tuple(cut(line, room_em) for line in lines)
