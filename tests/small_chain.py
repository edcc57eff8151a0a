"""A chain small enough to check by hand, for tests of reasoning.

benzene → cyclohexanone → caprolactam → polyamide-6; ammonia beside it; a cracker feed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from graph.facts import Facts
from graph.model import (
    Capacity,
    Complex,
    ComplexMember,
    DefaultRoute,
    Firm,
    Flow,
    Park,
    Process,
    Product,
    Record,
    Region,
    Source,
)
from loaders.schema import read_schema

R = TypeVar("R", bound=Record)
HOME = Path(__file__).resolve().parents[1]
DEFAULTS: dict[str, Any] = {
    "family": "aromatics",
    "stage": "中游",
    "tier": "中间体",
    "segment": "己内酰胺·尼龙",
    "trade": "merchant",
    "basis": "source",
    "status": "在产",
    "scope": "own",
    "province": "湖南",
    "city": "岳阳",
    "region_id": "yunxi",
    "reason": "试",
    "check_step": 3,
    "gbt4754_class": "2614",
    "source_id": "S1",
    "as_of": "2026-01-01",
}


def make(cls: type[R], **given: Any) -> R:
    """A record with plain defaults for everything not given."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        if field.name in given:
            values[field.name] = given.pop(field.name)
        elif field.name in DEFAULTS:
            values[field.name] = DEFAULTS[field.name]
        elif "tuple" in str(field.type):
            values[field.name] = ()
        elif field.type == "bool":
            values[field.name] = False
        elif "None" in str(field.type):
            values[field.name] = None
        else:
            values[field.name] = values.get("id", field.name)
    assert not given, given
    return cls(**values)


def recipe(process_id: str, main: str, feed: str, /, **flows: float) -> Iterable[Record]:
    """A process: negative numbers are inputs, positive ones by-products, main = 1."""
    yield make(Process, id=process_id, name_zh=process_id, main_product_id=main)
    for product, value in {main: 1.0, **flows}.items():
        role = "main" if product == main else "input" if value < 0 else "byproduct"
        yield make(
            Flow,
            id=f"{process_id}|{product}|{role}",
            process_id=process_id,
            product_id=product,
            role=role,
            t_per_t=abs(value),
            is_main_feed=product == feed,
            source_id="S1",
        )


def chain_records() -> list[Record]:
    """Seven products, four recipes, one park, two firms."""
    names = ("benzene", "cyclohexanone", "ammonia", "caprolactam", "pa6", "sulfate", "gas")
    out: list[Record] = [make(Product, id=n, name_zh=n, short_zh=n) for n in names]
    out += recipe("anone", "cyclohexanone", "benzene", benzene=-0.9)
    out += recipe("nh3", "ammonia", "gas", gas=-0.6)
    out += recipe(
        "capro", "caprolactam", "cyclohexanone", cyclohexanone=-0.9, ammonia=-0.5, sulfate=1.5
    )
    out += recipe("poly", "pa6", "caprolactam", caprolactam=-1.02)
    routes = {"cyclohexanone": "anone", "ammonia": "nh3", "caprolactam": "capro", "pa6": "poly"}
    out += [
        make(DefaultRoute, id=p, product_id=p, process_id=r, reason="试") for p, r in routes.items()
    ]
    out += [make(Source, id=s, title=s) for s in ("S1", "S2")]
    out += [make(Region, id="yunxi", name_zh="云溪"), make(Park, id="park", name_zh="园区")]
    out += [make(Park, id="near", name_zh="周边", scope="nearby")]
    out += [make(Firm, id=f, name_zh=f) for f in ("alpha", "beta")]
    return out


def unit(unit_id: str, product: str, kt_a: float | None, **more: Any) -> Capacity:
    """A driving statement in the region's own park."""
    given = {
        "id": unit_id,
        "is_driver": True,
        "firm_id": "alpha",
        "park_id": "park",
        "name_zh": unit_id,
        "source_id": "S2",
    }
    return make(Capacity, unit_id=unit_id, product_id=product, capacity_kt_a=kt_a, **(given | more))


def complex_records(*members: tuple[str, str]) -> list[Record]:
    """A complex ``site`` with the given interior products and routes."""
    out: list[Record] = [
        make(Complex, id="site", name_zh="site", firm_id="alpha", park_id="park", reason="试")
    ]
    out += [
        make(ComplexMember, id=p, complex_id="site", product_id=p, process_id=r, reason="试")
        for p, r in members
    ]
    return out


def facts(*records: Record) -> Facts:
    """The small chain plus ``records`` plus the shipped rules."""
    return Facts.of([*chain_records(), *rule_records(), *records])


def rule_records() -> list[Record]:
    """Thresholds and weights as shipped."""
    from loaders.files import read_table

    schema = read_schema(HOME / "data" / "schema")
    out: list[Record] = []
    for name, kind in (("parameters", "parameter"), ("features", "feature")):
        out += read_table(HOME / "data" / "rules" / f"{name}.csv", kind, schema)
    return out
