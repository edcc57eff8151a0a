"""资金池, 人才池: rows with their sources, and why a fund or team fits, in words."""

from __future__ import annotations

from collections.abc import Sequence

from graph.desk.pool.pools import Match, Pools, Use, matches, pools
from graph.desk.pool.reasons import CLOSED, Sought, Why
from graph.desk.pool.words import CHAIN
from graph.facts import Facts
from graph.model import Fund, Talent
from graph.reason import Evaluation
from views.amounts import number
from views.listing import listed
from views.tables.gaps import Said
from views.tables.origin import Origin, origin
from views.texts import BASIS

Cell = str | float | None
FUND_COLUMNS = (
    *("名称", "管理或出资单位", "规模(亿元)", "投向", "状态", "条件", "产品", "日期"),
    *("依据", "来源", "可信度", "备注"),
)
TALENT_COLUMNS = (
    *("名称", "类型", "依托单位", "方向", "产品", "工艺", "日期"),
    *("依据", "来源", "可信度", "备注"),
)
USE_COLUMNS = ("缺口或项目", "类别", "子链", "为什么", "吻合度")
CLOSENESS = {"names_product": "写明产品", "names_process": "写明工艺"}
NAMES = 4


def fund_cells(facts: Facts, row: Fund) -> tuple[Cell, ...]:
    """One fund, all columns."""
    return (
        *(row.name_zh, row.holder, row.size_yi, row.focus, row.stage, row.terms),
        _names(facts, row.product_ids),
        row.date,
        *_from(facts, row),
    )


def talent_cells(facts: Facts, row: Talent) -> tuple[Cell, ...]:
    """One team, platform or institution, all columns."""
    processes = [facts.processes[p].name_zh for p in row.process_ids if p in facts.processes]
    return (
        *(row.name_zh, row.talent_type, row.organisation, row.field),
        _names(facts, row.product_ids),
        "、".join(processes) or None,
        row.date,
        *_from(facts, row),
    )


def _names(facts: Facts, ids: Sequence[str]) -> str | None:
    return "、".join(map(facts.product_name, ids)) or None


def _from(facts: Facts, row: Fund | Talent) -> tuple[Cell, ...]:
    told = origin(facts, row.source_id, row.as_of, row.basis)
    return BASIS.get(row.basis, row.basis), told.line(), row.grade or told.grade, row.note


def record_origin(facts: Facts, row: Fund | Talent) -> Origin:
    """Where a fund or team is from."""
    return origin(facts, row.source_id, row.as_of, row.basis)


def why_text(facts: Facts, why: Why) -> str:
    """One reason as half a sentence."""
    names = listed([facts.product_name(i) for i in why.ids], NAMES)
    word = f"“{why.word}”" if why.word else ""
    told = {
        "names_product": f"写明产品{word or names}",
        "names_process": f"写明工艺{word or _processes(facts, why.ids)}",
        "names_feed": f"写明它的原料{word or names}",
        "names_derivative": f"写明它的下游{word or names}",
        "process_type": f"写明同类工艺{word}",
        "names_segment": f"写明所在子链{word}",
        "same_segment": f"写明同一子链的{word or names}",
        "whole_chain": f"只写到{word},没有指明产品",
        "open_focus": "投向没有写到产品,能不能投要问",
        "region": "本市、本区的资金",
        "state_ready": f"状态为{why.word},可以谈",
    }
    if why.code in ("covers", "part"):
        size, needed = (number(v) for v in why.values)
        more = "够" if why.code == "covers" else "不够,只能投一部分"
        return f"规模 {size} 亿元,对投资 {needed} 亿元{more}"
    return told[why.code]


def _processes(facts: Facts, ids: Sequence[str]) -> str:
    return listed([facts.processes[i].name_zh for i in ids if i in facts.processes], NAMES)


def closeness(match: Match) -> str:
    """How near a match is, in a word.

    Examples
    --------
    >>> near = Match("fund", "a", 1.0, (Why("names_feed"), Why("names_derivative")))
    >>> closeness(Match("fund", "a", 1.0, (Why("names_product"),))), closeness(near)
    ('写明产品', '相近')
    """
    codes = {w.code for w in match.why}
    named = (word for code, word in CLOSENESS.items() if code in codes)
    return next(named, "相近" if match.is_close else "只到大类")


def match_said(held: Pools, match: Match) -> Said:
    """A match as one sentence with the source of the fund or team."""
    facts = held.facts
    row = facts.all(Fund)[match.id] if match.kind == Fund.kind else facts.all(Talent)[match.id]
    why = ";".join(why_text(facts, w) for w in match.why)
    head = f"资金 {row.name_zh}" if match.kind == Fund.kind else f"人才 {row.name_zh}"
    return Said(f"{head}:{why}", record_origin(facts, row))


def fund_and_talent_lines(
    evaluation: Evaluation,
    product_ids: Sequence[str],
    process_ids: Sequence[str] = (),
    investment_yi: float | None = None,
    stage: str | None = None,
    *,
    held: Pools | None = None,
) -> tuple[Said, ...]:
    """资金 and 人才 for some products, as sentences with their sources.

    Funds first; teams that only speak of the chain at large are left out.

    Parameters
    ----------
    evaluation
        The answer of the page.
    product_ids, process_ids
        What is to be made and, if chosen, how.
    investment_yi, stage
        Of a project: its investment, 亿元, and how far it has come.
    held
        The pools when they were read already.
    """
    known = held or pools(evaluation)
    sought = Sought(tuple(product_ids), tuple(process_ids), investment_yi, stage)
    found = matches(known, sought) if product_ids else ()
    kept = [m for m in found if m.is_close or m.kind == Fund.kind]
    return tuple(match_said(known, m) for m in kept)


def use_cells(held: Pools, use: Use) -> tuple[Cell, ...]:
    """One gap line or project a fund or team fits."""
    facts = held.facts
    why = ";".join(why_text(facts, w) for w in use.match.why)
    if use.gap is not None:
        product = facts.products[use.gap.product_id]
        return product.name_zh, f"缺口·{use.gap.kind}", product.segment, why, closeness(use.match)
    project = facts.projects[use.id]
    segments = dict.fromkeys(
        facts.products[p].segment for p in project.product_ids if p in facts.products
    )
    name, kind = project.name_zh, f"项目·{project.stage}"
    return name, kind, "、".join(segments) or None, why, closeness(use.match)


def about_lines(facts: Facts, row: Fund | Talent) -> list[tuple[str, str]]:
    """What a record says, label and text; what is not known is said."""
    if isinstance(row, Fund):
        told = dict(zip(FUND_COLUMNS, fund_cells(facts, row), strict=True))
    else:
        told = dict(zip(TALENT_COLUMNS, talent_cells(facts, row), strict=True))
    shown = [c for c in list(told)[1:] if c not in ("依据", "来源", "可信度", "状态", "类型")]
    return [(c, _cell(told[c], "没有写" if c in ("产品", "工艺") else "未知")) for c in shown]


def _cell(value: Cell, unknown: str) -> str:
    return unknown if value is None else number(value) if isinstance(value, float) else value


def none_text(held: Pools, row: Fund | Talent) -> str:
    """Why nothing is matched."""
    named = held.named[row.kind, row.id]
    if isinstance(row, Fund) and row.stage == CLOSED:
        return "这支资金已停止,不再推荐。"
    if not named:
        return "投向或方向里没有写到产品、工艺或子链,对不上具体的缺口;补上产品就能对。"
    if all(n.kind == CHAIN for n in named):
        words = "、".join(f"“{n.word}”" for n in named)
        return f"只写到{words},没有指明产品,哪条缺口都可以谈,不逐条列;补上产品就能对。"
    return "写到的产品、工艺、子链,现在没有对应的缺口和在办项目。"
