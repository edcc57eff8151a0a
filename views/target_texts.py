"""Why a firm: codes of targets → Chinese sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.results import Evidence, Feature, Target
from views.amounts import amount, number

Values = dict[str, str | float | None]
MOST_REASONS = 4
LEAST_REASONS = 2
FLAGS = {
    "同集团": "同一集团在本地已有企业",
    "受限": "有记录说它在当地受限或要搬迁",
    "外迁": "有记录说它已到外省建厂",
    "邻近": "不做这个产品,做它的上下游或替代品",
    "回引": "本地企业在外地的项目,请它回来投",
}
SPEAKS = {
    "capacity_kt_a": ("rank", "producer"),
    "rank_national": ("rank",),
    "experience": ("producer",),
    "momentum": ("signal",),
    "feed_we_have": ("feed",),
    "surplus_kt_a": ("absorbs",),
    "ties": ("ties",),
    "strength": ("strength",),
    "contact": ("contact",),
}
_WORDS: dict[str, dict[float, str]] = {
    "experience": {1.0: "在产", 0.7: "在建", 0.4: "规划"},
    "ties": {1.0: "有", 0.7: "集团参股", 0.0: "未见"},
    "strength": {1.0: "上市或大型", 0.6: "有集团或中型", 0.3: "小型", 0.1: "微型"},
    "contact": {1.0: "有", 0.5: "同集团有", 0.0: "没有记录"},
    "evidence": {1.0: "A 级", 0.7: "B 级", 0.4: "C 级", 0.1: "D 级"},
}
_TIES = {
    "group": "同属{what},本地已有{local}",
    "supply": "与本地{local}有供销({what})",
    "project": "与本地{local}同在项目“{what}”",
    "joint": "股东里有{what},本地已有{local}",
}
_NEIGHBOURS = {
    "上游": "它做{made},再往下一步就是{product}",
    "下游": "它做{made},要用{product}作主原料",
    "替代": "它做{made},与{product}可作同一种产品的主原料",
}


def _kt_a(v: Values, key: str) -> float | None:
    found = v.get(key)
    return float(found) if isinstance(found, float | int) else None


def _rank(v: Values) -> str:
    told = "" if v["status"] in ("在产", None) else f",{v['status']}"
    size = f"{amount(_kt_a(v, 'capacity_kt_a'))}{told}"
    if v["of"] == 1.0:
        return f"做{v['product']}而报了产能的只收录到它一家({size})"
    return f"收录的 {v['of']:.0f} 家{v['product']}企业里,产能排第 {v['rank']:.0f}({size})"


def _strength(v: Values) -> str:
    if v["listed_code"]:
        return f"{v['group'] or '本身或上级'}有上市公司({v['listed_code']})"
    return f"{v['size_class']}企业"


def _project(v: Values) -> str:
    date = f",{v['date']}" if v["date"] else ""
    return f"“{v['project']}”({v['stage']}{date})"


def _held_back(v: Values) -> str:
    where = f"{v['date'] or '日期未载'} {v['place'] or ''}{v['product']}{v['direction']}"
    return f"{where}:{v['said']}" if v["said"] else where


SENTENCES: dict[str, Callable[[Values], str]] = {
    "rank": _rank,
    "feed": lambda v: f"未见它自产{v['product']},我们可外供 {amount(_kt_a(v, 'kt_a'))}",
    "absorbs": lambda v: (
        f"按“{v['process']}”建一套,可吃掉本地富余的{v['product']} {amount(_kt_a(v, 'kt_a'))}"
    ),
    "related": lambda v: f"还在做上下游:{v['products']}",
    "ties": lambda v: _TIES[str(v["relation"])].format(what=v["group"], local=v["local"]),
    "strength": _strength,
    "project": lambda v: f"外地项目{_project(v)}",
    "contact": lambda v: f"{v['firm']}在本地有过项目{_project(v)}",
    "held_back": _held_back,
    "landed_elsewhere": _held_back,
    "neighbour": lambda v: _NEIGHBOURS[str(v["relation"])].format(**v),
}


def reasons(target: Target, sentence: Callable[[Evidence], str]) -> list[str]:
    """Why this firm, in two to four plain sentences, the strongest first.

    A feature speaks when it is known and counts for the firm; how a neighbour hangs together
    with the product is always said first.
    """
    told: dict[str, None] = {}
    for item in (*_first(target), *_strongest(target), *target.evidence):
        enough = MOST_REASONS if _is_strong(target, item) else LEAST_REASONS
        if len(told) < enough:
            told[sentence(item)] = None
    if len(told) < LEAST_REASONS:
        told[_best_source(target)] = None
    return list(told)


def _first(target: Target) -> Iterator[Evidence]:
    yield from (e for e in target.evidence if e.code == "neighbour")


def _strongest(target: Target) -> Iterator[Evidence]:
    """One piece of evidence for each feature that speaks for the firm."""
    strong = [f for f in target.features if f.value is not None and f.raw]
    for item in sorted(strong, key=lambda f: (-f.contribution, f.name)):
        for code in SPEAKS.get(item.name, ()):
            said = [e for e in target.evidence if e.code == code]
            if said:
                yield max(said, key=_weight)
                break


def _weight(item: Evidence) -> tuple[bool, float, str]:
    """Running plants before plans, the largest first; the newest move."""
    v = dict(item.values)
    size = 0.0 if item.code == "signal" else _kt_a(v, "capacity_kt_a") or 0.0
    return v.get("status") == "在产", size, str(v.get("date") or v.get("year") or "")


def _is_strong(target: Target, item: Evidence) -> bool:
    return item.code == "neighbour" or any(item is e for e in _strongest(target))


def _best_source(target: Target) -> str:
    raw = next((f.raw for f in target.features if f.name == "evidence"), None)
    return f"最好一条依据是 {_WORDS['evidence'][raw]}来源" if raw else "依据没有定级"


def feature_value(item: Feature, target: Target) -> str:
    """A raw feature as people say it; unknown ones say what they count as."""
    if item.raw is None:
        return "未知,按中位数"
    if item.name == "rank_national" and target.rank_national:
        place, of = target.rank_national
        return f"第 {place}(共 {of} 家)"
    if item.name == "feed_we_have":
        return f"可外供 {amount(item.raw)}" if item.raw else "它不缺或本地没有富余"
    if item.name.endswith("_kt_a"):
        return amount(item.raw) if item.raw else "没有"
    if item.name == "momentum":
        return f"折合近期 {item.raw:.2f} 次" if item.raw else "没有带日期的记录"
    return _WORDS.get(item.name, {}).get(item.raw, number(item.raw))


def block(target: Target) -> str:
    """Which of the blocks of the list a firm stands in."""
    if not target.outsider:
        return "回引"
    if target.via_product_id:
        return "邻近企业"
    return "线索" if target.lead else "可联系"


def same_pool(one: Target, other: Target) -> bool:
    """Whether the two were scored against each other: makers and leads are one pool."""
    apart = {block(one), block(other)}
    return len(apart) == 1 or apart == {"可联系", "线索"}


def why_ahead(ahead: Target, behind: Target, gains: Iterable[tuple[str, float]]) -> str:
    """Why one firm stands before another: blocks first, then what differs most.

    Parameters
    ----------
    gains
        (feature, points of 100 the firm ahead has more) for every feature.
    """
    if block(ahead) != block(behind):
        order = "名单先列可联系的,再列待核实的线索,再列邻近企业,最后是回引"
        order += "" if same_pool(ahead, behind) else ";两块分开打分,分数不相比"
        blocks = f"前者属“{block(ahead)}”,后者属“{block(behind)}”"
        return f"{ahead.firm}排在{behind.firm}前:{blocks}。{order}。"
    found = sorted(gains, key=lambda g: -g[1])
    more = [f"{name}(多 {points:.1f} 分)" for name, points in found if points >= 0.05][:3]
    less = [f"{name}(少 {-points:.1f} 分)" for name, points in found[::-1] if points <= -0.05][:2]
    if not more:
        return f"{ahead.firm}和{behind.firm}得分相同,按已知多少、产能大小排。"
    but = f";不如后者的是{'、'.join(less)}" if less else ""
    return f"{ahead.firm}排在{behind.firm}前,主要因为{'、'.join(more)}{but}。"
