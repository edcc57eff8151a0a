"""Which relations a schema has: every reference column is one, named "<kind>.<column>"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import BadRequest
from graph.model import Record
from graph.schema import Schema


@dataclass(frozen=True, slots=True)
class Relation:
    """A ref or reflist column; it leads from ``from_kind`` to ``to_kind``."""

    name: str
    from_kind: str
    column: str
    to_kind: str


def relations_of(schema: Schema) -> tuple[Relation, ...]:
    """All relations in schema order."""
    return tuple(
        Relation(f"{kind.name}.{column.name}", kind.name, column.name, column.ref)
        for kind in schema.kinds.values()
        for column in kind.columns
        if column.type in ("ref", "reflist")
    )


def chosen(known: Sequence[Relation], names: Sequence[str] | None) -> tuple[Relation, ...]:
    """The relations called ``names``, all when None; BadRequest for an unknown one."""
    if names is None:
        return tuple(known)
    by_name = {relation.name: relation for relation in known}
    for name in names:
        if name not in by_name:
            raise BadRequest(f"没有“{name}”这种关系。")
    return tuple(by_name[name] for name in dict.fromkeys(names))


def targets(record: Record, relation: Relation) -> tuple[str, ...]:
    """Ids a record refers to by one relation; each once."""
    value = getattr(record, relation.column)
    if value is None:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)
