"""The ten entry checks in words: what to look up, never a decision for the office in charge."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.reason.entry import step_results
from graph.results import Filter
from views.amounts import amount, number
from views.listing import listed

CHECKS = {
    1: "园区四至",
    2: "沿江距离",
    3: "产业目录",
    4: "布局与减量置换",
    5: "两重点一重大",
    6: "地方禁限控",
    7: "能效与能耗",
    8: "环保总量",
    9: "投资与亩均门槛",
    10: "园区承载",
}
SHOWN = 3
Values = dict[str, str | float | None]


def _names(v: Values, key: str) -> str:
    """A list of names cut after the first three."""
    names = str(v.get(key) or "").split(";")
    return listed(names, SHOWN)


def _list(v: Values, key: str) -> str:
    return str(v.get(key) or "").replace(";", "、")


def _kinds(v: Values) -> str:
    head = f"涉及重点监管工艺:{_list(v, 'kinds')}" if v["kinds"] else "规定点名了这种产品或工艺"
    return f"{head};重点监管危化品、重大危险源按品名和储量另核,须核查"


def _land(v: Values) -> str:
    year = f",{v['as_of']}年的信息" if v.get("as_of") else ""
    size, count = _number(v, "free_mu"), _number(v, "parcels")
    return f"本区园区已知可供地 {size} 亩({count} 块{year});面积够不够、是否已出让看项目再核"


def _no_land(v: Values) -> str:
    idle = _number(v, "idle")
    more = f",另有低效、待收储 {idle} 块" if idle != "0" else ""
    return f"没有查到面积清楚的可供地块{more},须核查"


def _number(v: Values, key: str) -> str:
    value = v.get(key)
    return number(float(value)) if isinstance(value, float | int) else "未知"


def _directory(v: Values) -> str:
    return f"现行产业目录({v['year']}年本)列为{v['class']}类,可能受限"


_WORDS: dict[str, Callable[[Values], str]] = {
    "park": lambda v: f"本区有化工园区“{v['park']}”;项目须落在它公告的四至以内",
    "park_none": lambda _: "本区的园区都不是化工园区,化工项目可能受限",
    "park_unknown": lambda _: "本区有没有经认定的化工园区没有收录,须核查",
    "park_not_needed": lambda _: "不是化工产品,不必进化工园区;配套企业尽可能放在园区外",
    "class_unknown": lambda _: "行业类别没有定,要不要进化工园区须核查",
    "shore": lambda _: "看具体地块:离长江干支流岸线是否超过 1 公里,须核查",
    "directory_unknown": lambda _: "工艺在现行产业目录里属哪一类没有核对,须核查",
    "directory_open": lambda v: f"工艺在现行产业目录里属{_list(v, 'classes')}类",
    "directory_closed": _directory,
    "directory_old": lambda v: f"{v['year']}年本目录列为{v['class']}类,现行目录是否保留须核查",
    "layout_not_listed": lambda v: f"不在布局、减量置换规定点名的品种里({v['named']})",
    "layout_listed": lambda _: "规定点名了这种产品或工艺,规划布局和产能置换须核查",
    "layout_unknown": lambda _: "布局和产能置换的规定没有收录,须核查",
    "hazard_listed": _kinds,
    "hazard_unknown": lambda _: "是否涉及 18 种重点监管工艺没有核对,须核查",
    "hazard_goods": lambda v: (
        f"工艺不在 18 种之内;物料有{_names(v, 'goods')},是否属重点监管危化品、构成重大危险源须核查"
    ),
    "hazard_goods_unknown": lambda _: "工艺不在 18 种之内;物料的危险性没有收录齐,须核查",
    "hazard_none": lambda _: "工艺不在 18 种之内,已收录的物料没有标注易燃、有毒等危险性",
    "local_list": lambda _: "本市、本区的禁限控目录没有收录,须核查",
    "toxic": lambda v: f"物料标注剧毒:{_names(v, 'goods')};本地禁限控目录没有收录,须核查",
    "energy": lambda _: "在已收录的能效标杆领域里没有列名;能评、两高、碳排放按项目核,须核查",
    "energy_listed": lambda _: "列名到能效标杆领域,新建要达标杆;能评、两高、碳排放须核查",
    "emissions": lambda _: "VOCs 等排放限值和总量指标看环评,须核查",
    "thresholds": lambda _: "本地投资强度、亩均税收门槛没有收录,按项目的投资、用地、税收核,须核查",
    "services": lambda _: "污水处理余量、园区安全风险等级没有收录,须核查",
    "land_free": _land,
    "land_unknown": _no_land,
    "site_outside": lambda _: "在园区外选址,用地和配套没有收录,须核查",
}
_AFTER: dict[str, Callable[[Values], str]] = {
    "small": lambda v: f"计划 {_size(v, 'scale_kt_a')},低于 {_size(v, 'scale_below_kt_a')}",
    "large": lambda v: f"计划 {_size(v, 'scale_kt_a')},不低于 {_size(v, 'scale_below_kt_a')}",
    "scale_unknown": lambda v: f"规模没有定,{_size(v, 'scale_below_kt_a')}以下适用",
    "encouraged_unsourced": lambda _: "未见原文",
    "banned": lambda _: "没有别的工艺可走,移出名单",
}


def _size(v: Values, key: str) -> str:
    value = v.get(key)
    return amount(float(value)) if isinstance(value, float | int) else "未知"


def check_text(line: Filter) -> str:
    """One line of the checks as a sentence; a rule keeps its own words."""
    v = dict(line.values)
    own = line.text
    if not own:
        own = _WORDS.get(line.code, _directory)(v)
    elif line.code == "elsewhere":
        own = f"外地文本,只作提示:{own}"
    elif line.result == "受限":
        own = f"可能受限:{own}"
    notes = [_AFTER[line.code](v)] if line.code in _AFTER else []
    notes += _routes(line, v)
    return f"{own}({';'.join(notes)})" if notes else own


def _routes(line: Filter, v: Values) -> list[str]:
    if not v.get("routes"):
        return []
    names = str(v["routes"]).split(";")
    told = f"只涉及工艺:{listed(names, SHOWN, '条')}"
    if line.result == "受限" and v.get("open_routes"):
        told += f";另有 {_number(v, 'open_routes')} 条不受限"
    return [told]


def check_name(step: int) -> str:
    """A check as it is called, with its number.

    Examples
    --------
    >>> check_name(2)
    '②沿江距离'
    """
    return f"{chr(ord('①') + step - 1)}{CHECKS[step]}"


def summary(lines: Iterable[Filter]) -> str:
    """The ten results in one cell."""
    return ";".join(f"{check_name(s)} {r}" for s, r in step_results(lines).items())
