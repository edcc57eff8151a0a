"""What a firm said on its form, as values: kt/a, ids, ISO dates; None where nothing was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the form: key of the table, sheet (or table of the document), row."""

    table: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """About a unit on record; ``capacity_text`` keeps a sum such as 10+20 as it was written."""

    place: Place
    unit_id: str
    status: str | None = None
    since: str | None = None
    capacity_kt_a: float | None = None
    capacity_text: str | None = None
    process_id: str | None = None
    own_use_kt_a: float | None = None
    outside_kt_a: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OutputAnswer:
    """What a unit makes besides; 0 says that it makes none."""

    place: Place
    unit_id: str
    product_id: str
    capacity_kt_a: float
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit nobody had on record."""

    place: Place
    product_id: str
    name: str | None
    park_id: str | None
    status: str
    since: str | None = None
    capacity_kt_a: float | None = None
    capacity_text: str | None = None
    process_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SupplyAnswer:
    """About a supply on record: it is so (with an amount or without), or there is none."""

    place: Place
    supply_id: str
    amount_kt_a: float | None = None
    giver_id: str | None = None
    giver_text: str | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """A raw material; a supplier nobody has on record stays a text."""

    place: Place
    product_id: str
    giver_id: str | None = None
    giver_text: str | None = None
    amount_kt_a: float | None = None
    used_for_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """What the firm means to build; a product not on the chain stays a text."""

    place: Place
    product_id: str | None
    product_text: str | None
    capacity_kt_a: float | None = None
    capacity_text: str | None = None
    investment_yi: float | None = None
    land_mu: float | None = None
    time: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """All a form says; ``filled_on`` None when it bears no date.

    ``firm`` and ``figures`` go from column to value, ``firm_places`` and ``figure_places`` say
    where each stands. ``remarks`` are words that make no statement.
    """

    number: str
    filled_on: str | None
    firm: Mapping[str, Any] = field(default_factory=dict)
    firm_places: Mapping[str, Place] = field(default_factory=dict)
    year: str = ""
    figures: Mapping[str, float | int] = field(default_factory=dict)
    figure_places: Mapping[str, Place] = field(default_factory=dict)
    units: tuple[UnitAnswer, ...] = ()
    outputs: tuple[OutputAnswer, ...] = ()
    new_units: tuple[NewUnit, ...] = ()
    supplies: tuple[SupplyAnswer, ...] = ()
    feeds: tuple[FeedAnswer, ...] = ()
    plans: tuple[PlanAnswer, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was filled in."""
        lists = (self.units, self.outputs, self.new_units, self.supplies, self.feeds, self.plans)
        return not (self.firm or self.figures or self.remarks or any(lists))
