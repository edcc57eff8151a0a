"""What a new record takes where a person need not say it: plain defaults and ids from names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.errors import RowProblem
from graph.model import Record
from graph.schema import KindSchema
from graph.store.protocol import MAX_NAME
from loaders.placed import Placed

Values = Mapping[str, Any]

_PLAIN: dict[tuple[str, str], Any] = {
    ("product", "trade"): "merchant",
    ("product", "is_hub"): False,
    ("product", "is_primary"): False,
    ("segment", "color"): "#1565c0",
    ("segment", "column"): 0,
    ("flow", "is_main_feed"): False,
    ("capacity", "is_driver"): True,
    ("park", "scope"): "own",
    ("market", "scope"): "全国",
}
_FROM: dict[tuple[str, str], str] = {
    ("product", "short_zh"): "name_zh",
    ("product", "family"): "segment",
    ("capacity", "unit_id"): "id",
    ("producer", "product_text"): "product_id",
    ("market", "product_text"): "product_ids",
    ("figure", "value_text"): "value",
}
KEYS: dict[str, tuple[str, ...]] = {
    "source": ("title",),
    "product": ("name_zh",),
    "process": ("name_zh",),
    "region": ("name_zh",),
    "park": ("name_zh",),
    "firm": ("name_zh",),
    "project": ("name_zh",),
    "flow": ("process_id", "product_id", "role"),
    "default_route": ("product_id",),
    "capacity": ("firm_id", "name_zh"),
    "supply": ("from_firm_id", "to_firm_id", "product_id"),
    "parcel": ("park_id", "name_zh"),
    "figure": ("region_id", "subject", "indicator", "year"),
    "policy": ("region_id", "name_zh", "date"),
    "fund": ("region_id", "name_zh"),
    "talent": ("region_id", "name_zh"),
    "producer": ("firm_id", "product_id", "process_id", "site", "year"),
    "market": ("product_ids", "product_text", "year", "scope"),
    "signal": ("firm_id", "direction", "product_ids", "product_text", "date"),
    "constraint": ("keyword", "applies_to", "scope", "effect"),
}
"""Kind → the columns an id is made of when the id is left empty."""
NAMED = frozenset(kind for kind, columns in KEYS.items() if columns in (("name_zh",), ("title",)))
"""Kinds whose id may be their name: they can be referred to by it."""


def has_default(kind: str, column: str) -> bool:
    """Whether a new record of ``kind`` may leave ``column`` empty although it is required."""
    key = (kind, column)
    return column == "basis" or key in _PLAIN or key in _FROM or (column == "id" and kind in KEYS)


def default_of(kind: str, column: str, values: Values) -> Any:
    """What a new record takes for ``column``; None when its neighbour is empty too.

    Examples
    --------
    >>> default_of("product", "short_zh", {"name_zh": "碳酸锂"})
    '碳酸锂'
    >>> default_of("flow", "basis", {})
    'user'
    """
    if not has_default(kind, column):
        return None
    if column == "basis":
        return "user"
    if (kind, column) in _PLAIN:
        return _PLAIN[kind, column]
    found = values.get(_FROM.get((kind, column), ""))
    return _text(found) if found not in (None, "", ()) else None


def made_id(kind: str, values: Values) -> str | None:
    """The id of a row that has none, from its name or from what it ties together.

    Examples
    --------
    >>> made_id("flow", {"process_id": "湿法", "product_id": "碳酸锂", "role": "main"})
    '湿法|碳酸锂|main'
    """
    parts = [_text(values[c]) for c in KEYS.get(kind, ()) if values.get(c) not in (None, "", ())]
    return "|".join(parts)[:MAX_NAME] or None


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)


def same_names(
    rows: Iterable[Placed], kind: KindSchema, standing: Sequence[Record]
) -> list[RowProblem]:
    """Rows named like a record that stands under another id: they would be a second one."""
    by_name: dict[str, str] = {}
    for record in standing:
        name = getattr(record, KEYS[kind.name][0], None)
        by_name.setdefault(str(name), str(getattr(record, "id", "")))
    problems = []
    for row in rows:
        name = row.values.get(KEYS[kind.name][0])
        other = by_name.get(str(name))
        if other and other != row.values.get("id"):
            remedy = (
                f"已有同名的{kind.label_zh},编号是“{other}”;要改它就把编号写成“{other}”,"
                "要另建一条就自己起一个编号"
            )
            problems.append(row.problem(kind.column("id"), name, remedy))
    return problems


def fill_ids(rows: Iterable[Placed], *, named: bool) -> list[Placed]:
    """Give rows without an id one; ``named`` for kinds called by name, else the others.

    Returns
    -------
    list
        The rows that got one.
    """
    done = []
    for row in rows:
        if row.values.get("id") or "id" in row.bad or (row.kind in NAMED) is not named:
            continue
        id_ = made_id(row.kind, row.values)
        if id_:
            row.values["id"] = id_
            done.append(row)
    return done
