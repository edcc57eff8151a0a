"""企业摸底表 sent to firms: which are out, late, back, and the numbers that tell them apart.

Everything here is worked out from records; nothing is read or written.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.desk.round.months import last_meant
from graph.facts import Facts
from graph.model import AskedForm
from graph.reason import Evaluation

OUT, LATE, BACK, DROPPED = ("out", "late", "back", "dropped")
"""Sent and not due; past its day; taken back; no longer wanted."""
DUE_DAYS = 14
_NUMBER = re.compile(r"MD-?(\d{8})-?([0-9A-Z]{4,16})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−_", "-"))


@dataclass(frozen=True, slots=True)
class FormState:
    """How one form stands on a day; ``days_late`` is 0 for one that is not late."""

    form: AskedForm
    state: str
    days_late: int


def form_number(sent_on: str, mark: str) -> str:
    """The number of a form, which is also the id of its record.

    Parameters
    ----------
    sent_on
        ISO day.
    mark
        Letters and digits nobody else has; the first six count.

    Examples
    --------
    >>> form_number("2026-11-30", "7f3a9c21")
    'MD-20261130-7F3A9C'
    """
    return f"MD-{sent_on.replace('-', '')}-{mark[:6].upper()}"


def read_number(text: str) -> str | None:
    """The number as it was given, however a person or a program wrote it; None: it is none.

    Examples
    --------
    >>> read_number(" md 20261130—7f3a9c "), read_number("岳阳兴长")
    ('MD-20261130-7F3A9C', None)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().translate(_DASHES).split())
    found = _NUMBER.fullmatch(re.sub("-+", "-", plain))
    return f"MD-{found[1]}-{found[2]}" if found else None


def due_on(sent_on: str, days: int = DUE_DAYS) -> str:
    """The day a form sent that day is to be back.

    Examples
    --------
    >>> due_on("2026-11-30")
    '2026-12-14'
    """
    return (dt.date.fromisoformat(sent_on) + dt.timedelta(days=days)).isoformat()


def state_of(form: AskedForm, today: str) -> FormState:
    """How a form stands on ``today``: the day it is due still counts as in time."""
    if form.is_dropped:
        return FormState(form, DROPPED, 0)
    if form.returned_on:
        return FormState(form, BACK, 0)
    late = (last_meant(today) - last_meant(form.due_on)).days if form.due_on else 0
    return FormState(form, LATE if late > 0 else OUT, max(0, late))


def states(forms: Iterable[AskedForm], today: str) -> tuple[FormState, ...]:
    """All of them: late ones first, the latest on top; then out, back, dropped by day sent."""
    rows = [state_of(form, today) for form in forms]
    order = (LATE, OUT, BACK, DROPPED)
    rows.sort(key=lambda r: r.form.id)
    rows.sort(key=lambda r: r.form.sent_on, reverse=True)
    rows.sort(key=lambda r: (order.index(r.state), -r.days_late))
    return tuple(rows)


def rounds_of(forms: Iterable[AskedForm]) -> tuple[str, ...]:
    """Names of the rounds, the last sent first."""
    last: dict[str, str] = {}
    for form in forms:
        if form.round:
            last[form.round] = max(form.sent_on, last.get(form.round, ""))
    return tuple(sorted(last, key=lambda name: (last[name], name), reverse=True))


def dropped(form: AskedForm, is_dropped: bool) -> AskedForm:
    """The form taken out of the round, or put into it again."""
    return replace(form, is_dropped=is_dropped or None)


def firms_to_ask(evaluation: Evaluation) -> tuple[str, ...]:
    """Firms with a plant here or something to be asked, those asked first things first.

    Only those that can be written to: an owner nobody knows gets no form.
    """
    facts = evaluation.chain.facts
    asked = (item.firm_id for item in evaluation.survey)
    here = (facts.owner(unit.firm_id) for unit in evaluation.standing.units)
    parks = {
        id
        for id, park in facts.parks.items()
        if park.region_id == evaluation.region.region_id and park.scope == "own"
    }
    near = (f.id for f in facts.firms.values() if parks & set(f.park_ids) and not f.merged_into_id)
    every = dict.fromkeys((*asked, *sorted(set(here)), *sorted(near)))
    return tuple(id for id in every if has_name(facts, id))


def worth_asking(evaluation: Evaluation, forms: Sequence[AskedForm], today: str) -> tuple[str, ...]:
    """Firms on the survey list that can be written to and have no form out yet."""
    facts = evaluation.chain.facts
    out = {facts.owner(f.firm_id) for f in forms if state_of(f, today).state in (OUT, LATE)}
    asked = dict.fromkeys(item.firm_id for item in evaluation.survey)
    return tuple(id for id in asked if id not in out and has_name(facts, id))


def has_name(facts: Facts, firm_id: str) -> bool:
    """Whether anybody can be written to: “(业主未载)…” stands for an owner nobody knows."""
    firm = facts.firms.get(firm_id)
    return firm is not None and not firm.name_zh.startswith(("(", "\uff08"))


def open_before(forms: Iterable[AskedForm], firm_ids: Collection[str]) -> tuple[str, ...]:
    """Which of the firms have a form out already."""
    out = (f.firm_id for f in forms if not f.returned_on and not f.is_dropped)
    return tuple(dict.fromkeys(firm for firm in out if firm in firm_ids))
