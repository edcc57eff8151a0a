"""Every error LianTu raises on purpose; each class says when it is raised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class LianTuError(Exception):
    """Base of all; its text is one Chinese sentence a user can act on."""


class UnknownName(LianTuError):
    """A product, region or firm was asked for that nobody has heard of.

    ``nearest`` holds the closest known names, best first.
    """

    def __init__(self, what: str, given: str, nearest: tuple[str, ...] = ()) -> None:
        self.what, self.given, self.nearest = what, given, nearest
        hint = f"最接近的是:{'、'.join(nearest)}" if nearest else "没有相近的名称"
        super().__init__(f"没有叫“{given}”的{what};{hint}。")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One bad cell: where it stands, what it holds and what to do about it."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: Any
    remedy: str

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"工作表“{self.sheet}”")
        if self.row is not None:
            place.append(f"第 {self.row} 行")
        if self.column:
            place.append(f"“{self.column}”列")
        shown = "" if self.value is None else f",值为“{self.value}”"
        return f"{' '.join(place)}{shown}:{self.remedy}"


@dataclass
class BadRows(LianTuError):
    """A file holds rows that break the schema; nothing of it was loaded."""

    problems: tuple[RowProblem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        lines = [f"有 {len(self.problems)} 处需要改正,整个文件没有载入:"]
        return "\n".join(lines + [f"- {p}" for p in self.problems])


class BadRequest(LianTuError):
    """An option, date or file name cannot be used as given."""


class NotAllowed(LianTuError):
    """A person asked for what their role may not do, or is not signed in any more."""


class ChainError(LianTuError):
    """The chain or a complex makes no sense: mass from nothing, a negative size, a loop."""


class StoreError(LianTuError):
    """Base of what the store raises; every engine error is mapped to one of these."""


class StoreUnavailable(StoreError):
    """The store cannot be opened: no right to write, locked, a foreign or damaged file."""


class SchemaMismatch(StoreError):
    """The store was made by a newer or another program."""


class Conflict(StoreError):
    """Somebody changed the record in between; holds both versions.

    ``ref`` is (kind, id), ``expected`` the revision asked for, ``actual`` the one found.
    """

    def __init__(
        self, ref: tuple[str, str], expected: int, actual: int, current: Any = None
    ) -> None:
        self.ref, self.expected, self.actual, self.current = ref, expected, actual, current
        super().__init__(
            f"“{ref[0]}”的“{ref[1]}”已被别人改过(你改的是第 {expected} 版,现在是第 {actual} 版);"
            "请刷新后再改。"
        )
