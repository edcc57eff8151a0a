"""What a store and a program must agree on: kinds, columns and their types, as text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping

from graph.errors import SchemaMismatch
from graph.schema import Schema
from graph.store import tokens

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def quoted(name: str) -> str:
    """A schema name as an SQL identifier; SchemaMismatch when it could not be one."""
    if not _NAME.fullmatch(name):
        raise SchemaMismatch(f"数据表里的名称“{name}”不能用;只能是小写字母、数字和下划线。")
    return f'"{name}"'


def shape(schema: Schema) -> dict[str, dict[str, list[str]]]:
    """Column types by kind: kind → column → [type, ref]."""
    return {
        kind.name: {column.name: [column.type, column.ref] for column in kind.columns}
        for kind in schema.kinds.values()
    }


def digest(schema: Schema) -> str:
    """Short fingerprint of ``shape``."""
    text = json.dumps(shape(schema), sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def agreed(schema: Schema) -> dict[str, str]:
    """What a store remembers of the program that made it."""
    return {
        "schema": json.dumps(shape(schema), sort_keys=True),
        "schema_digest": digest(schema),
        "tokens": str(tokens.VERSION),
    }


def refuse_newer(
    before: Mapping[str, Mapping[str, list[str]]],
    schema: Schema,
    stored: Callable[[str], str],
    newer: str,
    changed: Callable[[str, str], str],
) -> None:
    """See that ``schema`` knows all a store has, and keeps it as the store does.

    Parameters
    ----------
    before
        The :func:`shape` a store was made with.
    stored
        How an engine keeps values of a type.
    newer, changed
        What to say; ``changed`` is told the kind's label and the column.

    Raises
    ------
    SchemaMismatch
    """
    for name, columns in before.items():
        if name not in schema.kinds:
            raise SchemaMismatch(newer)
        known = {column.name: column.type for column in schema[name].columns}
        for column, (type_, _ref) in columns.items():
            if column not in known:
                raise SchemaMismatch(newer)
            if stored(type_) != stored(known[column]):
                raise SchemaMismatch(changed(schema[name].label_zh, column))
