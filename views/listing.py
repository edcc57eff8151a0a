"""A list of names on one line, cut after the first few."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], shown: int, unit: str = "种") -> str:
    """The first names; the rest as a count.

    Examples
    --------
    >>> listed(["苯", "甲苯"], 3), listed(["苯", "甲苯", "乙烯"], 2, "项")
    ('苯、甲苯', '苯、甲苯等 3 项')
    """
    more = f"等 {len(names)} {unit}" if len(names) > shown else ""
    return "、".join(names[:shown]) + more
