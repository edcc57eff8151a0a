"""What people leave at work: views to come back to, places, notes taken, firms to go after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record


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
    product_id: str
    stage: str
    why: str | None
    made_by: str | None
    made_at: str


DESK_KINDS = frozenset({MapView.kind, MapSheet.kind, Memo.kind, Lead.kind})
"""Kinds that say nothing about the chain: reasoning never reads them, renewals leave them."""
