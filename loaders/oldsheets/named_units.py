"""Where the header of a column or the title of a sheet names a unit."""

from __future__ import annotations

import re
import unicodedata

from loaders.cells import plain
from loaders.oldsheets.units import DOUBTFUL, known_unit, longest_first

_ODD = re.compile(
    r"[百千万亿]*(?:美元|美金|欧元|港元|港币|日元|元|吨|t|kg|公斤|千克|m3|立方米|方|标方|升)(?:/\S+)?"
)
"""A unit no family has, such as 万美元 or 吨/日: that of the title row does not hold here."""

_NOT_A_UNIT = (
    *("填报", "报送", "责任", "建设", "主管", "牵头"),
    *("编制", "制表", "所属", "投资", "投放", "组织"),
)


def unit_in(label: str) -> str | None:
    """The unit a header names, in brackets or at its end; one of no family is given as it stands.

    Examples
    --------
    >>> unit_in("总投资(万美元)"), unit_in("产能(吨/日)")
    ('万美元', '吨/日')
    >>> unit_in("投资/计划总投资(亿元)"), unit_in("用地面积 亩"), unit_in("产能(万吨)/现有")
    ('亿元', '亩', '万吨')
    >>> unit_in("项目名称"), unit_in("近三年(2023-2025)")
    (None, None)
    """
    text = plain(label)
    inside: list[str] = re.findall(r"\(([^()]*)\)", text)
    for inner in reversed(inside):
        said = inner.removeprefix("单位:").removeprefix("单位")
        if _is_header_unit(said):
            return known_unit(said)
        if known_unit(said) is None and _ODD.fullmatch(said):
            return said
    for unit in longest_first():
        if len(unit) > 1 and unit != "亿元" and text.endswith(unit) and text != unit:
            return unit
    for unit in ("亿元", "亩"):
        if text.endswith(unit) and text != unit:
            return unit
    return None


def units_in(title: str) -> tuple[str, ...]:
    """Units named behind “单位:” in a title row; who fills in the form (填报单位) is none.

    Examples
    --------
    >>> units_in("单位:元亨化工有限公司")
    ()
    >>> units_in("2026年重点项目表  单位:亿元、亩")
    ('亿元', '亩')
    >>> units_in("填报单位:人社局 填报人:某"), units_in("(单位:万元,万吨/年)")
    ((), ('万元', '万吨/年'))
    """
    text = unicodedata.normalize("NFKC", title)
    found: list[str] = []
    for match in re.finditer(r"单\s*位\s*:", text):
        if text[: match.start()].endswith(_NOT_A_UNIT):
            continue
        rest = text[match.end() :]
        while rest:
            unit = next((u for u in longest_first() if _starts(rest, u)), None)
            if unit is not None:
                found.append(unit)
            elif rest[0] not in " 、,;和及":
                break
            rest = rest[len(unit or " ") :]
    return tuple(dict.fromkeys(found))


def _is_header_unit(text: str) -> bool:
    return known_unit(text) is not None and text not in DOUBTFUL


def _starts(text: str, unit: str) -> bool:
    follows = text[len(unit) : len(unit) + 1]
    is_whole = not follows.isalnum() or follows in "和及"
    return text.lower().startswith(unit) and is_whole and unit not in DOUBTFUL
