"""亿元以上项目 and 小升规及新入规: the second and third table of the notice.

Filled from what is on record; what is not known stays None.  The first is in
:mod:`graph.desk.ladder.plan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.desk.ladder.figures import Told
from graph.desk.ladder.ground import SINGLE, STANDING, projects_of, stands_in
from graph.desk.ladder.ladders import ENTERING, Book, who
from graph.desk.round.duties import DUTY_UNIT, LEAD_UNIT, PERSON
from graph.desk.round.measures import in_yi
from graph.model import Entry, Ladder, Project
from graph.reason.timeline import GIVEN_UP

BIG_YI = 1.0


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of the second table; amounts in 亿元, None where nobody has reported them."""

    project: Project
    done_before_yi: float | None
    this_year_yi: float | None
    lead_unit: str | None
    duty_unit: str | None
    leader: str | None


def big_projects(book: Book, finished: bool = False) -> tuple[ProjectRow, ...]:
    """The second table: projects here of 1 亿元 and more, largest first.

    Parameters
    ----------
    finished
        Also those that stand already.
    """
    chosen = [p for p in book.facts.projects.values() if _is_big(book, p, finished)]
    chosen.sort(key=lambda p: (-(p.investment_yi or 0.0), p.id))
    return tuple(_project_row(book, p) for p in chosen)


def _is_big(book: Book, project: Project, finished: bool) -> bool:
    return (
        (project.investment_yi or 0.0) >= BIG_YI
        and project.level in SINGLE
        and project.stage not in GIVEN_UP
        and (finished or project.stage not in STANDING)
        and stands_in(book.facts, book.ground.region, project)
    )


def _project_row(book: Book, project: Project) -> ProjectRow:
    entries = [e for e in book.entries if e.target_kind == "project" and e.target_id == project.id]
    duties = book.duties_of("project", project.id)
    return ProjectRow(
        project,
        done_before(entries, project, book.ground.year),
        planned_in(entries, book.ground.year),
        who(duties, LEAD_UNIT),
        project.duty_unit or who(duties, DUTY_UNIT),
        project.leader or who(duties, PERSON),
    )


def done_before(entries: Sequence[Entry], project: Project, year: int) -> float | None:
    """Invested up to the end of last year, 亿元: year by year what December reported.

    None unless every December since the start has a report: a sum with a hole is too low.
    """
    if not project.start_date:
        return None
    whole = 0.0
    for one in range(int(project.start_date[:4]), year):
        last = _last(entries, f"{one}-12", "total_done")
        if last is None:
            return None
        whole += last
    return whole


def planned_in(entries: Sequence[Entry], year: int) -> float | None:
    """The plan of the year, 亿元, as the newest report of that year has it."""
    return _last(entries, str(year), "year_plan")


def _last(entries: Sequence[Entry], when: str, field: str) -> float | None:
    """What the newest report of a year or month says, 亿元; what is not in money is passed over."""
    told = [
        (e.month, e.filled_at, yi)
        for e in entries
        if e.month.startswith(when) and (yi := in_yi(getattr(e, field), e.unit)) is not None
    ]
    return max(told)[-1] if told else None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One firm of the third table; ``short_wan`` is what last year lacked of the line."""

    record: Ladder
    place_ids: tuple[str, ...]
    gb_codes: tuple[str, ...]
    product_ids: tuple[str, ...]
    revenue: Told | None
    short_wan: float | None
    duty_unit: str | None


def entry_rows(book: Book, year: str) -> tuple[EntryRow, ...]:
    """The third table: firms on the lists 小升规, 新入规 and 个转企 of one year."""
    rows = [r for flow in ENTERING for r in book.of_flow(flow, year)]
    rows.sort(key=lambda r: (ENTERING.index(r.flow), r.plan_month or "9999", _called(book, r)))
    return tuple(_entry_row(book, r, int(year)) for r in rows)


def _called(book: Book, record: Ladder) -> str:
    return book.facts.firm_name(record.firm_id) if record.firm_id else record.firm_text or ""


def _entry_row(book: Book, record: Ladder, year: int) -> EntryRow:
    ground, firm = book.ground, book.ground.firm(record.firm_id)
    money = ground.years_of(record.firm_id).get(year - 1, {}).get("revenue_wan")
    line = ground.line_wan
    lacks = None if money is None or line is None else max(0.0, line - money.value)
    codes = {p.gb_code for p in projects_of(ground, record.firm_id) if p.gb_code}
    return EntryRow(
        record=record,
        place_ids=firm.park_ids if firm else (),
        gb_codes=tuple(sorted(codes)),
        product_ids=ground.products.get(record.firm_id or "", ()),
        revenue=money,
        short_wan=lacks,
        duty_unit=record.duty_unit
        or who(book.duties_of("firm", record.firm_id), DUTY_UNIT, LEAD_UNIT),
    )
