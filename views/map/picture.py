"""A map ready to draw: positions, and for every product its colours, label and hover text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import MapStatus, Product, Segment
from graph.quality import is_consumption, is_sourced
from graph.reason import Evaluation
from views.map import saved
from views.map.band import room_for
from views.map.geometry import Layout
from views.map.node import NodeState, product_lines, status_row

WHOLE, STANDING, INVITING = "全景图", "现状图", "招商路线图"
KINDS = (WHOLE, STANDING, INVITING)
INK = "#1F2933"


@dataclass(frozen=True, slots=True)
class Look:
    """How a box is drawn; ``line`` is solid, dashed, dotted or double."""

    fill: str
    ink: str
    border: str
    line: str = "solid"
    sign: str = ""


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
class LegendItem:
    """One entry of the legend; ``look`` None for words alone."""

    text: str
    look: Look | None


@dataclass(frozen=True, slots=True)
class Notes:
    """What the foot of the map must say.

    ``unsourced_share`` is the share (0–1) of unit consumptions and local plants whose
    figure has no source of its own; None when there are none.
    """

    region: str
    date: str
    scope: str
    unsourced_share: float | None


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


def notes(evaluation: Evaluation, facts: Facts) -> Notes:
    """Region, date, scope and how much is unsourced."""
    flows = [flow for flow in facts.flows.values() if is_consumption(flow)]
    rows = [*flows, *(row for row in facts.capacities.values() if row.is_driver)]
    share = sum(not is_sourced(row) for row in rows) / len(rows) if rows else None
    region = facts.regions[evaluation.region.region_id]
    where = "本区园区及周边片区" if evaluation.region.with_nearby else "本区园区"
    return Notes(
        region.name_zh,
        evaluation.as_of.valid,
        f"{where},{'、'.join(evaluation.as_of.statuses)}装置,按设计产能",
        share,
    )


def picture(
    kind: str,
    products: Sequence[Product],
    segments: Sequence[Segment],
    states: Mapping[str, NodeState],
    map_status: Sequence[MapStatus],
    about: Notes,
    links: Sequence[tuple[str, str]] = (),
    only: Collection[str] = (),
    lines: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
) -> MapPicture:
    """Put positions and looks together.

    Parameters
    ----------
    kind
        全景图 (all products alike, in their segment's colour) or 现状图 (coloured by status).
    states
        Status by product; a product without one is drawn as 未核.
    map_status
        Rules that turn presence and state into a look.
    links
        (from, to) main feeds, for lighting up up- and downstream.
    only
        Segments to draw, large; none means all.
    lines
        What boxes hold below their names, by kind and product.  All kinds leave room for
        what any of them says, so that every picture has the same places.

    Raises
    ------
    BadRequest
        ``kind`` is neither.
    """
    if kind not in KINDS:
        raise BadRequest(f"没有“{kind}”;可用:{'、'.join(KINDS)}。")
    told = lines or {}
    rooms = {key: room_for([of.get(key, ()) for of in told.values()]) for of in told.values() for key in of}
    placed = saved.placed(products, segments, links, only, rooms)
    colors = {segment.id: segment.color for segment in segments}
    nodes = tuple(
        _node(
            kind,
            product,
            states.get(product.id),
            map_status,
            colors,
            told.get(kind, {}).get(product.id, ()),
        )
        for product in sorted(products, key=lambda p: p.id)
        if product.id in placed.boxes
    )
    return MapPicture(
        kind,
        f"{about.region}产业链{kind}",
        _subtitle(kind, placed),
        placed,
        nodes,
        colors,
        _legend(kind, nodes, map_status, placed),
        _footer(about, placed),
        tuple((a, b) for a, b in links if a in placed.boxes and b in placed.boxes),
        {p.id: p.short_zh for p in products},
    )


def _node(
    kind: str,
    product: Product,
    state: NodeState | None,
    rules: Sequence[MapStatus],
    colors: Mapping[str, str],
    lines: tuple[str, ...],
) -> PictureNode:
    label = state.label_lines[0] if state and state.label_lines else product.short_zh
    tooltip = state.tooltip_lines if state else product_lines(product)
    if kind == WHOLE:
        look = Look("#FFFFFF", INK, colors[product.segment])
        return PictureNode(product, label, lines, look, tooltip, state)
    look = look_of(state.look if state else status_row(rules, "未核", "未知"))
    return PictureNode(product, label, lines, look, tooltip, state)


def look_of(row: MapStatus) -> Look:
    """The look a rule prescribes."""
    return Look(row.fill, row.ink, row.border, row.line, row.sign or "")


def _subtitle(kind: str, placed: Layout) -> str:
    count = len(placed.boxes)
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
    names: dict[Look, str] = {}
    for row in rules:
        names.setdefault(look_of(row), _legend_name(row, rules))
    items = [LegendItem(f"{name} {counts[k]}", k) for k, name in names.items() if k in counts]
    return (*items, *chips)


def _legend_name(row: MapStatus, rules: Sequence[MapStatus]) -> str:
    """The class, or the presence where one class is drawn in several ways."""
    looks = {look_of(other) for other in rules if other.map_class == row.map_class}
    if len(looks) == 1:
        return row.map_class
    return row.presence if row.presence != "无" else f"无·供需{row.state}"


def _footer(about: Notes, placed: Layout) -> tuple[str, ...]:
    share = about.unsourced_share
    unsourced = "未统计" if share is None else f"{share * 100:.0f}%"
    parts = [
        f"数据截止日 {about.date}",
        "单位 万吨/年",
        f"口径 {about.scope}",
        f"来源未核份额 {unsourced}(单耗与装置产能中没有来源的)",
    ]
    if placed.not_drawn:
        parts.append(f"同一子链内另有 {len(placed.not_drawn)} 条路线未画线,选中产品时显示")
    return tuple(parts)
