"""The tables of a firm's page: what it makes, buys, sells, plans, and what catalogues list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Record
from graph.reason.currency import unverified
from graph.reason.nation.statements import status_on
from graph.rules import Rules
from graph.store.values import Around, Ref
from views.amounts import amount, number, percent
from views.tables.origin import Origin, origin
from views.tables.tie.ties import Known, is_dataset, ref_of

UNKNOWN = "未知"
NO_GIVER = "供方未载"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; with ``to`` (firm or product) it is a link to ``id``."""

    text: str
    to: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its cells, where it is from, whether nobody checked it."""

    cells: tuple[Cell, ...]
    origin: Origin
    is_unchecked: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Facts of one kind; ``hidden`` more are on record but not loaded."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hidden: int
    empty: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the parts of a card are made from."""

    around: Around
    known: Known
    facts: Facts
    rules: Rules
    at: AsOf
    groups: Mapping[Any, tuple[Any, ...]] = field(default_factory=dict)
    hidden: Mapping[str, int] = field(default_factory=dict)

    def rows(self, *relations: str, side: str = "in") -> Iterator[Any]:
        """The records of some groups."""
        for relation in relations:
            yield from self.groups.get((relation, side), ())

    def origin(self, record: Record) -> Origin:
        """Where a record comes from."""
        told = (getattr(record, name, None) for name in ("source_id", "as_of", "basis"))
        return origin(self.facts, *told)

    def row(self, record: Record, *cells: Cell) -> Row:
        """A line of a table."""
        return Row(cells, self.origin(record), is_dataset(record))

    def linked(self, ref: Ref) -> Cell:
        """A name that leads to the page of a firm or a product."""
        return Cell(self.known.name(ref), *(ref if ref[0] in ("firm", "product") else ("", "")))

    def more(self, *relations: str) -> int:
        """How many records of some relations were held back."""
        return sum(self.hidden.get(relation, 0) for relation in relations)


MADE_COLUMNS = ("产品", "产能", "状态", "装置或地点")
MADE = ("capacity.firm_id", "producer.firm_id")


def made(desk: Desk) -> Table:
    """Units here and statements elsewhere, running ones first, largest first."""
    found = sorted(desk.rows(*MADE), key=_made_order)
    rows = tuple(_made_row(desk, record) for record in found)
    return Table("产品与产能", MADE_COLUMNS, rows, desk.more(*MADE), "没有收录它的产品")


def _made_order(record: Any) -> tuple[bool, bool, float, str]:
    is_off = record.status in ("停产", "未核")
    return is_dataset(record), is_off, -(record.capacity_kt_a or 0.0), record.id


def _made_row(desk: Desk, record: Any) -> Row:
    text = getattr(record, "product_text", None) or UNKNOWN
    name = desk.linked(("product", record.product_id)) if record.product_id else Cell(text)
    size = amount(record.capacity_kt_a)
    if desk.known.is_feed(record):
        size = f"加工 {size}"
    status = _capacity_status if record.kind == "capacity" else _producer_status
    where = getattr(record, "name_zh", None) or "".join(
        dict.fromkeys(p for p in (record.province, record.city, record.site) if p)
    )
    return desk.row(record, name, Cell(size), Cell(status(desk, record)), Cell(where))


def _capacity_status(desk: Desk, record: Any) -> str:
    if is_dataset(record):
        return str(record.status)
    old = unverified(desk.facts, desk.rules, [record], desk.at)
    if record.unit_id not in old:
        return str(record.status)
    seen = old[record.unit_id]
    return f"现况未核(原说{record.status},{f'最近见于 {seen}' if seen else '日期未载'})"


def _producer_status(desk: Desk, record: Any) -> str:
    now, year = status_on(record, desk.rules, desk.at.valid), record.year
    told = f"{year} 年数据" if year else "年份未载"
    return f"{now}({told})" if now != "未核" else f"现况未核({told})"


SUPPLY_COLUMNS = ("企业", "物料", "数量", "确认程度", "用于")


def givers(desk: Desk) -> Table:
    """Who supplies it; an unknown giver stands as such, what it makes for itself is not here."""
    relation = "supply.to_firm_id"
    here = ref_of(desk.around.record)[1]
    found = [r for r in desk.rows(relation) if r.from_firm_id != here]
    rows = _supplies(desk, found, lambda r: r.from_firm_id)
    return Table("上家(谁供它料)", SUPPLY_COLUMNS, rows, desk.more(relation), "没有收录谁供它料")


def takers(desk: Desk) -> Table:
    """Whom it supplies, what it uses itself at the end."""
    relation = "supply.from_firm_id"
    here = ref_of(desk.around.record)[1]
    found = sorted(desk.rows(relation), key=lambda r: r.to_firm_id == here)
    rows = _supplies(desk, found, lambda r: r.to_firm_id)
    return Table("下家(它供谁)", SUPPLY_COLUMNS, rows, desk.more(relation), "没有收录它供给谁")


def _supplies(
    desk: Desk, found: Iterable[Any], other: Callable[[Any], str | None]
) -> tuple[Row, ...]:
    here = ref_of(desk.around.record)[1]

    def line(record: Any) -> Row:
        firm_id, aim = other(record), record.for_product_id
        firm = Cell(NO_GIVER) if firm_id is None else desk.linked(("firm", firm_id))
        return desk.row(
            record,
            Cell("自用") if firm_id == here else firm,
            desk.linked(("product", record.product_id)),
            Cell(amount(record.amount_kt_a)),
            Cell(record.certainty),
            desk.linked(("product", aim)) if aim else Cell(""),
        )

    return tuple(line(record) for record in found)


PROJECT_COLUMNS = ("项目", "阶段", "规模", "投资", "时间")


def projects(desk: Desk) -> Table:
    """Projects it takes part in, newest first."""
    relation = "project.firm_ids"
    found = sorted(desk.rows(relation), key=lambda p: p.start_date or p.as_of or "", reverse=True)
    rows = tuple(_project_row(desk, record) for record in found)
    return Table("项目", PROJECT_COLUMNS, rows, desk.more(relation), "没有收录它的项目")


def _project_row(desk: Desk, record: Any) -> Row:
    size = record.capacity_text or (
        UNKNOWN if record.capacity_kt_a is None else amount(record.capacity_kt_a)
    )
    start = f"{record.start_date} 起" if record.start_date else ""
    finish = f"{record.finish_date} 完成" if record.finish_date else ""
    when = ",".join(p for p in (start, finish) if p) or "未载"
    told = Cell(record.name_zh), Cell(record.stage), Cell(size), Cell(_money(record)), Cell(when)
    return desk.row(record, *told)


def _money(record: Any) -> str:
    return UNKNOWN if record.investment_yi is None else f"{number(record.investment_yi)} 亿元"


MOVE_COLUMNS = ("日期", "动向", "产品", "地点", "产能", "投资")


def moves(desk: Desk) -> Table:
    """Where it said it would invest, newest first."""
    relation = "signal.firm_id"
    found = sorted(desk.rows(relation), key=lambda s: s.date or "", reverse=True)
    rows = tuple(
        desk.row(
            s,
            Cell(s.date or "未载"),
            Cell(s.direction),
            Cell(_products(desk, s)),
            Cell(s.place or s.province or "未载"),
            Cell(amount(s.capacity_kt_a)),
            Cell(_money(s)),
        )
        for s in found
    )
    return Table("投资动向", MOVE_COLUMNS, rows, desk.more(relation), "没有收录它的投资动向")


def _products(desk: Desk, record: Any) -> str:
    names = "、".join(desk.known.name(("product", id)) for id in record.product_ids)
    return names or record.product_text or "未载"


ITEM_COLUMNS = ("目录产品", "占营收")


def items(desk: Desk) -> Table:
    """What a national catalogue lists for it, largest share first."""
    relation = "firm_item.firm_id"
    found = sorted(desk.rows(relation), key=lambda r: (-(r.share or 0.0), r.id))
    rows = tuple(
        desk.row(
            record,
            desk.linked(("item", record.item_id)),
            Cell(UNKNOWN if record.share is None else percent(record.share)),
        )
        for record in found
    )
    return Table(
        "目录产品(全国名录)", ITEM_COLUMNS, rows, desk.more(relation), "名录里没有它的产品"
    )
