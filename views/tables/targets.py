"""目标企业: the ranked table, one firm's reasons, and the shortlist with its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.reason import Evaluation
from graph.results import Target
from views import texts
from views.amounts import wan_t
from views.tables.gaps import Cell, FeatureBar, Said, feature_bars, said
from views.tables.origin import origin

COLUMNS = ("序", "企业", "省", "市", "产能(万吨/年)", "得分", "已知份额", "理由")
LIST_COLUMNS = (
    "企业",
    "省",
    "市",
    "产品",
    "产能(万吨/年)",
    "排名",
    "得分",
    "理由",
    "依据来源",
    "数据年份",
    "补链/延链",
    "入选日期",
)
SHOWN_REASONS = 3
LEAD = ("线索:现状未核,先核实再联系",)
ENOUGH = 5


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

    firm: str
    place: str
    score: str
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
        round(target.score, 2),
        f"{target.known_share:.0%}",
        ";".join([*LEAD[: target.lead], *statements(target)][:SHOWN_REASONS]),
    )


def head_count(found: Sequence[Target]) -> str:
    """How many firms to call and leads, and that few are few.

    Examples
    --------
    >>> head_count([])
    '0 家(名单不足,另可看上下游的企业)'
    """
    leads = sum(t.lead for t in found)
    firm = len(found) - leads
    told = [f"另有 {leads} 家线索待核"] if leads else []
    told += ["名单不足,另可看上下游的企业"] if firm < ENOUGH else []
    return f"{firm} 家" + (f"({';'.join(told)})" if told else "")


def statements(target: Target) -> list[str]:
    """What is on record about the firm, in sentences, without the score's parts."""
    return [texts.evidence(e) for e in target.evidence]


def detail(evaluation: Evaluation, target: Target) -> TargetDetail:
    """Score and sources of one firm."""
    facts = evaluation.chain.facts
    return TargetDetail(
        firm=target.firm,
        place="".join(filter(None, (target.province, target.city))) or "地点未载",
        score=f"{target.score:.2f}",
        features=feature_bars(evaluation, "目标企业", target.features),
        said=tuple(said(facts, e) for e in target.evidence),
    )


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
        rank=target.rank,
        score=target.score,
        reasons=";".join(texts.reasons(target)),
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
