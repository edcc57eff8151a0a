"""The schema without what is personal: what may leave the store in a file."""

from __future__ import annotations

from dataclasses import replace

from graph.model import PRIVATE_COLUMNS
from graph.schema import KindSchema, Schema


def public_schema(schema: Schema) -> Schema:
    """All kinds without their private columns.

    A column that is not written is not emptied when the file is loaded again.
    """
    return Schema({name: _public(kind) for name, kind in schema.kinds.items()})


def _public(kind: KindSchema) -> KindSchema:
    private = PRIVATE_COLUMNS.get(kind.name)
    if not private:
        return kind
    return replace(kind, columns=tuple(c for c in kind.columns if c.name not in private))
