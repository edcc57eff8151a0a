"""The sheets beyond the region: producers, market, signals, entry rules."""

from __future__ import annotations

from loaders.pack.page import (
    FACT,
    GOOD,
    MAY,
    MORE,
    OTHER,
    SHOULD,
    TOLD,
    Page,
    columns,
)

ELSEWHERE = (
    Page(
        "producer",
        SHOULD,
        "外地谁在做:一家企业一种产品一行。没有它就列不出目标企业;企业先写进“企业”表。",
        {
            "id": "示例-外地",
            "firm_id": OTHER,
            "product_id": MORE,
            "product_text": MORE,
            "province": "示例省",
            "city": "示例市",
            "capacity_kt_a": 8,
            "status": "在产",
            "year": "2024",
            **TOLD,
        },
        columns(
            "firm_id product_id process_id product_text province city site capacity_kt_a status "
            f"year {FACT}"
        ),
    ),
    Page(
        "market",
        MAY,
        "全国产能、产量、消费、进出口。",
        {
            "id": "示例-全国",
            "product_ids": MORE,
            "product_text": MORE,
            "scope": "全国",
            "year": "2024",
            "capacity_kt_a": 100,
            "import_dependence_pct": 20,
            **TOLD,
        },
        columns(
            "product_ids product_text scope year capacity_kt_a output_kt apparent_consumption_kt "
            f"import_kt export_kt import_dependence_pct {FACT}"
        ),
    ),
    Page(
        "signal",
        MAY,
        "外地企业近年的新建、扩建、搬迁。",
        {
            "id": "示例-动向",
            "firm_id": OTHER,
            "date": "2025-03",
            "direction": "扩建",
            "signal_text": "二期扩建开工",
            "product_ids": MORE,
            **TOLD,
        },
        columns(
            "firm_id date direction signal_text product_ids place province capacity_kt_a "
            f"investment_yi {FACT}"
        ),
    ),
    Page(
        "constraint",
        MAY,
        "准入规则:鼓励、限制、淘汰、须核查。",
        {
            "id": "示例-准入",
            "keyword": GOOD,
            "keyword_type": "产品",
            "product_ids": GOOD,
            "rule": "新建装置不小于 1 万吨/年",
            "effect": "准入门槛",
            "check_step": 7,
            "scope": "全国",
            "applies_to": "全国",
            **TOLD,
        },
        columns(
            "keyword keyword_type product_ids process_ids rule effect check_step scope applies_to "
            f"scale_below_kt_a {FACT}"
        ),
    ),
)
