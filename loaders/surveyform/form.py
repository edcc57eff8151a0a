"""企业摸底表: the tables of the form, the same in Excel and in Word, and how a cell is looked at.

A table is found again by the words of its header, so rows may be added or moved and the file may
be called anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NUMBER_LABEL, FIRM_LABEL, DATE_LABEL = "表号", "企业名称", "填报日期"
FOOT = ("填报人", "联系电话", DATE_LABEL, "单位盖章")
CONFIRM = "确认"
GONE = "没有"
NO_VALUE = "—"
NUMBER_NAME = "摸底表号"
"""Defined name of the workbook that holds the number."""
INSIDE_SHEET = "内部"
FILL, ASKED, HEAD = "FFF9DB", "FFE08A", "E8EEF4"
SMALL = ("unit_id", "supply_id", "hint")
"""Columns in small letters."""
STATUSES = ("在产", "在建", "规划", "停产")
YES_NO = ("是", "否")
Value = str | float | int | None

NOTES = (
    "只填黄色格子;深黄色的最要紧,请尽量填全。",
    f"“已掌握”的对,就在旁边格子写“{CONFIRM}”;不对,直接写正确的;不知道的留空,不要估、不要写 0。",
    "产能按设计能力(铭牌)填,单位见表头,只写数字;同一装置有几套的写 10+20。",
    "现况填在产、在建、规划、停产之一;“何时起”填它从哪年哪月开始,如 2024-06。没列出的写在空行里。",
    "表号、装置编号不要改;文件改名没有关系。填好写上填报日期,电子版发回即可,盖章件另送。",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A column of a table: name, header, width in mm on A4, whether the firm writes in it.

    ``is_text`` keeps Excel from making a number or a day of what is typed (000819, 2024-06).
    """

    name: str
    label: str
    mm: int
    is_fill: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form; ``spare`` empty rows stand under what is known."""

    key: str
    title: str
    sheet: str
    boxes: tuple[Box, ...]
    spare: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """The header."""
        return tuple(box.label for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, what may be chosen there, and how much it matters.

    Where ``is_open`` the choices are only offered; ``is_fill`` None takes it from the column.
    """

    value: Value = None
    choices: tuple[str, ...] = ()
    is_asked: bool = False
    is_open: bool = False
    is_fill: bool | None = None


EMPTY = Cell()


def is_open_to_fill(cell: Cell, box: Box) -> bool:
    """Whether the firm writes in the cell."""
    return box.is_fill if cell.is_fill is None else cell.is_fill


Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form ready to be written: head, notes, rows by table."""

    number: str
    title: str
    firm: str
    head: tuple[tuple[str, str], ...]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


FIRM_SHEET, UNIT_SHEET = "1企业情况", "2已掌握装置"
MORE_SHEET, FEED_SHEET = "3补充产品", "4原料与扩产"
FIRM = Table(
    "firm",
    "一、企业基本情况",
    FIRM_SHEET,
    (
        Box("item", "项目", 45),
        Box("known", "已掌握", 75),
        Box("answer", "确认或更正", 75, True, True),
        Box("hint", "说明", 78),
    ),
)
YEAR = Table(
    "year",
    "二、年度数据",
    FIRM_SHEET,
    (
        Box("item", "指标", 45),
        Box("known", "已掌握的数", 75),
        Box("answer", "填报数", 75, True),
        Box("hint", "单位和说明", 78),
    ),
)
UNIT = Table(
    "unit",
    "三、已掌握的装置",
    UNIT_SHEET,
    (
        Box("unit_id", "装置编号", 27),
        Box("name", "装置", 31),
        Box("status_known", "已掌握现况", 14),
        Box("status", "现况", 17, True),
        Box("since", "何时起", 17, True, True),
        Box("capacity_known", "已掌握设计产能(万吨/年)", 19),
        Box("capacity", "设计产能(万吨/年)", 21, True),
        Box("route_known", "已掌握工艺路线", 28),
        Box("route", "工艺路线", 27, True),
        Box("own_use", "自用量(万吨/年)", 17, True),
        Box("outside", "外供量(万吨/年)", 17, True),
        Box("hint", "提示", 23),
        Box("note", "备注", 15, True),
    ),
)
HIDDEN = Table(
    "hidden",
    "四、这些装置还另产什么(按设计能力;不产的填 0)",
    MORE_SHEET,
    (
        Box("unit_id", "装置编号", 40),
        Box("name", "装置", 60),
        Box("product", "另产的产品", 73),
        Box("capacity", "每年产出(万吨/年)", 50, True),
        Box("note", "备注", 50, True),
    ),
)
NEW = Table(
    "new",
    "五、上面没有列出的产品和装置(在产、在建、规划、停产的都写)",
    MORE_SHEET,
    (
        Box("product", "产品", 45, True),
        Box("name", "装置名称", 45, True),
        Box("park", "所在片区", 40, True),
        Box("status", "现况", 20, True),
        Box("since", "何时起", 22, True, True),
        Box("capacity", "设计产能(万吨/年)", 30, True),
        Box("route", "工艺路线", 41, True),
        Box("note", "备注", 30, True),
    ),
    spare=6,
)
SUPPLY = Table(
    "supply",
    "六、已掌握的供料关系(不再供的写“没有”)",
    FEED_SHEET,
    (
        Box("supply_id", "编号", 40),
        Box("product", "物料", 42),
        Box("giver", "供方", 45),
        Box("taker", "需方", 45),
        Box("amount_known", "已掌握数量(万吨/年)", 32),
        Box("amount", "数量(万吨/年)", 33, True),
        Box("hint", "提示", 36),
    ),
)
FEED = Table(
    "feed",
    "七、原料与供应商",
    FEED_SHEET,
    (
        Box("product", "原料", 50, True),
        Box("supplier", "供应商", 73, True),
        Box("amount", "数量(万吨/年)", 40, True),
        Box("used_for", "用于哪个产品", 60, True),
        Box("note", "备注", 50, True),
    ),
    spare=6,
)
PLAN = Table(
    "plan",
    "八、扩产、新建打算",
    FEED_SHEET,
    (
        Box("product", "产品", 50, True),
        Box("capacity", "拟新增产能(万吨/年)", 40, True),
        Box("investment", "拟投资(亿元)", 35, True),
        Box("land", "拟用地(亩)", 30, True),
        Box("time", "打算何时建成", 35, True, True),
        Box("note", "怎么打算、需要什么", 83, True),
    ),
    spare=3,
)
TABLES = (FIRM, YEAR, UNIT, HIDDEN, NEW, SUPPLY, FEED, PLAN)
SHEETS = (FIRM_SHEET, UNIT_SHEET, MORE_SHEET, FEED_SHEET)
YEAR_ITEM = "数据年份"
