"""链条卡: one line a sub-chain, and one card in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.desk.round.chain_cards import Amount, ChainCard
from graph.facts import Facts
from graph.model import Project
from graph.results import Gap
from views import texts
from views.amounts import number, wan_t
from views.tables.round.words import NOBODY, Cell, listed

COLUMNS = (
    "子链",
    "链长",
    "链办",
    "链主",
    "专班",
    "责任人",
    "本地企业",
    "企业名称",
    "产品",
    "本地已有",
    "在建或规划",
    "缺或弱",
    "待摸底",
    "缺口",
    "最大的缺口",
    "在推进项目",
    "其中亿元以上",
    "投资(亿元)",
    "十亿级企业",
    "列入万千百",
)
SHOWN = (
    *("子链", "链长", "链主", "本地企业", "本地已有", "缺或弱"),
    *("缺口", "在推进项目", "投资(亿元)"),
)
GAP_COLUMNS = ("类", "产品", "数量(万吨/年)", "依据")
SHOWN_FIRMS = 8
PROJECT_COLUMNS = ("项目", "阶段", "投资(亿元)")
NOTE = "项目涉及几条子链的各计一次,各链的数不能相加;投资只加写明了数的项目。"


@dataclass(frozen=True, slots=True)
class Card:
    """One card as a page and a paper show it."""

    name: str
    roles: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[Cell, ...], ...]
    projects: tuple[tuple[Cell, ...], ...]


def rows(facts: Facts, cards: Iterable[ChainCard]) -> list[tuple[Cell, ...]]:
    """One line a card, in the order of ``COLUMNS``."""
    return [_row(facts, c) for c in cards]


def _row(facts: Facts, card: ChainCard) -> tuple[Cell, ...]:
    return (
        card.segment_id,
        *(listed(names) for names in _names(card)),
        len(card.firms),
        listed(card.firms, ""),
        card.products,
        card.standing,
        card.coming,
        card.lacking,
        card.unknown,
        len(card.gaps),
        largest(facts, card.gaps),
        len(card.projects),
        big_projects_text(card),
        card.investment.value,
        big_firms_text(card),
        listed_text(card),
    )


def _names(card: ChainCard) -> tuple[Sequence[str], ...]:
    return card.leaders, card.offices, card.head_firms, card.teams, card.persons


def largest(facts: Facts, gaps: Sequence[Gap]) -> str | None:
    """The 补链 line with the largest amount, else the first line; None when there is none."""
    if not gaps:
        return None
    best = max(gaps, key=lambda g: (g.kind == "补链", g.gap.likely or 0.0))
    return f"{facts.products[best.product_id].name_zh} {texts.quantity(best.gap.likely)}"


def big_firms_text(card: ChainCard) -> str:
    """Firms of ten 亿元 and more, and of how many firms a revenue is on record.

    A firm without a revenue on record is unknown, so the number is a lower bound.
    """
    head = "" if card.sized == len(card.firms) else "至少 "
    if not card.firms:
        return "没有企业"
    return f"{head}{len(card.big_firms)} 家({len(card.firms)} 家里 {card.sized} 家有营收数)"


def projects_text(card: ChainCard) -> str:
    """How many projects are under way, and how many of one 亿元 or more."""
    if not card.projects:
        return "没有"
    return f"{len(card.projects)} 个,亿元以上:{big_projects_text(card)}"


def big_projects_text(card: ChainCard) -> str:
    """How many are of one 亿元 or more; a project without an investment on record is unknown."""
    found = card.investment
    if found.of and not found.known:
        return "未知(都没有投资数)"
    head = "" if found.known == found.of else "至少 "
    return f"{head}{len(card.big_projects)} 个"


def listed_text(card: ChainCard) -> str:
    """Projects marked 列入万千百; unknown where no project says whether it is."""
    unsaid = sum(p.is_listed is None for p in card.projects)
    if not card.projects:
        return "没有项目"
    if unsaid == len(card.projects):
        return "未填"
    return f"{len(card.listed)} 个项目{f'(另有 {unsaid} 个未填)' if unsaid else ''}"


def firms_text(names: Sequence[str]) -> str:
    """How many firms, and the first of them by name.

    Examples
    --------
    >>> firms_text(("甲", "乙")), firms_text(())
    ('2 家:甲、乙', '没有')
    """
    if not names:
        return "没有"
    more = "等" if len(names) > SHOWN_FIRMS else ""
    return f"{len(names)} 家:{listed(names[:SHOWN_FIRMS])}{more}"


def investment_text(found: Amount) -> str:
    """A sum of investments, and how many projects gave one.

    Examples
    --------
    >>> investment_text(Amount(44.69, 2, 4)), investment_text(Amount(None, 0, 2))
    ('44.69 亿元(4 个里 2 个有数)', '未知')
    """
    if found.value is None:
        return "未知" if found.of else "没有项目"
    part = "" if found.known == found.of else f"({found.of} 个里 {found.known} 个有数)"
    return f"{number(found.value)} 亿元{part}"


def card(facts: Facts, found: ChainCard) -> Card:
    """One card in full."""
    labels = ("链长", "链办", "链主", "专班", "责任人")
    roles = zip(labels, (listed(n, NOBODY) for n in _names(found)), strict=True)
    told = (
        ("本地企业", firms_text(found.firms)),
        (
            "产品",
            f"全景图上 {found.products} 种:本地已有 {found.standing},在建或规划 {found.coming};"
            f"按供需算,缺或弱 {found.lacking},待摸底 {found.unknown}",
        ),
        ("在推进项目", projects_text(found)),
        ("投资", investment_text(found.investment)),
        ("十亿级企业", big_firms_text(found)),
        ("列入万千百", listed_text(found)),
    )
    return Card(
        found.segment_id,
        tuple(roles),
        told,
        tuple(_gap(facts, g) for g in found.gaps),
        tuple(_project(p) for p in found.projects),
    )


def _gap(facts: Facts, gap: Gap) -> tuple[Cell, ...]:
    return (
        gap.kind,
        facts.products[gap.product_id].name_zh,
        wan_t(gap.gap.likely or None),  # a gap that may be none at all has no number
        texts.GRADE[gap.grade],
    )


def _project(project: Project) -> tuple[Cell, ...]:
    return project.name_zh, project.stage, project.investment_yi
