"""evaluate() against pandas reading the same files, and its growth with the data."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Record
from graph.reason import evaluate
from graph.rules import Rules
from graph.schema import Schema
from loaders.data import data_files, read_data
from loaders.schema import read_schema

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
DATE = AsOf("2026-11-24")
TOP = 30
KEPT_ONCE = frozenset(
    {"source", "segment", "region", "park", "parameter", "feature", "map_status", "word"}
    | {"crosswalk", "unattached", "merge"}
)
UNIT_COLUMNS = frozenset({"unit_id", "replaces"})


def reason(records: Sequence[Record]) -> int:
    """Presence, balance, gaps, priority and the firms for the top 30, from bare records."""
    facts = Facts.of(records)
    found = evaluate(facts, Rules.of(facts), DATE)
    return sum(len(found.targets_for(gap.product_id)) for gap in found.gaps[:TOP])


def read_with_pandas(paths: Sequence[Path]) -> int:
    """Rows of every record file, read the plain way."""
    return sum(len(pd.read_csv(path)) for path in paths)


def medians(works: Sequence[Callable[[], Any]], repeats: int) -> list[float]:
    """Median seconds of each work; the works take turns, so that drift hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(repeats):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in times]


def against_pandas(repeats: int = 15) -> dict[str, float]:
    """Seconds of both and their ratio."""
    schema = read_schema(DATA / "schema")
    records = read_data(DATA, schema)
    paths = [path for _, path in data_files(DATA, schema)]
    ours, theirs = medians([lambda: reason(records), lambda: read_with_pandas(paths)], repeats)
    return {"evaluate_s": ours, "pandas_s": theirs, "ratio": ours / theirs}


def again(repeats: int = 15) -> dict[str, float]:
    """Re-evaluation after one changed capacity against the full evaluation."""
    schema = read_schema(DATA / "schema")
    records = read_data(DATA, schema)
    facts = Facts.of(records)
    found = evaluate(facts, Rules.of(facts), DATE)
    unit = next(c for c in found.standing.counted if c.capacity_kt_a is None)
    changed = replace(facts.capacities[unit.id], capacity_kt_a=100.0)

    def full() -> None:
        fresh = Facts(facts.by_kind).with_records([changed])
        evaluate(Facts(fresh.by_kind), Rules.of(fresh), DATE)

    ours, whole = medians([lambda: found.with_changes([changed]), full], repeats)
    return {"again_s": ours, "full_s": whole, "ratio": ours / whole}


def replicate(records: Sequence[Record], schema: Schema, times: int) -> list[Record]:
    """The chain and the region ``times`` over, under new ids, in the same parks."""
    out = list(records)
    for copy in range(1, times):
        out += [
            _renamed(record, schema, f"~{copy}")
            for record in records
            if record.kind not in KEPT_ONCE
        ]
    return out


def _renamed(record: Record, schema: Schema, suffix: str) -> Record:
    changes: dict[str, Any] = {}
    for column in schema[record.kind].columns:
        value = getattr(record, column.name)
        own = column.name == "id" or column.name in UNIT_COLUMNS
        if value and (own or (column.ref and column.ref not in KEPT_ONCE)):
            is_many = isinstance(value, tuple)
            changes[column.name] = (
                tuple(v + suffix for v in value) if is_many else f"{value}{suffix}"
            )
    return replace(record, **changes)


def growth(sizes: Sequence[int] = (1, 4, 16), repeats: int = 5) -> dict[str, Any]:
    """Seconds at each size and the exponent k of seconds ~ size^k."""
    schema = read_schema(DATA / "schema")
    records = read_data(DATA, schema)
    scaled = [replicate(records, schema, size) for size in sizes]
    taken = medians([lambda some=some: reason(some) for some in scaled], repeats)
    exponent = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
    return {
        "seconds": dict(zip(sizes, taken, strict=True)),
        "records": {size: len(some) for size, some in zip(sizes, scaled, strict=True)},
        "exponent": exponent,
    }
