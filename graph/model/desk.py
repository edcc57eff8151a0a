"""What people leave at work: views to come back to, places, notes taken, firms to go after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from graph.model.base import Record
from graph.model.office import (
    AskedForm,
    Contact,
    Duty,
    Entry,
    HeldUpdate,
    JudgedName,
    Ladder,
    SheetMap,
    Visit,
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class MapView(Record):
    """map_view (视图)."""

    kind: ClassVar[str] = "map_view"
    id: str
    name_zh: str
    order: int
    picture: str
    segment_ids: tuple[str, ...]
    focus_id: str | None
    shown: str
    note: str | None = None
    classes: tuple[str, ...] = ()
    path_from_id: str | None = None
    path_to_id: str | None = None
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class MapSheet(Record):
    """map_sheet (图上位置)."""

    kind: ClassVar[str] = "map_sheet"
    id: str
    font_px: float
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memo(Record):
    """memo (随手记)."""

    kind: ClassVar[str] = "memo"
    id: str
    text: str
    product_id: str | None
    view_name: str | None
    made_by: str | None
    made_at: str
    done_on: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Lead(Record):
    """lead (客商)."""

    kind: ClassVar[str] = "lead"
    id: str
    firm_id: str
    product_id: str | None
    stage: str
    why: str | None
    made_by: str | None
    made_at: str
    region_id: str | None = None
    gap_kind: str | None = None
    project_id: str | None = None
    rating: str | None = None
    owner: str | None = None
    next_action: str | None = None
    next_due: str | None = None
    intent: str | None = None
    intent_investment_yi: float | None = None
    intent_land_mu: float | None = None
    is_chemical: bool | None = None
    checks: str | None = None
    verdict: str | None = None
    end_reason: str | None = None
    note: str | None = None


OFFICE_KINDS = frozenset(
    cls.kind
    for cls in (
        *(Lead, Visit, Contact, Entry, Duty, Ladder),
        *(AskedForm, JudgedName, SheetMap, HeldUpdate),
    )
)
"""What the office keeps: read from the store a page at a time, never part of the facts."""

DESK_KINDS = OFFICE_KINDS | {MapView.kind, MapSheet.kind, Memo.kind}
"""Kinds that say nothing about the chain: reasoning never reads them, renewals leave them."""

PRIVATE_KINDS = frozenset({Contact.kind})
"""Personal data: left out of every export, shown only to those who may see it."""

PRIVATE_COLUMNS = {Visit.kind: ("theirs",)}
"""Columns that may name people at firms: empty in every export and for who may only look."""


def public(record: R) -> R:
    """The record without what is private in it."""
    private = PRIVATE_COLUMNS.get(record.kind)
    return replace(record, **dict.fromkeys(private)) if private else record
