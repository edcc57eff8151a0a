"""Whether two stores read the same, whatever engine each has."""

from __future__ import annotations

import itertools
from typing import Any

from store_records import SCHEMA

from graph.model import Record
from graph.store.naming import NAME_COLUMNS
from graph.store.protocol import Order, Ref, Store

_PAGE = 3
_MOST_REFS = 40
_MOST_TEXTS = 60
_MOST_WAYS = 100


def same_reads(a: Store, b: Store) -> None:
    """Compare every read of two stores; times, commit ids and engines may differ."""
    assert a.info().counts == b.info().counts
    assert a.info().last_seq == b.info().last_seq
    kinds = [kind for kind, n in a.info().counts.items() if n]
    refs = [(kind, record.id) for kind in kinds for record in whole(a, kind)]  # type: ignore[attr-defined]
    for kind in kinds:
        _same_records(a, b, kind)
    _same_log(a, b)
    _same_relations(a, b, refs[:_MOST_REFS])
    _same_producers(a, b)
    for text in _texts(a, kinds):
        assert a.search(text, limit=50) == b.search(text, limit=50), text
        assert a.search(text, limit=3) == b.search(text, limit=3), text
        assert a.search(text, kinds=kinds[::-1]) == b.search(text, kinds=kinds[::-1]), text


def whole(store: Store, kind: str, *order: Order) -> list[Record]:
    """All records of a kind, read page by page."""
    found: list[Record] = []
    cursor: str | None = None
    while True:
        page = store.scan(kind, order=order, after=cursor, limit=_PAGE)
        found += page.records
        cursor = page.next
        if cursor is None:
            return found


def _same_records(a: Store, b: Store, kind: str) -> None:
    one, other = a.scan(kind), b.scan(kind)
    assert (one.records, one.revs) == (other.records, other.revs), kind
    assert whole(a, kind) == whole(b, kind) == list(one.records)
    of_each_type = {column.type: column for column in SCHEMA[kind].columns}
    for type_, column in of_each_type.items():
        field = column.name
        assert a.count(kind, by=field) == b.count(kind, by=field), (kind, field)
        if type_ not in ("list", "reflist"):
            down = Order(field, descending=True)
            assert whole(a, kind, down) == whole(b, kind, down), (kind, field)
    ids = [record.id for record in one.records][::-1]  # type: ignore[attr-defined]
    assert a.get(kind, ids) == b.get(kind, ids)


def _same_log(a: Store, b: Store) -> None:
    logs = [store.history(limit=100_000) for store in (a, b)]
    told = [
        [(r.seq, r.ref, r.rev, r.op, r.before, r.after, r.actor, r.reason) for r in log]
        for log in logs
    ]
    assert told[0] == told[1]
    groups = [
        [len(list(g)) for _, g in itertools.groupby(log, lambda r: r.commit_id)] for log in logs
    ]
    assert groups[0] == groups[1]
    for ref in list(dict.fromkeys(r.ref for r in logs[0]))[:_MOST_REFS]:
        one, other = a.history(ref=ref), b.history(ref=ref)
        assert [(r.seq, r.rev) for r in one] == [(r.seq, r.rev) for r in other]


def _same_relations(a: Store, b: Store, refs: list[Ref]) -> None:
    assert a.degrees(refs) == b.degrees(refs)
    for ref in refs:
        for cap in (0, 1, 50):
            assert a.neighbours(ref, cap=cap) == b.neighbours(ref, cap=cap), ref
            assert a.around(ref, cap=cap) == b.around(ref, cap=cap), ref
    for one, other in itertools.combinations(refs[:8], 2):
        ways = [store.paths(one, other, max_len=3, k=_MOST_WAYS) for store in (a, b)]
        assert [len(way.refs) for way in ways[0]] == [len(way.refs) for way in ways[1]]
        if len(ways[0]) < _MOST_WAYS:
            assert set(ways[0]) == set(ways[1])


def _same_producers(a: Store, b: Store) -> None:
    made = [r.product_id for k in ("capacity", "producer") for r in a.scan(k)]  # type: ignore[attr-defined]
    ids = sorted({id for id in made if id is not None})
    for order in ((), (Order("capacity_kt_a", True),), (Order("city"), Order("firm_name", True))):
        pages = [_pages(store, ids, order) for store in (a, b)]
        assert pages[0] == pages[1]


def _pages(store: Store, ids: list[str], order: tuple[Order, ...]) -> list[Any]:
    rows: list[Any] = []
    cursor: str | None = None
    while True:
        page = store.producers(ids, order=order, after=cursor, limit=2)
        rows += page.rows
        cursor = page.next
        if cursor is None:
            return rows


def _texts(store: Store, kinds: list[str]) -> list[str]:
    """Names, how they begin, how they end, and their other names."""
    found: dict[str, None] = {}
    for kind in kinds:
        for record in store.scan(kind):
            called = [getattr(record, column, None) for column in NAME_COLUMNS]
            for text in (*called, *getattr(record, "aliases", ())):
                if text:
                    found |= dict.fromkeys((text, text[:2], text[:1], text[-2:]))
    return [*list(found)[:_MOST_TEXTS], "ben", "b", "shihua", "yy", "71-43-2", "有限公司"]
