# ruff: noqa: S608 - identifiers are fixed, values are parameters
"""What records are called, kept so that the shortest names come out first.

Every term has a number made of the number of its kind, whether it is pinyin, its length and a
running count.  The full-text tables give numbers in order, so a question about one kind reads
the shortest terms first and stops when it has enough.  ``_head`` holds how terms begin, ``_name``
the tokens of names, ``_sound`` pinyin from the second syllable on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model import Record
from graph.store.plan import Doing
from graph.store.sqlite_tables import Tables
from graph.store.tokens import PINYIN, Called, Term, called, suffixes, terms_of

COUNTER = "_term"
"""Where ``_count`` keeps the running count."""

NO_NAMES: Called = ((), ())
HEAD_WORD, SOUND_WORD = 10, 8
"""Longest words of ``_head`` and ``_sound``; what goes beyond is compared afterwards."""

_COUNT_BITS, _LENGTH_BITS = 42, 10
_MOST = (1 << _LENGTH_BITS) - 1

_INSERT = "INSERT INTO _term (number, id, role, text, name, parts) VALUES (?, ?, ?, ?, ?, ?)"
_DELETE = "DELETE FROM _term WHERE number = ?"
_PUT = {
    table: f"INSERT INTO {table} (rowid, {column}) VALUES (?, ?)"
    for table, column in (("_head", "word"), ("_name", "parts"), ("_sound", "words"))
}
_TAKE = {
    table: f"INSERT INTO {table} ({table}, rowid, {column}) VALUES ('delete', ?, ?)"
    for table, column in (("_head", "word"), ("_name", "parts"), ("_sound", "words"))
}
Row = tuple[int, str]


def stream(kind: int, *, is_sound: bool) -> int:
    """The names or the pinyin of a kind; terms are kept stream by stream."""
    return kind << 1 | is_sound


def first_of(stream: int, length: int = 0) -> int:
    """Lowest number of a stream, for terms of at least some length."""
    return (stream << _LENGTH_BITS | min(length, _MOST)) << _COUNT_BITS


def stream_of(number: int) -> int:
    """The stream of a term."""
    return number >> _COUNT_BITS + _LENGTH_BITS


def head(norm: str) -> str:
    """How a term begins, as one word."""
    return norm.replace(" ", "")[:HEAD_WORD]


@dataclass(slots=True)
class _Rows:
    """Rows of the full-text tables."""

    head: list[Row] = field(default_factory=list)
    name: list[Row] = field(default_factory=list)
    sound: list[Row] = field(default_factory=list)

    def add(self, number: int, role: int, parts: str) -> None:
        """What the full-text tables hold of one term."""
        if role != PINYIN:
            self.head.append((number, head(parts)))
            self.name.append((number, parts))
            return
        syllables = parts.split(" ")
        words = suffixes(syllables, SOUND_WORD)
        self.head.append((number, "".join(syllables)[:HEAD_WORD]))
        if len(words) > 1:
            self.sound.append((number, " ".join(dict.fromkeys(words[1:]))))

    def run(self, connection: sqlite3.Connection, statements: Mapping[str, str]) -> None:
        """Run statements in order of number: full-text tables write out whenever one is lower."""
        for table, rows in (("_head", self.head), ("_name", self.name), ("_sound", self.sound)):
            connection.executemany(statements[table], sorted(rows))


def rename(
    connection: sqlite3.Connection,
    tables: Tables,
    kinds: Mapping[str, int],
    count: int,
    nets: Iterable[Doing],
) -> int:
    """Make the terms of changed names anew; gives the running count after them."""
    old: dict[str, list[str]] = {}
    new: list[tuple[int, str, Called]] = []
    for net in nets:
        if not tables[net.ref[0]].is_named:
            continue
        before, after = _called(net.before), _called(net.after)
        if before == after:
            continue
        if before != NO_NAMES:
            old.setdefault(net.ref[0], []).append(net.ref[1])
        new.append((kinds[net.ref[0]], net.ref[1], after))
    for kind, ids in old.items():
        _take(connection, kinds[kind], ids)
    return put(connection, count, new)


def put(connection: sqlite3.Connection, count: int, new: Iterable[tuple[int, str, Called]]) -> int:
    """Write the terms of records that have none; gives the running count after them."""
    rows = _Rows()
    held: list[tuple[Any, ...]] = []
    for kind, id, names in new:
        found = terms_of(*names)
        for term in found:
            count += 1
            number = _number(kind, term, count)
            name = found[0].text if found[0].text != term.text else None
            held.append((number, id, term.role, term.text, name, term.parts))
            rows.add(number, term.role, term.parts)
    connection.executemany(_INSERT, sorted(held))
    rows.run(connection, _PUT)
    return count


def _called(record: Record | None) -> Called:
    return NO_NAMES if record is None else called(record)


def _number(kind: int, term: Term, count: int) -> int:
    return first_of(stream(kind, is_sound=term.role == PINYIN), len(term.norm)) | count


def _take(connection: sqlite3.Connection, kind: int, ids: Sequence[str]) -> None:
    rows = _Rows()
    held = connection.execute(
        "SELECT number, role, parts FROM _term WHERE id IN (SELECT value FROM json_each(?))"
        " AND number BETWEEN ? AND ?",
        (json.dumps(ids), first_of(stream(kind, is_sound=False)), first_of(kind + 1 << 1) - 1),
    ).fetchall()
    for number, role, parts in held:
        rows.add(number, role, parts)
    rows.run(connection, _TAKE)
    connection.executemany(_DELETE, sorted((number,) for number, _, _ in held))
