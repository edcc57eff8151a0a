"""The candidate list and the search as someone writes them in SQL who knows the file.

One connection with the store's settings.  Only the rows of a page of candidates are given their
firm's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scale.bare import HITS, PAGE, SEARCHED, Filter, HitRow, MakingRow
from graph.store.sqlite_pool import connect
from graph.store.tokens import norm, suffixes

_HELD = "s.firm_id, s.product_id, s.capacity_kt_a, s.status, {at}.province, {at}.city, s.as_of"
_BRANCH = {
    "producer": (
        f"SELECT 'producer' AS kind, s.id, {_HELD.format(at='s')}, s.basis, s.source_id"
        " FROM producer AS s WHERE s.product_id"
    ),
    "capacity": (
        f"SELECT 'capacity' AS kind, s.id, {_HELD.format(at='f')}, s.basis, s.source_id"
        " FROM capacity AS s JOIN firm AS f ON f.id = s.firm_id"
        " WHERE s.is_driver AND s.product_id"
    ),
}
_PLACE = {"producer": "s", "capacity": "f"}
_PAGE = """
WITH page AS (SELECT * FROM ({branches}) ORDER BY capacity_kt_a DESC, kind, id LIMIT {limit})
SELECT kind, page.id, firm_id, f.name_zh, product_id, capacity_kt_a, page.status,
  page.province, page.city, page.as_of, page.basis, page.source_id
FROM page JOIN firm AS f ON f.id = page.firm_id
ORDER BY capacity_kt_a DESC, kind, page.id
"""
_TERMS = """
SELECT t.id, t.role, t.text, t.name, t.parts
FROM {table} AS s CROSS JOIN _term AS t ON t.number = s.rowid
WHERE s.{table} MATCH ? AND s.rowid BETWEEN ? AND ? ORDER BY s.rowid
"""

_WORD = 10
_KNOWN = (0, 1, 2, 3, 4, 4, 6, 6, 8, 8)
"""How much of a word of each length the index knows."""

Statement = tuple[str, list[Any]]
Form = Callable[[Filter, str, list[Any]], Statement]
Graded = tuple[int, int, int, HitRow]


class BareSqlite:
    """One open connection."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def producers(self, wanted: Filter) -> Sequence[Callable[[], list[MakingRow]]]:
        """See Bare: the first of each product merged, or all sorted; which is faster depends."""
        return [lambda: self._paged(wanted, _merged), lambda: self._paged(wanted, _sorted)]

    def _paged(self, wanted: Filter, form: Form) -> list[MakingRow]:
        """Rows of known capacity, then those of unknown while the page has room."""
        if wanted.last is None:
            return self._rows(form(wanted, "", []))
        held, (kind, id) = wanted.last.capacity_kt_a, wanted.last.ref
        if held is None:
            beyond = " AND s.capacity_kt_a IS NULL AND ({kind}, s.id) > (?, ?)"
            return self._rows(form(wanted, beyond, [kind, id]))
        beyond = " AND s.capacity_kt_a <= ? AND (s.capacity_kt_a < ? OR ({kind}, s.id) > (?, ?))"
        known = self._rows(form(wanted, beyond, [held, held, kind, id]))
        if len(known) > PAGE:
            return known
        return known + self._rows(form(wanted, " AND s.capacity_kt_a IS NULL", []))

    def _rows(self, statement: Statement) -> list[MakingRow]:
        return self._connection.execute(*statement).fetchall()

    def search(self, text: str) -> list[HitRow]:
        """See Bare: beginnings first, and what names hold only when these do not suffice."""
        asked = norm(text)
        word = asked.replace(" ", "")[:_WORD]
        begin = f'"{word}"' if len(word) == _WORD else f'"{word[: _KNOWN[len(word)]]}"*'
        sounds = (0,) if " " in asked else (0, 1)
        found: dict[tuple[str, str], HitRow] = {}
        _take(found, [row for s in sounds for row in self._best("_head", begin, asked, s)])
        if len(found) < HITS:
            phrase = f'"{asked}"' + ("*" if asked[-1].isascii() else "")
            inside = [*self._best("_name", phrase, asked, 0)]
            if len(sounds) > 1:
                inside += self._best("_sound", begin, asked, 1)
            _take(found, inside)
        return list(found.values())[:HITS]

    def _best(self, table: str, match: str, asked: str, sound: int) -> Iterator[Graded]:
        """The shortest of each kind, and all as long as the last of them."""
        numbers = dict(self._connection.execute("SELECT kind, number FROM _count"))
        for place, kind in enumerate(SEARCHED):
            low = (numbers[kind] << 1 | sound) << 52
            span = (match, low, low + (1 << 52) - 1)
            ids: set[str] = set()
            longest = 0
            for id, role, text, name, parts in self._connection.execute(
                _TERMS.format(table=table), span
            ):
                term = parts.replace(" ", "")[:40] if sound else parts
                if not _is_meant(table, term, parts, asked):
                    continue
                if len(ids) >= HITS and len(term) > longest:
                    break
                longest = len(term)
                ids.add(id)
                rank = _rank(term, role, asked)
                yield rank, longest, place, (kind, id, name or text, rank)


def _merged(wanted: Filter, beyond: str, more: list[Any]) -> Statement:
    """The first rows of each product, as the index has them."""
    order = f" ORDER BY s.capacity_kt_a DESC, s.id LIMIT {PAGE + 1}"
    return _page([[product] for product in wanted.product_ids], wanted, beyond, more, order)


def _sorted(wanted: Filter, beyond: str, more: list[Any]) -> Statement:
    """All rows of all products."""
    return _page([list(wanted.product_ids)], wanted, beyond, more, "")


def _page(
    groups: list[list[str]], wanted: Filter, beyond: str, more: list[Any], order: str
) -> Statement:
    branches: list[str] = []
    args: list[Any] = []
    for products in groups:
        for kind, text in _BRANCH.items():
            conditions = f" IN ({', '.join('?' for _ in products)})"
            args += products
            for name, value in (
                (f"{_PLACE[kind]}.province", wanted.province),
                ("s.status", wanted.status),
            ):
                if value is not None:
                    conditions += f" AND {name} = ?"
                    args.append(value)
            args += more
            conditions += beyond.format(kind=f"'{kind}'")
            branches.append(f"SELECT * FROM ({text}{conditions}{order})")
    return _PAGE.format(branches=" UNION ALL ".join(branches), limit=PAGE + 1), args


def _take(found: dict[tuple[str, str], HitRow], rows: list[Graded]) -> None:
    for *_, row in sorted(rows):
        found.setdefault((row[0], row[1]), row)


def _is_meant(table: str, term: str, parts: str, asked: str) -> bool:
    """Whether a term has what is asked: the tables know the beginnings of words only."""
    if table == "_head":
        return term.startswith(asked)
    if table == "_sound":
        return any(word.startswith(asked) for word in suffixes(parts.split(" ")))
    return True


def _rank(term: str, role: int, asked: str) -> int:
    if term == asked:
        return role
    if term.startswith(asked):
        return 4 if role == 2 else 3
    return 5
