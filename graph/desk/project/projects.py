"""项目库: which projects are a region's, what is on record of each, which are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.desk.round.duties import Answers, for_project
from graph.desk.round.months import month_number
from graph.desk.round.rounds import Against, against_time
from graph.facts import Facts
from graph.model import Duty, Entry, Project
from graph.reason.clock import last_day
from graph.reason.timeline import GIVEN_UP

SINGLE = ("项目", "装置", "配套", "平台", "地块")
"""Levels that are one undertaking or a part of one: these are summed."""
GROUPED = ("项目包", "片区", "汇总", "里程碑")
"""Levels that say again what single projects say: listed when asked for, never summed."""
LEVELS = SINGLE + GROUPED
OWN, NEARBY, OUTSIDE, OPEN = SCOPES = ("own", "nearby", "outside", "open")
"""Where a project stands: parks of the region, next to it, elsewhere; nobody wrote where."""
BIG_YI = 1.0
NOT_BEGUN = frozenset({"谋划", "在谈", "签约", "注册"})
NOT_RUNNING = NOT_BEGUN | {"开工"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; an empty filter passes all.

    ``big`` keeps projects of 1 亿元 and more, ``listed`` those 列入万千百, ``two_high`` the 两高,
    ``troubled`` those with a problem or behind their plan.
    """

    region_id: str
    levels: tuple[str, ...] = SINGLE
    scopes: tuple[str, ...] = (OWN,)
    stages: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    duty_units: tuple[str, ...] = ()
    text: str = ""
    big: bool = False
    listed: bool = False
    two_high: bool = False
    troubled: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One project with what else is on record of it.

    ``entry`` is its newest month of figures, ``against`` how far those are; ``signed``,
    ``begun`` and ``news`` the day it was signed, the day the ground was broken, and the newest
    date anybody spoke of it; ``lateness`` as in :func:`late`.
    """

    project: Project
    scope: str
    answers: Answers
    entry: Entry | None
    against: Against | None
    signed: str | None
    begun: str | None
    news: str | None
    lateness: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Problems somebody wrote down: with the project, then with its newest figures."""
        said = (self.project.problems, self.entry.problem if self.entry else None)
        return tuple(dict.fromkeys(text for text in said if text))

    @property
    def is_troubled(self) -> bool:
        """Whether a problem is written down or it is behind its plan."""
        return bool(self.problems or self.lateness)


def scope_of(facts: Facts, region_id: str, project: Project) -> str | None:
    """Where it stands as seen from a region; None when it is another region's.

    Its own parks say so, else the region written down, else the project above it, else the
    seats of its firms.
    """
    seen: set[str] = set()
    above: Project | None = project
    while above is not None and above.id not in seen:
        seen.add(above.id)
        if above.park_ids:
            return _nearest(facts, region_id, above.park_ids)
        if above.region_id:
            return OWN if above.region_id == region_id else None
        above = facts.projects.get(above.parent_id or "")
    seats = [p for i in project.firm_ids if (f := facts.firms.get(i)) for p in f.park_ids]
    return (_nearest(facts, region_id, seats) or OPEN) if seats else OPEN


def _nearest(facts: Facts, region_id: str, park_ids: Iterable[str]) -> str | None:
    parks = (facts.parks.get(id) for id in park_ids)
    found = {p.scope for p in parks if p is not None and p.region_id == region_id}
    return next((scope for scope in SCOPES if scope in found), None)


def told(
    facts: Facts,
    project: Project,
    scope: str,
    day: str,
    duties: Sequence[Duty] = (),
    entry: Entry | None = None,
) -> Told:
    """A project with what else is on record of it, seen on ``day``."""
    return Told(
        project=project,
        scope=scope,
        answers=for_project(project, duties),
        entry=entry,
        against=_against(entry),
        signed=stage_date(facts, project, "签约"),
        begun=_begun(facts, project),
        news=newest(facts, project),
        lateness=late(project, day),
    )


def _begun(facts: Facts, project: Project) -> str | None:
    """The day the ground was broken: as dated, else the start of what is being built or stands."""
    dated = stage_date(facts, project, "开工")
    return dated or (None if project.stage in NOT_BEGUN | GIVEN_UP else project.start_date)


def _against(entry: Entry | None) -> Against | None:
    if entry is None or len(entry.month) < len("2026-11"):
        return None
    return against_time(entry.total_done, entry.year_plan, month_number(entry.month))


def newest_entries(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The newest month of figures of each project."""
    found: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: (e.month, e.filled_at)):
        if entry.target_kind == Project.kind:
            found[entry.target_id] = entry
    return found


def stage_date(facts: Facts, project: Project, stage: str) -> str | None:
    """The first day a stage is dated."""
    rows = facts.stages_of.get(project.id, ())
    return min((s.date for s in rows if s.stage == stage and s.date), default=None)


def newest(facts: Facts, project: Project) -> str | None:
    """The newest date anybody spoke of the project."""
    dates = [s.date or s.as_of for s in facts.stages_of.get(project.id, ())]
    return max((d for d in (*dates, project.as_of) if d), default=None)


def late(project: Project, day: str) -> tuple[str, ...]:
    """What should have come by now: start, finish; a planned month or year counts to its end.

    Examples
    --------
    >>> from dataclasses import fields
    >>> lists = {"firm_ids", "product_ids", "process_ids", "park_ids", "parcel_ids"}
    >>> empty = {f.name: () if f.name in lists else None for f in fields(Project)}
    >>> plan = Project(**{**empty, "stage": "签约", "planned_start": "2026-06"})
    >>> late(plan, "2026-06-30"), late(plan, "2026-07-01")
    ((), ('start',))
    """
    found = []
    if project.stage in NOT_BEGUN and _is_past(project.planned_start, day):
        found.append("start")
    if project.stage in NOT_RUNNING and _is_past(project.planned_finish, day):
        found.append("finish")
    return tuple(found)


def _is_past(date: str | None, day: str) -> bool:
    return date is not None and last_day(date) < day


def chosen(facts: Facts, rows: Iterable[Told], wish: Wish) -> list[Told]:
    """Rows that pass every filter, in their order."""
    return [row for row in rows if _passes(facts, row, wish)]


def _passes(facts: Facts, row: Told, wish: Wish) -> bool:
    project = row.project
    return (
        (not wish.levels or project.level in wish.levels)
        and (not wish.scopes or row.scope in wish.scopes)
        and (not wish.stages or project.stage in wish.stages)
        and (not wish.big or (project.investment_yi or 0.0) >= BIG_YI)
        and (not wish.listed or project.is_listed is True)
        and (not wish.two_high or project.is_two_high is True)
        and (not wish.troubled or row.is_troubled)
        and (not wish.duty_units or bool(set(wish.duty_units) & set(row.answers.duty_units)))
        and (not wish.segments or bool(set(wish.segments) & set(segments_of(facts, project))))
        and (not wish.text or wish.text.lower() in _text(facts, project))
    )


def segments_of(facts: Facts, project: Project) -> tuple[str, ...]:
    """The sub-chains of its products, in the order of the products."""
    found = (facts.products.get(id) for id in project.product_ids)
    return tuple(dict.fromkeys(p.segment for p in found if p is not None and p.segment))


def _text(facts: Facts, project: Project) -> str:
    firms = (facts.firms.get(id) for id in project.firm_ids)
    names = [n for f in firms if f for n in (f.name_zh, f.short_name, *f.aliases)]
    goods = [facts.product_name(id) for id in project.product_ids]
    own = (project.id, project.name_zh, project.firm_text, project.product_text, project.note)
    return "\n".join(text for text in (*own, *names, *goods) if text).lower()
