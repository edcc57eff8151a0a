"""What each sheet of a pack holds: its columns, its example row, what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.schema import KindSchema

Row = Mapping[str, Any]
MUST, SHOULD, MAY = "必填", "尽量填", "有就填"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to fill in.

    ``need`` is 必填, 尽量填 or 有就填; ``columns`` empty means all of the schema; ``example``
    is the one example row, its id begins with 示例; ``rows`` stand already.
    """

    kind: str
    need: str
    what: str
    example: Row
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def names(self, kind: KindSchema) -> tuple[str, ...]:
        """Columns of the sheet, in order."""
        return self.columns or tuple(column.name for column in kind.columns)


def _columns(text: str) -> tuple[str, ...]:
    return ("id", *text.split(), "note")


FACT = "basis source_id as_of grade"
FIRM, OTHER = "示例化工有限公司", "示例材料有限公司"
FEED, GOOD, MORE = "示例原料", "示例产品甲", "示例产品乙"
ROUTE = "示例工艺"
SOURCE = "示例来源:某某网站报道"
PARK = "示例片区"
TOLD = {"basis": "有来源", "source_id": SOURCE, "grade": "B"}

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
    _columns("title url date grade"),
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
        _columns(
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
        _columns(
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
        _columns(f"process_id product_id role t_per_t low high is_main_feed {FACT}"),
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
    _columns("name_zh aliases province city basis source_id as_of"),
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
        _columns("name_zh aliases region_id scope is_chemical area_mu basis source_id as_of"),
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
        _columns(
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
        _columns(
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
        _columns(f"from_firm_id to_firm_id product_id for_product_id amount_kt_a certainty {FACT}"),
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
        _columns(
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
        _columns(f"name_zh park_id area_mu boundary state use price_wan_per_mu date {FACT}"),
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
        _columns(f"subject region_id park_id indicator year value value_text unit {FACT}"),
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
        _columns(f"region_id category name_zh holder number date focus size_yi {FACT}"),
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
        _columns(f"region_id name_zh holder size_yi focus stage terms product_ids date {FACT}"),
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
        _columns(
            f"region_id name_zh talent_type organisation field product_ids process_ids date {FACT}"
        ),
    ),
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
        _columns(
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
        _columns(
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
        _columns(
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
            "scope": "全国",
            "applies_to": "全国",
            **TOLD,
        },
        _columns(
            "keyword keyword_type product_ids process_ids rule effect scope applies_to "
            f"scale_below_kt_a {FACT}"
        ),
    ),
)
