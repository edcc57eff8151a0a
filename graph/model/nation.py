"""A national data set: industries, a catalogue of products, what firms list, what leads to what.

Firms of a data set and their facts are the same kinds as checked ones with the basis
``dataset``; reasoning leaves those out (``graph.reading``) and pages ask the store for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph.model.base import Record

DATASET = "dataset"
CHECKED_BASES = (
    *("source", "source-derived", "source-range", "source-route", "definition"),
    *("stoichiometry", "engineering-knowledge", "computed", "estimate", "user"),
)
"""Every basis but ``dataset``; a test holds them equal to the schema's choices."""
NATION_KINDS = (
    *("firm", "firm_name", "capacity", "complex", "complex_member"),
    *("project", "project_stage", "supply", "producer", "signal"),
    *("industry", "item", "item_link", "firm_item"),
)
"""Kinds a national data set fills by the million: of these reasoning reads checked rows only.

Figures of the market, recipes, land and rules taken from a data set are few and looked at one
by one; they count like any other.
"""


@dataclass(frozen=True, slots=True)
class Industry(Record):
    """industry (行业)."""

    kind: ClassVar[str] = "industry"
    id: str
    name_zh: str
    code: str | None
    parent_id: str | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Item(Record):
    """item (目录产品)."""

    kind: ClassVar[str] = "item"
    id: str
    name_zh: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ItemLink(Record):
    """item_link (产品关系)."""

    kind: ClassVar[str] = "item_link"
    id: str
    from_item_id: str
    to_item_id: str
    relation: str
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FirmItem(Record):
    """firm_item (企业产品)."""

    kind: ClassVar[str] = "firm_item"
    id: str
    firm_id: str
    item_id: str
    share: float | None
    basis: str
    source_id: str | None
    as_of: str | None
    grade: str | None
    note: str | None
