"""What the bars of the 物料图 say: names cut to the room there is, figures in 万吨/年."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph.facts import Facts
from graph.reason.material import MaterialFlows
from views.amounts import KT_PER_WAN_T, number
from views.map.measure import text_em
from views.map.sankey_columns import Columns
from views.map.sankey_net import PRODUCT, UNIT, UNKNOWN, Bar, Link, Net, Outside
from views.texts import unit_name

NAME_LINES = 3
BOUND = {"exact": "", "likely": "约", "at_least": "至少", "at_most": "至多"}
_ASIDE = re.compile(r"[((][^()()]*[))]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label; ``tone`` is name, figure, bought or left."""

    text: str
    tone: str


def figure(outside: Outside) -> str:
    """万吨/年 with what it is worth.

    Examples
    --------
    >>> figure(Outside(600.0, "at_most")), figure(Outside(None, "unknown"))
    ('至多 60', '未知')
    """
    if outside.kt_a is None:
        return "未知"
    return f"{BOUND[outside.bound]} {wan(outside.kt_a)}".strip()


def wan(kt_a: float) -> str:
    """kt/a as a bare number of 万吨/年."""
    return number(kt_a / KT_PER_WAN_T)


def labels(
    table: Columns, flows: MaterialFlows, facts: Facts, room_em: float
) -> dict[str, tuple[Line, ...]]:
    """The lines over every bar, none wider than ``room_em``."""
    names = _names(table.net, flows, facts)
    out: dict[str, tuple[Line, ...]] = {}
    for key, bar in table.net.bars.items():
        lines = [Line(t, "name") for t in wrapped(names[key], room_em, NAME_LINES)]
        lines += [Line(cut(t.text, room_em), t.tone) for t in _figures(table.net, bar)]
        out[key] = tuple(lines)
    return out


def _names(net: Net, flows: MaterialFlows, facts: Facts) -> dict[str, str]:
    firm = {unit.node_id: unit.firm for unit in flows.units}
    told = {key: _name(bar, facts) for key, bar in net.bars.items()}
    count = Counter(told[key] for key, bar in net.bars.items() if bar.sort == UNIT)
    for key, bar in net.bars.items():
        if bar.sort == UNIT and len(bar.members) == 1 and count[told[key]] > 1:
            told[key] = f"{firm[bar.members[0]]}{told[key]}"
    return told


def _name(bar: Bar, facts: Facts) -> str:
    if len(bar.members) > 1:
        return f"其余 {len(bar.members)} {'套装置' if bar.sort == UNIT else '种'}"
    (member,) = bar.members
    if bar.sort != UNIT:
        return facts.products[member].short_zh
    if member in facts.complexes:
        return facts.complexes[member].name_zh
    name = _ASIDE.sub("", unit_name(facts, member)) or member
    is_product = any(name in (p.name_zh, p.short_zh) for p in facts.products.values())
    return f"{name}装置" if is_product else name


def _figures(net: Net, bar: Bar) -> list[Line]:
    """What stands below the name."""
    into, out = net.into.get(bar.key, ()), net.out.get(bar.key, ())
    if bar.sort == UNIT:
        return [Line(f"{_side(into)}→{_side(out)}", "figure")]
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


def _side(links: tuple[Link, ...]) -> str:
    """One side of a plant: its sum, ≥ when more of unknown size goes with it."""
    known = [link.kt_a for link in links if link.sort != UNKNOWN]
    if not known:
        return "未知" if links else "未列"
    return ("≥" if len(known) < len(links) else "") + wan(sum(known))


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
        sum(link.kt_a for link in links if link.sort != UNKNOWN) for _, links, _ in sides
    )
    return f"≥{wan(known)}" if known else "未知"


def wrapped(text: str, room_em: float, most: int) -> list[str]:
    """A name on as many lines of equal length as it needs, the last one cut when too long.

    Examples
    --------
    >>> wrapped("己内酰胺产业链", 5.0, 2)
    ['己内酰胺', '产业链']
    """
    need = min(most, -int(-text_em(text) // room_em))
    aim = max(text_em(text) / need, 1.0)
    lines: list[str] = []
    rest = text
    for left in range(need, 1, -1):
        line = ""
        while rest and text_em(line) < aim - 0.3 and text_em(line + rest[0]) <= room_em:
            line, rest = line + rest[0], rest[1:]
        if line and left:
            lines.append(line)
    return [*lines, cut(rest, room_em)] if rest else lines


def cut(text: str, room_em: float) -> str:
    """The text, or its beginning and … when it is too wide.

    Examples
    --------
    >>> cut("己内酰胺", 3.0)
    '己内…'
    """
    if text_em(text) <= room_em:
        return text
    while text and text_em(text) + 1.0 > room_em:
        text = text[:-1]
    return f"{text}…"


def kinds(bars: Mapping[str, Bar]) -> tuple[int, int]:
    """How many plants and how many products are drawn, 其余 counted in full."""
    units = {m for bar in bars.values() if bar.sort == UNIT for m in bar.members}
    products = {m for bar in bars.values() if bar.sort != UNIT for m in bar.members}
    return len(units), len(products)


__all__ = ["PRODUCT", "Line", "cut", "figure", "kinds", "labels", "through", "wan", "wrapped"]
