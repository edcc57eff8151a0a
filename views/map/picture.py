"""A map ready to draw: positions, and for every product its colours, label and hover text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from graph.errors import BadRequest
from graph.model import MapStatus, Product
from graph.reason.passage import Aside
from views.map import saved
from views.map.band import BOX_EM, LINE_EM, SMALL, SMALL_PAD_EM, Room, room_for
from views.map.filters import Kept
from views.map.geometry import Layout
from views.map.kinds import KINDS, WHOLE
from views.map.look import LegendItem, Look
from views.map.measure import cut
from views.map.node import BARRED, NodeState, product_lines, status_row
from views.map.notes import Notes, footer
from views.map.scene import Stroke

INK = "#1F2933"
NAME_PAD_EM = 0.3
"""Room a name leaves beside it in its box at the least."""
FADED = Look("#FFFFFF", "#9AA5B1", "#E4E7EB")


@dataclass(frozen=True, slots=True)
class PictureNode:
    """One product on the picture; ``lines`` stand below its name where there is room."""

    product: Product
    label: str
    lines: tuple[str, ...]
    look: Look
    tooltip: tuple[str, ...]
    state: NodeState | None


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Everything a renderer needs."""

    kind: str
    title: str
    subtitle: str
    layout: Layout
    nodes: tuple[PictureNode, ...]
    colors: Mapping[str, str]
    legend: tuple[LegendItem, ...]
    footer: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    short_names: Mapping[str, str]
    kept: Kept | None = None
    asides: tuple[Aside, ...] = ()
    hubs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about the products of a picture.

    ``states`` by product, one without is drawn as 未核; ``rules`` turn presence and state into
    a look; ``lines`` stand in the boxes, by kind of picture and product; all but what is ``kept``
    fades, nothing when it is None; ``asides`` and ``hubs`` (by product) show when one is chosen.
    """

    states: Mapping[str, NodeState]
    rules: Sequence[MapStatus]
    lines: Mapping[str, Mapping[str, tuple[str, ...]]]
    kept: Kept | None = None
    asides: tuple[Aside, ...] = ()
    hubs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rooms(lines: Mapping[str, Mapping[str, tuple[str, ...]]]) -> tuple[tuple[str, Room], ...]:
    """Room in each box for what any of the pictures says: all have the same places."""
    names = sorted({key for told in lines.values() for key in told})
    return tuple((n, room_for([told.get(n, ()) for told in lines.values()])) for n in names)


def picture(kind: str, wanted: saved.Wanted, told: Told, about: Notes) -> MapPicture:
    """Put positions and looks together.

    Parameters
    ----------
    kind
        全景图 (all products alike, in their segment's colour), 现状图 (coloured by status) or
        招商路线图 (the same, with firms to invite).
    wanted
        What is on the page.

    Raises
    ------
    BadRequest
        ``kind`` is none of them.
    """
    if kind not in KINDS:
        raise BadRequest(f"没有“{kind}”;可用:{'、'.join(KINDS)}。")
    placed = saved.placed(wanted)
    colors = {segment.id: segment.color for segment in wanted.segments}
    nodes = tuple(
        _node(kind, product, told, placed, colors[product.segment])
        for product in sorted(wanted.shown(), key=lambda p: p.id)
        if product.id in placed.boxes
    )
    return MapPicture(
        kind,
        f"{about.region}产业链{kind}",
        _subtitle(kind, placed, told.kept),
        placed,
        nodes,
        colors,
        _legend(kind, nodes, told.rules, placed),
        footer(about, *_not_drawn(placed)),
        tuple((a, b) for a, b in wanted.links if a in placed.boxes and b in placed.boxes),
        {p.id: p.short_zh for p in wanted.products},
        told.kept,
        tuple(a for a in told.asides if a.from_id in placed.boxes and a.to_id in placed.boxes),
        told.hubs,
    )


def _node(kind: str, product: Product, told: Told, placed: Layout, color: str) -> PictureNode:
    state = told.states.get(product.id)
    label = cut(product.short_zh, placed.boxes[product.id].w / placed.font_px - NAME_PAD_EM)
    tooltip = state.tooltip_lines if state else product_lines(product)
    lines = fitting(told.lines.get(kind, {}).get(product.id, ()), placed, product.id)
    if told.kept is not None and product.id not in told.kept.products:
        look, lines = FADED, ()
    elif kind == WHOLE:
        look = Look("#FFFFFF", INK, color)
    else:
        look = look_of(state.look if state else status_row(told.rules, "未核", "未知"))
    return PictureNode(product, label, lines, look, tooltip, state)


def fitting(lines: Sequence[str], placed: Layout, id: str) -> tuple[str, ...]:
    """As many lines as a box holds that was made for others, each as much as goes in."""
    box, em = placed.boxes[id], placed.font_px
    most = math.floor((box.h / em - BOX_EM) / LINE_EM + 0.01)
    wide = (box.w / em - SMALL_PAD_EM / 2) / SMALL
    return tuple(cut(line, wide) for line in lines[: max(most, 0)])


def look_of(row: MapStatus) -> Look:
    """The look a rule prescribes."""
    line, is_barred = cast(Stroke, row.line), row.map_class == BARRED
    return Look(row.fill, row.ink, row.border, line, row.sign or "", is_barred)


def _subtitle(kind: str, placed: Layout, kept: Kept | None) -> str:
    count = len(placed.boxes)
    if kept is not None:
        shown = len(kept.products & placed.boxes.keys())
        return f"{kept.told}({shown} 种产品),其余淡去"
    if kind == WHOLE:
        chains = len(placed.bands) - bool(placed.apart)
        return f"{count} 种产品,{chains} 条子链,自左向右由原料到制品"
    return f"{count} 种产品,位置同全景图;颜色、线型和符号表示本地现状"


def _legend(
    kind: str, nodes: Sequence[PictureNode], rules: Sequence[MapStatus], placed: Layout
) -> tuple[LegendItem, ...]:
    chips = [LegendItem("灰字 → 来自其他子链", None)] if placed.chips else []
    if any(edge.kind == "other" for edge in placed.edges):
        chips.append(LegendItem("虚线 另一条路线", None))
    if kind == WHOLE:
        return tuple(chips)
    counts: dict[Look, int] = {}
    for node in nodes:
        counts[node.look] = counts.get(node.look, 0) + 1
    items = [
        LegendItem(f"{item.text} {counts[item.look]}", item.look)
        for item in classes(rules)
        if item.look in counts
    ]
    return (*items, *chips)


def classes(rules: Sequence[MapStatus]) -> tuple[LegendItem, ...]:
    """What each look means, in the order of the rules."""
    names: dict[Look, str] = {}
    for row in rules:
        names.setdefault(look_of(row), _legend_name(row, rules))
    return tuple(LegendItem(name, look) for look, name in names.items())


def _legend_name(row: MapStatus, rules: Sequence[MapStatus]) -> str:
    """The class, or the presence where one class is drawn in several ways."""
    looks = {look_of(other) for other in rules if other.map_class == row.map_class}
    if len(looks) == 1:
        return row.map_class
    return row.presence if row.presence != "无" else f"无·供需{row.state}"


def _not_drawn(placed: Layout) -> Iterator[str]:
    if placed.not_drawn:
        yield f"同一子链内另有 {len(placed.not_drawn)} 条路线未画线,选中产品时显示"
