"""Record ⇄ row of plain values ⇄ JSON, the same for both stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import KINDS, Record
from graph.schema import Column, KindSchema
from graph.store.check import LISTS


@dataclass(frozen=True, slots=True)
class Codec:
    """Turns records of one kind into rows and back; columns in schema order."""

    cls: type[Record]
    names: tuple[str, ...]
    encoders: tuple[Callable[[Any], Any] | None, ...]
    decoders: tuple[Callable[[Any], Any] | None, ...]

    def row(self, record: Record) -> tuple[Any, ...]:
        """Values as the database keeps them: lists as JSON text, bool as 1/0."""
        values = (getattr(record, name) for name in self.names)
        return tuple(
            value if encode is None or value is None else encode(value)
            for value, encode in zip(values, self.encoders, strict=True)
        )

    def record(self, row: Sequence[Any]) -> Record:
        """The record of a row."""
        return self.cls(
            *[
                value if decode is None or value is None else decode(value)
                for value, decode in zip(row, self.decoders, strict=True)
            ]
        )

    def to_json(self, record: Record) -> str:
        """A record as a JSON object for the revision log."""
        return json.dumps({n: getattr(record, n) for n in self.names}, ensure_ascii=False)

    def from_json(self, text: str) -> Record:
        """The record of a JSON object; columns it lacks are unknown, others are passed over."""
        held = json.loads(text)
        values = []
        for name, decode in zip(self.names, self.decoders, strict=True):
            value = held.get(name)
            is_list = decode is _items
            values.append(tuple(value or ()) if is_list else value)
        return self.cls(*values)


def codec(kind: KindSchema) -> Codec:
    """The codec of a kind."""
    return Codec(
        KINDS[kind.name],
        tuple(column.name for column in kind.columns),
        tuple(_encoder(column) for column in kind.columns),
        tuple(_decoder(column) for column in kind.columns),
    )


def _encoder(column: Column) -> Callable[[Any], Any] | None:
    if column.type in LISTS:
        return _list_text
    return {"bool": int, "float": float}.get(column.type)


def _decoder(column: Column) -> Callable[[Any], Any] | None:
    if column.type in LISTS:
        return _items
    return {"bool": bool}.get(column.type)


def _list_text(items: tuple[str, ...]) -> str:
    return json.dumps(items, ensure_ascii=False) if items else "[]"


def _items(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))
