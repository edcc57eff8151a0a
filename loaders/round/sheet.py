"""The monthly sheet of one unit: keys it cannot change, drop-downs, last month beside.

Every row carries the id of its entry, which holds the month, so a sheet of another month or a
row moved about is noticed when it comes back (:mod:`loaders.round.returns`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.desk.round.entries import Draft
from graph.desk.round.measures import NUMBERS
from loaders.sheets import about_sheet, sheet_name, width, workbook

KEY = "编号(勿改)"
MEASURES = ("万元", "亿元", "家", "个", "人", "万吨", "%")
NEEDS = ("土地", "能耗", "环评", "安评", "资金", "用工", "水电气", "交通")
STEPS = ("前期手续", "土地平整", "基础施工", "主体施工", "设备安装", "调试", "投产")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LIST = {"validate": "list", "ignore_blank": True}


@dataclass(frozen=True, slots=True)
class Head:
    """One column of the sheet: the header, the column of the entry, whether it may be edited."""

    label: str
    name: str
    is_open: bool
    choices: tuple[str, ...] = ()
    wide: float = 11.0


HEADS = (
    Head(KEY, "id", False, wide=12.0),
    Head("名称", "target_name", False, wide=34.0),
    Head("责任单位", "duty_unit", False, wide=14.0),
    Head("计量单位", "unit", True, MEASURES, 9.0),
    Head("年度计划", "year_plan", True),
    Head("本月计划", "month_plan", True),
    Head("本月完成", "month_done", True),
    Head("累计完成", "total_done", True),
    Head("上月累计(参考)", "last_total", False, wide=12.0),
    Head("形象进度", "image_progress", True, STEPS, 18.0),
    Head("要素保障问题", "problem", True, NEEDS, 22.0),
    Head("需上级协调事项", "ask_up", True, (), 22.0),
    Head("填报人", "filled_by", True, (), 9.0),
)


def safe_name(text: str) -> str:
    """``text`` as part of a file name on any system.

    Examples
    --------
    >>> safe_name('区科工局/招商科: "一组"')
    '区科工局_招商科_ _一组_'
    """
    return _UNSAFE.sub("_", text).strip(" .")[:80] or "未写"


def round_sheet(title: str, notes: Sequence[str], drafts: Sequence[Draft]) -> bytes:
    """The workbook of one unit for one month, as bytes.

    Parameters
    ----------
    title
        Heading: month and unit.
    notes
        Lines for the sheet 说明: region, date, how to fill it in.
    drafts
        Its rows: what stands or is offered, and last month's total for reference.
    """
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        _sheet(book, title, drafts)
        about_sheet(book, [(title, None), *((note, None) for note in notes)])
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Several files as one .zip, names in UTF-8."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _sheet(book: Any, title: str, drafts: Sequence[Draft]) -> None:
    sheet = book.add_worksheet(sheet_name("月度填报"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    top = 2
    look = {"bold": True, "font_size": 15, "align": "center", "valign": "vcenter"}
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, title, book.add_format(look))
    sheet.set_row(0, 28)
    hint = "黄格可填;灰格请勿改。金额、数量只填数字;“累计完成”空着就按 上月累计+本月完成 记。"
    sheet.write_string(1, 0, hint, book.add_format({"font_color": "#52606D"}))
    head = book.add_format({**_CELL, "bold": True, "bg_color": "#E8EEF4", "align": "center"})
    for column, h in enumerate(HEADS):
        sheet.write_string(top, column, h.label, head)
        sheet.set_column(column, column, h.wide)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 2)
    rows = [_values(draft) for draft in drafts]
    _body(book, sheet, top + 1, rows)
    sheet.set_column(1, 1, max(HEADS[1].wide, min(44.0, width("名称", (r[1] for r in rows)))))
    _rules(sheet, top + 1, max(top + 1, top + len(drafts)))
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


_CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}


def _values(draft: Draft) -> list[Any]:
    last = draft.month_before(draft.entry.unit)
    told = {"last_total": last.total_done if last else None}
    return [told[h.name] if h.name in told else getattr(draft.entry, h.name) for h in HEADS]


def _body(book: Any, sheet: Any, top: int, rows: Sequence[Sequence[Any]]) -> None:
    shut = book.add_format({**_CELL, "bg_color": "#F0F0F0", "font_color": "#52606D"})
    free = book.add_format({**_CELL, "bg_color": "#FFF9DB", "locked": False})
    for number, row in enumerate(rows, top):
        sheet.set_row(number, 32)
        for column, (head, value) in enumerate(zip(HEADS, row, strict=True)):
            look = free if head.is_open else shut
            if value is None:
                sheet.write_blank(number, column, None, look)
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value, look)
            else:
                sheet.write_string(number, column, str(value), look)


def _rules(sheet: Any, first: int, last: int) -> None:
    """Drop-downs, and numbers where numbers belong."""
    for column, head in enumerate(HEADS):
        if head.choices:
            must = head.name == "unit"
            rule = {**_LIST, "source": list(head.choices), "show_error": must}
            sheet.data_validation(first, column, last, column, rule)
        elif head.name in NUMBERS:
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -1e12 if head.name == "month_done" else 0,
                "maximum": 1e12,
                "error_title": "这里只填数字",
                "error_message": "只填一个数字,单位写在“计量单位”;不知道就留空。",
            }
            sheet.data_validation(first, column, last, column, rule)
