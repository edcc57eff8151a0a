"""A company name in its parts: place, brand, trade, form, branch."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph.names.places import is_county, leading_place, places

FORMS = {
    "股份有限公司": "股份",
    "股份公司": "股份",
    "有限责任公司": "有限",
    "有限公司": "有限",
    "(有限合伙)": "合伙",
    "(普通合伙)": "合伙",
    "合伙企业": "合伙",
    "合作社": "合作社",
    "研究院": "院所",
    "研究所": "院所",
    "总厂": "厂",
    "分厂": "厂",
    "厂": "厂",
    "公司": "公司",
}
"""Form as a name ends with it → the form it is in law; 有限 and 有限责任 are one."""

TRADES = (
    *("石油化工", "石油炼化", "煤化工", "精细化工", "氟化工", "盐化工", "磷化工", "化工", "石化"),
    *("炼化", "化学", "化纤", "化肥", "氯碱", "焦化", "石油", "天然气", "燃气", "煤气化", "煤炭"),
    *("新材料", "新材", "高分子材料", "高分子", "复合材料", "材料", "催化剂", "树脂", "橡胶"),
    *("塑料", "塑胶", "塑业", "薄膜", "纤维", "尼龙", "纺织", "涂料", "颜料", "染料", "助剂"),
    *("医药", "制药", "药业", "农化", "农药", "生物", "日化", "香料", "气体", "硅业", "碳素"),
    *("能源", "新能源", "清洁能源", "电力", "热电", "环保", "水务", "循环", "资源"),
    *("科技", "技术", "工业", "实业", "工程", "机电", "设备", "机械", "仪器", "装备", "电子"),
    *("电缆", "建设", "建材", "矿业", "冶金", "钢铁", "有色", "铝业", "铜业", "锂业", "磷业"),
    *("盐业", "纸业", "食品", "油脂", "贸易", "商贸", "物流", "仓储", "运输", "供应链", "投资"),
    *("控股", "发展", "产业", "开发", "管理", "服务", "咨询", "信息", "网络", "软件", "集团"),
    *("制造", "加工", "生态", "环境", "健康", "光电", "半导体", "电池", "汽车", "航空", "重工"),
)
_SAME_TRADE = {"石化": "石油化工", "新材": "新材料", "塑业": "塑料"}
_LONG_FIRST = sorted(TRADES, key=len, reverse=True)
_BRANCH = re.compile(r"(.{2,}?(?:公司|厂|集团))(.{1,20}?(?:分公司|分厂|办事处|事业部|分行|营业部))")
_NOTE = re.compile(r"\(([^()]*)\)")
_BLANK = re.compile(r"[\s·,,。;;、“”\"'‘’]+")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name; "" for a part it does not have.

    ``text`` is the whole name in one spelling (half-width capitals, no blanks).  ``form`` is
    the form in law, ``branch`` what stands after the name of the company it belongs to, ``note``
    what stood in brackets and is no place (筹备组, 拟设 …).
    """

    text: str
    place: str
    brand: str
    trade: tuple[str, ...]
    form: str
    branch: str = ""
    note: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it may be a registered name: it has a form, and a brand or a place."""
        return bool(self.form and (self.brand or self.place))


def one_spelling(name: str) -> str:
    """The name in half-width capitals, without blanks, quotation marks or final stops.

    Examples
    --------
    >>> one_spelling(" 赢创(上海) 化工"), one_spelling("Basf se")
    ('赢创(上海)化工', 'BASFSE')
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", name)).upper()


def parts_of(name: str) -> NameParts:
    """Take a name apart.

    Examples
    --------
    >>> p = parts_of("湖南中创化工股份有限公司")
    >>> p.place, p.brand, p.trade, p.form
    ('湖南', '中创', ('化工',), '股份')
    >>> parts_of("中国石油化工股份有限公司长岭分公司").branch
    '长岭分公司'
    >>> p = parts_of("赢创德固赛(中国)投资有限公司")
    >>> p.place, p.brand, p.trade
    ('中国', '赢创德固赛', ('投资',))
    """
    text = one_spelling(name)
    whole, branch = _branch(text)
    whole, place, note = _brackets(whole)
    rest, form = _form(whole)
    lead = leading_place(rest)
    brand, trade = _trade(rest[len(lead) :])
    if lead and not brand and is_county(lead):  # 延长石油: the county is the brand
        lead, brand = "", lead
    return NameParts(text, lead or place, brand, trade, form, branch, note)


def _branch(text: str) -> tuple[str, str]:
    match = _BRANCH.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _brackets(text: str) -> tuple[str, str, str]:
    """The name without its brackets, the place in them, and anything else in them."""
    place, notes = "", []
    for inner in _NOTE.findall(text):
        if inner in places() or inner in ("中国", "集团"):
            place = place or ("" if inner == "集团" else inner)
        elif f"({inner})" not in FORMS:
            notes.append(inner)
    kept = _NOTE.sub(lambda m: m[0] if m[0] in FORMS else "集团" * (m[1] == "集团"), text)
    return kept, place, ";".join(notes)


def _form(text: str) -> tuple[str, str]:
    for end, form in FORMS.items():
        if text.endswith(end) and len(text) > len(end):
            return text[: -len(end)], form
    return text, ""


def _trade(text: str) -> tuple[str, tuple[str, ...]]:
    """Brand and trades: words of trades are taken off the end; what is left is the brand."""
    trades: list[str] = []
    while word := next((t for t in _LONG_FIRST if text.endswith(t)), ""):
        left = len(text) - len(word)
        if left == 1 and not trades:
            break
        text = text[:left]
        trades.insert(0, _SAME_TRADE.get(word, word))
    return text, tuple(trades)
