"""The list of who makes what: its columns, and how a record of either kind becomes a row."""

from __future__ import annotations

from graph.schema import Column, KindSchema

MAKERS = ("capacity", "producer")
"""Kinds whose records say that a firm makes a product."""


def _column(name: str, label_zh: str, type_: str = "str") -> Column:
    return Column(name, label_zh, type_, False, "", (), "", "")


MAKING = KindSchema(
    "making",
    "生产企业",
    (),
    (
        _column("firm_id", "企业"),
        _column("firm_name", "企业名称"),
        _column("product_id", "产品"),
        _column("capacity_kt_a", "产能", "float"),
        _column("status", "状态"),
        _column("province", "省"),
        _column("city", "市"),
        _column("as_of", "数据日期", "date"),
        _column("basis", "依据类型"),
        _column("source_id", "来源编号"),
    ),
)
"""Fields of a :class:`~graph.store.values.Making` that conditions and orders may name."""
