"""目标企业: the ranked table, one firm's reasons, and the shortlist with its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.reason import Evaluation
from graph.reason.firms.targets import ENOUGH, makers_to_call, place
from graph.results import Target
from views import target_texts, texts
from views.amounts import wan_t
from views.tables.gaps import Cell, FeatureBar, Said, feature_bars, said
from views.tables.origin import origin

COLUMNS = (
    *("序", "企业", "省", "市", "产能(万吨/年)", "产能状态", "得分", "已知份额", "标记"),
    "为什么找它",
)
LIST_COLUMNS = (
    "企业",
    "省",
    "市",
    "产品",
    "产能(万吨/年)",
    "产能状态",
    "排名",
    "得分",
    "理由",
    "依据来源",
    "数据年份",
    "补链/延链",
    "入选日期",
)
LEAD = "线索,先核实"
CSS = {"受限": "weak", "外迁": "some", "同集团": "yan", "邻近": "off", "回引": "over"}


@dataclass(frozen=True, slots=True)
class Pick:
    """One firm on the shortlist, with what was known when it was ticked."""

    firm_id: str
    firm: str
    province: str | None
    city: str | None
    product_id: str
    product: str
    capacity_wan_t_a: float | None
    stands: str | None
    rank: int
    score: float
    reasons: str
    sources: str
    years: str
    kind: str
    picked_on: str

    @property
    def key(self) -> tuple[str, str]:
        """A firm stands once per product."""
        return self.firm_id, self.product_id

    def row(self) -> tuple[Cell, ...]:
        """In the order of ``LIST_COLUMNS``."""
        return (
            self.firm,
            self.province,
            self.city,
            self.product,
            self.capacity_wan_t_a,
            self.stands,
            self.rank,
            round(self.score, 3),
            self.reasons,
            self.sources,
            self.years,
            self.kind,
            self.picked_on,
        )


@dataclass(frozen=True, slots=True)
class TargetDetail:
    """Why one firm stands where it stands."""

    firm_id: str
    firm: str
    place: str
    score: str
    chips: tuple[tuple[str, str, str], ...]  # word, look, what it means
    reasons: tuple[str, ...]
    features: tuple[FeatureBar, ...]
    said: tuple[Said, ...]


def row(target: Target) -> tuple[Cell, ...]:
    """One line of the table, in the order of ``COLUMNS``."""
    return (
        target.rank,
        target.firm,
        target.province,
        target.city,
        wan_t(target.capacity_kt_a),
        stands(target),
        round(target.score, 2),
        f"{target.known_share:.0%}",
        "、".join(marks(target)) or None,
        why_of(target),
    )


def stands(target: Target) -> str | None:
    """What the capacity is of, as told and in which year: ``规划(2021年)``; None without one."""
    if target.capacity_kt_a is None:
        return None
    told = (dict(e.values) for e in target.evidence if e.code == "producer")
    speaks = next((v for v in told if v["capacity_kt_a"] == target.capacity_kt_a), None)
    if speaks is None:
        return None
    year = f"{str(speaks['year'])[:4]}年" if speaks["year"] else "年份未载"
    return f"{speaks['status']}({year})"


def why_of(target: Target) -> str:
    """Why to go after it, for the record: its reasons in one line."""
    return ";".join(texts.reasons(target))


def marks(target: Target) -> list[str]:
    """Flags in words, with what a neighbour makes instead left to the reasons."""
    return [*([LEAD] if target.lead else []), *target.flags]


@dataclass(frozen=True, slots=True)
class Blocks:
    """One product's firms as they stand on the page: makers and leads, neighbours, 回引."""

    makers: tuple[Target, ...]
    neighbours: tuple[Target, ...]
    ventures: tuple[Target, ...]


def blocks(found: Sequence[Target]) -> Blocks:
    """Split a list into its blocks, each in its order."""
    here = [t for t in found if t.outsider]
    return Blocks(
        tuple(t for t in here if t.via_product_id is None),
        tuple(t for t in here if t.via_product_id is not None),
        tuple(t for t in found if not t.outsider),
    )


def head_line(found: Sequence[Target]) -> str:
    """How many firms to call, from how many sources, and that few are few.

    Examples
    --------
    >>> head_line([])
    '0 家企业,来自 0 个来源,可能不全;名单不足,也没有收录到邻近企业'
    """
    calls, parts = makers_to_call(found), blocks(found)
    sources = {e.source_id for t in calls for e in t.evidence if e.source_id}
    told = [f"{len(calls)} 家企业,来自 {len(sources)} 个来源,可能不全"]
    if leads := sum(t.lead for t in parts.makers):
        told.append(f"另有 {leads} 家线索待核")
    if len(calls) < ENOUGH:
        near = len(parts.neighbours)
        told.append(f"名单不足,另列邻近企业 {near} 家" if near else "名单不足,也没有收录到邻近企业")
    return ";".join(told)


def detail(evaluation: Evaluation, target: Target) -> TargetDetail:
    """Score and sources of one firm."""
    facts = evaluation.chain.facts
    return TargetDetail(
        firm_id=target.firm_id,
        firm=target.firm,
        place=place(target.province, target.city) or "地点未载",
        score=f"{target.score:.2f}",
        chips=chips(target),
        reasons=tuple(texts.reasons(target)),
        features=feature_bars(evaluation, "目标企业", target.features),
        said=tuple(said(facts, e) for e in target.evidence),
    )


def chips(target: Target) -> tuple[tuple[str, str, str], ...]:
    """Flags, lead and park as chips: word, look and meaning."""
    lead = [(LEAD, "poor", "最新的说法也已过时,先核实再联系")] if target.lead else []
    told = [(f, CSS[f], target_texts.FLAGS[f]) for f in target.flags]
    park = (target.in_park, "off", "这个产品按行业分类宜放在园区内还是园区外")
    return (*lead, *told, park)


def pick(evaluation: Evaluation, target: Target, kind: str, date: str) -> Pick:
    """The shortlist entry for one ticked firm."""
    facts = evaluation.chain.facts
    told = [origin(facts, e.source_id, e.as_of) for e in target.evidence if e.source_id]
    stated = [dict(e.values) for e in target.evidence]
    years = [str(v.get("year") or v.get("date") or "")[:4] for v in stated]
    return Pick(
        firm_id=target.firm_id,
        firm=target.firm,
        province=target.province,
        city=target.city,
        product_id=target.product_id,
        product=facts.products[target.product_id].name_zh,
        capacity_wan_t_a=wan_t(target.capacity_kt_a),
        stands=stands(target),
        rank=target.rank,
        score=target.score,
        reasons=why_of(target),
        sources=";".join(dict.fromkeys(o.line() for o in told)),
        years="、".join(sorted({y for y in years if y})) or "未载",
        kind=kind,
        picked_on=date,
    )


def added(picks: Iterable[Pick], new: Iterable[Pick]) -> list[Pick]:
    """The shortlist with ``new`` entries; one that stands already is kept as it is."""
    out = {p.key: p for p in picks}
    for entry in new:
        out.setdefault(entry.key, entry)
    return list(out.values())


def file_name(picks: Sequence[Pick], date: str) -> str:
    """Name of the workbook: the chain (or how many), and the date.

    Examples
    --------
    >>> file_name([], "2026-11-24")
    '目标企业名单_空_2026-11-24.xlsx'
    """
    names = list(dict.fromkeys(p.product for p in picks))
    if not names:
        what = "空"
    elif len(names) == 1:
        what = names[0]
    else:
        what = f"{names[0]}等{len(names)}种产品"
    clean = "".join(c for c in what if c not in '\\/:*?"<>|')
    return f"目标企业名单_{clean}_{date}.xlsx"
