"""Who answers for what: tasks, sub-chains and projects, and what nobody answers for yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Duty, Project, Task

LEADER, OFFICE, HEAD_FIRM, TEAM = "链长", "链办", "链主", "专班"
CHAIN_ROLES = (LEADER, OFFICE, HEAD_FIRM, TEAM)
LEAD_UNIT, DUTY_UNIT, PERSON = "牵头单位", "责任单位", "责任人"
TASK_ROLES = (LEAD_UNIT, DUTY_UNIT, PERSON)
SEGMENT_ROLES = (LEADER, OFFICE, TEAM, PERSON)
"""Roles of a sub-chain that are names; 链主 is a firm."""
UNIT_ROLES = frozenset({OFFICE, TEAM, LEAD_UNIT, DUTY_UNIT})
"""Roles held by a unit; the others are held by a person."""
Key = tuple[str, str]
Duties = Mapping[Key, tuple[Duty, ...]]
"""Duties by (kind, id) of what they are for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for one thing; an empty tuple is nobody yet."""

    lead_units: tuple[str, ...]
    duty_units: tuple[str, ...]
    persons: tuple[str, ...]


def standing(duties: Iterable[Duty], day: str) -> tuple[Duty, ...]:
    """Duties that hold on a day; a partial date counts as its whole month or year.

    Examples
    --------
    >>> none = (None,) * 2
    >>> old = Duty("a", "r", "task", "t", "责任人", None, "甲", None, "2024", "2025-06", *none)
    >>> [len(standing([old], d)) for d in ("2023-12-31", "2025-06-30", "2025-07-01")]
    [0, 1, 0]
    """
    return tuple(
        d
        for d in duties
        if not (d.since and d.since > day[: len(d.since)])
        and not (d.until and d.until < day[: len(d.until)])
    )


def by_target(duties: Iterable[Duty]) -> dict[Key, tuple[Duty, ...]]:
    """Duties of each (kind, id)."""
    found: dict[Key, list[Duty]] = {}
    for duty in duties:
        found.setdefault((duty.target_kind, duty.target_id), []).append(duty)
    return {key: tuple(rows) for key, rows in found.items()}


def names_in(duties: Iterable[Duty], role: str) -> tuple[str, ...]:
    """Who holds a role, each once: units for roles of units, else persons (else their unit).

    Examples
    --------
    >>> rest = (None,) * 5
    >>> names_in([Duty("a", "r", "segment", "s", "链办", "区科工局", "甲", *rest)], "链办")
    ('区科工局',)
    """
    found = (holder(d) for d in duties if d.role == role)
    return tuple(dict.fromkeys(name for name in found if name))


def holder(duty: Duty) -> str | None:
    """The name a role is held under."""
    return (duty.unit or duty.person) if duty.role in UNIT_ROLES else (duty.person or duty.unit)


def for_task(task: Task, duties: Sequence[Duty]) -> Answers:
    """Units the task itself names, then those and the person the office has put down."""
    leads = ((task.lead,) if task.lead else ()) + names_in(duties, LEAD_UNIT)
    units = task.partners + names_in(duties, DUTY_UNIT)
    return Answers(_once(leads), _once(units), names_in(duties, PERSON))


def for_project(project: Project, duties: Sequence[Duty]) -> Answers:
    """What stands with the project itself, then what the office has put down."""
    units = ((project.duty_unit,) if project.duty_unit else ()) + names_in(duties, DUTY_UNIT)
    person = ((project.duty_person,) if project.duty_person else ()) + names_in(duties, PERSON)
    return Answers(names_in(duties, LEAD_UNIT), _once(units), _once(person))


def for_segment(duties: Sequence[Duty]) -> Answers:
    """A sub-chain: its office is the unit that leads, its team the units that work."""
    return Answers(names_in(duties, OFFICE), names_in(duties, TEAM), names_in(duties, PERSON))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def chain_firms(duties: Iterable[Duty]) -> tuple[str, ...]:
    """Ids of the 链主 of a sub-chain."""
    return tuple(dict.fromkeys(d.firm_id for d in duties if d.role == HEAD_FIRM and d.firm_id))


def tasks_of(facts: Facts, region_id: str) -> tuple[Task, ...]:
    """The tasks of a region in the order of their numbers."""
    rows = [t for t in facts.all(Task).values() if t.region_id == region_id]
    return tuple(sorted(rows, key=lambda t: (_number(t.number), t.id)))


def _number(text: str | None) -> tuple[int, str]:
    """Numbers by their size, other marks after them by name."""
    return (int(text), "") if text and text.isdecimal() else (1 << 30, text or "")
