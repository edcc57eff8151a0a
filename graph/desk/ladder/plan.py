"""工业企业梯度培育计划: one row a firm, goals year by year, filled from what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.desk.ladder.figures import Tier, Told
from graph.desk.ladder.ground import COMING, projects_of
from graph.desk.ladder.ladders import PLAN, Book, who
from graph.desk.round.duties import DUTY_UNIT, LEAD_UNIT, PERSON
from graph.model import Ladder

T = TypeVar("T")
PERIODS = ((2021, (2022, 2023, 2024, 2025)), (2025, (2026, 2027, 2028, 2029, 2030)))
"""Base year and the years of the plan: that of the notice, and the five years after it."""
NURTURING = ("专精特新", "股上市")


def period(year: int) -> tuple[int, tuple[int, ...]]:
    """Base year and years of the plan that holds ``year``; the last one for later years.

    Examples
    --------
    >>> period(2024)
    (2021, (2022, 2023, 2024, 2025))
    >>> period(2026)[0]
    2025
    """
    return next((p for p in PERIODS if year <= p[1][-1]), PERIODS[-1])


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One firm of the first table.

    ``targets`` follow the years of the plan, 万元; ``records`` say which record holds which year.
    ``nurturing`` pairs a list (专精特新, 股上市) with the state there.
    """

    firm_id: str | None
    firm_text: str | None
    tier: Tier | None
    tier_text: str | None
    base: Told | None
    targets: tuple[float | None, ...]
    to_tier: str | None
    titles: str | None
    listed_code: str | None
    nurturing: tuple[tuple[str, str], ...]
    project_ids: tuple[str, ...]
    difficulty: str | None
    duty_unit: str | None
    leader: str | None
    records: tuple[Ladder, ...]


def plan_rows(
    book: Book, base: int, years: Sequence[int], everyone: bool, most: int | None = None
) -> tuple[PlanRow, ...]:
    """The first table: firms with a plan in those years, or with ``everyone`` all firms here.

    Parameters
    ----------
    base, years
        The year started from, and the years of the plan.
    most
        Only so many rows from the top; None for all.
    """
    wanted = {str(y) for y in years}
    held: dict[tuple[str | None, str | None], list[Ladder]] = {}
    for row in book.of_flow(PLAN):
        if row.year[:4] in wanted:
            text = None if row.firm_id else row.firm_text
            held.setdefault((row.firm_id, text), []).append(row)
    keys = list(held)
    if everyone:
        keys += [(i, None) for i in book.ground.firm_ids if (i, None) not in held]
    order = {i: n for n, i in enumerate(book.ground.firm_ids)}
    keys.sort(key=lambda k: (order.get(k[0] or "", len(order)), str(k)))
    return tuple(_plan_row(book, key, held.get(key, []), base, years) for key in keys[:most])


def _plan_row(
    book: Book,
    key: tuple[str | None, str | None],
    rows: list[Ladder],
    base: int,
    years: Sequence[int],
) -> PlanRow:
    firm_id, text = key
    newest_first = sorted(rows, key=lambda r: r.year, reverse=True)
    by_year = {int(r.year[:4]): r for r in rows}
    firm = book.ground.firm(firm_id)
    duties = book.duties_of("firm", firm_id)
    figures = book.ground.years_of(firm_id).get(base, {})
    own = _first(r.project_ids for r in newest_first)
    return PlanRow(
        firm_id=firm_id,
        firm_text=text,
        tier=book.ground.tier_of(firm_id),
        tier_text=_first(r.from_tier for r in newest_first),
        base=figures.get("output_wan"),
        targets=tuple(by_year[y].target_output_wan if y in by_year else None for y in years),
        to_tier=_first(r.to_tier for r in newest_first),
        titles=firm.specialised if firm else None,
        listed_code=firm.listed_code if firm else None,
        nurturing=_nurturing(book, firm_id, years),
        project_ids=own or _coming(book, firm_id),
        difficulty=_first(r.difficulty for r in newest_first),
        duty_unit=_first(r.duty_unit for r in newest_first) or who(duties, DUTY_UNIT, LEAD_UNIT),
        leader=_first(r.leader for r in newest_first) or who(duties, PERSON),
        records=tuple(newest_first),
    )


def _first(values: Iterable[T]) -> T | None:
    return next((v for v in values if v), None)


def _coming(book: Book, firm_id: str | None) -> tuple[str, ...]:
    """Projects that will still add to a firm."""
    return tuple(p.id for p in projects_of(book.ground, firm_id) if p.stage in COMING)


def _nurturing(
    book: Book, firm_id: str | None, years: Sequence[int]
) -> tuple[tuple[str, str], ...]:
    wanted = {str(y) for y in years}
    return tuple(
        (r.flow, r.state)
        for r in book.ladders
        if firm_id and r.firm_id == firm_id and r.flow in NURTURING and r.year[:4] in wanted
    )
