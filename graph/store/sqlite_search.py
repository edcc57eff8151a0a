"""Search by name: how terms begin first, then what they hold, shortest first, until enough."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.store.sqlite_terms import HEAD_WORD, SOUND_WORD, first_of, head, stream, stream_of
from graph.store.tokens import PINYIN, is_cjk, norm, pinyin_norm, suffixes
from graph.store.values import Hit, Ref

_KNOWN = {"_head": (HEAD_WORD, 8, 6, 4, 3, 2, 1), "_sound": (SOUND_WORD, 6, 4, 3, 2, 1)}
"""Length of a whole word, and lengths of beginnings that ``sqlite_tables`` has an index for."""

_EQUALS = 1000
"""How many terms of one length are compared by id when fewer would do."""

_LONGEST = 4000
_INSIDE = 5

_SQL = """
SELECT t.number, t.id, t.role, t.text, t.name, t.parts
FROM {table} AS s CROSS JOIN _term AS t ON t.number = s.rowid
WHERE s.{table} MATCH ? AND s.rowid BETWEEN ? AND ? AND instr(replace(t.parts, ' ', ''), ?)
ORDER BY s.rowid
"""

Found = tuple[int, int, int, str, int, str, Hit]
"""Rank, length, place of the kind, id, role, norm: what hits are sorted by."""

Test = Callable[[str, str], bool]
"""Whether a term of some norm and parts is meant: the full-text tables know words cut short."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question: its norm, the kinds asked, their places by stream, how many hits will do."""

    norm: str
    kinds: Sequence[str]
    places: Mapping[int, int]
    limit: int

    def is_begun(self, norm: str, _parts: str) -> bool:
        """Whether a term begins with what is asked."""
        return norm.startswith(self.norm)

    def is_heard(self, _norm: str, parts: str) -> bool:
        """Whether pinyin has what is asked from a syllable on."""
        return any(word.startswith(self.norm) for word in suffixes(parts.split(" ")))

    def rank(self, role: int, norm: str) -> int:
        """How well a term fits."""
        if norm == self.norm:
            return role
        if norm.startswith(self.norm):
            return 4 if role == PINYIN else 3
        return _INSIDE


def search(
    connection: sqlite3.Connection,
    numbers: Mapping[str, int],
    text: str,
    kinds: Sequence[str],
    limit: int,
) -> tuple[Hit, ...]:
    """Best hit of each record, best first; among equals the kinds in the order given.

    ``numbers`` are those of the kinds that have names.
    """
    asked = norm(text)
    if not asked or len(asked) > _LONGEST:
        return ()
    places = {
        stream(numbers[kind], is_sound=is_sound): place
        for place, kind in enumerate(kinds)
        if kind in numbers
        for is_sound in (False, True)
    }
    ask = _Ask(asked, kinds, places, limit)
    hits: dict[Ref, Hit] = {}
    begun = (_word("_head", head(asked)), ask.is_begun)
    _take(hits, ask, _found(connection, ask, "_head", *begun, hits))
    if len(hits) < limit:
        inside = _found(connection, ask, "_name", _phrase(asked), _any, hits)
        if " " not in asked:
            heard = (_word("_sound", asked), ask.is_heard)
            inside += _found(connection, ask, "_sound", *heard, hits)
        _take(hits, ask, inside)
    return tuple(hits.values())


def _any(_norm: str, _parts: str) -> bool:
    return True


def _take(hits: dict[Ref, Hit], ask: _Ask, found: Sequence[Found]) -> None:
    for *_, hit in sorted(found, key=lambda one: one[:-1]):
        if len(hits) == ask.limit and hit.ref not in hits:
            return
        hits.setdefault(hit.ref, hit)


def _found(
    connection: sqlite3.Connection,
    ask: _Ask,
    table: str,
    match: str,
    test: Test,
    seen: dict[Ref, Hit],
) -> list[Found]:
    """The best of every stream; a new question only to leave out what is not wanted."""
    streams, at = sorted(ask.places), 0
    text, squeezed = _SQL.format(table=table), ask.norm.replace(" ", "")
    found: list[Found] = []
    while at < len(streams):
        low, high = first_of(streams[at]), first_of(streams[-1] + 1) - 1
        rows = connection.execute(text, (match, low, high, squeezed))
        left = _read(rows, ask, test, seen, found)
        at = len(streams) if left is None else bisect_left(streams, left)
    return found


def _read(
    rows: Iterable[Any], ask: _Ask, test: Test, seen: dict[Ref, Hit], found: list[Found]
) -> int | None:
    """Add hits; gives the first stream that is of interest again, None when all was read.

    Of each stream there are enough when there are as many records as asked for, with all whose
    terms are as long as the last if these are not too many.
    """
    current, place, kind = -1, 0, ""
    ids: set[str] = set()
    last = equals = 0
    for number, id, role, text, name, parts in rows:
        if stream_of(number) != current:
            current = stream_of(number)
            if current not in ask.places:
                return current
            place = ask.places[current]
            kind, ids, last = ask.kinds[place], set(), 0
        norm = pinyin_norm(parts) if role == PINYIN else parts
        if (kind, id) in seen or not test(norm, parts):
            continue
        equals = equals + 1 if len(norm) == last else 1
        if len(ids) >= ask.limit and (equals == 1 or equals > _EQUALS):
            return current + 1
        last = len(norm)
        ids.add(id)
        rank = ask.rank(role, norm)
        hit = Hit((kind, id), name or text, text, rank)
        found.append((rank, last, place, id, role, norm, hit))
    return None


def _word(table: str, begin: str) -> str:
    """Question for words that begin so; what is longer than an index knows is cut."""
    whole, *_ = known = _KNOWN[table]
    length = next(n for n in known if n <= len(begin))
    return f'"{begin[:length]}"' if length == whole else f'"{begin[:length]}" *'


def _phrase(asked: str) -> str:
    """Question for tokens that follow each other, the last of which may go on."""
    return f'"{asked}"' if is_cjk(asked[-1]) else f'"{asked}" *'
