"""The ``--json`` shapes of 产业能级, 过剩预警, unit economics and crowding."""

from __future__ import annotations

import dataclasses
from typing import Any

from graph.levels import Crowding, Economics, Level, LevelItem, Oversupply
from graph.results import Interval
from views import level_texts

Json = dict[str, Any]


def level(found: Level) -> list[Json]:
    """One object per line; ``value`` null with ``why_none`` when it could not be had."""
    return [_item(i) for i in found.items]


def _item(item: LevelItem) -> Json:
    return {
        "code": item.code,
        "label_zh": level_texts.LABELS[item.code],
        "value": item.value,
        "span": _span(item.span),
        "year": item.year,
        "base_year": item.base_year,
        "source_id": item.source_ids[0] if item.source_ids else None,
        "source_ids": list(item.source_ids),
        "basis": item.basis,
        "method": item.method,
        "names": list(item.names),
        "of": item.of,
        "left_out": item.left_out,
        "building": item.building,
        "stale": item.stale,
        "forecast": item.forecast,
        "why_none": item.why_none,
        "text": level_texts.level_value(item),
    }


def oversupply(found: Oversupply | None) -> Json | None:
    """The warning with its numbers; null when the figures show no surplus."""
    if found is None:
        return None
    told = dataclasses.asdict(found) | {"reasons": list(found.reasons)}
    return told | {"text": level_texts.oversupply(found)}


def economics(found: Economics | None) -> Json | None:
    """Estimates as [low, likely, high] with every statement; null when nothing is stated."""
    if found is None:
        return None
    money, land, output = found.counts
    return {
        "capacity_kt_a": found.capacity_kt_a,
        "investment_yi": _span(found.investment_yi),
        "land_mu": _span(found.land_mu),
        "output_yi": _span(found.output_yi),
        "yi_per_mu": _span(found.yi_per_mu),
        "counts": {"investment_yi": money, "land_mu": land, "output_yi": output},
        "basis": found.basis,
        "statements": [dataclasses.asdict(s) for s in found.statements],
        "text": level_texts.economics(found),
    }


def crowding(found: Crowding | None) -> Json | None:
    """What others build or plan; null when nothing of it is on record."""
    return None if found is None else dataclasses.asdict(found)


def _span(span: Interval | None) -> Json | None:
    return None if span is None else {"low": span.low, "likely": span.likely, "high": span.high}
