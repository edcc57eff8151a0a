"""The sheets of a chain: sources, sub-chains, products, processes, recipes, routes."""

from __future__ import annotations

from loaders.pack.page import (
    FACT,
    FEED,
    GOOD,
    MUST,
    ROUTE,
    SHOULD,
    SOURCE,
    TOLD,
    Page,
    columns,
)

SOURCES = Page(
    "source",
    SHOULD,
    "每条资料的出处:标题、网址、日期。别的表里“来源编号”一列选这里的标题。",
    {
        "id": "示例-来源",
        "title": SOURCE,
        "url": "https://example.org/1",
        "date": "2025-06-30",
        "grade": "B",
    },
    columns("title url date grade"),
)

CHAIN = (
    Page(
        "segment",
        MUST,
        "把产业链分成几条子链;小的产业链一条就够。编号就是子链的名字。",
        {"id": "示例子链", "order": 1, "color": "#1565c0", "column": 0},
        ("id", "order", "color", "column", "note"),
    ),
    Page(
        "product",
        MUST,
        "链上的每一种原料、中间品和产品,一种一行。买来的原料把“一次原料”写“是”。",
        {
            "id": "示例-产品",
            "name_zh": GOOD,
            "short_zh": "甲",
            "aliases": "甲品;A品",
            "segment": "示例子链",
            "stage": "中游",
            "tier": "中间体",
            "is_primary": "否",
            "is_hub": "否",
            "drawing_parent": FEED,
            "basis": "定义",
        },
        columns(
            "name_zh segment stage tier is_primary is_hub short_zh aliases name_en cas "
            "drawing_parent gbt4754_class basis source_id"
        ),
    ),
    Page(
        "process",
        MUST,
        "怎么做出来:一种做法一行,写明主产品。",
        {
            "id": "示例-工艺",
            "name_zh": ROUTE,
            "main_product_id": GOOD,
            "scale_low_kt_a": 1,
            **TOLD,
        },
        columns(
            "name_zh main_product_id route scale_low_kt_a scale_high_kt_a licensors "
            f"hazard_process directory_class directory_year {FACT}"
        ),
    ),
    Page(
        "flow",
        MUST,
        "做 1 吨主产品用多少、出多少,一种物料一行。每个工艺先写一行“主产品”,单耗 1;"
        "再写原料,其中一种把“主原料”写“是”。进出要相等:差的水、尾气、渣写一行“损耗”。",
        {
            "id": "示例-单耗",
            "process_id": ROUTE,
            "product_id": FEED,
            "role": "原料",
            "t_per_t": 1.2,
            "low": 1.1,
            "high": 1.3,
            "is_main_feed": "是",
            **TOLD,
        },
        columns(f"process_id product_id role t_per_t low high is_main_feed {FACT}"),
    ),
    Page(
        "default_route",
        MUST,
        "做得出来的产品各写一行:没说明用哪种工艺时,按哪一种算。",
        {
            "id": "示例-路线",
            "product_id": GOOD,
            "process_id": ROUTE,
            "reason": "国内多用这一种",
        },
        ("id", "product_id", "process_id", "reason"),
    ),
)
