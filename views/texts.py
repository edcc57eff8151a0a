"""Codes → Chinese: the only place where reasoning becomes sentences."""

from __future__ import annotations

from collections.abc import Callable

from graph.facts import Facts
from graph.model import Source
from graph.quality import WEAK_GRADES
from graph.results import Evidence, Feature, Gap, SurveyItem, Target, UnitView, Unknown
from views import target_texts
from views.amounts import amount, number
from views.check_texts import CHECKS as CHECKS
from views.check_texts import check_text as check_text
from views.listing import listed

RULES = {
    "B1": "补链:本地装置需要、本地供给不足八成的可外购产品;缺口=需求−供给",
    "B2": "补链:上游本地有富余、下游本地正缺,中间差的一步;数量=下游所需,不超过富余能产出的量",
    "Y1": "延链:本地富余、出园前未加工的产品,往下四步以内能用它的工艺;数量=一套装置能吃掉的富余",
    "Q1": "强链:本地已有,但独家供应且有下游依赖、规模低于经济规模或路线受限;数量=本地的产量",
}
KIND_MEANING = {
    "补链": "本地要用、本地不够",
    "延链": "本地富余、还能往下做",
    "强链": "本地已有、但不牢靠",
}
STATE_MEANING = {
    "断": "要用,本地一点没有",
    "弱": "要用,本地供给不到八成",
    "自足": "供需大致相当",
    "富余": "供给超过需求两成以上",
    "外销": "本地不用,全部卖出去",
    "未知": "缺关键数字,说不准",
    "不相关": "本地没有,也没有装置要用",
}
PRESENCE_MEANING = {
    "在产": "有装置在生产",
    "在建": "有装置在建",
    "规划": "只有规划",
    "停产": "装置已停",
    "联产推算": "别的装置顺带产出,数量为推算",
    "无": "本地没有装置",
    "未核": "有记录,现况没有核实",
}
BASIS = {
    "source": "来源原文",
    "source-derived": "据来源换算",
    "source-range": "来源给出范围",
    "source-route": "来源只说到路线",
    "definition": "定义",
    "stoichiometry": "按反应式与收率推算",
    "engineering-knowledge": "行业常识,未找到来源",
    "computed": "本系统推算",
    "estimate": "估计",
    "dataset": "公开数据集,未逐条核对",
    "user": "本单位填报",
}
FIELDS = {
    "capacity_kt_a": "产能",
    "process_ids": "采用的工艺路线",
    "output": "实际产出",
    "status": "现况",
}
SURVEY_NAMES = 3
GRADE = {"充分": "依据充分", "一般": "依据一般", "不足": "依据不足"}


def quantity(kt_a: float | None, unknown: str = "数量未知") -> str:
    """An amount, or the words for not knowing it."""
    return unknown if kt_a is None else amount(kt_a)


NOBODY = "未具名"
DOUBT = "转载待核"


def source_title(source: Source) -> str:
    """A source as maps and reports name it; a repost or an undated page says so.

    Examples
    --------
    >>> source_title(Source("S1", "某稿", None, None, None, "C", None, None))
    '某稿(转载待核)'
    """
    return f"{source.title}({DOUBT})" if source.grade in WEAK_GRADES else source.title


def presence(unit: UnitView) -> str:
    """How a unit stands; 现况未核 with what was last said and when."""
    if unit.stated is None:
        return unit.presence
    seen = f"最近见于 {unit.confirmed}" if unit.confirmed else "日期未载"
    return f"现况未核(原说{unit.stated},{seen})"


def field_name(field: str) -> str:
    """What an unknown field is called on a form."""
    return FIELDS.get(field, field)


def unit_name(facts: Facts, unit_id: str) -> str:
    """A unit as people call it; an implied one is named after its product."""
    if unit_id in facts.unit_names:
        return facts.unit_names[unit_id]
    product = facts.products.get(unit_id.rpartition(":")[2])
    return f"{product.name_zh}(联合装置内)" if product else unit_id


def ask(facts: Facts, unknown: Unknown) -> str:
    """The question that would settle an unknown."""
    what = unit_name(facts, unknown.unit_id)
    questions = {
        "capacity_kt_a": f"请{unknown.firm}填报“{what}”的设计产能(万吨/年)",
        "process_ids": f"请{unknown.firm}确认“{what}”采用哪条工艺路线",
        "status": f"请{unknown.firm}确认“{what}”现在是否在产、在建或已停",
        "output": f"请{unknown.firm}说明“{what}”是否另产这种产品、每年多少",
    }
    return questions.get(unknown.field, f"请{unknown.firm}补充“{what}”的{unknown.field}")


def survey_ask(facts: Facts, item: SurveyItem) -> str:
    """The question of a survey line; hidden outputs are named instead of “这种产品”."""
    if item.field != "output":
        return ask(facts, Unknown(item.firm_id, item.firm, item.unit_id, item.field))
    names = [facts.products[p].name_zh for p in item.product_ids]
    what = unit_name(facts, item.unit_id)
    return f"请{item.firm}填报“{what}”另产的{listed(names, SURVEY_NAMES)}各多少(万吨/年)"


def _value(values: dict[str, str | float | None], key: str) -> float | None:
    found = values.get(key)
    return found if isinstance(found, float | int) else None


def _amount_range(v: dict[str, str | float | None]) -> str:
    low, likely, high = (_value(v, k) for k in ("low_kt_a", "amount_kt_a", "high_kt_a"))
    if likely is None:
        return "数量未知"
    if not v.get("verified", 1.0):
        return f"{amount(likely)}(现况未核,可能没有)"
    if low is not None and high is not None and high - low > 1e-9:
        return f"{amount(likely)}(路线未定,{amount(low)}到{amount(high)})"
    return amount(likely)


def _term(v: dict[str, str | float | None], verb: str) -> str:
    capacity, basis, per_t = (_value(v, k) for k in ("capacity_kt_a", "basis_t_per_t", "t_per_t"))
    head = f"{v['firm']}{v['process'] or v['basis_product']}"
    if capacity is None:
        return f"{head}:{verb}{v['product']},该装置产能未知,数量未知"
    size = f"{'推算' if v.get('computed') else ''}产能 {amount(capacity)}({v['basis_product']})"
    if per_t is None or basis is None or (per_t == basis and v["product"] == v["basis_product"]):
        return f"{head}:{size},{verb}{v['product']} {_amount_range(v)}"
    ratio = f"× {number(per_t)}" if basis == 1.0 else f"÷ {number(basis)} × {number(per_t)}"
    return f"{head}:{size} {ratio} 吨/吨,{verb}{v['product']} {_amount_range(v)}"


def _route(v: dict[str, str | float | None]) -> str:
    small, big = _value(v, "scale_low_kt_a"), _value(v, "scale_high_kt_a")
    train = "单套规模未知" if big is None else f"单套 {amount(small)}到{amount(big)}"
    return (
        f"{v['feed']}可外供约 {amount(_value(v, 'surplus_kt_a'))};走“{v['process']}”,"
        f"每吨{v['product']}用 {number(_value(v, 't_per_t') or 0.0)} 吨,{train}"
    )


def _step(v: dict[str, str | float | None]) -> str:
    small, big = _value(v, "scale_low_kt_a"), _value(v, "scale_high_kt_a")
    train = "单套规模未知" if big is None else f"单套 {amount(small)}到{amount(big)}"
    per_t = number(_value(v, "t_per_t") or 0.0)
    return f"再由{v['feed']}走“{v['process']}”,每吨{v['product']}用 {per_t} 吨,{train}"


def _link(v: dict[str, str | float | None]) -> str:
    need, made = (quantity(_value(v, k)) for k in ("need_kt_a", "amount_kt_a"))
    spare = quantity(_value(v, "surplus_kt_a"))
    return (
        f"上游{v['feed']}可外供 {spare},下游{v['need']}本地缺 {need};中间差{v['product']}一步:"
        f"走“{v['process']}”,每吨用{v['feed']} {number(_value(v, 't_per_t') or 0.0)} 吨,需 {made}"
    )


def _weakness(v: dict[str, str | float | None]) -> str:
    parts = [f"本地 {int(_value(v, 'producers') or 0)} 家生产{v['product']}"]
    ratio, train = _value(v, "scale_ratio"), _value(v, "train_kt_a")
    if ratio is not None and train is not None:
        parts.append(f"最大一套为最小经济规模 {amount(train)} 的 {number(ratio * 100)}%")
    others = _value(v, "others_share")
    if others is not None:
        parts.append(f"最大一套停了,其余够本地需求的 {others * 100:.0f}%")
    if v["downstream"]:
        size = quantity(_value(v, "downstream_kt_a"))
        parts.append(f"停产、又不另外买入时,下游 {v['downstream']} 少产,已知合计 {size}")
    return ";".join(parts)


def _producer(v: dict[str, str | float | None]) -> str:
    year = f"({v['year']}年数据)" if v["year"] else "(年份未载)"
    place = v["place"] or "地点未载"
    size = quantity(_value(v, "capacity_kt_a"), "产能未知")
    return f"{place}{v['product']} {size},{v['status']}{year}"


def _signal(v: dict[str, str | float | None]) -> str:
    money = _value(v, "investment_yi")
    parts = [f"{v['date'] or '日期未载'} {v['place'] or ''}{v['direction']}{v['product']}"]
    if (size := _value(v, "capacity_kt_a")) is not None:
        parts.append(amount(size))
    if money is not None:
        parts.append(f"投资 {number(money)} 亿元")
    return ",".join(parts)


_SENTENCES: dict[str, Callable[[dict[str, str | float | None]], str]] = {
    "term_supply": lambda v: _term(v, "产出"),
    "term_demand": lambda v: _term(v, "需用"),
    "may_also_yield": lambda v: f"{v['firm']}{v['process']}可能另产{v['product']},数量未知",
    "import_dependence": lambda v: (
        f"全国进口依存度 {number((_value(v, 'share') or 0.0) * 100)}%({v['year']}年)"
    ),
    "route": _route,
    "step": _step,
    "link": _link,
    "weakness": _weakness,
    "producer": _producer,
    "signal": _signal,
    **target_texts.SENTENCES,
}


def evidence(item: Evidence) -> str:
    """One evidence item as a sentence."""
    return _SENTENCES[item.code](dict(item.values))


def feature(item: Feature) -> str:
    """One feature as 名称 分值×权重, unknown ones said so."""
    shown = "未知,按中位数" if item.value is None else f"{item.value * 100:.0f} 分"
    return f"{item.label_zh}:{shown},占 {item.weight * 100:.0f}%"


def reasons(target: Target) -> list[str]:
    """Why a firm stands where it stands: two to four sentences, the strongest first."""
    return target_texts.reasons(target, evidence)


def gap_headline(facts: Facts, gap: Gap) -> str:
    """One line that says what the gap is."""
    name = facts.products[gap.product_id].name_zh
    size = quantity(gap.gap.likely)
    if gap.kind == "补链":
        doubt = "" if gap.certain else "(需求未落实)"
        if not gap.gap.likely and gap.gap.high:
            return f"{name}:本地缺,至多 {amount(gap.gap.high)}{doubt}"
        return (
            f"{name}:本地缺,{size}{doubt}"
            if gap.gap.likely is None
            else (f"{name}:本地每年缺 {size}{doubt}")
        )
    if gap.kind == "延链" and gap.from_product_id:
        feed = facts.products[gap.from_product_id].name_zh
        via = "、".join(facts.products[p].name_zh for p in gap.path[1:-1])
        told = f"{name}:可用本地富余{feed} {size}" + (f"(经{via})" if via else "")
        return told + ("(备选)" if gap.alternative else "")
    weak = next((dict(e.values) for e in gap.evidence if e.code == "weakness"), {})
    why = "、".join(_weak_points(weak)) or "路线受限"
    return f"{name}:本地 {size},{why}"


def _weak_points(v: dict[str, str | float | None]) -> list[str]:
    ratio, points = _value(v, "scale_ratio"), []
    if _value(v, "producers") == 1.0 and v.get("downstream"):
        points.append("独家供应")
    if v.get("downstream"):
        points.append(f"停产牵连下游 {quantity(_value(v, 'downstream_kt_a'), '产能未知')}")
    if ratio is not None and ratio < 1.0:
        points.append(f"规模只有最小经济规模的 {number(ratio * 100)}%")
    return points


MISSED = {
    "hub": "公用物料,不作缺口",
    "primary": "一般外购的原料,不作缺口",
    "captive": "装置内自用,不作缺口",
    "below": "在名单上,但排第 {rank}",
    "removed": "被准入规则 {rule} 移出名单",
    "interior": "当时已有或在建的联合装置内部自产自用",
    "standing": "当时已有装置在产,供需为“{state}”,三种缺口都够不上",
    "building": "当时已在建",
    "unverified": "当时有装置在册,但在不在产没有核实",
    "article": "当地要用,但属制品,不作补链",
    "uncertain": "当地可能要用,供需说不准",
    "coproduct": "只作别的产品的联产品,没有以它为主的装置,名单不单列",
    "no_route": "产业链上没有它的工艺",
    "train": "顺着当时富余的{feed}往下能到,但富余量喂不饱途中一套通常规模的装置",
    "feed_unknown": "要从当时的{feed}往下做,而{feed}有没有富余当时不知道",
    "feed_used": "要从当时的{feed}往下做,而{feed}没有富余",
    "feed_inside": "它的主原料{feed}当时虽有,但属公用物料、外购原料或装置内自用,不算可外供",
    "out_of_reach": "离当时已有的东西超过四步",
}


def missed(facts: Facts, code: str, values: tuple[tuple[str, str | float | None], ...]) -> str:
    """Why a product that was invested in later did not stand among the first of a list."""
    told = {k: f"{v:.0f}" if isinstance(v, float) else v for k, v in values}
    feed = facts.products.get(str(told.get("feed")))
    return MISSED[code].format(**told | ({"feed": feed.name_zh} if feed else {}))
