"""物料图 as a table: one row a stream, for those who want to read or count it."""

from __future__ import annotations

from graph.facts import Facts
from graph.reason.material import MaterialFlows, Stream
from graph.reason.material_parts import Side, UnitNode
from views.amounts import KT_PER_WAN_T, number
from views.texts import unit_name

TWIN_COLUMNS = ("来源", "去向", "物料", "万吨/年", "推算", "来源 id")
LEAVES, COMES, OPEN, UNKNOWN = "出园", "园外购入", "去向未定", "未知"
BOUND = {"exact": "", "likely": "约 ", "at_least": "至少 ", "at_most": "至多 "}


def twin_rows(flows: MaterialFlows, facts: Facts) -> list[tuple[str, ...]]:
    """What passes the fence, largest first, then what plants give and take, by product.

    Returns
    -------
    list
        Rows of :data:`TWIN_COLUMNS`; amounts in 万吨/年 as text, 未知 where there is none.
    """
    opened = sorted((s for s in flows.streams if s.kind == "open"), key=lambda s: s.product_id)
    inside = sorted(flows.of_units, key=lambda s: (s.product_id, s.key))
    firms = {unit.node_id: unit.firm for unit in flows.units}
    streams = (*flows.leaving, *flows.bought, *opened, *inside)
    return [_row(stream, facts, firms) for stream in streams]


def _row(stream: Stream, facts: Facts, firms: dict[str, str]) -> tuple[str, ...]:
    product = facts.products[stream.product_id].name_zh
    unit = _unit(stream, facts, firms) if stream.node_id else ""
    source, target = {
        "give": (unit, product),
        "take": (product, unit),
        "leave": (product, LEAVES),
        "buy": (COMES, product),
        "open": (product, OPEN),
    }[stream.kind]
    return source, target, product, amount(stream), _marks(stream), stream.source_id or ""


def _unit(stream: Stream, facts: Facts, firms: dict[str, str]) -> str:
    """Firm and plant; the complex too, where the plant is part of one."""
    name = f"{firms[stream.node_id]}·{unit_name(facts, stream.unit_id)}"
    site = facts.complexes.get(stream.node_id)
    return f"{name}({site.name_zh})" if site else name


def said(flows: MaterialFlows, facts: Facts) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """What each flow between a plant and a product says: plant, amount, worth, source.

    By (from, to) as the picture has them: ids of products and of plants or complexes.
    """
    firms = {unit.node_id: unit.firm for unit in flows.units}
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for stream in sorted(flows.of_units, key=lambda s: s.key):
        source = facts.sources.get(stream.source_id or "")
        size = amount(stream)
        parts = (
            _unit(stream, facts, firms),
            f"数量{UNKNOWN}" if size == UNKNOWN else f"{size} 万吨/年",
            _marks(stream),
            source.title if source else "",
        )
        ends = (stream.product_id, stream.node_id)
        ends = ends if stream.kind == "take" else (ends[1], ends[0])
        found.setdefault(ends, []).append(tuple(part for part in parts if part))
    return {ends: tuple(lines) for ends, lines in found.items()}


def unit_lines(unit: UnitNode, facts: Facts) -> tuple[str, ...]:
    """Name, firm, what goes in and comes out of a plant, 万吨/年."""
    site = facts.complexes.get(unit.node_id)
    taken, given = (_side(side) for side in (unit.taken, unit.given))
    name = site.name_zh if site else unit_name(facts, unit.node_id)
    return name, unit.firm, f"进 {taken}", f"出 {given}"


def _side(side: Side) -> str:
    if not side.known:
        return UNKNOWN if side.unknown else "没有记录"
    least = "至少 " if side.unknown else ""
    return f"{least}{number(side.known_kt_a / KT_PER_WAN_T)} 万吨/年"


def amount(stream: Stream) -> str:
    """万吨/年 with what it is worth, or 未知.

    Examples
    --------
    >>> from graph.results import Interval
    >>> amount(Stream("leave", "a", "", "", 600.0, "at_most", Interval(0.0, None, 600.0)))
    '至多 60'
    """
    if stream.amount_kt_a is None:
        return UNKNOWN
    return f"{BOUND[stream.bound]}{number(stream.amount_kt_a / KT_PER_WAN_T)}"


def _marks(stream: Stream) -> str:
    marks = ("推算" if stream.computed else "", "" if stream.verified else "现况未核")
    return "、".join(mark for mark in marks if mark)
