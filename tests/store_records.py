"""Records the store tests write, with only what they must have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.model import KINDS, Record
from graph.store.protocol import Change, Store
from loaders.schema import read_schema

SCHEMA = read_schema(Path(__file__).parents[1] / "data" / "schema")
Make = Callable[..., Store]

_REQUIRED: dict[str, dict[str, Any]] = {
    "source": {},
    "segment": {"order": 1, "color": "#1565c0", "column": 0},
    "product": {
        "family": "aromatics",
        "stage": "中游",
        "tier": "基础",
        "segment": "苯链",
        "trade": "merchant",
        "is_hub": False,
        "is_primary": False,
        "basis": "definition",
    },
    "process": {"basis": "definition"},
    "flow": {"role": "input", "t_per_t": 1.0, "is_main_feed": False, "basis": "definition"},
    "park": {"region_id": "yunxi", "scope": "own", "basis": "user"},
    "firm": {"status": "在产", "basis": "user"},
    "producer": {"product_text": "苯", "status": "在产", "basis": "user"},
    "supply": {"certainty": "已证实", "basis": "user"},
    "capacity": {"is_driver": True, "name_zh": "装置", "status": "在产", "basis": "user"},
}


def new(kind: str, id: str, **values: Any) -> Any:
    """A record with only what it must have; the rest unknown."""
    given_ = {"id": id, **_REQUIRED[kind], **values}
    for column in SCHEMA[kind].columns:
        given_.setdefault(column.name, () if column.type in ("list", "reflist") else None)
    return KINDS[kind](**given_)


def product(id: str, name: str, *aliases: str, **values: Any) -> Any:
    short = values.pop("short_zh", name[:8])
    return new("product", id, name_zh=name, short_zh=short, aliases=aliases, **values)


def firm(id: str, name: str = "岳阳兴长石化股份有限公司", **values: Any) -> Any:
    return new("firm", id, name_zh=name, **values)


def unit(id: str, firm_id: str, product_id: str, **values: Any) -> Any:
    return new("capacity", id, unit_id=id, firm_id=firm_id, product_id=product_id, **values)


def producer(id: str, firm_id: str, product_id: str | None, **values: Any) -> Any:
    return new("producer", id, firm_id=firm_id, product_id=product_id, **values)


def flow(id: str, process_id: str, product_id: str, **values: Any) -> Any:
    return new("flow", id, process_id=process_id, product_id=product_id, **values)


def puts(*records: Record) -> list[Change]:
    return [Change.put(record) for record in records]


def put(store: Store, *records: Record) -> None:
    store.write(puts(*records), actor="甲", reason="录入")


def ids(records: Any) -> list[str]:
    return [record.id for record in records]


def noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12).astimezone()


BENZENE = product("benzene", "苯", "纯苯", name_en="benzene", cas="71-43-2")
CHAIN = (
    BENZENE,
    product("ethylene", "乙烯", name_en="ethylene", cas="74-85-1"),
    product("styrene", "苯乙烯", "SM", name_en="styrene", cas="100-42-5"),
    product("polystyrene", "聚苯乙烯", "PS", "GPPS", name_en="polystyrene"),
    product("phenol", "苯酚", "石炭酸", name_en="phenol", cas="108-95-2"),
    product("acetylene", "乙炔", name_en="acetylene"),
    product("butadiene", "1,3-丁二烯", "BD", name_en="1,3-butadiene", cas="106-99-0"),
    product("caprolactam", "己内酰胺", "CPL", name_en="caprolactam", cas="105-60-2"),
    firm("changling", "中国石化长岭炼化公司", short_name="长岭炼化"),
    firm("baling", "巴陵石化", aliases=("中石化巴陵",)),
    firm("styrene-firm", "苯乙烯新材料有限公司"),
)
