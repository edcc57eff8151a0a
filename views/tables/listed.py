"""Firms of a national catalogue that make a product: filters, and rows nobody checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import DATASET, Firm
from graph.nation import ItemMaker
from graph.schema import Schema
from graph.store.values import Making, Order, Where
from views.amounts import number, percent, wan_t
from views.tables.firm.tables import UNKNOWN, Cell
from views.tables.origin import Origin, origin

PAGE_ROWS = 20
SMALL_WAN_T_A = 0.01
ANY = "全部"
BY_SIZE, BY_NAME = "产能", "名称"
_NAMES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南"
    " 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门"
)
PROVINCES = tuple(_NAMES.split())
MAKER_COLUMNS = ("企业", "省", "市", "产能(万吨/年)", "状态", "数据年份")
ITEM_COLUMNS = ("企业", "省", "市", "目录产品", "占营收", "数据年份")
RELATIONS = {"same": "同一物", "narrower": "更细"}
LISTED = (Where("basis", "eq", DATASET),)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader wants to see of the catalogue; None is any."""

    province: str | None = None
    status: str | None = None
    by: str = BY_SIZE

    def where(self) -> tuple[Where, ...]:
        """Conditions on who makes it; a catalogue may write 湖南 or 湖南省.

        Examples
        --------
        >>> [c.field for c in Wish("湖南").where()]
        ['basis', 'province']
        """
        place = (Where("province", "prefix", self.province),) if self.province else ()
        state = (Where("status", "eq", self.status),) if self.status else ()
        return (*LISTED, *place, *state)

    def order(self) -> tuple[Order, ...]:
        """Largest first with unknown last, or by name."""
        by_name = (Order("firm_name"),)
        return by_name if self.by == BY_NAME else (Order("capacity_kt_a", descending=True),)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One firm as the catalogue has it: ``figures`` are the cells after 企业, 省 and 市.

    ``same_as`` leads to the firm it was judged to be, None while nobody has judged it.
    """

    firm: Cell
    province: str | None
    city: str | None
    figures: tuple[str | float | None, ...]
    year: str | None
    origin: Origin
    same_as: Cell | None

    def cells(self) -> tuple[Cell, ...]:
        """For the page; what nobody knows says so."""
        told = (self.province, self.city, *self.figures, self.year)
        return (self.firm, *map(_cell, told))

    def values(self) -> tuple[str | float | None, ...]:
        """For a workbook, with source and judgement; what nobody knows stays empty."""
        judged = self.same_as.text if self.same_as else None
        told = (self.province, self.city, *self.figures, self.year, self.origin.line())
        return (self.firm.text, *told, judged)


SHEET_TAIL = ("来源", "已并入")
"""What a workbook has after the columns of the page."""


def _cell(value: str | float | None) -> Cell:
    if value is None:
        return Cell(UNKNOWN)
    return Cell(value if isinstance(value, str) else _size(value))


def _size(wan_t_a: float) -> str:
    """A size without its unit; a very small one is not rounded to nothing.

    Examples
    --------
    >>> _size(4.4), _size(0.0003), _size(0.0)
    ('4.4', '0.0003', '0')
    """
    return f"{wan_t_a:.2g}" if 0 < wan_t_a < SMALL_WAN_T_A else number(wan_t_a)


def statuses(schema: Schema) -> tuple[str, ...]:
    """The states a producer may be in, as the schema has them."""
    return schema["producer"].column("status").choices


def maker_row(making: Making, firms: Mapping[str, Firm], facts: Facts) -> ListedRow:
    """Who is said to make the product; ``firms`` tell whether somebody judged who it is."""
    firm = firms.get(making.firm_id)
    merged_into = firm.merged_into_id if firm else None
    return ListedRow(
        Cell(making.firm_name, "firm", making.firm_id),
        making.province,
        making.city,
        (wan_t(making.capacity_kt_a), making.status),
        _year(making.as_of),
        origin(facts, making.source_id, making.as_of, making.basis),
        _same_as(merged_into, facts),
    )


def item_row(maker: ItemMaker, facts: Facts) -> ListedRow:
    """Who lists an item somebody judged to be the product, or a kind of it."""
    item = f"{maker.item_name}({RELATIONS[maker.relation]})"
    share = None if maker.share is None else percent(maker.share)
    return ListedRow(
        Cell(maker.firm_name, "firm", maker.firm_id),
        maker.province,
        maker.city,
        (item, share),
        _year(maker.as_of),
        origin(facts, maker.source_id, maker.as_of, maker.basis),
        _same_as(maker.same_as, facts),
    )


def _same_as(firm_id: str | None, facts: Facts) -> Cell | None:
    return Cell(facts.firm_name(firm_id), "firm", firm_id) if firm_id else None


def _year(date: str | None) -> str | None:
    return date[:4] if date else None
