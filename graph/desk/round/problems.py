"""存在问题 and 需上级协调事项: what the entries of a period tell, by who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.desk.round.rounds import Against
from graph.desk.round.summary import Summary, by_unit
from graph.model import Entry


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that lags or has a problem: the entry that tells of it, and the pace.

    ``is_earlier``: the problem was told in an earlier month than the one ranked.
    """

    entry: Entry
    against: Against | None
    is_earlier: bool

    @property
    def ahead(self) -> float:
        """Points ahead, below zero when it lags; 0 when that cannot be said."""
        return self.against.points if self.against else 0.0


def told_problems(*summaries: Summary) -> dict[str, list[Problem]]:
    """By unit, the things that lag or report a problem, worst first, the unit that lags most first.

    The empty name, of things nobody answers for, comes last.

    Problems are those of the last month; over half a year or a year the newest that was told.
    """
    out: dict[str, list[Problem]] = {}
    for found in summaries:
        for entry, problem in _problems(found):
            out.setdefault(entry.duty_unit or "", []).append(problem)
    for rows in out.values():
        rows.sort(key=lambda p: (p.ahead, p.entry.target_name))
    return dict(sorted(out.items(), key=lambda item: (item[0] == "", item[1][0].ahead, item[0])))


def _problems(found: Summary) -> Iterator[tuple[Entry, Problem]]:
    pace = {p.entry.id: p.against for p in found.ranking.places}
    for entry in found.entries:
        told, against = _newest_told(found, entry), pace.get(entry.id)
        if told.problem or (against is not None and against.is_behind):
            yield entry, Problem(told, against, told.month != found.month)


def _newest_told(found: Summary, entry: Entry) -> Entry:
    """The newest entry of the period that tells of a problem, else the entry itself."""
    if entry.problem or found.period.code == "two":
        return entry
    months = sorted(found.by_month.get(entry.target_id, {}).items(), reverse=True)
    return next((e for _, e in months if e.problem), entry)


def asked_for(found: Summary) -> tuple[Entry, ...]:
    """Entries of the last month that ask somebody above to settle something."""
    return by_unit(e for e in found.entries if e.ask_up)
