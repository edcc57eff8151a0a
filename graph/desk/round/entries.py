"""What a month offers to fill in: last month's plan and totals carried over, nothing invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.desk.round.measures import NUMBERS, in_named_unit, told_in
from graph.desk.round.months import month_before, month_number
from graph.desk.round.rounds import entry_id
from graph.model import Entry

TEXTS = ("image_progress", "problem", "ask_up")
FILLED = (*NUMBERS, "unit", *TEXTS, "duty_unit", "filled_by")
"""Columns of an entry that somebody fills in."""
TOLD = ("month_plan", "month_done", "total_done", *TEXTS)
"""Columns that say something of the month; the others are carried from month to month."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reports every month: a project, goal, firm or task.

    ``year_plan`` and ``unit`` are what is known of it without any entry.
    """

    kind: str
    id: str
    name: str
    duty_unit: str | None = None
    unit: str | None = None
    year_plan: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One line of a month: what stands or is offered, and what stood the month before.

    ``rev`` is the revision that stands, 0 when nothing does and ``entry`` is only an offer.
    """

    entry: Entry
    last: Entry | None
    rev: int = 0

    def month_before(self, unit: str | None) -> Entry | None:
        """The entry of the very month before, told in ``unit``; None when there is none."""
        last = self.last
        is_next = last is not None and last.month == month_before(self.entry.month)
        return told_in(last, unit) if last is not None and is_next else None

    @property
    def stands(self) -> bool:
        """Whether somebody has filled it in already."""
        return self.rev > 0


def offered_total(last: Entry | None, month_done: float | None, month: str) -> float | None:
    """The total of the year a month's figure leads to: last month's and this one.

    None when this month's figure or last month's total is unknown; January begins anew.

    Examples
    --------
    >>> offered_total(None, 5.0, "2026-01"), offered_total(None, 5.0, "2026-02")
    (5.0, None)
    """
    if month_done is None:
        return None
    if month_number(month) == 1:
        return month_done
    if last is None or last.month != month_before(month) or last.total_done is None:
        return None
    return float(f"{last.total_done + month_done:.12g}")


def drafts(
    region_id: str,
    month: str,
    targets: Iterable[Target],
    standing: Mapping[str, tuple[Entry, int]],
    before: Mapping[tuple[str, str], Entry],
) -> tuple[Draft, ...]:
    """A line for every target and for every entry of the month, in the order of the targets.

    Parameters
    ----------
    region_id, month
        Whose round, and which month.
    targets
        What is to report.
    standing
        Entries of the month by id, with their revision.
    before
        The newest earlier entry of each (kind, id).
    """
    known = {entry_id(t.kind, t.id, month): t for t in targets}
    rows = [
        Draft(*_first_of(standing, id, t, region_id, month, before.get((t.kind, t.id))))
        for id, t in known.items()
    ]
    rest = sorted(
        (pair for id, pair in standing.items() if id not in known),
        key=lambda pair: (pair[0].target_name, pair[0].id),
    )
    rows += [Draft(e, before.get((e.target_kind, e.target_id)), rev) for e, rev in rest]
    return tuple(rows)


def _first_of(
    standing: Mapping[str, tuple[Entry, int]],
    id: str,
    target: Target,
    region_id: str,
    month: str,
    last: Entry | None,
) -> tuple[Entry, Entry | None, int]:
    if id in standing:
        entry, rev = standing[id]
        return entry, last, rev
    return offered(target, region_id, month, last), last, 0


def offered(target: Target, region_id: str, month: str, last: Entry | None) -> Entry:
    """An entry nobody has filled in: unit, plan of the year and who answers carried over.

    A plan of the year holds for that year only; who answers is first of all who is put down for it.
    """
    unit = (last.unit if last else None) or target.unit
    if last is not None and last.month[:4] == month[:4]:
        plan = last.year_plan
    else:
        plan = in_named_unit(target.year_plan, target.unit, unit)
    return Entry(
        id=entry_id(target.kind, target.id, month),
        region_id=region_id,
        target_kind=target.kind,
        target_id=target.id,
        target_name=target.name,
        month=month,
        unit=unit,
        year_plan=plan,
        month_plan=None,
        month_done=None,
        total_done=None,
        image_progress=None,
        problem=None,
        ask_up=None,
        duty_unit=target.duty_unit or (last.duty_unit if last else None),
        filled_by=None,
        filled_at="",
    )


def newest_before(entries: Iterable[Entry], month: str) -> dict[tuple[str, str], Entry]:
    """The newest entry of each (kind, id) that is earlier than ``month``."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda e: e.month):
        if entry.month < month:
            found[entry.target_kind, entry.target_id] = entry
    return found


def filled(draft: Draft, values: Mapping[str, Any], by: str | None, at: str) -> Entry | None:
    """The entry with what was filled in; None when that changes nothing.

    Parameters
    ----------
    draft
        What stands or is offered.
    values
        Columns of ``FILLED`` as they are now; a column not named stays, but for an offered plan of
        the year, which is told in the unit named now.
    by, at
        Who and when, where the values do not say who.
    """
    old = draft.entry
    changed = {k: v for k, v in values.items() if k in FILLED and v != getattr(old, k)}
    if not changed:
        return None
    entry: Entry = replace(old, **changed, filled_at=at)
    if "year_plan" not in changed and not draft.stands:
        entry = replace(entry, year_plan=told_in(old, entry.unit).year_plan)
    if "month_done" in changed and "total_done" not in changed:
        entry = _with_offer(draft, entry)
    return entry if entry.filled_by else replace(entry, filled_by=by)


def _with_offer(draft: Draft, entry: Entry) -> Entry:
    """The total moved on with this month's figure, where nobody gave another one."""
    was = _total(draft, draft.entry)
    if draft.entry.total_done not in (None, was):
        return entry
    return replace(entry, total_done=_total(draft, entry))


def _total(draft: Draft, entry: Entry) -> float | None:
    last = draft.last and told_in(draft.last, entry.unit)
    return offered_total(last, entry.month_done, entry.month)
