"""The date, the knowledge and the plants a question is asked about."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_STATUSES = ("在产", "在建")


@dataclass(frozen=True, slots=True)
class AsOf:
    """Two clocks and a status set.

    Parameters
    ----------
    valid
        ISO date the world is asked about (*true at*: since/until).
    known
        ISO date of what was on record (*known by*); None = everything known today.
    statuses
        Unit statuses that count on both sides of a balance.
    """

    valid: str
    known: str | None = None
    statuses: tuple[str, ...] = DEFAULT_STATUSES
