"""Workbooks for another region and for another industrial chain, ready to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.schema import Schema
from loaders.pack.chain import CHAIN, SOURCES
from loaders.pack.elsewhere import ELSEWHERE
from loaders.pack.local import LOCAL, MORE_LOCAL, REGION
from loaders.pack.page import Page
from loaders.sheets import workbook
from loaders.templates import GUIDE_SHEET, columns_sheet, entry_sheet, list_sheet

SEGMENT_COLOR = "#1565c0"
LINE_CHARS, LINE_PX = 44, 17.0
_RULES = (
    "不知道就留空,不要写 0。空格表示“不知道”,程序照实显示。",
    "灰色斜体的是示例行,看懂以后整行删去。忘了删也不要紧:编号以“示例”开头的行不会载入,"
    "载入时会说明跳过了哪几行。要用示例行改成真数据,请把编号也改掉或清空。",
    "橙色、带 * 的列必填。鼠标停在列名上有说明;有下拉箭头的格子从列表里选。",
    "“编号”可以不填。要填就自己起,同一张表里不重复。",
    "引用别的表(企业、产品、园区……)时填名称或编号;几项用分号隔开。先填被引用的表。",
    "产能一律是万吨/年(设计产能),列名里写着单位。",
    "日期写 2024、2024-06 或 2024-06-30。“数据日期”是这条说法说的是哪一天:"
    "没有日期、或多年没有新消息的装置,按“现况未核”算,不算作一定有。",
    "有出处的,“依据类型”选“有来源”,并在“来源编号”里选“来源”表里的标题;自己掌握的选“本单位填报”。",
)
_LOAD = (
    "先看有没有错:liantu load {file} --dry-run{more};有错会写明哪张表、第几行、哪一列、怎么改。",
    "再载入:liantu load {file}{more}。有一处错,整个文件都不载入。",
    "也可以在网页的“换地区换链”里上传:先看会改什么,再点“载入”。",
)


@dataclass(frozen=True, slots=True)
class Pack:
    """One workbook: title, what it is, its sheets in the order to fill, lists to choose from."""

    title: str
    about: str
    pages: tuple[Page, ...]
    load_more: str = ""
    lists: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


def region_pack(
    name: str,
    region_id: str,
    products: Sequence[tuple[str, str]],
    processes: Sequence[tuple[str, str]],
) -> Pack:
    """The workbook for one more region on the chain that stands in the store.

    Parameters
    ----------
    name, region_id
        The region; it stands in the sheet 地区 already.
    products, processes
        (name, id) of the chain, to choose from.
    """
    own = replace(REGION, rows=({"id": region_id, "name_zh": name, "basis": "本单位填报"},))
    about = (
        f"把{name}的园区、企业、装置填进来,就能在现有的产业链上看出本地缺什么、能接什么、该找谁。"
    )
    return Pack(
        f"新地区表格:{name}",
        about,
        (SOURCES, own, *LOCAL, *MORE_LOCAL),
        lists={"product": products, "process": processes},
    )


def chain_pack(name: str) -> Pack:
    """The workbook for another industrial chain, of any industry, with its first region."""
    first: dict[str, Any] = {"id": name, "order": 1, "color": SEGMENT_COLOR, "column": 0}
    segment, *rest = CHAIN
    chain = (replace(segment, rows=(first,)), *rest)
    about = (
        f"把{name}产业链(有哪些产品、怎么做、用多少料)和一个地区的企业、装置填进来,"
        "就能看出这个地区缺什么、能接什么、该找谁。哪个行业都行。"
    )
    return Pack(
        f"新产业链表格:{name}",
        about,
        (SOURCES, *chain, REGION, *LOCAL, *ELSEWHERE),
        load_more=" --store 我的链.db --fresh",
    )


def write_pack(path: Path, pack: Pack, schema: Schema) -> tuple[str, ...]:
    """Write the workbook; gives the names of the sheets to fill, in order.

    Raises
    ------
    BadRequest
        The file cannot be written.
    """
    with workbook(path) as book:
        _guide(book, path.name, pack, schema)
        for page in pack.pages:
            counts = {kind: len(names) for kind, names in pack.lists.items()}
            entry_sheet(book, page, schema, counts)
        for kind, names in pack.lists.items():
            list_sheet(book, kind, names, schema)
        columns_sheet(book, pack.pages, schema)
    return tuple(schema[page.kind].label_zh for page in pack.pages)


def _guide(book: Any, file: str, pack: Pack, schema: Schema) -> None:
    """The first sheet: what this is, the order to fill, the rules, how to load."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    look = _looks(book)
    for column, wide in enumerate((6, 16, 10, 84)):
        sheet.set_column(column, column, wide)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, pack.title, look["title"])
    sheet.merge_range(1, 0, 1, 3, pack.about, look["wrap"])
    sheet.set_row(1, _high(pack.about))
    row = _heading(sheet, 3, "一、按这个顺序填", look)
    for index, label in enumerate(("次序", "工作表", "要不要填", "填什么")):
        sheet.write_string(row, index, label, look["head"])
    for number, page in enumerate(pack.pages, 1):
        row += 1
        label = schema[page.kind].label_zh
        sheet.write_number(row, 0, number, look["cell"])
        sheet.write_url(row, 1, f"internal:'{label}'!A1", look["link"], label)
        sheet.write_string(row, 2, page.need, look["cell"])
        sheet.write_string(row, 3, page.what, look["cell"])
        sheet.set_row(row, _high(page.what))
    row = _heading(sheet, row + 2, "二、怎么填", look)
    row = _lines(sheet, row, _RULES, look)
    row = _heading(sheet, row + 1, "三、填好以后", look)
    told = tuple(text.format(file=file, more=pack.load_more) for text in _LOAD)
    _lines(sheet, row, told, look)


def _looks(book: Any) -> dict[str, Any]:
    made = {
        "title": {"bold": True, "font_size": 16, "font_color": "#124A86"},
        "part": {"bold": True, "font_size": 12},
        "wrap": {"text_wrap": True, "valign": "top", "align": "left"},
        "head": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1},
        "cell": {"text_wrap": True, "valign": "top", "align": "left", "bottom": 4},
        "link": {"font_color": "#124A86", "underline": 1, "valign": "top", "bottom": 4},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _heading(sheet: Any, row: int, text: str, look: Mapping[str, Any]) -> int:
    sheet.write_string(row, 0, text, look["part"])
    return row + 1


def _lines(sheet: Any, row: int, lines: Sequence[str], look: Mapping[str, Any]) -> int:
    for number, text in enumerate(lines, 1):
        sheet.write_number(row, 0, number, look["wrap"])
        sheet.merge_range(row, 1, row, 3, text, look["wrap"])
        sheet.set_row(row, _high(text))
        row += 1
    return row


def _high(text: str) -> float:
    """Height of a row that holds ``text``; Excel does not grow merged cells by itself."""
    return LINE_PX * (1 + len(text) // LINE_CHARS)
