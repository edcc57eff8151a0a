"""Sheets to fill in: help on every header, drop-downs, rows that stand already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.schema import Column, KindSchema, Schema
from loaders.codes import shown_choices
from loaders.defaults import has_default
from loaders.examples import is_example
from loaders.headers import shown_label
from loaders.pack.page import Page
from loaders.sheets import table_sheet, width

GUIDE_SHEET = "填写说明"
COLUMNS_SHEET = "列说明"
LIST_SHEETS = {"product": "可选产品", "process": "可选工艺"}
_LISTS = "可选"
GUIDE_SHEETS = (GUIDE_SHEET, COLUMNS_SHEET)
"""Sheets that hold no facts; loading passes them by, see :func:`is_guide`."""

_ROWS = 3000
_LAST = 100_000
_MIN_WIDTH = 12.0
_COLUMNS_HEADER = ("工作表", "列名", "必填", "类型", "可填的值", "说明")
_TYPE_ZH = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "bool": "是或否",
    "date": "日期(2023、2023-12 或 2023-12-15)",
    "list": "多项,用分号隔开",
    "ref": "名称或编号",
    "reflist": "名称或编号,多项用分号隔开",
}
_DEFAULT_ZH = {
    "id": "可以不填:不填就按名称(或这一行连起来的各项)编号",
    "basis": "可以不填:不填就是“本单位填报”",
    "scope": "可以不填:不填就是“本区”(市场数据则为“全国”)",
    "color": "十六进制颜色,如 #2e7d32;可以不填",
    "column": "子链在图上排第几列,从 0 起;可以不填",
    "is_driver": "可以不填:不填就是“是”",
    "short_zh": "图上用的短名,不超过 8 个字;可以不填:不填就用名称",
    "is_primary": "买来的原料写“是”,不算缺口;不填就是“否”",
    "is_hub": "水、电、蒸汽、空气这类处处要用的写“是”,不算缺口;不填就是“否”",
    "is_main_feed": "每个工艺有一种主原料写“是”;不填就是“否”",
    "product_text": "资料里的叫法;可以不填",
    "value_text": "资料里的写法;可以不填",
}


def is_guide(sheet: str | None) -> bool:
    """Whether a sheet explains or lists what may be chosen.

    Examples
    --------
    >>> is_guide("可选企业"), is_guide("列说明"), is_guide("企业"), is_guide(None)
    (True, True, False, False)
    """
    return sheet is not None and (sheet in GUIDE_SHEETS or sheet.startswith(_LISTS))


def list_name(kind: str, schema: Schema) -> str:
    """Name of the sheet that lists the records of a kind to choose from."""
    return LIST_SHEETS.get(kind) or _LISTS + schema[kind].label_zh


def entry_sheet(
    book: Any, page: Page, schema: Schema, lists: Mapping[str, int], *, alone: bool = False
) -> None:
    """Add the sheet of ``page``: its example row, the rows that stand, drop-downs, comments.

    Parameters
    ----------
    lists
        Kinds with a list sheet of their own, and how many names it holds.  Other references
        offer the names on the sheet of their kind in the same workbook.
    alone
        No other kind has a sheet in the workbook: references without a list offer nothing.
    """
    kind = schema[page.kind]
    columns = [kind.column(name) for name in page.names(kind)]
    labels = [_label(kind, column) for column in columns]
    given = (page.example, *page.rows) if page.example else page.rows
    rows = [[row.get(c.name) for c in columns] for row in given]
    sheet = table_sheet(book, kind.label_zh, labels, rows)
    sheet.autofilter(0, 0, _ROWS, len(columns) - 1)
    sheet.freeze_panes(1, 1)
    _paint_rows(book, sheet, rows)
    must = book.add_format({"bold": True, "bg_color": "#FBE3D0", "bottom": 1, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    for index, column in enumerate(columns):
        if _must(kind, column):
            sheet.write_string(0, index, labels[index], must)
        told = max(width(labels[index], (row[index] for row in rows)), _MIN_WIDTH)
        is_text = column.type not in ("float", "int")
        sheet.set_column(index, index, told, text if is_text else None)
        sheet.write_comment(0, index, _comment(kind, column, schema), {"x_scale": 1.6})
        if not (alone and column.ref and column.ref not in lists):
            _drop_down(sheet, index, column, schema, lists)


def columns_sheet(book: Any, pages: Sequence[Page], schema: Schema) -> None:
    """Add the sheet that explains every column of every sheet."""
    rows = [
        [
            schema[page.kind].label_zh,
            shown_label(column),
            "必填" if _must(schema[page.kind], column) else "不知道就留空",
            _TYPE_ZH[column.type],
            "、".join(shown_choices(column)) or None,
            _help(schema[page.kind], column, schema) or None,
        ]
        for page in pages
        for column in map(schema[page.kind].column, page.names(schema[page.kind]))
    ]
    table_sheet(book, COLUMNS_SHEET, _COLUMNS_HEADER, rows)


def list_sheet(book: Any, kind: str, names: Sequence[tuple[str, str]], schema: Schema) -> None:
    """Add a sheet of names to choose from: name and id."""
    table_sheet(book, list_name(kind, schema), ("名称", "编号"), names)


def _must(kind: KindSchema, column: Column) -> bool:
    return column.required and not has_default(kind.name, column.name)


def _label(kind: KindSchema, column: Column) -> str:
    return shown_label(column) + ("*" if _must(kind, column) else "")


def _help(kind: KindSchema, column: Column, schema: Schema) -> str:
    own = has_default(kind.name, column.name) and _DEFAULT_ZH.get(column.name)
    target = f"见“{schema[column.ref].label_zh}”" if column.ref else ""
    return ";".join(part for part in (own or column.help, target) if part)


def _comment(kind: KindSchema, column: Column, schema: Schema) -> str:
    must = "必填" if _must(kind, column) else "不知道就留空"
    choices = f"可填:{'、'.join(shown_choices(column))}" if column.choices else ""
    parts = (must, _TYPE_ZH[column.type], _help(kind, column, schema), choices)
    return "\n".join(part for part in parts if part)


def _paint_rows(book: Any, sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Example rows grey and slanted, rows that stand already in blue."""
    looks = (
        {"italic": True, "font_color": "#7A7A7A", "bg_color": "#F0F0F0", "num_format": "@"},
        {"font_color": "#124A86", "num_format": "@"},
    )
    example, own = (book.add_format(look) for look in looks)
    for number, row in enumerate(rows, 1):
        look = example if is_example(row[0]) else own
        for index, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, index, None, look)
            elif isinstance(value, int | float):
                sheet.write_number(number, index, value, look)
            else:
                sheet.write_string(number, index, str(value), look)
    if rows and is_example(rows[0][0]):
        note = "示例行:看懂以后整行删去;留着也不会载入(编号以“示例”开头的行一律跳过)。"
        sheet.write_comment(1, 0, note, {"x_scale": 1.6})


def _drop_down(
    sheet: Any, index: int, column: Column, schema: Schema, lists: Mapping[str, int]
) -> None:
    choices = ("是", "否") if column.type == "bool" else shown_choices(column)
    rule: dict[str, Any]
    if choices:
        rule = {
            "validate": "list",
            "source": list(choices),
            "error_title": "不在可填的值里",
            "error_message": "请从下拉列表里选一个;不知道就留空。",
        }
    elif column.ref:
        rule = {"validate": "list", "source": _range(column.ref, schema, lists)}
        rule |= {"show_error": False}  # ids, several names or those already in the store are fine
    else:
        return
    sheet.data_validation(1, index, _ROWS, index, rule)


def _range(ref: str, schema: Schema, lists: Mapping[str, int]) -> str:
    """Where the names a reference may take stand: a list sheet, or the sheet of its kind."""
    if ref in lists:
        return f"='{list_name(ref, schema)}'!$A$2:$A${lists[ref] + 1}"
    letter = "A" if ref == "segment" else "B"
    head = f"'{schema[ref].label_zh}'!${letter}$1"
    filled = f"COUNTA('{schema[ref].label_zh}'!${letter}$2:${letter}${_LAST})"
    return f"=OFFSET({head},1,0,MAX(1,{filled}),1)"
