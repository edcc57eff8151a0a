"""Why two names are one company, or not: one sentence."""

from __future__ import annotations

from graph.names.parts import one_spelling
from graph.names.verdict import Verdict

ANSWERS = {"same": "同一家", "different": "不是一家", "unsure": "拿不准,须核"}
FORMS = {
    "股份": "股份有限公司",
    "有限": "有限(责任)公司",
    "合伙": "合伙企业",
    "院所": "研究院所",
}
_DOUBT = {"C": ",出处是转载,须核", "D": ",出处无日期或无地址,须核"}
_PLAIN = {
    "spelling": "写法相同",
    "parts": "四部分都对得上,写法不同",
    "note": "括号里的话不同:{0}",
    "branch": "一个是分支机构:{0}",
    "place": "行政区划不同:{0}、{1}",
    "place_within": "行政区划一大一小:{0}、{1}",
    "place_lacking": "一个写了行政区划({0}),一个没有",
    "brand": "字号不同",
    "brand_within": "字号一个包含另一个:{0}、{1}",
    "brand_typo": "字号只差一个字:{0}、{1}",
    "brand_sound": "字号读音相同、字不同:{0}、{1}",
    "short": "“{0}”可能是“{1}”的简称",
    "script": "一个是外文名、一个是中文名,从字面比不出",
    "trade": "行业不同:{0}、{1}",
    "trade_lacking": "行业写法不全或不同",
    "form_lacking": "一个没有写组织形式",
    "record_merged": "{0} 已并入 {1}",
    "record_before_merger": "这一天还是两家:{0} 到 {2} 才并入 {1}",
    "record_many": "这个名称在库里不止一家用过:",
    "record_like": "库里有 {0}",
}


def verdict_text(found: Verdict) -> str:
    """The sentence.

    Examples
    --------
    >>> from graph.names.verdict import compare
    >>> verdict_text(compare("小米股份有限公司", "小米有限公司"))
    '组织形式不同(股份有限公司、有限(责任)公司):可能是改制,也可能是两家'
    """
    code, values = found.code, found.values
    if code == "form":
        shown = "、".join(FORMS.get(v, v) for v in values)
        return f"组织形式不同({shown}):可能是改制,也可能是两家"
    if code == "judged":
        who, when, why = values
        return f"{who or '有人'} {when} 判断过{':' if why else ''}{why}"
    if code == "brand":
        return f"字号不同:{'、'.join(values)}" if values[1:] else f"一个没有写字号({values[0]})"
    if code == "record":
        return f"库里都记在 {values[0]} 名下{_DOUBT.get(values[1], '')}"
    if code == "record_renamed":
        firm, name, until, grade = values
        return f"库里都记在 {firm} 名下;“{name}”用到 {until}{_DOUBT.get(grade, '')}"
    if code == "record_merged":
        since = f",{values[2]} 起算一家,之前是两家" if values[2] else ",日期没有记录"
        return _PLAIN[code].format(*values) + since
    if code == "record_other":
        later = f",都已并入 {values[2]}" if values[2:] else ""
        return f"库里是两家:{values[0]}、{values[1]}{later}"
    if code == "record_many":
        return _PLAIN[code] + "、".join(values)
    if code == "record_like":
        return _PLAIN[code].format(*values) + _like(found)
    return _PLAIN[code].format(*values)


_NEAR = {
    "note": "括号里的话不同",
    "brand_within": "字号一长一短",
    "brand_typo": "字号只差一个字",
    "brand_sound": "字号读音相同、字不同",
    "short": "可能只是简称",
    "script": "一个是外文名",
    "place_within": "行政区划一大一小",
    "place_lacking": "一个没有写行政区划",
    "trade_lacking": "行业写法不全或不同",
    "form_lacking": "一个没有写组织形式",
    "form": "组织形式不同",
    "parts": "写法不同",
}


def _like(found: Verdict) -> str:
    firm, name, code = found.values
    also = "" if name == one_spelling(firm) else f"(又称 {name})"
    return f"{also},{'写法相同' if found.answer == 'same' else '相近,但' + _NEAR[code]}"
