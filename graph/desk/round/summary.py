"""What a period's entries come to: the pace of all together, who lags, who has not reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.desk.round.measures import in_named_unit, in_yi
from graph.desk.round.months import Period, month_number
from graph.desk.round.rounds import (
    Against,
    Ranking,
    against_time,
    has_plan,
    ranked,
)
from graph.desk.round.unit_ranks import UnitRanking, added_up, ranked_units
from graph.model import Entry


@dataclass(frozen=True, slots=True)
class Total:
    """Entries with a plan and a total, money only, in 亿元.

    ``counted`` entries are in the sums; ``apart`` have a plan and a total in another measure.
    """

    plan: float
    total: float
    counted: int
    apart: int
    against: Against


@dataclass(frozen=True, slots=True)
class Done:
    """Done within the period by what is in the total, 亿元.

    ``known`` of ``of`` months say it, a month of each thing counted once, so ``value`` is too low
    while ``known`` < ``of``; None when none does.
    """

    value: float | None
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One kind of thing over one period.

    ``month`` is the last month of the period with entries, which the ranking is of; ``entries``
    are that month's, ``missing`` the last entries of things that reported earlier in the year
    and not in that month; ``never`` are offers to things that have not reported this year;
    ``replanned`` pairs the first plan of the year with that month's, where they differ;
    ``by_month`` what each did in each month of the period.
    """

    kind: str
    period: Period
    month: str
    entries: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    never: tuple[Entry, ...]
    replanned: tuple[tuple[Entry, Entry], ...]
    ranking: Ranking
    units: UnitRanking
    total: Total | None
    done: Done
    by_month: Mapping[str, Mapping[str, Entry]]

    @property
    def ahead(self) -> int:
        """How many keep an even pace or better."""
        return len(self.ranking.places) - self.behind

    @property
    def behind(self) -> int:
        """How many lag."""
        return sum(p.against.is_behind for p in self.ranking.places)


def summed_up(
    entries: Iterable[Entry], period: Period, kind: str, offers: Iterable[Entry] | None = None
) -> Summary | None:
    """The summary of one kind; None when nothing of it was reported in the period.

    Parameters
    ----------
    entries
        Of the year of the period; later months are not read.
    period
        Which months.
    kind
        Kind of what reports.
    offers
        Entries of what should have reported the month and has not, as offered: what has none of
        its own this year is named, and what was given up since is not asked for.  None: not known.
    """
    year = [
        e
        for e in entries
        if e.target_kind == kind and f"{period.last[:4]}-01" <= e.month <= period.last
    ]
    within = [e for e in year if e.month in period.months]
    if not within:
        return None
    month = max(e.month for e in within)
    now = tuple(e for e in year if e.month == month)
    number = month_number(month)
    wanted = None if offers is None else tuple(offers)
    missing, never = _missing(year, now, wanted), _never(year, wanted or ())
    return Summary(
        kind=kind,
        period=period,
        month=month,
        entries=now,
        missing=missing,
        never=never,
        replanned=_replanned(year, now),
        ranking=ranked(now, number),
        units=ranked_units(now, number, (*missing, *never)),
        total=_total(now, number),
        done=_done(within, now, period.months.index(month) + 1),
        by_month=_by_month(within),
    )


def _missing(
    year: Sequence[Entry], now: Sequence[Entry], offers: Sequence[Entry] | None
) -> tuple[Entry, ...]:
    newest = {e.target_id: e for e in sorted(year, key=lambda e: e.month)}
    lost = newest.keys() - {e.target_id for e in now}
    if offers is not None:
        lost &= {e.target_id for e in offers}
    return by_unit(newest[id] for id in lost)


def _never(year: Sequence[Entry], offers: Sequence[Entry]) -> tuple[Entry, ...]:
    here = {e.target_id for e in year}
    return by_unit(e for e in offers if e.target_id not in here)


def by_unit(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in the order of who answers for them."""
    return tuple(sorted(entries, key=lambda e: (e.duty_unit or "", e.target_name, e.id)))


def _replanned(year: Sequence[Entry], now: Sequence[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """First and newest entry of the year where the plan of the year is another one by now."""
    first: dict[str, Entry] = {}
    for entry in sorted(year, key=lambda e: e.month):
        if entry.year_plan is not None:
            first.setdefault(entry.target_id, entry)
    pairs = ((first[e.target_id], e) for e in now if e.target_id in first)
    return tuple(
        (old, new)
        for old, new in pairs
        if in_named_unit(old.year_plan, old.unit, new.unit) != new.year_plan
    )


def _total(now: Sequence[Entry], month: int) -> Total | None:
    full = [e for e in now if has_plan(e) and e.total_done is not None]
    money = [e for e in full if in_yi(1.0, e.unit) is not None]
    added = added_up(money)
    if added is None:
        return None
    plan, total, _ = added
    against = against_time(total, plan, month)
    if against is None:
        return None
    return Total(plan, total, len(money), len(full) - len(money), against)


def _done(within: Sequence[Entry], now: Sequence[Entry], months: int) -> Done:
    full = {e.target_id for e in now if has_plan(e) and e.total_done is not None}
    mine = [e for e in within if e.target_id in full and in_yi(1.0, e.unit) is not None]
    known = [v for e in mine if (v := in_yi(e.month_done, e.unit)) is not None]
    of = months * len({e.target_id for e in mine})
    return Done(float(f"{sum(known):.12g}") if known else None, len(known), of)


def _by_month(within: Sequence[Entry]) -> dict[str, dict[str, Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    for entry in sorted(within, key=lambda e: (e.target_name, e.month)):
        found.setdefault(entry.target_id, {})[entry.month] = entry
    return found
