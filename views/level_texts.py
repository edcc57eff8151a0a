"""产业能级, 过剩预警 and unit economics in words."""

from __future__ import annotations

from graph.levels import CostStatement, Economics, LevelItem, Oversupply
from graph.quality import WEAK_GRADES
from graph.results import Interval
from views.amounts import amount, interval, number, percent
from views.texts import DOUBT

LABELS = {
    "local_capacity": "本地产能",
    "national_capacity": "全国产能",
    "share": "占全国份额",
    "rank": "产地位次",
    "top_four": "前四家占全国",
    "frontier_train": "单套规模上限",
    "train_ratio": "本地最大一套与它相比",
    "national_self": "全国自给率",
    "local_self": "本地自给率",
}
WHY_NONE = {
    "not_here": "本地没有装置",
    "not_stated": "本地是联产或装置内部产出,没有单独的铭牌产能",
    "not_running": "本地还没有投产",
    "capacity_unknown": "本地有装置产能未知",
    "no_figure": "没有收录到全国数字",
    "above_national": "已收录的产能超过这个全国数字,全国数字已旧",
    "fewer_than_four": "年份对得上的企业不到四家",
    "no_other_place": "没有收录到产能已知的其他产地",
    "no_scale": "没有收录到单套规模",
    "no_local_need": "本地没有装置要用",
    "need_unknown": "本地要用多少未知",
}
METHODS = {
    "output": "产量÷表观消费量",
    "net_imports": "1−净进口÷表观消费量",
    "dependence": "1−进口依存度,出口未计",
}
MIXED_IMPORTS = 0.2
NOT_HAD = "未取得"


def level_value(item: LevelItem) -> str:
    """The value of one line; 未取得 with the reason when there is none."""
    if item.why_none and item.value is None:
        return f"{NOT_HAD}({WHY_NONE[item.why_none]})"
    if item.code in ("local_capacity", "national_capacity", "frontier_train"):
        return _capacity(item)
    if item.code == "rank":
        return f"已收录 {item.of} 处中第 {int(item.value or 0)}"
    if item.code == "share":
        return _share(item)
    if item.span is not None:
        return _spread(item.span, item.value)
    least = "至少 " if item.code == "top_four" else ""
    return f"{least}{percent(item.value)}"


def _capacity(item: LevelItem) -> str:
    size = amount(item.value)
    if item.span is not None and item.span.high is None:
        size = f"已知 {size},另有装置产能未知"
    elif item.span is not None and item.span.low != item.span.high:
        size = interval(item.span)
    return f"{size}(其中在建、规划 {amount(item.building)})" if item.building else size


def _share(item: LevelItem) -> str:
    shown = _spread(item.span or Interval(0.0, item.value, None), item.value)
    share = shown if item.value or not item.building else "在产为 0"
    return f"{share},在建、规划的另合 {percent(item.building)}" if item.building else share


def _spread(span: Interval, likely: float | None) -> str:
    """A share that may be uncertain: its ends when they read differently."""
    if span.high is None:
        return f"至少 {percent(span.low)}"
    low, high = percent(span.low), percent(span.high)
    return percent(likely) if low == high else f"{low}到 {high}"


def level_year(item: LevelItem) -> str:
    """The year of a line; both years when the two figures are of different ones."""
    if item.year is None:
        return "" if item.value is None else "年份未载"
    if item.base_year and item.base_year != item.year:
        who = "企业" if item.code == "top_four" else "本地"
        return f"{who} {item.year},全国 {item.base_year}"
    return item.year


def level_note(item: LevelItem) -> str:
    """What to know before using the line; empty when nothing."""
    parts = [METHODS.get(item.method or "", "")]
    if item.code == "rank" and item.of:
        parts.append("只比在产的,名单不全")
        parts += [f"另有 {item.left_out} 家在产、产能未知"] if item.left_out else []
        parts.append(f"最大的几处:{'、'.join(item.names)}")
    elif item.code == "top_four" and item.value is not None:
        parts.append(f"{'、'.join(item.names)};名单不全")
    elif item.code in ("frontier_train", "train_ratio") and item.names:
        parts.append("、".join(item.names))
    if item.code == "train_ratio" and (item.value or 0.0) > 1.0:
        parts.append("可能不止一条线")
    if item.forecast:
        parts.append("当时的预计数")
    if item.stale:
        parts.append("全国数字已旧")
    return ";".join(p for p in parts if p)


def oversupply(found: Oversupply) -> str:
    """The warning as one sentence with its numbers, year and reservations."""
    told = []
    if found.capacity_ratio is not None:
        told.append(f"产能是表观消费量的 {number(round(found.capacity_ratio, 2))} 倍")
    if found.utilisation is not None:
        told.append(f"产量只有产能的 {percent(found.utilisation)}")
    if found.export_share is not None and "export" in found.reasons:
        told.append(f"净出口占产量 {percent(found.export_share)}")
    if (found.import_share or 0.0) >= MIXED_IMPORTS:
        told.append(f"同时仍有 {percent(found.import_share)}靠进口,先看清缺的是哪种牌号")
    expected = "预计" if found.forecast else ""
    doubt = f"({DOUBT})" if found.grade in WEAK_GRADES else ""
    age = ";这是旧数,现在是否过剩要另核" if found.stale else ""
    return f"全国 {found.year} 年{expected}:{','.join(told)}{doubt}{age}"


def economics(found: Economics | None) -> str:
    """Investment, land and output of the plant; what nobody has stated is 未知."""
    if found is None or not any(found.counts):
        return "没有收录到能折算的同类项目,投资和用地未知"
    money, land, output = found.counts
    parts = (
        _estimate("投资", found.investment_yi, "亿元", money),
        _estimate("用地", found.land_mu, "亩", land),
        _estimate("年产值", found.output_yi, "亿元", output),
    )
    size = amount(found.capacity_kt_a)
    return f"一套 {size},按已公开的同类项目折算:{';'.join(parts)}(推算)"


def _estimate(what: str, span: Interval | None, unit: str, projects: int) -> str:
    if span is None or span.high is None:
        return f"{what}未知"
    low, high = short(span.low), short(span.high)
    shown = low if low == high else f"{low}–{high}"
    return f"{what}约 {shown} {unit}({projects} 个项目)"


def short(value: float) -> str:
    """A rough figure: whole from 10 up, one decimal below.

    Examples
    --------
    >>> short(167.4), short(4.2857), short(0.24)
    ('167', '4.3', '0.24')
    """
    return number(round(value, 0 if value >= 10 else 1 if value >= 1 else 2))


def cost_statement(row: CostStatement) -> str:
    """What one source says of one plant."""
    parts = [f"产能 {amount(row.capacity_kt_a)}"]
    if row.investment_yi is not None:
        parts.append(f"投资 {number(row.investment_yi)} 亿元")
    if row.land_mu is not None:
        parts.append(f"用地 {number(row.land_mu)} 亩")
    if row.output_yi is not None:
        parts.append(f"年产值 {number(row.output_yi)} 亿元")
    pooled = ";含别的产品,不折算" if row.pooled else ""
    return f"{row.who}:{','.join(parts)}{pooled}"
