"""Where each provincial unit has its tile: one equal square each, roughly where it lies.

This is a table of directions, not a map: no borders, areas or distances can be read off it.
"""

from __future__ import annotations

from collections.abc import Mapping

from views.map.geometry import Box

TILES: Mapping[str, tuple[int, int]] = {
    "黑龙江": (0, 6),
    "内蒙古": (1, 3),
    "北京": (1, 4),
    "吉林": (1, 6),
    "新疆": (2, 0),
    "宁夏": (2, 2),
    "山西": (2, 3),
    "河北": (2, 4),
    "天津": (2, 5),
    "辽宁": (2, 6),
    "青海": (3, 0),
    "甘肃": (3, 1),
    "陕西": (3, 2),
    "河南": (3, 3),
    "山东": (3, 4),
    "西藏": (4, 0),
    "四川": (4, 1),
    "重庆": (4, 2),
    "湖北": (4, 3),
    "安徽": (4, 4),
    "江苏": (4, 5),
    "上海": (4, 6),
    "云南": (5, 1),
    "贵州": (5, 2),
    "湖南": (5, 3),
    "江西": (5, 4),
    "浙江": (5, 5),
    "广西": (6, 2),
    "广东": (6, 3),
    "福建": (6, 4),
    "台湾": (6, 6),
    "海南": (7, 2),
    "澳门": (7, 3),
    "香港": (7, 4),
}
"""Row and column, from the north and from the west."""

LEFT, TOP = 296.0, 62.0
SIDE, PITCH = 114.0, 122.0
"""Side of a tile and the distance from one to the next, px."""


def box_of(province: str) -> Box:
    """The square of a province on the page, px."""
    row, column = TILES[province]
    return Box(LEFT + column * PITCH, TOP + row * PITCH, SIDE, SIDE)
