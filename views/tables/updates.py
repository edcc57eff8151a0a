"""Shipped facts that moved on where somebody had changed the record: ours beside the new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.desk.editing import field_changes, rebased, revisions_of
from graph.desk.held import Undecided, target, undecided
from graph.model import HeldUpdate, Record
from graph.schema import Schema
from graph.store.protocol import Change, Ref, Revision, Store
from loaders.fresh import ACTOR, ADDED
from loaders.headers import shown_label
from views.tables.log import Line
from views.tables.named import Names
from views.tables.weights import local

COLUMNS = ("哪一类", "哪一条", "编号", "我们谁改的", "什么时候", "不同的列", "数据版本")
DETAIL_COLUMNS = ("哪一类", "哪一条", "编号", "列", "我们的", "新数据")
GONE, NOT_HERE = "(新数据里删去了)", "(我们删去了)"
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record waiting for a decision.

    ``ours`` and ``theirs`` are None where that side has taken it away; ``given`` is the shipped
    version our change began from; ``last`` our last change.  The numbers are the revisions of
    the record and of the held update a decision starts from.
    """

    held: HeldUpdate
    ours: Record | None
    theirs: Record | None
    given: Record | None
    last: Revision | None
    rev: int
    held_rev: int

    @property
    def ref(self) -> Ref:
        """The record."""
        return target(self.held)

    @property
    def expect(self) -> dict[Ref, int]:
        """What must still stand when a decision is written."""
        return {self.ref: self.rev, (HeldUpdate.kind, self.held.id): self.held_rev}


def waiting(store: Store, schema: Schema, *, limit: int) -> list[Waiting]:
    """The held updates that still say something else than we do, by kind and record."""
    return [_waiting(store, item) for item in undecided(store, schema)[:limit]]


def _waiting(store: Store, item: Undecided) -> Waiting:
    """Who changed it last, and what from."""
    last, given = None, None
    for revision in revisions_of(store, target(item.held)):
        if revision.actor != ACTOR:
            last = revision
        elif revision.reason != ADDED or revision.before is None:
            given = revision.after
    return Waiting(item.held, item.ours, item.theirs, given, last, item.rev, item.held_rev)


def lines(schema: Schema, names: Names, item: Waiting) -> list[Line]:
    """Column by column: ours and the new one; where one side is gone, all columns."""
    kind = schema[item.ref[0]]
    return [
        Line(
            shown_label(kind.column(change.field)),
            names.cell(kind.name, kind.column(change.field), change.before),
            names.cell(kind.name, kind.column(change.field), change.after),
        )
        for change in field_changes(item.ours, item.theirs, kind)
        if change.field != "id"
    ]


def records(items: Sequence[Waiting]) -> list[Record]:
    """Both versions of each, whose references are to be named."""
    return [r for item in items for r in (item.ours, item.theirs) if r is not None]


def name(names: Names, item: Waiting) -> str:
    """What the record is called."""
    record = item.ours or item.theirs
    return item.held.target_id if record is None else names.of(record)


def row(schema: Schema, names: Names, item: Waiting) -> tuple[Cell, ...]:
    """One line of the list, in the order of ``COLUMNS``."""
    who, when = (item.last.actor, local(item.last.time)) if item.last else (None, None)
    return (
        schema[item.ref[0]].label_zh,
        name(names, item),
        item.held.target_id,
        who,
        when,
        state(item) or "、".join(line.label for line in lines(schema, names, item)),
        item.held.version,
    )


def state(item: Waiting) -> str | None:
    """What is to be said where one side has no such record."""
    if item.theirs is None:
        return GONE
    return NOT_HERE if item.ours is None else None


def said(schema: Schema, names: Names, item: Waiting) -> str:
    """Who changed our version last, when and why, and what each side says it is from."""
    parts = []
    if item.last is not None:
        who, when = item.last.actor, local(item.last.time)
        parts.append(f"我们的由 {who} 在 {when} 改(原因:{item.last.reason})")
    ours, theirs = (_source(schema, names, record) for record in (item.ours, item.theirs))
    if ours and ours == theirs:
        parts.append(f"两边来源都是:{ours}")
    else:
        parts += [
            f"{side}来源:{text}" for side, text in (("我们的", ours), ("新数据", theirs)) if text
        ]
    if told := state(item):
        parts.append(told)
    return ";".join(parts)


def _source(schema: Schema, names: Names, record: Record | None) -> str | None:
    id = getattr(record, "source_id", None)
    return names.ref("source", id) if id and "source" in schema.kinds else None


def detail_rows(schema: Schema, names: Names, items: Sequence[Waiting]) -> list[tuple[Cell, ...]]:
    """One row per column that differs, in the order of ``DETAIL_COLUMNS``."""
    return [
        (
            schema[item.ref[0]].label_zh,
            name(names, item),
            item.held.target_id,
            line.label,
            NOT_HERE if item.ours is None else line.before,
            GONE if item.theirs is None else line.after,
        )
        for item in items
        for line in lines(schema, names, item)
    ]


def take_theirs(item: Waiting) -> list[Change]:
    """The new shipped version takes the place of ours."""
    return [
        Change.delete(*item.ref) if item.theirs is None else Change.put(item.theirs),
        Change.delete(HeldUpdate.kind, item.held.id),
    ]


def keep_ours(item: Waiting) -> list[Change]:
    """Ours stays; what it was held against is settled."""
    return [Change.delete(HeldUpdate.kind, item.held.id)]


def both(schema: Schema, item: Waiting) -> list[Change]:
    """The new shipped version with what we changed on top; empty when that means nothing.

    It means nothing where one side is gone, or where the columns we changed are all that the
    new data changed too.
    """
    if item.ours is None or item.theirs is None or item.given is None:
        return []
    record = rebased(item.given, item.ours, item.theirs, schema[item.ref[0]])
    if record in (item.ours, item.theirs):
        return []
    return [Change.put(record), Change.delete(HeldUpdate.kind, item.held.id)]
