"""From many statements on one firm's plants to one figure per place and status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

RUNNING, DOUBTFUL, STOPPED = "在产", "未核", "停产"
COMING = ("在建", "规划")
CLASSES = ((RUNNING,), COMING, (DOUBTFUL,), (STOPPED,))


@dataclass(frozen=True, slots=True)
class Plant:
    """One firm's plant at one place with the figure that speaks for it.

    ``capacity_kt_a`` None: there is a plant and nobody has said how large.  ``province`` and
    ``city`` are empty where not told.  ``status`` is that of the day (未核: too old to count
    on) and ``stated`` what was last said.  ``unit_id`` is set for plants the region's own
    records tell of, ``is_local`` for those in its parks.
    """

    row_id: str
    firm_id: str
    firm: str
    province: str
    city: str
    status: str
    stated: str
    capacity_kt_a: float | None
    year: str | None
    source_id: str | None
    is_sourced: bool
    unit_id: str = ""
    is_local: bool = False
    is_rest: bool = False

    @property
    def order(self) -> tuple[int, float, str, str, str, str]:
        """Running first, then coming, then doubtful; the largest first, unknown last."""
        rank = next((at for at, told in enumerate(CLASSES) if self.status in told), len(CLASSES))
        size = -1.0 if self.capacity_kt_a is None else self.capacity_kt_a
        return rank, -size, self.province, self.city, self.firm_id, self.row_id


def settled(rows: Iterable[Plant]) -> tuple[Plant, ...]:
    """What is left of all statements when each plant is told once."""
    ordered = sorted(rows, key=lambda r: (r.firm_id, r.row_id))
    return tuple(
        plant
        for _, told in groupby(ordered, key=lambda r: r.firm_id)
        for plant in _of_firm(tuple(told))
    )


def _of_firm(rows: Sequence[Plant]) -> list[Plant]:
    valid = [r for r in rows if not _is_outdated(r, rows)]
    valid = [r for r in valid if not _is_said_better(r, valid)]
    return [plant for wanted in CLASSES for plant in _by_place(valid, wanted)]


def _is_outdated(row: Plant, rows: Iterable[Plant]) -> bool:
    """A plant stopped since, a plan that has been told to run since, a stop that was ended."""
    near = [r for r in rows if r is not row and _may_be_same(r, row)]
    since, year = [r for r in near if (r.year or "") > (row.year or "")], row.year or ""
    if row.status == STOPPED:
        return any(r.status != STOPPED for r in since)
    stopped = any(r.status == STOPPED and (r.year or "") >= year for r in near)
    return stopped or (row.status in COMING and any(r.stated == RUNNING for r in since))


def _is_said_better(row: Plant, rows: Iterable[Plant]) -> bool:
    """A statement too old to count on, where a young one tells as much of the place."""
    if row.status != DOUBTFUL:
        return False
    better = {RUNNING, *COMING} if row.stated in COMING else {RUNNING}
    return any(
        r.status in better
        and _may_be_same(r, row)
        and (r.capacity_kt_a is not None or row.capacity_kt_a is None)
        for r in rows
    )


def _may_be_same(one: Plant, other: Plant) -> bool:
    """Whether two places of one firm agree as far as both are told."""
    pairs = ((one.province, other.province), (one.city, other.city))
    return all(a == b or not a or not b for a, b in pairs)


def _by_place(rows: Iterable[Plant], wanted: Sequence[str]) -> list[Plant]:
    """Plants of one status: by city, then what exceeds them by province, then at all."""
    found = sorted((r for r in rows if r.status in wanted), key=lambda r: (r.province, r.city))
    out: list[Plant] = []
    vague: list[Plant] = []
    for (province, city), told in groupby(found, key=lambda r: (r.province, r.city)):
        if province and city:
            out += _at(tuple(told))
        else:
            vague += told
    provinces = sorted({r.province for r in vague if r.province})
    for province in provinces:
        here = [r for r in vague if r.province == province]
        out += _beyond(here, [p for p in out if p.province == province])
    return out + _beyond([r for r in vague if not r.province], out)


def _at(rows: Sequence[Plant]) -> list[Plant]:
    """The plants of one place: units one by one when any has a size, else the largest figure."""
    units = [r for r in rows if r.unit_id]
    if any(u.capacity_kt_a is not None for u in units):
        return units
    return [max(rows, key=_weight)]


def _beyond(vague: Sequence[Plant], inside: Sequence[Plant]) -> list[Plant]:
    """What statements on no closer place add to the plants at told ones; units add all."""
    units = [r for r in vague if r.unit_id]
    told = [r for r in vague if not r.unit_id]
    if not told:
        return units
    best, there = max(told, key=_weight), [*inside, *units]
    if best.capacity_kt_a is None or not there:
        return units if there else [best]
    rest = best.capacity_kt_a - sum(p.capacity_kt_a or 0.0 for p in there)
    return [*units, replace(best, capacity_kt_a=rest, is_rest=True)] if rest > 0.0 else units


def _weight(row: Plant) -> tuple[float, str, str]:
    """The largest figure, then the newest statement; no figure comes last."""
    size = -1.0 if row.capacity_kt_a is None else row.capacity_kt_a
    return size, row.year or "", row.row_id
