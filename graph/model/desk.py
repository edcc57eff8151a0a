"""What people leave on the map: views to come back to, where things stand, notes taken."""

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
    note: str | None


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


DESK_KINDS = frozenset({MapView.kind, MapSheet.kind, Memo.kind})
"""Kinds that say nothing about the chain: reasoning never reads them, renewals leave them."""
