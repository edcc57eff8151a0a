"""Record ⇄ row of plain values ⇄ JSON, the same for both stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from graph.model import KINDS, Record
from graph.schema import Column, KindSchema
from graph.store.check import LISTS

Change = Callable[[Any], Any]

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_text = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Codec:
    """Turns records of one kind into rows and back; columns in schema order.

    ``encoders`` and ``decoders`` stand by the place of the column they are for; unknown values
    pass as they are.
    """

    cls: type[Record]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    encoders: tuple[tuple[int, Change], ...]
    decoders: tuple[tuple[int, Change], ...]
    lists: frozenset[str]

    def row(self, record: Record) -> list[Any]:
        """Values as the database keeps them: lists as JSON text, bool as 1/0."""
        values = list(self.values(record))
        for at, encode in self.encoders:
            if values[at] is not None:
                values[at] = encode(values[at])
        return values

    def record(self, row: Sequence[Any]) -> Record:
        """The record of a row."""
        values = list(row)
        for at, decode in self.decoders:
            if values[at] is not None:
                values[at] = decode(values[at])
        return self.cls(*values)

    def to_json(self, record: Record) -> str:
        """A record as a JSON object for the revision log; what is unknown is left out."""
        held = [
            key + (_text(value) if type(value) is str else _dumps(value))
            for key, value in zip(self.keys, self.values(record), strict=True)
            if value is not None and value != ()
        ]
        return f"{{{','.join(held)}}}"

    def from_json(self, text: str) -> Record:
        """The record of a JSON object; columns it lacks are unknown, others are passed over."""
        held = json.loads(text)
        lists = self.lists
        return self.cls(
            *[
                tuple(held.get(name) or ()) if name in lists else held.get(name)
                for name in self.names
            ]
        )


def codec(kind: KindSchema) -> Codec:
    """The codec of a kind."""
    names = tuple(column.name for column in kind.columns)
    return Codec(
        KINDS[kind.name],
        names,
        tuple(f"{_dumps(name)}:" for name in names),
        attrgetter(*names),
        tuple((at, code) for at, c in enumerate(kind.columns) if (code := _encoder(c))),
        tuple((at, code) for at, c in enumerate(kind.columns) if (code := _decoder(c))),
        frozenset(column.name for column in kind.columns if column.type in LISTS),
    )


def _encoder(column: Column) -> Change | None:
    if column.type in LISTS:
        return _list_text
    return {"bool": int, "float": float}.get(column.type)


def _decoder(column: Column) -> Change | None:
    if column.type in LISTS:
        return _items
    return {"bool": bool}.get(column.type)


def _list_text(items: tuple[str, ...]) -> str:
    return json.dumps(items, ensure_ascii=False) if items else "[]"


def _items(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))
