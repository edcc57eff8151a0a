"""Chinese words for the coded choices of the schema, so that nobody has to type English."""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema import Column

CODES: Mapping[str, Mapping[str, str]] = {
    "basis": {
        "本单位填报": "user",
        "有来源": "source",
        "由来源推算": "source-derived",
        "来源区间": "source-range",
        "来源路线": "source-route",
        "数据集": "dataset",
        "定义": "definition",
        "化学计量": "stoichiometry",
        "行业常识": "engineering-knowledge",
        "计算": "computed",
        "估计": "estimate",
    },
    "role": {
        "主产品": "main",
        "原料": "input",
        "辅料": "auxiliary",
        "补入": "makeup",
        "联产品": "coproduct",
        "副产品": "byproduct",
        "损耗": "residual",
    },
    "scope": {"本区": "own", "周边": "nearby", "域外": "outside"},
    "trade": {
        "可买卖": "merchant",
        "隔墙供应": "fence",
        "装置内自用": "captive",
        "只记账": "ledger",
    },
    "keyword_type": {
        "产品": "product",
        "工艺": "process",
        "项目": "project",
        "园区": "park",
        "地块": "site",
    },
}
"""Column → word as people write it → code in the store."""


def codes_of(column: Column) -> Mapping[str, str]:
    """Words for the choices of ``column``; empty when its choices are words already."""
    words = CODES.get(column.name, {})
    return words if set(words.values()) <= set(column.choices) else {}


def shown_choices(column: Column) -> tuple[str, ...]:
    """What a drop-down of ``column`` offers.

    Examples
    --------
    >>> shown_choices(Column("scope", "范围", "str", True, "", ("own", "nearby"), "", ""))
    ('own', 'nearby')
    """
    return tuple(codes_of(column)) or column.choices
