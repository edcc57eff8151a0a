"""Rows of units, materials and plans of a form: what is known printed, what is asked left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.desk.survey.known import HiddenKnown, Known, UnitKnown
from graph.facts import Facts
from graph.model import Supply
from loaders.cells import round_number
from loaders.surveyform.cells import KT_PER_WAN_T
from loaders.surveyform.form import CONFIRM, FEED, GONE, NEW, NO_VALUE, STATUSES, Cell, Row, Table

_ASKED = {"status": "现况", "capacity_kt_a": "设计产能", "process_ids": "工艺路线"}


def hidden_row(hidden: HiddenKnown, facts: Facts) -> Row:
    """A product a unit may make besides."""
    return {
        "unit_id": Cell(hidden.unit_id),
        "name": Cell(hidden.name),
        "product": Cell(facts.product_name(hidden.product_id)),
        "capacity": Cell(is_asked=True),
    }


def unit_row(unit: UnitKnown, facts: Facts) -> Row:
    """A unit: what is known of it, each beside a cell to confirm or put right."""
    product = facts.product_name(unit.product_id)
    name = unit.name if product in unit.name else f"{unit.name}(按{product}计)"
    status = unit.status if unit.status in STATUSES else None
    asked = unit.asked
    routes = tuple(facts.processes[r].name_zh for r in unit.routes)
    known_routes = route_names(facts, unit.process_ids)
    size = wan_t(unit.capacity_kt_a)
    return {
        "unit_id": Cell(unit.unit_id),
        "name": Cell(name),
        "status_known": Cell(status or NO_VALUE),
        "status": Cell(None, _with_confirm(STATUSES, status), status is None or "status" in asked),
        "since": Cell(),
        "capacity_known": Cell(NO_VALUE if size is None else size),
        "capacity": Cell(None, confirm(size), "capacity_kt_a" in asked, is_open=True),
        "route_known": Cell(known_routes or NO_VALUE),
        "route": Cell(None, _with_confirm(routes, known_routes), "process_ids" in asked),
        "own_use": Cell(),
        "outside": Cell(),
        "hint": Cell(hint(unit)),
        "note": Cell(),
    }


def route_names(facts: Facts, process_ids: Iterable[str]) -> str:
    """Routes of which nobody knows which it is."""
    return " 或 ".join(facts.processes[r].name_zh for r in process_ids)


def confirm(known: object) -> tuple[str, ...]:
    """The word to choose where something is known."""
    return () if known is None else (CONFIRM,)


def _with_confirm(words: Iterable[str], known: str | None) -> tuple[str, ...]:
    found = tuple(words)
    return (CONFIRM, *found) if found and known else found


def hint(unit: UnitKnown) -> str | None:
    """What to look at in the row of a unit."""
    parts = []
    wanted = [word for field, word in _ASKED.items() if field in unit.asked]
    if wanted:
        parts.append(f"请填{'、'.join(wanted)}")
    if unit.is_doubted:
        seen = f"最近见于 {unit.confirmed}" if unit.confirmed else "日期未载"
        parts.append(f"现况太久没有消息({seen})")
    if unit.implied_kt_a is not None:
        parts.append(f"按物料平衡推算约 {unit.implied_kt_a / KT_PER_WAN_T:.3g} 万吨/年")
    return ";".join(parts) or None


def wan_t(kt_a: float | None) -> float | None:
    """kt/a → 万吨/年; None stays None.

    Examples
    --------
    >>> wan_t(34.0), wan_t(None)
    (3.4, None)
    """
    return None if kt_a is None else round_number(kt_a / KT_PER_WAN_T)


def new_rows(known: Known, facts: Facts) -> tuple[Row, ...]:
    """Empty rows for units nobody has on record."""
    parks = tuple(facts.parks[p].name_zh for p in known.park_ids)
    products = products_of(facts)
    cells = {"product": Cell(choices=products, is_open=True), "park": Cell(choices=parks)}
    return spare(NEW, cells | {"status": Cell(choices=STATUSES)})


def products_of(facts: Facts) -> tuple[str, ...]:
    """Names of the goods of the chain, to choose from."""
    return tuple(sorted(p.name_zh for p in facts.goods.values()))


def supply_row(row: Supply, facts: Facts) -> Row:
    """A supply on record; a giver nobody knows is asked for."""
    size = wan_t(row.amount_kt_a)
    giver = facts.firm_name(row.from_firm_id) if row.from_firm_id else NO_VALUE
    return {
        "supply_id": Cell(row.id),
        "product": Cell(facts.product_name(row.product_id)),
        "giver": Cell(giver, is_fill=row.from_firm_id is None),
        "taker": Cell(facts.firm_name(row.to_firm_id)),
        "amount_known": Cell(NO_VALUE if size is None else size),
        "amount": Cell(None, (CONFIRM, GONE), row.certainty != "已证实", is_open=True),
        "hint": Cell("这一条是推测的,请核对" if row.certainty != "已证实" else None),
    }


def feed_rows(known: Known, facts: Facts) -> Iterator[Row]:
    """Raw materials its plants take by their routes, then empty rows."""
    for product_id in known.feeds:
        yield {
            "product": Cell(facts.product_name(product_id), is_fill=False),
            "supplier": Cell(is_asked=True),
            "amount": Cell(is_asked=True),
            "used_for": Cell(),
            "note": Cell(),
        }
    yield from spare(FEED)


def spare(table: Table, cells: Mapping[str, Cell] | None = None) -> tuple[Row, ...]:
    """The empty rows of a table."""
    empty = {box.name: Cell() for box in table.boxes} | dict(cells or {})
    return (empty,) * table.spare
