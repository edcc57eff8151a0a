"""资金池, 人才池: which funds and teams fit a gap or a project, and why.

A match rests on what is on record: the products and processes a fund or team names (in its columns
or in its own words), how those stand to the product asked about, and what the record says of place,
state and size.  See :mod:`graph.desk.pool.reasons` for the reasons, :mod:`graph.desk.pool.words`
for how texts are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.desk.ladder.ground import COMING, SINGLE, stands_in
from graph.desk.pool.reasons import (
    CLOSE,
    CLOSED,
    STRENGTH,
    Sought,
    Why,
    side_reasons,
    strength,
    subject_reasons,
)
from graph.desk.pool.words import PROCESS, PRODUCT, Lexicon, Named, lexicon
from graph.facts import Facts
from graph.model import Fund, Project, Talent
from graph.reason import Evaluation
from graph.results import Gap

TOP = 20
UNVERIFIED = "未核"


@dataclass(frozen=True, slots=True)
class Match:
    """One fund or team that fits, with the reasons, strongest first."""

    kind: str
    id: str
    strength: float
    why: tuple[Why, ...]

    @property
    def is_close(self) -> bool:
        """Whether it speaks of the product itself or of one near it, not of the chain at large."""
        return any(STRENGTH[w.code] >= CLOSE for w in self.why)


@dataclass(frozen=True, slots=True)
class Use:
    """Something a fund or team fits: a gap line or a project."""

    kind: str
    id: str
    match: Match
    gap: Gap | None = None


@dataclass(frozen=True)
class Pools:
    """The funds and teams of a region with what each names: made once, asked often."""

    evaluation: Evaluation
    funds: tuple[Fund, ...]
    talents: tuple[Talent, ...]
    named: dict[tuple[str, str], tuple[Named, ...]]

    @property
    def facts(self) -> Facts:
        """The facts."""
        return self.evaluation.chain.facts


def pools(evaluation: Evaluation) -> Pools:
    """Read the pools of the region, the largest fund first."""
    facts, region_id = evaluation.chain.facts, evaluation.region.region_id
    here = (f for f in facts.all(Fund).values() if f.region_id == region_id)
    funds = tuple(sorted(here, key=lambda f: (f.size_yi is None, -(f.size_yi or 0.0), f.id)))
    talents = tuple(t for t in facts.all(Talent).values() if t.region_id == region_id)
    words = lexicon(facts) if funds or talents else Lexicon({})
    named = {(Fund.kind, f.id): _of_fund(words, f) for f in funds}
    named |= {(Talent.kind, t.id): _of_talent(words, t) for t in talents}
    return Pools(evaluation, funds, talents, named)


def _of_fund(words: Lexicon, fund: Fund) -> tuple[Named, ...]:
    stated = [Named(PRODUCT, p, "") for p in fund.product_ids]
    return _once(stated, words.find(f"{fund.focus or ''};{fund.terms or ''}"))


def _of_talent(words: Lexicon, talent: Talent) -> tuple[Named, ...]:
    stated = [Named(PRODUCT, p, "") for p in talent.product_ids]
    stated += [Named(PROCESS, p, "") for p in talent.process_ids]
    return _once(stated, words.find(talent.field))


def _once(stated: Iterable[Named], found: Iterable[Named]) -> tuple[Named, ...]:
    """Each thing once; what a column says needs no word from the text."""
    out = {(n.kind, n.id): n for n in stated}
    for one in found:
        out.setdefault((one.kind, one.id), one)
    return tuple(out.values())


def matches(held: Pools, sought: Sought) -> tuple[Match, ...]:
    """Funds, then teams, that fit; within each the strongest first.

    Funds that were stopped take part in nothing.  A fund that names nothing at all is offered
    last: what it may be spent on has to be asked.
    """
    chain = held.evaluation.chain
    funds, talents = [], []
    for fund in held.funds:
        named = held.named[Fund.kind, fund.id]
        why = subject_reasons(chain, named, sought) if named else (Why("open_focus"),)
        if why and fund.stage != CLOSED:
            sides = side_reasons(fund, held.facts.regions[fund.region_id], sought)
            funds.append(_match(Fund.kind, fund.id, (*why, *sides)))
    for talent in held.talents:
        why = subject_reasons(chain, held.named[Talent.kind, talent.id], sought)
        if why:
            talents.append(_match(Talent.kind, talent.id, why))
    return (*sorted(funds, key=_order), *sorted(talents, key=_order))


def _match(kind: str, id: str, why: Iterable[Why]) -> Match:
    ordered = tuple(sorted(why, key=lambda w: (-STRENGTH[w.code], w.code)))
    return Match(kind, id, strength(ordered), ordered)


def _order(match: Match) -> tuple[float, str]:
    return -match.strength, match.id


def matches_for_gap(held: Pools, gap: Gap) -> tuple[Match, ...]:
    """What fits a gap line: its product, the processes that could make it, its likely cost."""
    told = held.evaluation.economics_of(gap)
    money = told.investment_yi.likely if told and told.investment_yi else None
    return matches(held, Sought((gap.product_id,), gap.process_ids, money))


def matches_for_project(held: Pools, project: Project) -> tuple[Match, ...]:
    """What fits a project: what it will make, how, its investment and how far it has come."""
    sought = Sought(project.product_ids, project.process_ids, project.investment_yi, project.stage)
    return matches(held, sought) if project.product_ids else ()


def matches_of(held: Pools, kind: str, id: str, top: int = TOP) -> tuple[Use, ...]:
    """Gap lines and projects one fund or team fits closely, the strongest first.

    What only speaks of the chain at large fits every line and therefore names none.
    """
    found = [
        Use("gap", g.product_id, m, g)
        for g in held.evaluation.gaps
        if (m := _one_of(matches_for_gap(held, g), kind, id))
    ]
    found += [
        Use("project", p.id, m)
        for p in held.facts.projects.values()
        if _may_take(held, p) and (m := _one_of(matches_for_project(held, p), kind, id))
    ]
    close = [u for u in found if u.match.is_close]
    return tuple(sorted(close, key=_use_order)[:top])


def _use_order(use: Use) -> tuple[float, str, int, str]:
    return -use.match.strength, use.kind, use.gap.rank if use.gap else 0, use.id


def _one_of(found: Iterable[Match], kind: str, id: str) -> Match | None:
    return next((m for m in found if (m.kind, m.id) == (kind, id)), None)


def _may_take(held: Pools, project: Project) -> bool:
    """A project here that is one undertaking and does not stand yet."""
    return (
        project.stage in (*COMING, UNVERIFIED)
        and project.level in SINGLE
        and stands_in(held.facts, held.evaluation.region, project)
    )
