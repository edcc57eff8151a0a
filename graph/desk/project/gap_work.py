"""Who works on a gap already: live projects of the region that name its product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.desk.project.projects import NEARBY, OWN, newest, scope_of
from graph.desk.words import PROJECT_STAGES
from graph.facts import Facts
from graph.model import Project
from graph.reason import Evaluation
from graph.reason.currency import years_before
from graph.rules import Rules

LIVE = ("谋划", "在谈", "签约", "注册", "开工")
"""Stages at which a project is on its way; what runs is in the balance already."""
NO_PROJECT = frozenset({"汇总", "里程碑"})


@dataclass(frozen=True, slots=True)
class Work:
    """One project that names a product: how far it is, and when anybody last spoke of it.

    ``is_stale``: no news for longer than plans stay news, so nobody may be at it any more.
    """

    project: Project
    stage: str
    news: str | None
    is_stale: bool


def work_on(evaluation: Evaluation) -> dict[str, tuple[Work, ...]]:
    """Product → live projects of the region that name it, the surest and furthest first."""
    facts, region, day = evaluation.chain.facts, evaluation.region, evaluation.as_of.valid
    scopes = (OWN, NEARBY) if region.with_nearby else (OWN,)
    found: dict[str, list[Work]] = {}
    for project in facts.projects.values():
        stage = stage_on(facts, project, day)
        if stage not in LIVE or project.level in NO_PROJECT or not project.product_ids:
            continue
        if scope_of(facts, region.region_id, project) in scopes:
            work = _work(facts, evaluation.rules, project, stage, day)
            for product_id in project.product_ids:
                found.setdefault(product_id, []).append(work)
    return {product_id: tuple(sorted(rows, key=_order)) for product_id, rows in found.items()}


def stage_on(facts: Facts, project: Project, day: str) -> str | None:
    """How far a project was on a day; None when it had not begun, or nobody knows.

    What its dated stages say where some of them came later, else the stage it is at.
    """
    if project.stage not in PROJECT_STAGES:
        return None
    told = sorted(facts.stages_of.get(project.id, ()), key=lambda s: (s.date or "", s.id))
    dated = [(s.date, s.stage) for s in told if s.date]
    past = [stage for date, stage in dated if date <= day[: len(date)]]
    if len(past) < len(dated):
        return next((stage for stage in reversed(past) if stage in PROJECT_STAGES), None)
    start = project.start_date
    begins_later = not past and start is not None and start > day[: len(start)]
    return None if begins_later else project.stage


def furthest(work: Mapping[str, tuple[Work, ...]], product_id: str) -> Work | None:
    """The project that is furthest with a product, one with fresh news before any other."""
    rows = work.get(product_id, ())
    return rows[0] if rows else None


def is_free(work: Mapping[str, tuple[Work, ...]], product_id: str) -> bool:
    """Whether nobody is known to work on a product: no live project, or only stale ones."""
    first = furthest(work, product_id)
    return first is None or first.is_stale


def _work(facts: Facts, rules: Rules, project: Project, stage: str, day: str) -> Work:
    told = newest(facts, project)
    news = min(told, day) if told else None
    oldest = years_before(day, int(rules.number("plan_stale_years")))
    return Work(project, stage, news, news is None or news < oldest[: len(news)])


def _order(work: Work) -> tuple[bool, int, str]:
    return work.is_stale, -LIVE.index(work.stage), work.project.id
