"""Head and foot of the 物料图: what the colours mean, and what the figures are worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.reason.material import MaterialFlows
from views.amounts import percent
from views.map.frame import FOOT_PX, HEAD_LEFT, QUIET, TITLE_INK, TITLE_MIDDLE, TITLE_PX
from views.map.geometry import curve
from views.map.measure import cut, text_em
from views.map.notes import Notes, footer
from views.map.sankey.cards import BOUGHT, UNIT_FILL, UNKNOWN_INK
from views.map.sankey.draw import BACK, LINE_W, LOST, OPACITY, STREAM
from views.map.sankey.leaving import COLORS
from views.map.sankey.net import SOFT
from views.map.sankey.scale import LEAST
from views.map.sankey.words import wan
from views.map.scene import Item, Ribbon, Wire, Words

LEGEND = (
    (UNIT_FILL, 1.0, "装置"),
    (BOUGHT, 0.8, "园外购入"),
    (COLORS["raw"], 0.8, "出园·未加工"),
    (COLORS["goods"], 0.8, "出园·成品"),
    (COLORS["waste"], 0.8, "公用物料、三废"),
    (BACK, 0.8, "回用"),
    (LOST, 0.8, "损失及未列"),
    (STREAM, OPACITY[SOFT], "浅色 推算、约数、上限≤或下限≥"),
    ("", 1.0, "虚线、斜线柱 数量未知,不表示多少"),
)
LEGEND_PX, SWATCH, GAP = 12.0, 16.0, 12.0
APART = "   |   "
SCOPE_EM = 48.0


def title_of(about: Notes) -> str:
    """What the picture is called."""
    return f"{about.region}产业链物料图"


def head(title: str, flows: MaterialFlows | None, width: float) -> tuple[Item, ...]:
    """Title, how much there is, and the legend; the title alone when there is nothing."""
    if flows is None:
        return (_title(title, width - 2 * HEAD_LEFT),)
    legend = tuple(_legend(width))
    left = min(item.points[0][0] for item in legend if isinstance(item, Ribbon))
    name = _title(title, left - GAP - HEAD_LEFT)
    after = HEAD_LEFT + text_em(name.text) * TITLE_PX + 14
    units, products = len(flows.units), len(flows.products)
    told = (
        f"{units} 套装置(联合装置合为一套),{products} 种物料;公用物料不逐套连线;"
        "自左向右由原料到产品"
    )
    room_em = (left - GAP - after) / LEGEND_PX
    more = (Words(after, TITLE_MIDDLE + 4, cut(told, room_em), LEGEND_PX, QUIET),)
    return (name, *(more if room_em > 8.0 else ()), *legend)


def _title(title: str, room: float) -> Words:
    text = cut(title, room / TITLE_PX)
    return Words(HEAD_LEFT, TITLE_MIDDLE, text, TITLE_PX, TITLE_INK, bold=True)


def _legend(width: float) -> Iterator[Item]:
    right = width - HEAD_LEFT
    y = TITLE_MIDDLE + 4
    for color, opacity, text in reversed(LEGEND):
        left = right - text_em(text) * LEGEND_PX
        x = left - SWATCH - 4
        points = curve((x, y), (x + SWATCH, y))
        if color:
            yield Ribbon(points, 11.0, color, opacity, False, ("", ""))
        else:
            yield Wire(points, UNKNOWN_INK, "dashed", LINE_W, opacity, ("", ""))
        yield Words(left, y, text, LEGEND_PX, QUIET)
        right = x - GAP


def foot(
    flows: MaterialFlows, about: Notes, width: float, height: float, px_per_kt_a: float | None
) -> tuple[Item, ...]:
    """What every picture says of itself, the known share, and the thinnest ribbon."""
    parts = [*footer(replace(about, scope=cut(about.scope, SCOPE_EM)), known(flows))]
    if px_per_kt_a:
        parts.append(f"不足 {wan(LEAST / px_per_kt_a)} 万吨/年的画成同样的细线")
    lines = _lines(parts, (width - 2 * HEAD_LEFT) / FOOT_PX)
    top = height - 11 - 15 * (len(lines) - 1)
    return tuple(
        Words(HEAD_LEFT, top + 15 * i, text, FOOT_PX, QUIET) for i, text in enumerate(lines)
    )


def _lines(parts: list[str], room_em: float) -> list[str]:
    """The parts on one line, or on two when one is too short."""
    whole = APART.join(parts)
    if text_em(whole) <= room_em:
        return [whole]
    first = [APART.join(parts[:n]) for n in range(1, len(parts))]
    count = max((n for n, text in enumerate(first, 1) if text_em(text) <= room_em), default=1)
    return [cut(APART.join(p), room_em) for p in (parts[:count], parts[count:])]


def known(flows: MaterialFlows) -> str:
    """The known share and what it counts."""
    count = len(flows.of_units)
    return (
        f"已知份额 {percent(flows.known_share)}"
        f"(装置进出的 {count} 股物料中 {flows.known} 股有数量,不计购入与出园)"
    )


def empty(about: Notes, width: float, height: float) -> tuple[Item, ...]:
    """One sentence where nothing has an amount."""
    text = f"{about.region}在 {about.date} 还没有一股物料有数量:请先补录装置产能,再看物料图。"
    return (Words(width / 2, height / 2, text, 20.0, TITLE_INK, align="center"),)
