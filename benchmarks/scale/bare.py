"""What the bare side must answer, whatever the engine: rows as plain tuples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.store.protocol import Hit, Making

MakingRow = tuple[object, ...]
HitRow = tuple[str, str, str, int]
PAGE = 50
HITS = 20
SEARCHED = ("firm", "product")
"""Kinds a search box looks through."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Who makes any of these products, largest capacity first.

    ``last`` is the last row of the page before, ``mark`` what the store calls it.
    """

    product_ids: tuple[str, ...]
    province: str | None = None
    status: str | None = None
    last: Making | None = None
    mark: str | None = None


class Bare(Protocol):
    """One connection or session, and statements written by hand."""

    def producers(self, wanted: Filter) -> Sequence[Callable[[], list[MakingRow]]]:
        """Ways to a page of statements and one row more, so as to know of a next page."""

    def search(self, text: str) -> list[HitRow]:
        """The best hits."""

    def close(self) -> None:
        """Let go of it."""


def making_row(row: Making) -> MakingRow:
    """A statement as the bare side gives it."""
    return (
        *row.ref, row.firm_id, row.firm_name, row.product_id, row.capacity_kt_a, row.status,
        row.province, row.city, row.as_of, row.basis, row.source_id,
    )  # fmt: skip


def hit_row(hit: Hit) -> HitRow:
    """A hit as the bare side gives it."""
    return (*hit.ref, hit.name, hit.rank)


def page_of(rows: Sequence[MakingRow]) -> list[MakingRow]:
    """The rows of a page that are shown."""
    return list(rows[:PAGE])
