# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Who makes a product: driving units and producers elsewhere as one list, a page at a time.

Which statements stand on the page is found first, for each product and kind by itself, where an
index gives them in order; only those are then read whole.  So a product of very many makers costs
no more than one of few.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from graph.store.cursor import read_cursor, sort_values, write_cursor
from graph.store.making import MAKING
from graph.store.shape import quoted
from graph.store.sqlite_sql import condition, order_by, own, past
from graph.store.sqlite_tables import Tables
from graph.store.values import Making, MakingPage, Order, Where

_TIES = ("kind", "id")
_PLACE = ("province", "city")
_OF_FIRM = {"capacity": {"firm_name", *_PLACE}, "producer": {"firm_name"}}
"""Columns of the list that are the firm's, by kind of statement."""

_FIELDS = tuple(column.name for column in MAKING.columns)
_LARGEST_FIRST = Order("capacity_kt_a", descending=True)
_FEW = 40
"""Up to how many products are asked for one by one."""

_ALL, _AFTER, _KNOWN, _UNKNOWN, _UNKNOWN_AFTER = range(5)
"""Where to go on: of known and of unknown capacity by themselves when that leads the order."""

_BANDS = {
    _ALL: "1",
    _AFTER: "{past}",
    _KNOWN: "s.capacity_kt_a <= ? AND {past}",
    _UNKNOWN: "s.capacity_kt_a IS NULL",
    _UNKNOWN_AFTER: "s.capacity_kt_a IS NULL AND {past}",
}
_WHOLE = """
SELECT t.kind, t.id, {fields} FROM ({top}) AS t
LEFT JOIN capacity AS c ON t.kind = 'capacity' AND c.rowid = t.at
LEFT JOIN producer AS p ON t.kind = 'producer' AND p.rowid = t.at
LEFT JOIN firm AS f ON f.id = coalesce(c.firm_id, p.firm_id)
{order} LIMIT ?
"""


def producers(
    connection: sqlite3.Connection,
    tables: Tables,
    product_ids: Sequence[str],
    where: Sequence[Where],
    order: Sequence[Order],
    after: str | None,
    limit: int,
) -> MakingPage:
    """One page of statements; ties go by kind and id."""
    if not product_ids:
        return MakingPage(())
    order = tuple(order)
    shape = tuple(one if one.op == "is_null" else replace(one, value="") for one in where)
    held = [arg for one in where for arg in condition(MAKING, one, own)[1]]
    is_few = len(product_ids) <= _FEW
    asked = list(product_ids) if is_few else [json.dumps(product_ids)]
    rows: list[Any] = []
    for band, args in _bands(order, after):
        left = limit + 1 - len(rows)
        if left:
            text = _text(tables["firm"].called, shape, order, len(asked), is_few, band)
            each = [[product, *args, *held, left] for product in asked for _ in _OF_FIRM]
            cuts = [left] if len(asked) == 1 else [left, left]
            rows += connection.execute(text, [*chain(*each), *cuts]).fetchall()
    found = tuple([Making((row[0], row[1]), *row[2:]) for row in rows[:limit]])
    if len(rows) <= limit:
        return MakingPage(found)
    last = found[-1]
    values = [getattr(last, item.field) for item in order]
    return MakingPage(found, write_cursor(order, sort_values(order, values, last.ref)))


def _bands(order: Sequence[Order], after: str | None) -> list[tuple[int, list[Any]]]:
    """What to ask for in turn, and its arguments."""
    if after is None:
        return [(_ALL, [])]
    values = read_cursor(after, order, len(_TIES))
    _, args = past(order, _TIES, own, values)
    if not order or order[0] != _LARGEST_FIRST:
        return [(_AFTER, args)]
    if values[1] is None:
        return [(_UNKNOWN_AFTER, args)]
    return [(_KNOWN, [values[1], *args]), (_UNKNOWN, [])]


@lru_cache(maxsize=256)
def _text(
    called: str,
    where: tuple[Where, ...],
    order: tuple[Order, ...],
    number: int,
    is_few: bool,
    band: int,
) -> str:
    """The statement; rows of one product need not be cut before they are read whole."""
    arms = [_arm(called, kind, where, order, is_few, band) for kind in _OF_FIRM]
    sorted_by = order_by(order, _TIES, own)
    top = " UNION ALL ".join(arms * number)
    if number > 1:
        top = f"SELECT * FROM ({top}) AS t {sorted_by} LIMIT ?"
    return _WHOLE.format(fields=_fields(called), top=top, order=sorted_by)


def _arm(
    called: str,
    kind: str,
    where: tuple[Where, ...],
    order: tuple[Order, ...],
    is_few: bool,
    band: int,
) -> str:
    """The first statements of a kind that meet every condition."""
    at = partial(_at, called, kind)
    parts = [
        f"s.product_id {'= ?' if is_few else 'IN (SELECT value FROM json_each(?))'}",
        _BANDS[band].format(past=past(order, _TIES, at, [None] * (2 * len(order) + 2))[0]),
        *(condition(MAKING, one, at)[0] for one in where),
        *(["s.is_driver"] if kind == "capacity" else []),
    ]
    fields = [*(one.field for one in order), *(one.field for one in where)]
    is_joined = not _OF_FIRM[kind].isdisjoint(fields)
    join = "LEFT JOIN firm AS f ON f.id = s.firm_id" if is_joined else ""
    shown = "".join(f", {at(item.field)} AS {quoted(item.field)}" for item in order)
    return (
        f"SELECT * FROM (SELECT '{kind}' AS kind, s.id AS id, s.rowid AS at{shown}"
        f" FROM {kind} AS s {join} WHERE {' AND '.join(parts)}"
        f" {order_by(order, ('id',), at)} LIMIT ?)"
    )


def _at(called: str, kind: str, name: str) -> str:
    """SQL of a column of the list for statements of a kind."""
    if name == "kind":
        return f"'{kind}'"
    if name == "firm_name":
        return f"coalesce({called}, s.firm_id)"
    if (kind, name) == ("producer", "as_of"):
        return "coalesce(s.as_of, s.year)"
    return f"{'f' if name in _OF_FIRM[kind] else 's'}.{quoted(name)}"


def _fields(called: str) -> str:
    """Columns of the list, of statements of either kind."""
    held = {name: f"coalesce(c.{name}, p.{name})" for name in _FIELDS if name not in _PLACE}
    held["firm_name"] = f"coalesce({called}, c.firm_id, p.firm_id)"
    held["as_of"] = "coalesce(c.as_of, p.as_of, p.year)"
    for name in _PLACE:
        held[name] = f"CASE t.kind WHEN 'capacity' THEN f.{name} ELSE p.{name} END"
    return ", ".join(held[name] for name in _FIELDS)
