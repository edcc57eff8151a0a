"""What a store and a program must agree on: kinds, columns and their types, as text."""

from __future__ import annotations

import hashlib
import json
import re

from graph.errors import SchemaMismatch
from graph.schema import Schema

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
