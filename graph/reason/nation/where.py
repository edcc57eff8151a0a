"""Where a plant is told to stand: one of the 34 provincial units, abroad, or not told."""

from __future__ import annotations

import re
from typing import TypeAlias

FOREIGN = "境外"
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
BEYOND_THE_STATISTICS = ("台湾", "香港", "澳门")
"""Units that national figures of industry leave out."""
PROVINCES = (
    *MUNICIPALITIES,
    *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东"),
    *("河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海"),
    *("内蒙古", "广西", "西藏", "宁夏", "新疆"),
    *BEYOND_THE_STATISTICS,
)
"""4 municipalities, 23 provinces (with 台湾), 5 autonomous and 2 special regions."""

Place: TypeAlias = tuple[str, str]
"""Province (one of ``PROVINCES``, ``FOREIGN`` or empty) and city (empty: not told)."""

_PROVINCE_END = re.compile(r"(特别行政区|(壮族|回族|维吾尔)?自治区|省|市)$")


def place_of(province: str | None, city: str | None, site: str | None) -> Place:
    """Province and city by their short names.

    A municipality is its own city; abroad the site stands for a city that is not told.  A
    province that is none of the 34 is not told, its text is kept beside the city.

    Examples
    --------
    >>> place_of("广西壮族自治区", "钦州市", None), place_of("上海", None, "漕泾")
    (('广西', '钦州'), ('上海', '上海'))
    >>> place_of("境外", None, "韩国丽水"), place_of("华东", None, None), place_of(None, None, None)
    (('境外', '韩国丽水'), ('', '华东'), ('', ''))
    """
    name = _PROVINCE_END.sub("", (province or "").strip())
    town = _plain_city(city)
    if name == FOREIGN:
        return name, town or (site or "").strip()
    if name not in PROVINCES:
        return "", f"{name}{town}"
    return name, town or (name if name in MUNICIPALITIES else "")


def _plain_city(city: str | None) -> str:
    """A city without 市, unless that is part of a two-character name (沙市)."""
    town = (city or "").strip()
    return town.removesuffix("市") if len(town) > len("沙市") else town
