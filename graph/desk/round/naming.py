"""Cells of a table of names turned into changes: who holds a role, and who no longer does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.desk.round.duties import DUTY_UNIT, LEAD_UNIT, PERSON, UNIT_ROLES, holder
from graph.model import Duty, Project, Record, Task
from graph.store.protocol import Change, Ref

Standing = tuple[Record, int]
"""A record and the revision it stands at."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a cell of the table says now: the names that hold one role of one thing."""

    target_kind: str
    target_id: str
    role: str
    names: tuple[str, ...]


_OWN = {
    (Task.kind, LEAD_UNIT): "lead",
    (Task.kind, DUTY_UNIT): "partners",
    (Project.kind, DUTY_UNIT): "duty_unit",
    (Project.kind, PERSON): "duty_person",
}
"""Where a task or project itself names who answers."""


def own_names(record: Record, role: str) -> tuple[str, ...]:
    """Who the record itself names for a role."""
    value = getattr(record, _OWN.get((record.kind, role), ""), None)
    return value if isinstance(value, tuple) else (value,) if value else ()


def without_others(record: Record, role: str, names: Collection[str]) -> Record | None:
    """The record no longer naming anybody but ``names``; None when it names nobody else."""
    held = own_names(record, role)
    kept = tuple(n for n in held if n in names)
    if kept == held:
        return None
    column = _OWN[record.kind, role]
    is_list = isinstance(getattr(record, column), tuple)
    changed: Record = replace(record, **{column: kept if is_list else None})
    return changed


def named(
    naming: Naming,
    held: Collection[tuple[Duty, int]],
    *,
    region_id: str,
    new_id: str,
    made_by: str | None,
) -> tuple[list[Change], dict[Ref, int]]:
    """The changes that make exactly these names hold the role, and the revisions they stand on.

    One name in place of another keeps its record, so that its history tells of both.

    Parameters
    ----------
    naming
        What is wanted.
    held
        Duties of the thing that hold today, with their revisions.
    region_id, made_by
        For new duties.
    new_id
        Made ids begin with it.
    """
    mine = [(d, rev) for d, rev in held if d.role == naming.role and holder(d)]
    gone = [(d, rev) for d, rev in mine if holder(d) not in naming.names]
    there = {holder(d) for d, _ in mine}
    fresh = [n for n in dict.fromkeys(naming.names) if n not in there]
    changes: list[Change] = []
    expect: dict[Ref, int] = {}
    for (duty, rev), name in zip(gone, fresh, strict=False):
        changes.append(Change.put(_held_by(duty, name)))
        expect[(Duty.kind, duty.id)] = rev
    for duty, rev in gone[len(fresh) :]:
        changes.append(Change.delete(Duty.kind, duty.id))
        expect[(Duty.kind, duty.id)] = rev
    for number, name in enumerate(fresh[len(gone) :]):
        duty = _new(naming, f"{new_id}{number}", region_id, made_by)
        changes.append(Change.put(_held_by(duty, name)))
        expect[(Duty.kind, duty.id)] = 0
    return changes, expect


def _held_by(duty: Duty, name: str) -> Duty:
    column = "unit" if duty.role in UNIT_ROLES else "person"
    changed: Duty = replace(duty, **{column: name})
    return changed


def _new(naming: Naming, id: str, region_id: str, made_by: str | None) -> Duty:
    return Duty(
        id=id,
        region_id=region_id,
        target_kind=naming.target_kind,
        target_id=naming.target_id,
        role=naming.role,
        unit=None,
        person=None,
        firm_id=None,
        since=None,
        until=None,
        note=None,
        made_by=made_by,
    )


def naming_changes(
    wanted: Sequence[Naming],
    held: Collection[tuple[Duty, int]],
    records: Mapping[Ref, Standing],
    *,
    region_id: str,
    new_id: str,
    made_by: str | None,
) -> tuple[list[Change], dict[Ref, int]]:
    """All changes several cells ask for, and the revisions they stand on.

    Parameters
    ----------
    wanted
        The cells.
    held
        Duties that hold today, with their revisions.
    records
        The tasks and projects themselves: they may name somebody too.
    region_id, new_id, made_by
        As in :func:`named`.
    """
    changes: list[Change] = []
    expect: dict[Ref, int] = {}
    own: dict[Ref, Record] = {}
    for number, naming in enumerate(wanted):
        ref = (naming.target_kind, naming.target_id)
        told: tuple[str, ...] = ()
        if ref in records:
            record = own.get(ref, records[ref][0])
            cut = without_others(record, naming.role, naming.names)
            if cut is not None:
                own[ref], expect[ref] = cut, records[ref][1]
            told = own_names(cut or record, naming.role)
        mine = [(d, rev) for d, rev in held if (d.target_kind, d.target_id) == ref]
        rest = replace(naming, names=tuple(n for n in naming.names if n not in told))
        made = f"{new_id}-{number}-"
        more, revs = named(rest, mine, region_id=region_id, new_id=made, made_by=made_by)
        changes += more
        expect |= revs
    return [*changes, *map(Change.put, own.values())], expect
