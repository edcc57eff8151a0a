"""梯度培育 in words: tiers, watch codes, verdicts, where a figure is from."""

from __future__ import annotations

from graph.desk.ladder.criteria_checks import MET, SHORT, Verdict
from graph.desk.ladder.figures import Tier, Told
from graph.facts import Facts
from views.amounts import number
from views.tables.origin import Origin, origin

FIELD = {
    "revenue_wan": "主营业务收入",
    "output_wan": "产值",
    "rd_wan": "研发投入",
    "patents": "发明专利",
    "tax_wan": "税收",
}
WATCH = {
    "below": "已低于入规线",
    "near": "接近入规线",
    "over": "已过线,还没有入规",
    "open": "已过线,是否在规上待核",
    "close": "快到入规线",
    "unknown": "营收未知",
}
RESULT = {MET: "达到", SHORT: "未达", "unknown": "未知"}
SIGN = {MET: "✓", SHORT: "✕", "unknown": "?"}
WHY_UNKNOWN = {
    "no_data": "缺数据,要问企业",
    "no_field": "本库不记这一项,要问企业",
    "not_seen": "标准原文未见",
    "judged": "要人看材料定",
}
BARRED = {"large": "大型企业", "branch": "分公司"}
UNITS = {"%": "%", "万元": " 万元", "年": " 年", "项": " 项", "分": " 分"}


def firm_name(facts: Facts, firm_id: str | None, text: str | None = None) -> str:
    """The full name of a firm as documents write it."""
    firm = facts.firms.get(firm_id or "")
    return firm.name_zh if firm else text or firm_id or ""


def wan(value: float | None) -> float | None:
    """An amount in 万元 as a cell; None stays None."""
    return None if value is None else round(value, 4)


def told_source(facts: Facts, told: Told | None) -> Origin | None:
    """Where one figure is from; None when there is none."""
    return None if told is None else origin(facts, told.source_id, told.as_of, told.basis)


def tier_name(tier: Tier | None, kept: str | None = None) -> str | None:
    """The tier; what the office wrote when nothing follows from figures."""
    return tier.name if tier else kept


def tier_reason(facts: Facts, tier: Tier | None) -> str | None:
    """Why a firm stands in that tier: amount, year and source, or the listing alone."""
    if tier is None:
        return None
    if tier.told is None:
        return f"企业表记为{tier.name},没有年度数据"
    told, source = tier.told, told_source(facts, tier.told)
    field = FIELD["output_wan" if tier.by == "output_wan" else "revenue_wan"]
    what = f"{told.year} 年{field} {number(told.value)} 万元"
    listed = f"企业表记为{tier.name};" if tier.by == "listed" else ""
    return f"{listed}{what}({source.title if source else '无来源'})"


def _amount(row: Verdict) -> str | None:
    if row.value is None:
        return None
    unit = "%" if "占比" in row.criterion.item or "强度" in row.criterion.item else None
    unit = unit or row.criterion.unit or ""
    return f"{number(row.value)}{UNITS.get(unit, unit)}"


def verdict_value(row: Verdict) -> str | None:
    """What was compared, with unit and years; None when nothing was."""
    told = _amount(row)
    years = sorted({t.year for t in row.told})
    when = f",{'、'.join(map(str, years))} 年" if years else ""
    return f"{told}{when}" if told else None


def verdict_short(row: Verdict) -> str:
    """One verdict for a narrow cell: the word, and what was compared."""
    if row.result == "unknown" and row.value is not None:
        return f"未知({_known(row)})"
    return " ".join(p for p in (RESULT[row.result], _amount(row)) if p)


def verdict_text(row: Verdict) -> str:
    """One verdict as a cell.

    A way left open is said beside 未达.
    """
    value = verdict_value(row)
    if row.result == MET:
        return f"达到({value})" if value else "达到"
    if row.result == SHORT:
        more = ";另有通道可核" if row.other_way else ""
        return f"未达({value}{more})" if value else f"未达{more}"
    known = f"{_known(row)};" if row.value is not None else ""
    return f"未知({known}{WHY_UNKNOWN.get(row.code, '缺数据')})"


def _known(row: Verdict) -> str:
    """What is known of a criterion that is not settled."""
    return f"{'成立' if row.criterion.unit == '年' else '已知'} {_amount(row)}"
