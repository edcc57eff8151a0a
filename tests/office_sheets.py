"""Sheets as offices keep them, built for tests; every firm and project in them is called 示例."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

LABELS = (
    "序号",
    "项目名称",
    "投资方",
    "投资/计划总投资(亿元)",
    "投资/固定资产投资",
    "需用土地",
    "设计产能",
    "进度",
    "计划开工",
    "企业联系人",
    "备注",
)
"""Columns of :func:`talks`, as they read once its two header rows are one."""

ROWS: tuple[tuple[Any, ...], ...] = (
    (
        *(1, "己内酰胺扩建示例项目", "湖南石化", 3.5, "２０００", "约100亩", "约30万吨/年"),
        *("已开工", 45000, "某某", "见附件"),
    ),
    (
        *(2, "EVA示例项目", "某示例新材料有限公司", "2000万元", 1800, "30-50", None),
        *("推进中", "2026年5月", "某某", None),
    ),
    (
        *(3, "环氧示例项目", "某示例新材料有限公司", "5000万美元", 1800, 60, "3万吨"),
        *("停止谈判", "2026.05", "某某", "/"),
    ),
)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_sheet(title: str, *rows: Sequence[Any]) -> bytes:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(list(row))
    return saved(book)


def talks(rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    """在谈项目: a title, 单位 beside it, a header of two levels, a group, a total, a foot."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "在谈项目"
    sheet["A1"] = "某县2026年在谈项目信息表"
    sheet.merge_cells("A1:K1")
    sheet["A2"], sheet["J2"] = "填报单位:示例招商办", "单位:万元、亩"
    for column, label in enumerate(LABELS, 1):
        group, _, part = label.partition("/")
        sheet.cell(3, column, group)
        if part:
            sheet.cell(4, column, part)
        else:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("D3:E3")
    sheet.append(["一、续建项目(3个)"])
    sheet.merge_cells("A5:K5")
    for row in rows:
        sheet.append(list(row))
    sheet.append(["合计", None, None, 123])
    sheet.append(["备注:以上为在谈项目"])
    sheet.append(["填报人:某某", None, None, "联系电话:0730"])
    return saved(book)
