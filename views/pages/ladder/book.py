"""What the parts of 梯度培育 share: the records of the region, and their forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.desk.ladder.ground import ground, stands_in
from graph.desk.ladder.ladders import Book
from graph.model import Duty, Entry, Ladder
from graph.schema import Column
from graph.store.protocol import Ref, Where
from views.pages.context import View
from views.pages.kept import kept
from views.pages.people import my_name
from views.pages.record.fields import Options, options_of
from views.pages.record.form import Form, open_form
from views.texts import NOBODY

LIST_HEIGHT, ROW = 430, 30


@dataclass(frozen=True)
class Opened:
    """The book, and the revision each of its records was read at."""

    book: Book
    revs: Mapping[Ref, int]


def opened(seen: View) -> Opened:
    """Read the region's records; what follows from facts is made once for all."""
    under = kept(seen.key("ladder-ground", seen.question), lambda: ground(seen.evaluation))
    here = (Where("region_id", "eq", seen.question.region_id),)
    page = seen.store.scan(Ladder.kind, where=here)
    read = zip(page.records, page.revs, strict=True)
    revs = {r.id: rev for r, rev in read if isinstance(r, Ladder)}
    ladders = [r for r in page.records if isinstance(r, Ladder)]
    duties = [r for r in seen.store.scan(Duty.kind, where=here) if isinstance(r, Duty)]
    entries = [r for r in seen.store.scan(Entry.kind, where=here) if isinstance(r, Entry)]
    book = Book(under, seen.date, tuple(ladders), tuple(duties), tuple(entries))
    return Opened(book, {(Ladder.kind, id): rev for id, rev in revs.items()})


def author() -> str | None:
    """Who writes, for the record; None when nobody gave a name."""
    name = my_name()
    return None if name == NOBODY else name


def options(seen: View, book: Book) -> Options:
    """Firms of the city and projects of the region; anything else as in the facts."""
    facts, region = seen.facts, book.facts.regions[seen.question.region_id]
    usual = options_of(facts)

    def found(column: Column) -> Mapping[str, str]:
        if column.ref == "firm":
            ids = dict.fromkeys(book.ground.firm_ids)
            ids |= {f.id: None for f in facts.firms.values() if f.city == region.city}
            return {i: facts.firms[i].name_zh for i in ids if i in facts.firms}
        if column.ref == "project":
            rows = facts.projects.values()
            return {p.id: p.name_zh for p in rows if stands_in(facts, book.ground.region, p)}
        return usual(column)

    return found


GROUPS = {
    "企业": ("firm_id", "firm_text", "from_tier"),
    "计划": (
        *("flow", "year", "plan_month", "to_tier", "target_output_wan"),
        *("expected_revenue_wan", "state", "project_ids"),
    ),
    "帮扶": ("difficulty", "measures", "duty_unit", "leader", "liaison", "note"),
}


def edit_ladder(
    seen: View, book: Book, start: Mapping[str, Any] | None = None, id: str | None = None
) -> None:
    """Ask for the form of a record on a list."""
    form = Form(
        Ladder.kind,
        "梯度培育记录",
        GROUPS,
        fixed={"region_id": seen.question.region_id, "made_by": author()},
        start={"state": "在库", "year": seen.date[:4], **(start or {})},
        options=options(seen, book),
    )
    open_form(seen, form, id)


def table_height(rows: int, most: int = LIST_HEIGHT) -> int:
    """Height of a table: all its rows, or as many as the page has room for."""
    return min(most, 38 + ROW * max(rows, 1))
