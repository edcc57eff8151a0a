"""Workbooks of ``new-region`` and ``new-chain`` filled in as a clerk would, for tests.

All of it is made up: a district and firms called 示例, and a chain from rice to polylactide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from views.cli.main import main

Rows = Iterable[Mapping[str, Any]]
CHAIN = "稻米深加工"
REGION = "河口粮食产业区"
PRODUCTS = (
    # name, segment, stage, tier, bought, everywhere
    ("稻谷", CHAIN, "上游", "原料", "是", ""),
    ("大米", CHAIN, "上游", "基础", "", ""),
    ("米糠", CHAIN, "上游", "基础", "", ""),
    ("稻壳", CHAIN, "上游", "基础", "", ""),
    ("大米淀粉", CHAIN, "中游", "中间体", "", ""),
    ("大米蛋白", CHAIN, "中游", "中间体", "", ""),
    ("米糠油", CHAIN, "下游", "材料", "", ""),
    ("脱脂米糠", CHAIN, "中游", "中间体", "", ""),
    ("葡萄糖浆", "生物基材料", "中游", "中间体", "", ""),
    ("乳酸", "生物基材料", "中游", "中间体", "", ""),
    ("聚乳酸", "生物基材料", "下游", "材料", "", ""),
    ("水", CHAIN, "上游", "原料", "", "是"),
)
RECIPES: dict[str, tuple[tuple[str, str, float], ...]] = {
    # the first input is the main feed; every recipe closes
    "碾米": (
        ("大米", "主产品", 1.0),
        ("稻谷", "原料", 1.5),
        ("米糠", "联产品", 0.15),
        ("稻壳", "联产品", 0.35),
    ),
    "淀粉提取": (("大米淀粉", "主产品", 1.0), ("大米", "原料", 1.25), ("大米蛋白", "联产品", 0.25)),
    "糖化": (("葡萄糖浆", "主产品", 1.0), ("大米淀粉", "原料", 0.8), ("水", "辅料", 0.2)),
    "发酵": (("乳酸", "主产品", 1.0), ("葡萄糖浆", "原料", 1.2), ("水", "副产品", 0.2)),
    "聚合": (("聚乳酸", "主产品", 1.0), ("乳酸", "原料", 1.35), ("水", "副产品", 0.35)),
    "米糠浸出": (("米糠油", "主产品", 1.0), ("米糠", "原料", 6.0), ("脱脂米糠", "联产品", 5.0)),
}
SOURCED = {"依据类型": "有来源", "来源编号": "示例年鉴 2025", "可信度": "A", "数据日期": "2025"}


def add(path: Path, sheets: Mapping[str, Rows]) -> None:
    """Write rows, given by header without its star, below what a sheet holds."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        at = {str(c.value).rstrip("*"): c.column for c in sheet[1] if c.value}
        for row in rows:
            number = sheet.max_row + 1
            for label, value in row.items():
                sheet.cell(number, at[label], value)
    book.save(path)


def set_cell(path: Path, sheet: str, label: str, row: int, value: Any) -> None:
    """Write one cell, named by its header."""
    book = openpyxl.load_workbook(path)
    at = next(c.column for c in book[sheet][1] if str(c.value).rstrip("*") == label)
    book[sheet].cell(row, at).value = value
    book.save(path)


def fill_rice(path: Path) -> None:
    """The chain, a region with three firms, and one firm elsewhere."""
    add(
        path,
        {
            "来源": [{"标题": "示例年鉴 2025", "发布日期": "2025", "可信度": "A"}],
            "子链": [{"编号": "生物基材料", "次序": 2, "颜色": "#2e7d32", "图上列": 1}],
            "产品": [_product(*row) for row in PRODUCTS],
            "工艺": [_process(name, rows[0][0]) for name, rows in RECIPES.items()],
            "单耗": [row for name, rows in RECIPES.items() for row in _flows(name, rows)],
            "默认路线": [
                {"产品": rows[0][0], "默认工艺": name, "理由": "只有这一种"}
                for name, rows in RECIPES.items()
            ],
            "地区": [{"名称": REGION, "省": "河口省", "市": "河口市", "别名": "河口区"}],
            "园区片区": [{"名称": "河口粮食园", "所属地区": REGION, "化工园区": "否"}],
            "企业": [
                _firm("河口米业", park="河口粮食园"),
                _firm("河口淀粉", park="河口粮食园"),
                _firm("河口生物材料", park="河口粮食园"),
                _firm("外省乳酸公司", park=None) | {"省": "远山省", "市": "远山市"},
            ],
            "装置产能": [
                _unit("河口米业", "碾米线", "大米", 30),
                _unit("河口淀粉", "淀粉线", "大米淀粉", 8),
                _unit("河口生物材料", "聚乳酸线", "聚乳酸", 2),
            ],
            "供需关系": [
                {
                    "供方": "河口米业",
                    "需方": "河口淀粉",
                    "物料": "大米",
                    "数量(万吨/年)": 10,
                    "确认程度": "已证实",
                    **SOURCED,
                }
            ],
            "外地产能": [
                {
                    "企业": "外省乳酸公司",
                    "产品": "乳酸",
                    "省": "远山省",
                    "市": "远山市",
                    "产能(万吨/年)": 10,
                    "状态": "在产",
                    "数据年份": "2024",
                    **SOURCED,
                }
            ],
        },
    )


def _product(
    name: str, segment: str, stage: str, tier: str, bought: str, everywhere: str
) -> dict[str, Any]:
    row = {"中文名": name, "子链": segment, "上中下游": stage, "层级": tier}
    return {k: v for k, v in (row | {"一次原料": bought, "公用物料": everywhere}).items() if v}


def _process(name: str, main: str) -> dict[str, Any]:
    return {"中文名": name, "主产品": main, "单套规模下限(万吨/年)": 0.5, **SOURCED}


def _flows(process: str, rows: Iterable[tuple[str, str, float]]) -> list[dict[str, Any]]:
    seen_feed = False
    out = []
    for product, role, value in rows:
        row = {"工艺": process, "产品": product, "角色": role, "单耗(t/t)": value, **SOURCED}
        if role == "原料" and not seen_feed:
            row["主原料"], seen_feed = "是", True
        out.append(row)
    return out


def _firm(name: str, park: str | None) -> dict[str, Any]:
    row = {"企业名称": name, "经营状况": "在产", **SOURCED}
    return row | ({"所在园区": park} if park else {})


def _unit(firm: str, name: str, product: str, size: float) -> dict[str, Any]:
    return {
        "企业": firm,
        "园区": "河口粮食园",
        "装置名": name,
        "产能所指产品": product,
        "产能(万吨/年)": size,
        "状态": "在产",
        **SOURCED,
    }


def liantu(*args: str | Path) -> Result:
    """One command, as typed."""
    return CliRunner().invoke(main, [str(a) for a in args])


def told(*args: str | Path) -> Any:
    """The JSON a command answers with."""
    answer = liantu(*args, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)
