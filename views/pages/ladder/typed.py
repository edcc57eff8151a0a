"""The first and the third annex as tables to type into: their lines, and what they write."""

from __future__ import annotations

from collections.abc import Sequence

from graph.desk.ladder.annex import entry_rows
from graph.desk.ladder.edit import Edit
from graph.desk.ladder.ladders import Book
from graph.desk.ladder.plan import PlanRow, plan_rows
from views.pages.context import View
from views.pages.ladder.book import author
from views.pages.ladder.sheet import Annex, Item
from views.pages.unsaved import Unsaved
from views.tables.ladder import grid

PLANS, ENTERING = Unsaved("ladder-plan"), Unsaved("ladder-entry")
MOST = 500
"""Rows of a table; the file has all."""


def plan_annex(seen: View, base: int, years: tuple[int, ...], everyone: bool) -> Annex:
    """The first annex to type into; its cells are kept also while the firm is not listed."""
    scope = f"{seen.question.region_id}:{base}:"

    def items(book: Book, rows: Sequence[PlanRow]) -> list[Item]:
        lines = grid.plan_lines(book, base, years, rows)
        ids = [f"{scope}{r.firm_id or r.firm_text}" for r in rows]
        return [
            Item(id, row, line, row.records) for id, row, line in zip(ids, rows, lines, strict=True)
        ]

    def shown(book: Book) -> list[Item]:
        return items(book, plan_rows(book, base, years, everyone, MOST))

    def others(book: Book) -> list[Item]:
        wanted = {id for id in PLANS.ids if id.startswith(scope)} - {i.id for i in shown(book)}
        every = items(book, plan_rows(book, base, years, True)) if wanted else []
        return [item for item in every if item.id in wanted]

    def edits(
        rows: Sequence[PlanRow], before: Sequence[grid.Line], after: Sequence[grid.Line]
    ) -> Sequence[Edit]:
        return grid.plan_typed(
            rows,
            before,
            after,
            years,
            region_id=seen.question.region_id,
            year=int(seen.date[:4]),
            made_by=author(),
        )

    editable = (*(grid.target_label(y) for y in years), *grid.PLAN_FIELDS)
    return Annex(PLANS, scope, editable, shown, others, edits)


def entry_annex(region_id: str, year: str) -> Annex:
    """The third annex to type into: all its firms of one year."""
    scope = f"{region_id}:{year}:"

    def shown(book: Book) -> list[Item]:
        rows = entry_rows(book, year)
        return [
            Item(f"{scope}{row.record.id}", row.record, line, (row.record,))
            for row, line in zip(rows, grid.entry_lines(book, rows), strict=True)
        ]

    return Annex(
        ENTERING, scope, tuple(grid.ENTRY_FIELDS), shown, lambda book: [], grid.entry_typed
    )
