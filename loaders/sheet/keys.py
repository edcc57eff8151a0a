"""Which record a row without an id is: by its name, or by what it ties together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model import Record
from graph.schema import Schema
from graph.store.protocol import MAX_NAME, Store, Where
from loaders.alike import WHOLE
from loaders.defaults import KEYS, NAMED, made_id
from loaders.sheet.lines import EMPTY, Line

OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "lead": ("firm_id", "product_id"),
    "visit": ("lead_id", "date", "text"),
    "entry": ("region_id", "target_kind", "target_id", "month"),
    "duty": ("region_id", "target_kind", "target_id", "role"),
    "ladder": ("region_id", "flow", "year", "firm_id", "firm_text"),
    "asked_form": ("firm_id", "round"),
    "firm_year": ("firm_id", "year"),
    "firm_name": ("firm_id", "name"),
    "project_stage": ("project_id", "stage", "date"),
    "goal": ("region_id", "indicator", "year"),
    "task": ("region_id", "number", "name_zh"),
    "memo": ("text",),
    "word": ("vocabulary", "raw"),
    "stage_word": ("vocabulary", "canonical"),
}
"""Kind → the columns that make two rows one record, for kinds that no name calls."""

_CHUNK = 200


def key_columns(kind: str) -> tuple[str, ...]:
    """What makes a row of ``kind`` without an id one of the records on file."""
    return OWN_KEYS.get(kind) or (() if kind in NAMED else KEYS.get(kind, ()))


def settle_keys(store: Store, lines: Sequence[Line], schema: Schema) -> None:
    """Give rows without an id that of the record with the same key, or a new one."""
    for kind in dict.fromkeys(line.placed.kind for line in lines):
        columns = key_columns(kind)
        open_ = [
            line
            for line in lines
            if line.placed.kind == kind
            and not line.placed.values.get("id")
            and not line.has_wrong_id()
        ]
        if not columns or not open_:
            continue
        first = columns[0] if any(line.get(columns[0]) for line in open_) else ""
        records = _on_file(store, kind, first, open_)
        by_key: dict[tuple[tuple[str, ...], tuple[Any, ...]], list[Record]] = {}
        for line in open_:
            _settle(line, columns, records, by_key, schema)


def _on_file(store: Store, kind: str, first: str, lines: Iterable[Line]) -> list[Record]:
    if store.info().counts.get(kind, 0) <= WHOLE or not first:
        return list(store.scan(kind))
    wanted = sorted({str(v) for line in lines if isinstance(v := line.get(first), str) and v})
    found: list[Record] = []
    for start in range(0, len(wanted), _CHUNK):
        part = tuple(wanted[start : start + _CHUNK])
        found += store.scan(kind, where=[Where(first, "in", part)])
    return found


def _settle(
    line: Line,
    columns: tuple[str, ...],
    records: Sequence[Record],
    by_key: dict[tuple[tuple[str, ...], tuple[Any, ...]], list[Record]],
    schema: Schema,
) -> None:
    given = tuple(c for c in columns if line.get(c) not in EMPTY)
    if not given or line.placed.bad & set(columns):
        return
    if (given, ()) not in by_key:
        by_key[given, ()] = []
        for record in records:
            key = tuple(getattr(record, c) for c in given)
            by_key.setdefault((given, key), []).append(record)
    key = tuple(line.get(c) for c in given)
    found = by_key.get((given, key), [])
    kind = schema[line.placed.kind]
    if len(found) > 1:
        exact = [r for r in found if all(getattr(r, c) in EMPTY for c in columns if c not in given)]
        found = exact if len(exact) == 1 else found
    if len(found) == 1:
        line.settle(kind.column("id"), str(getattr(found[0], "id", "")))
        line.is_found = True
    elif found:
        said = "、".join(kind.column(c).label_zh for c in given)
        remedy = f"{said}相同的{kind.label_zh}有 {len(found)} 条,分不清改哪一条;写上编号"
        line.refuse(kind.column(columns[0]), line.get(columns[0]), remedy)
    else:
        values = {c: line.get(c) for c in (*columns, *line.placed.values)}
        made = made_id(kind.name, values)
        line.settle(kind.column("id"), made or "|".join(str(v) for v in key)[:MAX_NAME])
