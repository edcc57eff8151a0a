"""Firms gone after: how far each is, what is due, who is taken on, and where it would belong.

Everything here is worked out from records; nothing is read or written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from graph.desk.round.months import last_meant
from graph.desk.words import LEAD_STAGES
from graph.errors import BadRequest
from graph.model import Lead, Visit
from graph.reason import Evaluation
from graph.reason.entry.site import INSIDE, OPEN, OUTSIDE

ENDED = ("暂缓", "放弃")
LADDER = tuple(stage for stage in LEAD_STAGES if stage not in ENDED)
SIGNED = LADDER[-1]
CLOSED = (SIGNED, *ENDED)
OPEN_STAGES = tuple(stage for stage in LEAD_STAGES if stage not in CLOSED)
NO_TALK = "改进度"
"""Way of a visit that only records that the stage was changed."""

_WAN_PER_YI = 10_000.0


def next_stage(stage: str) -> str | None:
    """The stage after this one; None at the end of the ladder or off it.

    Examples
    --------
    >>> next_stage("线索"), next_stage("签约"), next_stage("暂缓")
    ('已联系', None, None)
    """
    place = LADDER.index(stage) + 1 if stage in LADDER else len(LADDER)
    return LADDER[place] if place < len(LADDER) else None


def days_left(lead: Lead, today: str) -> int | None:
    """Days until the next step is due, below zero when it is late.

    None when nothing is due: no day is set, or the firm is signed, paused or given up.  A day
    given as a year or a month is due at its end.
    """
    if lead.next_due is None or lead.stage in CLOSED:
        return None
    return (last_meant(lead.next_due) - dt.date.fromisoformat(today)).days


def is_overdue(lead: Lead, today: str) -> bool:
    """Whether the next step should have been done before ``today``."""
    left = days_left(lead, today)
    return left is not None and left < 0


def intensity_wan_mu(lead: Lead) -> float | None:
    """Intended investment per mu in 万元/亩, computed; None unless both are known.

    Examples
    --------
    >>> given = dict.fromkeys(("product_id", "why", "made_by"))
    >>> lead = Lead("a", "f", stage="意向", made_at="2026-11-24 09:00", **given)
    >>> intensity_wan_mu(replace(lead, intent_investment_yi=3.0, intent_land_mu=100.0))
    300.0
    >>> intensity_wan_mu(lead) is None
    True
    """
    if lead.intent_investment_yi is None or not lead.intent_land_mu:
        return None
    return lead.intent_investment_yi * _WAN_PER_YI / lead.intent_land_mu


@dataclass(frozen=True, slots=True)
class Told:
    """Who writes a visit down, when (to the minute), the day it is of, and the id it gets."""

    who: str | None
    at: str
    date: str
    visit_id: str


def moved(lead: Lead, stage: str, told: Told, *, why: str | None = None) -> tuple[Lead, Visit]:
    """The firm at another stage, and the visit that keeps the step on record.

    ``why`` goes with the visit; for 暂缓 and 放弃 it is also kept with the firm, and asked for.

    Raises
    ------
    BadRequest
        The firm is paused or given up without a reason.
    """
    reason = (why or "").strip() or None
    if stage in ENDED and reason is None:
        raise BadRequest(f"改成“{stage}”要写原因。")
    after = replace(lead, stage=stage, end_reason=reason if stage in ENDED else None)
    step = f"{lead.stage} → {stage}"
    text = f"{step};{reason}" if reason else step
    return after, stage_visit(after, told, text)


def stage_visit(lead: Lead, told: Told, text: str) -> Visit:
    """The row that says the stage the firm stands at since that day, without any talk."""
    given = (told.visit_id, lead.id, told.date, NO_TALK, None, None, text, lead.stage)
    return Visit(*given, made_by=told.who, made_at=told.at)


def talked(lead: Lead, visit: Visit, next_action: str | None, next_due: str | None) -> Lead:
    """The firm after a visit: the stage it came to, and what is to be done next.

    Raises
    ------
    BadRequest
        The visit ends it (暂缓, 放弃) and says nothing.
    """
    stage = visit.stage or lead.stage
    if stage in ENDED and not visit.text.strip():
        raise BadRequest(f"改成“{stage}”要写原因。")
    reason = lead.end_reason if stage == lead.stage else None
    if stage in ENDED and stage != lead.stage:
        reason = visit.text.strip()
    return replace(lead, stage=stage, end_reason=reason, next_action=next_action, next_due=next_due)


def contact_days(visits: Iterable[Visit]) -> dict[str, tuple[str, str]]:
    """First and last day each firm (by id of its lead) was spoken to; stage changes do not count.

    Firms nobody has spoken to are left out.
    """
    out: dict[str, tuple[str, str]] = {}
    for visit in visits:
        if visit.way != NO_TALK:
            first, last = out.get(visit.lead_id, (visit.date, visit.date))
            out[visit.lead_id] = (min(first, visit.date), max(last, visit.date))
    return out


def lead_id(region_id: str, firm_id: str, product_id: str | None) -> str:
    """Id of a firm gone after for a product: two people adding it at once mean the same row."""
    text = "\n".join((region_id, firm_id, product_id or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fresh(
    wanted: Iterable[Lead], held: Collection[Lead], owner: Callable[[str], str]
) -> tuple[tuple[Lead, ...], tuple[Lead, ...]]:
    """Those of ``wanted`` to add, and the rows that stand for the others already.

    Parameters
    ----------
    wanted
        New rows.
    held
        Rows on record for the same products.
    owner
        The firm that answers for a firm today, so that a merged one is not taken on twice.
    """
    known = {(owner(row.firm_id), row.product_id): row for row in held}
    new: dict[tuple[str, str | None], Lead] = {}
    there: list[Lead] = []
    for row in wanted:
        key = (owner(row.firm_id), row.product_id)
        if key in known:
            there.append(known[key])
        else:
            new.setdefault(key, row)
    return tuple(new.values()), tuple(there)


@dataclass(frozen=True, slots=True)
class Place:
    """园区内, 园区外 or 须定, and what says so: stated, project, product, firm or nothing ("")."""

    where: str
    by: str


def place_of(evaluation: Evaluation, lead: Lead, makes: Collection[str] = ()) -> Place:
    """Where the firm's plant would belong, by the rule that park land is for chemistry.

    Supporting firms that are no chemistry stay outside the chemical park where they can
    (岳云政办发〔2022〕6号).  What is stated with the firm comes first, then its project, then the
    product it is wanted for, then what it makes (``makes``, product ids).
    """
    if lead.is_chemical is not None:
        return Place(INSIDE if lead.is_chemical else OUTSIDE, "stated")
    facts = evaluation.chain.facts
    project = facts.projects.get(lead.project_id or "")
    if project is not None and (where := evaluation.where_of(project)) != OPEN:
        return Place(where, "project")
    if lead.product_id in facts.products:
        where = evaluation.context.in_park(lead.product_id)
        return Place(where, "product" if where != OPEN else "")
    found = {evaluation.context.in_park(id) for id in makes if id in facts.products}
    where = INSIDE if INSIDE in found else OUTSIDE if found == {OUTSIDE} else OPEN
    return Place(where, "firm" if where != OPEN else "")
