"""Ranking of the units that answer for the entries: sums where sums are possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.desk.round.measures import YI, in_yi
from graph.desk.round.rounds import Against, against_time, has_plan, ranks_of
from graph.model import Entry

MIXED, NOTHING = "mixed", "nothing"


@dataclass(frozen=True, slots=True)
class UnitSum:
    """What one unit's entries come to.

    ``plan`` and ``total`` are in ``unit`` (money always in 亿元) and sum the ``counted`` entries,
    those with a plan and a total; ``no_plan`` and ``no_total`` count the others, ``absent`` what
    has no entry in the month.
    """

    name: str
    unit: str | None
    plan: float
    total: float
    counted: int
    no_plan: int
    no_total: int
    absent: int
    against: Against


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit in the ranking."""

    rank: int
    sum: UnitSum


@dataclass(frozen=True, slots=True)
class Apart:
    """A unit that cannot be ranked.

    ``why`` is mixed (its measures do not add up) or nothing (no plan or no total reported);
    ``entries`` are those of the month.
    """

    name: str
    why: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class UnitRanking:
    """Units ranked, units apart, and entries nobody answers for."""

    places: tuple[UnitPlace, ...]
    apart: tuple[Apart, ...]
    nobodys: tuple[Entry, ...]


def ranked_units(entries: Iterable[Entry], month: int, absent: Iterable[Entry] = ()) -> UnitRanking:
    """Units by what their entries have done of what they planned, best first.

    Parameters
    ----------
    entries
        Of one month; the unit is their ``duty_unit``.
    month
        1 to 12.
    absent
        Entries of other months, or offers, of what should have reported the month and has not.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.duty_unit or "", []).append(entry)
    nobodys = tuple(groups.pop("", ()))
    lacking = Counter(e.duty_unit for e in absent if e.duty_unit)
    groups = {name: [] for name in lacking} | groups
    sums: list[UnitSum] = []
    apart: list[Apart] = []
    for name, held in sorted(groups.items()):
        found = summed(name, held, month, lacking[name])
        if isinstance(found, UnitSum):
            sums.append(found)
        else:
            apart.append(found)
    sums.sort(key=lambda s: -s.against.percent)
    ranks = ranks_of([s.against.percent for s in sums])
    places = tuple(UnitPlace(r, s) for r, s in zip(ranks, sums, strict=True))
    return UnitRanking(places, tuple(apart), nobodys)


def summed(name: str, entries: Sequence[Entry], month: int, absent: int) -> UnitSum | Apart:
    """One unit's sum, or why there is none."""
    full = [e for e in entries if has_plan(e) and e.total_done is not None]
    added = added_up(full)
    if added is None:
        return Apart(name, MIXED if full else NOTHING, tuple(entries))
    plan, total, unit = added
    against = against_time(total, plan, month)
    if against is None:
        return Apart(name, NOTHING, tuple(entries))
    no_plan = sum(not has_plan(e) for e in entries)
    no_total = len(entries) - len(full) - no_plan
    return UnitSum(name, unit, plan, total, len(full), no_plan, no_total, absent, against)


def added_up(full: Sequence[Entry]) -> tuple[float, float, str | None] | None:
    """Plan, total and their unit; money in 亿元; None when there is nothing or it does not add.

    Parameters
    ----------
    full
        Entries with a plan and a total.
    """
    units = {e.unit for e in full}
    if not full:
        return None
    if len(units) == 1 and in_yi(1.0, full[0].unit) is None:
        return _sum(e.year_plan for e in full), _sum(e.total_done for e in full), full[0].unit
    plans = [in_yi(e.year_plan, e.unit) for e in full]
    totals = [in_yi(e.total_done, e.unit) for e in full]
    if any(p is None for p in plans):
        return None
    return _sum(plans), _sum(totals), YI


def _sum(values: Iterable[float | None]) -> float:
    return float(f"{sum(v for v in values if v is not None):.12g}")
