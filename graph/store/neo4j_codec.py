"""Record ⇄ properties of a node: native types, lists as arrays, unknown as no property."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import KINDS, Record
from graph.schema import Column, KindSchema
from graph.store.check import LISTS


@dataclass(frozen=True, slots=True)
class NodeCodec:
    """Turns records of one kind into properties and back."""

    cls: type[Record]
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    lists: frozenset[str]

    def properties(self, record: Record) -> dict[str, Any]:
        """Known values by column; an empty list is unknown."""
        found: dict[str, Any] = {}
        for name, cast in self.columns:
            value = getattr(record, name)
            if value is None or value == ():
                continue
            found[name] = value if cast is None else cast(value)
        return found

    def record(self, held: Mapping[str, Any]) -> Record:
        """The record of a node's properties; ours (``_…``) are passed over."""
        return self.cls(
            *[
                tuple(held.get(name) or ()) if name in self.lists else held.get(name)
                for name, _ in self.columns
            ]
        )


def node_codec(kind: KindSchema) -> NodeCodec:
    """The codec of a kind."""
    return NodeCodec(
        KINDS[kind.name],
        tuple((column.name, _cast(column)) for column in kind.columns),
        frozenset(column.name for column in kind.columns if column.type in LISTS),
    )


def _cast(column: Column) -> Callable[[Any], Any] | None:
    if column.type in LISTS:
        return list
    return float if column.type == "float" else None
