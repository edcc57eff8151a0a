"""Units as offices write them: which belong together, and how much of one another they are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from loaders.cells import plain

UNIT_FAMILIES: Mapping[str, Mapping[str, Decimal]] = {
    "亿元": {
        "亿元": Decimal(1),
        "亿": Decimal(1),
        "万元": Decimal("1e-4"),
        "万": Decimal("1e-4"),
        "千元": Decimal("1e-5"),
        "元": Decimal("1e-8"),
    },
    "kt/a": {
        "万吨/年": Decimal(10),
        "万吨/a": Decimal(10),
        "万t/a": Decimal(10),
        "千吨/年": Decimal(1),
        "kt/a": Decimal(1),
        "吨/年": Decimal("0.001"),
        "吨/a": Decimal("0.001"),
        "t/a": Decimal("0.001"),
        "万吨": Decimal(10),
        "千吨": Decimal(1),
        "kt": Decimal(1),
        "吨": Decimal("0.001"),
    },
    "亩": {
        "亩": Decimal(1),
        "公顷": Decimal(15),
        "平方公里": Decimal(1500),
        "平方千米": Decimal(1500),
        "万平方米": Decimal(15),
        "平方米": Decimal("0.0015"),
        "m2": Decimal("0.0015"),
    },
    "吨标煤": {
        "吨标煤": Decimal(1),
        "吨标准煤": Decimal(1),
        "tce": Decimal(1),
        "万吨标煤": Decimal(10000),
        "万吨标准煤": Decimal(10000),
        "万tce": Decimal(10000),
    },
    "人": {"人": Decimal(1), "名": Decimal(1), "万人": Decimal(10000)},
    "件": {"件": Decimal(1), "项": Decimal(1), "个": Decimal(1)},
    "万元/亩": {"万元/亩": Decimal(1), "元/亩": Decimal("1e-4"), "亿元/亩": Decimal(10000)},
    "元/吨": {"元/吨": Decimal(1), "万元/吨": Decimal(10000)},
    "%": {"%": Decimal(1)},
}
"""Unit that stands for a family → every unit of it and how much of the first it is."""

_SAME_FAMILY = {"万元": "亿元", "kt": "kt/a"}
_RATES = ("/年", "/a")
DOUBTFUL = frozenset({"万", "亿", "名", "项", "个"})
"""Short for a unit in a cell; in a header they say nothing."""


def family_of(unit: str) -> str | None:
    """Which family the unit of a column belongs to; None when it is converted to nothing.

    Examples
    --------
    >>> family_of("万元"), family_of("kt"), family_of("t/t")
    ('亿元', 'kt/a', None)
    """
    name = _SAME_FAMILY.get(unit, unit)
    return name if name in UNIT_FAMILIES else None


def units_for(unit: str) -> tuple[str, ...]:
    """Units a whole column of theirs may be in, for a column of ours in ``unit``.

    Examples
    --------
    >>> units_for("万元"), units_for("kt/a")
    (('亿元', '万元', '千元', '元'), ('万吨/年', '千吨/年', '吨/年'))
    """
    family = family_of(unit)
    found = UNIT_FAMILIES[family] if family else {}
    usual = [u for u in found if u not in DOUBTFUL]
    if unit == "kt":
        usual = [u for u in usual if not u.endswith(_RATES)]
    first: dict[Decimal, str] = {}
    for name in usual:
        first.setdefault(found[name], name)
    return tuple(first.values())


def usual_unit(unit: str | None, column_unit: str) -> str | None:
    """``unit`` in the spelling :func:`units_for` has; None when it does not fit the column.

    Examples
    --------
    >>> usual_unit("万t/a", "kt/a"), usual_unit("万吨", "kt/a"), usual_unit("亩", "亿元")
    ('万吨/年', '万吨/年', None)
    """
    known = known_unit(unit or "")
    family = family_of(column_unit)
    if known is None or family is None or known not in UNIT_FAMILIES[family]:
        return None
    factors = UNIT_FAMILIES[family]
    return next(u for u in units_for(column_unit) if factors[u] == factors[known])


def is_same_family(unit: str, column_unit: str) -> bool:
    """Whether an amount in ``unit`` can be brought to ``column_unit``."""
    family = family_of(column_unit)
    return family is not None and known_unit(unit) in UNIT_FAMILIES[family]


def known_unit(unit: str) -> str | None:
    """``unit`` as the families spell it; None when no family has it."""
    text = plain(unit)
    for candidate in (text, text.lower()):
        if candidate in _all_units():
            return candidate
    return None


@cache
def _all_units() -> frozenset[str]:
    return frozenset(unit for units in UNIT_FAMILIES.values() for unit in units)


@cache
def longest_first() -> tuple[str, ...]:
    """All units, those first that may hold another."""
    return tuple(sorted(_all_units(), key=len, reverse=True))


def unit_within(text: str) -> str | None:
    """The longest unit named anywhere in ``text``; short ones that may be anything do not count."""
    return next((u for u in longest_first() if u not in DOUBTFUL and u in text), None)
