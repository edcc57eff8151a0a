"""Entries and duties of a region, read from the store."""

from __future__ import annotations

from graph.model import Duty, Entry
from graph.store.protocol import Store, Where


def entries_between(
    store: Store, region_id: str, first: str, last: str, *, kind: str | None = None
) -> tuple[Entry, ...]:
    """Entries of a region from one month to another, both included, oldest first.

    ``kind`` leaves out those of other kinds of things.
    """
    found = standing_entries(store, region_id, first, last, kind=kind)
    return tuple(sorted(found, key=_order))


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry.month, entry.target_name, entry.id


def standing_entries(
    store: Store, region_id: str, first: str, last: str, *, kind: str | None = None
) -> dict[Entry, int]:
    """Entries of a region from one month to another, with the revision each stands at."""
    where = [
        Where("region_id", "eq", region_id),
        Where("month", "ge", first),
        Where("month", "le", last),
    ]
    if kind is not None:
        where.append(Where("target_kind", "eq", kind))
    page = store.scan(Entry.kind, where=where)
    rows = zip(page.records, page.revs, strict=True)
    return {record: rev for record, rev in rows if isinstance(record, Entry)}


def held_duties(store: Store, region_id: str) -> tuple[tuple[Duty, int], ...]:
    """All duties of a region, with the revision each stands at."""
    page = store.scan(Duty.kind, where=(Where("region_id", "eq", region_id),))
    rows = zip(page.records, page.revs, strict=True)
    return tuple((record, rev) for record, rev in rows if isinstance(record, Duty))


def newest_month(store: Store, region_id: str, until: str) -> str | None:
    """The newest month with an entry, not later than ``until``; None when there is none."""
    months = store.count(Entry.kind, where=(Where("region_id", "eq", region_id),), by="month")
    return max((str(m) for m in months if m and str(m) <= until), default=None)
