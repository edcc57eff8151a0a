"""The sheets of a region: parks, firms, plants, projects, supplies, figures."""

from __future__ import annotations

from loaders.pack.page import (
    FACT,
    FIRM,
    GOOD,
    MAY,
    MORE,
    MUST,
    OTHER,
    PARK,
    ROUTE,
    SHOULD,
    TOLD,
    Page,
    columns,
)

REGION = Page(
    "region",
    MUST,
    "本地区一行:名称、省、市。",
    {
        "id": "示例-地区",
        "name_zh": "示例市示例区",
        "aliases": "示例区",
        "province": "示例省",
        "city": "示例市",
        "basis": "本单位填报",
    },
    columns("name_zh aliases province city basis source_id as_of"),
)

LOCAL = (
    Page(
        "park",
        MUST,
        "园区或片区,至少一行;“范围”写“本区”的才计入本地。",
        {
            "id": "示例-片区",
            "name_zh": PARK,
            "region_id": "示例市示例区",
            "scope": "本区",
            "is_chemical": "是",
            "area_mu": 3000,
            "basis": "本单位填报",
        },
        columns("name_zh aliases region_id scope is_chemical area_mu basis source_id as_of"),
    ),
    Page(
        "firm",
        MUST,
        "本地企业一家一行;外地企业也写在这里,“所在园区”留空。",
        {
            "id": "示例-企业",
            "name_zh": FIRM,
            "short_name": "示例化工",
            "province": "示例省",
            "city": "示例市",
            "park_ids": PARK,
            "status": "在产",
            "is_above_scale": "是",
            **TOLD,
            "as_of": "2025-06",
        },
        columns(
            "name_zh short_name aliases province city park_ids status parent is_above_scale "
            f"size_class specialised revenue_yi revenue_year {FACT}"
        ),
    ),
    Page(
        "capacity",
        MUST,
        "一套装置(一条线)一行:谁的、做什么、一年多少万吨。产能不知道就留空,不要写 0;"
        "“数据日期”写这个说法是哪一天的,没有日期的按现况未核算。",
        {
            "id": "示例-装置",
            "firm_id": FIRM,
            "park_id": PARK,
            "name_zh": "示例装置一期",
            "product_id": GOOD,
            "process_ids": ROUTE,
            "capacity_kt_a": 5,
            "status": "在产",
            "since": "2023-06",
            **TOLD,
            "as_of": "2025-06",
        },
        columns(
            "firm_id park_id name_zh product_id process_ids capacity_kt_a status since until "
            f"project_id {FACT}"
        ),
    ),
    Page(
        "supply",
        SHOULD,
        "谁供谁、供什么;有公开说法的写“已证实”,猜的写“推测”。",
        {
            "id": "示例-供需",
            "from_firm_id": FIRM,
            "to_firm_id": OTHER,
            "product_id": GOOD,
            "for_product_id": MORE,
            "amount_kt_a": 2,
            "certainty": "推测",
            **TOLD,
        },
        columns(f"from_firm_id to_firm_id product_id for_product_id amount_kt_a certainty {FACT}"),
    ),
    Page(
        "project",
        SHOULD,
        "在谈、签约、在建的项目。",
        {
            "id": "示例-项目",
            "name_zh": "示例产品乙项目",
            "level": "项目",
            "firm_ids": OTHER,
            "product_ids": MORE,
            "capacity_kt_a": 3,
            "investment_yi": 2.5,
            "stage": "签约",
            "start_date": "2026-03",
            "park_ids": PARK,
            **TOLD,
            "as_of": "2025-12",
        },
        columns(
            "name_zh level parent_id firm_ids product_ids capacity_kt_a capacity_text "
            f"investment_yi stage start_date finish_date land_mu park_ids {FACT}"
        ),
    ),
)

MORE_LOCAL = (
    Page(
        "parcel",
        MAY,
        "可以落项目的地块。",
        {
            "id": "示例-地块",
            "name_zh": "示例地块 01",
            "park_id": PARK,
            "area_mu": 120,
            "state": "可供",
            "basis": "本单位填报",
        },
        columns(f"name_zh park_id area_mu boundary state use price_wan_per_mu date {FACT}"),
    ),
    Page(
        "figure",
        MAY,
        "地区或园区的年度数字,如规上工业产值。",
        {
            "id": "示例-指标",
            "subject": "示例区",
            "region_id": "示例市示例区",
            "indicator": "规上工业产值",
            "year": "2024",
            "value": 320,
            "value_text": "320 亿元",
            "unit": "亿元",
            **TOLD,
        },
        columns(f"subject region_id park_id indicator year value value_text unit {FACT}"),
    ),
    Page(
        "policy",
        MAY,
        "能用得上的政策。",
        {
            "id": "示例-政策",
            "region_id": "示例市示例区",
            "category": "政策",
            "name_zh": "示例区招商引资若干措施",
            "holder": "示例区政府",
            "date": "2025-01",
            **TOLD,
        },
        columns(f"region_id category name_zh holder number date focus size_yi {FACT}"),
    ),
    Page(
        "fund",
        MAY,
        "产业基金。",
        {
            "id": "示例-基金",
            "region_id": "示例市示例区",
            "name_zh": "示例产业基金",
            "size_yi": 10,
            "stage": "设立",
            **TOLD,
        },
        columns(f"region_id name_zh holder size_yi focus stage terms product_ids date {FACT}"),
    ),
    Page(
        "talent",
        MAY,
        "院校、院所、平台、团队;不写个人姓名。",
        {
            "id": "示例-人才",
            "region_id": "示例市示例区",
            "name_zh": "示例大学化工学院",
            "talent_type": "院校",
            "field": "精细化工",
            **TOLD,
        },
        columns(
            f"region_id name_zh talent_type organisation field product_ids process_ids date {FACT}"
        ),
    ),
)
