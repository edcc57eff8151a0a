"""The whole graph as one JSON file, a record a line, in a stable order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.model import Record
from graph.schema import Schema


def json_bytes(
    by_kind: Mapping[str, Iterable[Record]], schema: Schema, meta: Mapping[str, Any]
) -> bytes:
    """``{"meta": {…}, "records": {kind: [record, …]}}``; unknown is null, a list a list.

    Kinds and columns come in the order of the schema, records in the order given; keys of a
    record are column names, so units are those of the schema (kt/a).
    """
    lines = ["{", f'"meta": {_dump(dict(meta))},', '"records": {']
    for number, (kind, held) in enumerate(schema.kinds.items(), 1):
        names = [column.name for column in held.columns]
        rows = [_dump({n: getattr(r, n) for n in names}) for r in by_kind.get(kind, ())]
        end = "" if number == len(schema.kinds) else ","
        lines.append(f"{_dump(kind)}: [" + ",".join(f"\n{row}" for row in rows) + f"\n]{end}")
    return "\n".join([*lines, "}}", ""]).encode("utf-8")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
