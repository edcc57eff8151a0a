"""Sums over plants that never turn unknown into 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.reason.nation.sites import CLASSES, RUNNING, STOPPED, Plant


@dataclass(frozen=True, slots=True)
class Lead:
    """The best that is known of a city or firm: its strongest status and that capacity, kt/a.

    ``capacity_kt_a`` None: it is not known; ``status`` of 在建 and 规划 together is 在建、规划.
    """

    name: str
    status: str
    capacity_kt_a: float | None


def total(plants: Iterable[Plant], statuses: Iterable[str]) -> float | None:
    """Sum of the known figures of some statuses, kt/a; None when none is known."""
    wanted = tuple(statuses)
    sizes = [p.capacity_kt_a for p in plants if p.status in wanted]
    known = [kt for kt in sizes if kt is not None]
    return sum(known) if known else None


def strongest(plants: Sequence[Plant]) -> tuple[str, ...]:
    """The statuses of the strongest class among the plants: running, coming, doubtful, stopped."""
    return next((c for c in CLASSES if any(p.status in c for p in plants)), (STOPPED,))


def lead(name: str, plants: Sequence[Plant]) -> Lead:
    """What the plants of one city or firm come to."""
    told = strongest(plants)
    words = "、".join(s for s in told if any(p.status == s for p in plants))
    return Lead(name, words, total(plants, told))


def ranked(plants: Iterable[Plant], what: Literal["city", "firm"]) -> tuple[Lead, ...]:
    """Cities or firms, stopped plants and untold cities left out.

    Running ones come first, the largest first, unknown sizes last of their status.
    """
    of: dict[str, list[Plant]] = {}
    for plant in plants:
        name = plant.city if what == "city" else plant.firm
        if plant.status != STOPPED and name:
            of.setdefault(name, []).append(plant)
    found = [(CLASSES.index(strongest(told)), lead(name, told)) for name, told in of.items()]
    found.sort(key=lambda f: (f[0], *_size(f[1].capacity_kt_a), f[1].name))
    return tuple(top for _, top in found)


def _size(kt_a: float | None) -> tuple[bool, float]:
    return kt_a is None, -(kt_a or 0.0)


def unsized(plants: Iterable[Plant]) -> tuple[str, ...]:
    """Firms with a running plant of unknown size, or with no figure at all.

    A figure told for several places together (``is_rest``) covers those of unknown size.
    """
    of: dict[str, list[Plant]] = {}
    for plant in plants:
        if plant.status != STOPPED:
            of.setdefault(plant.firm_id, []).append(plant)
    return tuple(sorted(firm for firm, told in of.items() if _is_unsized(told)))


def _is_unsized(told: Sequence[Plant]) -> bool:
    if all(p.capacity_kt_a is None for p in told):
        return True
    running = [p for p in told if p.status == RUNNING]
    return any(p.capacity_kt_a is None for p in running) and not any(p.is_rest for p in running)
