"""What a period's entries come to: the pace of all together, who lags, who has not reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.desk.round.months import Period, month_number
from graph.desk.round.rounds import Against, Ranking, against_time, has_plan, in_yi, ranked
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

    ``known`` of their ``of`` monthly entries say it; None when none does.
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
    ``by_month`` what each did in each month of the period.
    """

    kind: str
    period: Period
    month: str
    entries: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    never: tuple[Entry, ...]
    ranking: Ranking
    units: UnitRanking
    total: Total | None
    done: Done
    by_month: Mapping[str, Mapping[str, Entry]]

    @property
    def ahead(self) -> int:
        """How many keep an even pace or better."""
        return sum(p.against.ahead >= 0 for p in self.ranking.places)

    @property
    def behind(self) -> int:
        """How many lag."""
        return len(self.ranking.places) - self.ahead


def summed_up(
    entries: Iterable[Entry], period: Period, kind: str, offers: Iterable[Entry] = ()
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
        Entries of what should report, as offered: what has none of its own this year is named.
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
    return Summary(
        kind=kind,
        period=period,
        month=month,
        entries=now,
        missing=_missing(year, now),
        never=_never(year, offers),
        ranking=ranked(now, number),
        units=ranked_units(now, number),
        total=_total(now, number),
        done=_done(within, now),
        by_month=_by_month(within),
    )


def _missing(year: Sequence[Entry], now: Sequence[Entry]) -> tuple[Entry, ...]:
    here = {e.target_id for e in now}
    newest = {e.target_id: e for e in sorted(year, key=lambda e: e.month)}
    lost = [e for id, e in newest.items() if id not in here]
    return tuple(sorted(lost, key=lambda e: (e.duty_unit or "", e.target_name)))


def _never(year: Sequence[Entry], offers: Iterable[Entry]) -> tuple[Entry, ...]:
    here = {e.target_id for e in year}
    lost = [e for e in offers if e.target_id not in here]
    return tuple(sorted(lost, key=lambda e: (e.duty_unit or "", e.target_name)))


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


def _done(within: Sequence[Entry], now: Sequence[Entry]) -> Done:
    full = {e.target_id for e in now if has_plan(e) and e.total_done is not None}
    mine = [e for e in within if e.target_id in full and in_yi(1.0, e.unit) is not None]
    told = [v for e in mine if (v := in_yi(e.month_done, e.unit)) is not None]
    return Done(float(f"{sum(told):.12g}") if told else None, len(told), len(mine))


def _by_month(within: Sequence[Entry]) -> dict[str, dict[str, Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    for entry in sorted(within, key=lambda e: (e.target_name, e.month)):
        found.setdefault(entry.target_id, {})[entry.month] = entry
    return found


def told_problems(found: Summary) -> dict[str, list[tuple[Entry, Against | None]]]:
    """By unit, the things that lag or report a problem, worst first, the unit that lags most first.

    The empty name, of things nobody answers for, comes last.

    Problems are those of the last month; over half a year or a year the newest that was told.
    """
    pace = {p.entry.id: p.against for p in found.ranking.places}
    out: dict[str, list[tuple[Entry, Against | None]]] = {}
    for entry in found.entries:
        told = newest_told(found, entry)
        against = pace.get(entry.id)
        if told.problem or (against is not None and against.ahead < 0):
            out.setdefault(entry.duty_unit or "", []).append((told, against))
    for rows in out.values():
        rows.sort(key=lambda pair: (_ahead(pair[1]), pair[0].target_name))
    worst = {unit: _ahead(rows[0][1]) for unit, rows in out.items()}
    return dict(sorted(out.items(), key=lambda item: (item[0] == "", worst[item[0]], item[0])))


def _ahead(against: Against | None) -> float:
    return against.ahead if against else 0.0


def newest_told(found: Summary, entry: Entry) -> Entry:
    """The newest entry of the period that tells of a problem, else the entry itself."""
    if entry.problem or found.period.code == "two":
        return entry
    months = sorted(found.by_month.get(entry.target_id, {}).items(), reverse=True)
    return next((e for _, e in months if e.problem), entry)


def asked_for(found: Summary) -> tuple[Entry, ...]:
    """Entries of the last month that ask somebody above to settle something."""
    rows = [e for e in found.entries if e.ask_up]
    return tuple(sorted(rows, key=lambda e: (e.duty_unit or "", e.target_name)))
