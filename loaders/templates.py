"""Empty workbooks to fill in, with help and drop-downs from the schema."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.schema import Column, KindSchema, Schema
from loaders.headers import shown_label
from loaders.sheets import table_sheet, width, workbook

GUIDE_SHEET = "填写说明"
_TEMPLATE_ROWS = 5000
_GUIDE_HEADER = ("工作表", "列名", "必填", "类型", "可填的值", "说明")
_TYPE_ZH = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "bool": "是或否",
    "date": "日期(2023、2023-12 或 2023-12-15)",
    "list": "多项,用分号隔开",
    "ref": "编号或名称",
    "reflist": "编号或名称,多项用分号隔开",
}


def write_template(path: Path, kinds: Sequence[str], schema: Schema) -> None:
    """Write an empty workbook to fill in: one sheet per kind, help on every header.

    Columns with a closed list, and yes/no columns, offer it as a drop-down; ``*`` marks what
    must be filled.  ``load`` reads the filled file as it is.
    """
    with workbook(path) as book:
        table_sheet(book, GUIDE_SHEET, _GUIDE_HEADER, _guide_rows(kinds, schema))
        for name in kinds:
            _template_sheet(book, schema[name])


def _guide_rows(kinds: Sequence[str], schema: Schema) -> list[list[Any]]:
    return [
        [
            schema[name].label_zh,
            shown_label(column),
            "必填" if column.required else "不知道就留空",
            _TYPE_ZH[column.type],
            "、".join(column.choices) or None,
            _help(column, schema) or None,
        ]
        for name in kinds
        for column in schema[name].columns
    ]


def _help(column: Column, schema: Schema) -> str:
    target = f"见“{schema[column.ref].label_zh}”" if column.ref else ""
    return ";".join(part for part in (column.help, target) if part)


def _template_sheet(book: Any, kind: KindSchema) -> None:
    labels = [shown_label(c) + ("*" if c.required else "") for c in kind.columns]
    sheet = table_sheet(book, kind.label_zh, labels, [])
    text = book.add_format({"num_format": "@"})
    for index, column in enumerate(kind.columns):
        if column.type not in ("float", "int", "bool"):
            sheet.set_column(index, index, width(labels[index], ()), text)
        note = ";".join(p for p in (_TYPE_ZH[column.type], column.help) if p)
        sheet.write_comment(0, index, note, {"author": "链图", "x_scale": 1.5})
        choices = ("是", "否") if column.type == "bool" else column.choices
        if choices:
            rule = {
                "validate": "list",
                "source": list(choices),
                "error_title": "不在可填的值里",
                "error_message": "请从下拉列表里选一个;不知道就留空。",
            }
            sheet.data_validation(1, index, _TEMPLATE_ROWS, index, rule)
