"""What a year's work leaves, laid over the shipped facts: figures, lists, duties, reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from stores import SCHEMA, shared_store_url

from graph.desk.ladder.edit import fresh
from graph.desk.ladder.ground import ground
from graph.desk.ladder.ladders import Book
from graph.model import Duty, Entry, FirmYear, Ladder, Record
from graph.reason import Evaluation
from views.workspace import Question, Workspace

DATE, REGION = "2026-11-24", "yunxi"


@cache
def shipped() -> Evaluation:
    """The answer over the shipped facts."""
    workspace = Workspace.open(shared_store_url())
    try:
        return workspace.evaluation(Question(date=DATE))
    finally:
        workspace.close()


def year(firm_id: str, one: int, **figures: float | None) -> FirmYear:
    """Figures of one firm and year as the office puts them down."""
    empty: dict[str, Any] = {
        c.name: None for c in SCHEMA["firm_year"].columns if c.type in ("float", "int")
    }
    return FirmYear(
        id=f"{firm_id}-{one}-ours",
        firm_id=firm_id,
        year=str(one),
        basis="user",
        source_id=None,
        as_of=f"{one + 1}-03-01",
        grade=None,
        note=None,
        **{**empty, **figures},
    )


def record(flow: str, firm_id: str, one: str = "2026", **more: Any) -> Ladder:
    """A record on a list."""
    made: Ladder = replace(fresh(REGION, flow, one, "李四", firm_id=firm_id), **more)
    return made


def duty(kind: str, id: str, role: str, unit: str, **more: Any) -> Duty:
    """Who answers for one thing."""
    person = None
    rest = {"person": person, "firm_id": None, "since": None, "until": None, **more}
    return Duty(
        f"{kind}-{id}-{role}", REGION, kind, id, role, unit, note=None, made_by=None, **rest
    )


def entry(project_id: str, month: str, **more: Any) -> Entry:
    """A monthly report on a project."""
    columns = [c.name for c in SCHEMA["entry"].columns]
    given = {
        "id": f"{project_id}-{month}",
        "region_id": REGION,
        "target_kind": "project",
        "target_id": project_id,
        "target_name": project_id,
        "month": month,
        "filled_at": f"{month}-28 09:00",
        **more,
    }
    return Entry(**{c: given.get(c) for c in columns})  # type: ignore[arg-type]


def book(
    facts: Iterable[Record] = (),
    ladders: Iterable[Ladder] = (),
    duties: Iterable[Duty] = (),
    entries: Iterable[Entry] = (),
) -> Book:
    """The book with some facts and records laid over the shipped ones."""
    changed = tuple(facts)
    evaluation = shipped().with_changes(changed) if changed else shipped()
    return Book(ground(evaluation), DATE, tuple(ladders), tuple(duties), tuple(entries))
