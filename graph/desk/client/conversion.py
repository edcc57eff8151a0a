"""How many firms reached each stage in each month, and how many went on to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.desk.client.clients import ENDED, LADDER
from graph.model import Lead, Visit

_FIRST = LADDER[0]
Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the ladder: how many firms came so far, and the share of those before."""

    stage: str
    reached: int
    of_before: float | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """Firms by stage and month.

    ``months`` ascend; None stands last and holds firms of which nobody wrote down when they
    came so far.  ``counts`` has an entry for each (month, stage) with at least one firm; a firm
    counts once for each stage, in the month it first stood there or further on.  ``ended``
    counts firms by the month they were first paused or given up.
    """

    months: tuple[str | None, ...]
    counts: Mapping[Key, int]
    ended: Mapping[Key, int]
    steps: tuple[Step, ...]

    def of(self, month: str | None, stage: str) -> int:
        """Firms that first came to a stage, or to its end, in a month."""
        return (self.ended if stage in ENDED else self.counts).get((month, stage), 0)


def conversion(leads: Iterable[Lead], visits: Iterable[Visit]) -> Conversion:
    """Count the ladder from 线索 to 签约.

    A firm is a 线索 from the day it was taken on; each visit that states a stage moves it.  Who
    stands at 洽谈 has been through the stages before it, so counts never rise along the ladder
    and a share lies between 0 and 1.  Where a firm stands now counts too, in no month, when no
    visit says when it came there.

    Parameters
    ----------
    leads
        The firms to count.
    visits
        Any visits; those of other firms are passed over.
    """
    told: dict[str, list[tuple[str, str]]] = {}
    for visit in visits:
        if visit.stage is not None:
            told.setdefault(visit.lead_id, []).append((visit.date[:7], visit.stage))
    counts: dict[Key, int] = {}
    ended: dict[Key, int] = {}
    for lead in leads:
        found = _first_months(lead, told.get(lead.id, ()))
        for stage, month in found.items():
            into = ended if stage in ENDED else counts
            into[month, stage] = into.get((month, stage), 0) + 1
    known = sorted({m for m, _ in (*counts, *ended) if m is not None})
    open_end = any(m is None for m, _ in (*counts, *ended))
    return Conversion((*known, *((None,) if open_end else ())), counts, ended, _steps(counts))


def _first_months(lead: Lead, told: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Stage → the month the firm first stood there or further on; None is not known when."""
    first: dict[str, str | None] = {}
    for month, stage in sorted([(lead.made_at[:7], _FIRST), *told]):
        for passed in _passed(stage):
            first.setdefault(passed, month)
    for passed in _passed(lead.stage):
        first.setdefault(passed, None)
    return first


def _passed(stage: str) -> tuple[str, ...]:
    """The stage and those before it; 暂缓 and 放弃 stand by themselves."""
    return LADDER[: LADDER.index(stage) + 1] if stage in LADDER else (stage,)


def _steps(counts: Mapping[Key, int]) -> tuple[Step, ...]:
    reached = [sum(n for (_, s), n in counts.items() if s == stage) for stage in LADDER]
    before: list[int | None] = [None, *reached[:-1]]
    return tuple(
        Step(stage, now, now / was if was else None)
        for stage, now, was in zip(LADDER, reached, before, strict=True)
    )
