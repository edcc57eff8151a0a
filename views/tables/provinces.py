"""全国布局 as a table: a line a province, and the country's figures in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.levels import LevelItem
from graph.reason.nation.provinces import Nationwide, ProvinceShare
from graph.reason.nation.sites import RUNNING
from graph.reason.nation.sums import Lead
from views.amounts import amount, number, percent, wan_t
from views.level_texts import WHY_NONE
from views.tables.gaps import Cell

COLUMNS = (
    "省",
    "在产产能(万吨/年)",
    "占收录(%)",
    "在建/规划(万吨/年)",
    "现况未核(万吨/年)",
    "企业数",
    "其中产能未知",
    "主要城市",
    "主要企业",
)
SHOWN = 4
ENOUGH = 0.5
"""Below this share of the nation on record the picture of its provinces is only a hint."""
SCOPE = "按收录企业统计,不是全国统计数"
UNSIZED = "产能未知"


def rows(shares: Iterable[ProvinceShare]) -> list[tuple[Cell, ...]]:
    """A line a province in the order given, as ``COLUMNS``; no figure is an empty cell."""
    return [
        (
            share.province,
            wan_t(share.running_kt_a),
            None if share.share is None else round(100.0 * share.share, 1),
            wan_t(share.coming_kt_a),
            wan_t(share.doubtful_kt_a),
            len(share.firms),
            len(share.unsized),
            leads(share.cities),
            leads(share.top_firms),
        )
        for share in shares
    ]


def leads(found: Sequence[Lead]) -> str | None:
    """The first few cities or firms with what is known of them.

    Examples
    --------
    >>> leads([Lead("惠州", "在产", 2200.0), Lead("湛江", "在建", None)])
    '惠州 220 万吨/年;湛江 在建,产能未知'
    """
    more = f"等 {len(found)} 个" if len(found) > SHOWN else ""
    return (";".join(map(_lead, found[:SHOWN])) + more) or None


def _lead(found: Lead) -> str:
    running = found.status == RUNNING
    if found.capacity_kt_a is None:
        return f"{found.name} {'' if running else found.status + ','}{UNSIZED}"
    return f"{found.name} {'' if running else found.status + ' '}{amount(found.capacity_kt_a)}"


def key_figures(whole: Nationwide) -> tuple[tuple[str, str], ...]:
    """The country's figures as label and value."""
    pairs = (
        ("收录在产产能", _running(whole)),
        ("收录企业", _firms(whole)),
        ("在建、规划", _told(whole.coming_kt_a)),
        ("旧说法,现况未核", _told(whole.doubtful_kt_a)),
        ("全国产能", national(whole.national)),
        ("收录占全国(港澳台除外)", coverage(whole)),
        ("在产数字的年份", whole.years or "没有数字"),
        ("其中本区", local(whole)),
    )
    return tuple(pair for pair in pairs if pair[1])


def _running(whole: Nationwide) -> str:
    if whole.running_kt_a is not None:
        return amount(whole.running_kt_a)
    return "没有在产数字" if whole.firms else "没有记录"


def _firms(whole: Nationwide) -> str:
    if not whole.firms:
        return "没有记录"
    where = f"{whole.provinces} 个省区市 {whole.firms} 家"
    return f"{where},{whole.unsized} 家{UNSIZED}" if whole.unsized else where


def _told(kt_a: float | None) -> str:
    return "" if kt_a is None else amount(kt_a)


def national(item: LevelItem) -> str:
    """The stated national capacity with its year and what is to be said against it."""
    if item.value is None:
        return WHY_NONE["no_figure"]
    doubts = (item.forecast and "当时的预计", item.stale and "已旧")
    told = "".join(f",{d}" for d in doubts if d)
    return f"{number(item.value / 10.0)} 万吨/年({(item.year or '')[:4]} 年{told})"


def coverage(whole: Nationwide) -> str:
    """How much of the stated national capacity is on record, and that little is little.

    Empty where no national capacity is stated.
    """
    if whole.national.value is None:
        return ""
    if whole.coverage is None:
        return "没有在产数字可比"
    if whole.coverage > 1.0:
        return "收录的已超过全国数字"
    doubt = ",分布只供参考" if round(whole.coverage, 2) < ENOUGH else ""
    return f"{percent(whole.coverage)}{doubt}"


def local(whole: Nationwide) -> str:
    """What the region's own plants come to, and their share of what is on record."""
    own = whole.local
    if own is None:
        return "没有装置"
    if own.capacity_kt_a is None:
        return f"{own.status},{UNSIZED}"
    part = own.capacity_kt_a / whole.running_kt_a if whole.running_kt_a else None
    share = f",占收录 {percent(part)}" if own.status == RUNNING and part is not None else ""
    return f"{own.status} {amount(own.capacity_kt_a)}{share}"
