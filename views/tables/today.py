"""今天要办: what waits for somebody in the office, counted; nothing waits where nothing is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.desk.client.listing import Wish, listed
from graph.desk.held import undecided
from graph.desk.round.months import month_before, month_number
from graph.model import AskedForm, Entry, Lead
from graph.schema import Schema
from graph.store.protocol import Store, Where
from views.tables.round.entries import usual_month
from views.tables.round.words import KIND_ZH

CLIENTS, SURVEYS, MONTH, UPDATES = "clients", "surveys", "month", "updates"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: how many, in words, and where (one of the names above)."""

    where: str
    text: str


def waiting(store: Store, schema: Schema, region_id: str, today: str) -> tuple[Waiting, ...]:
    """What waits on a day, the most pressing first; kinds of which nothing waits are left out.

    Parameters
    ----------
    store
        Where the office keeps its records.
    schema
        Kinds of records.
    region_id
        Whose.
    today
        ISO day.
    """
    found = (
        (CLIENTS, _late_clients(store, region_id, today), "家客商逾期未跟进"),
        (SURVEYS, _late_forms(store, region_id, today), "份摸底表逾期未交回"),
        (UPDATES, len(undecided(store, schema)), "条数据更新与你们的修改不一致"),
        (MONTH, *_without_entry(store, region_id, usual_month(today))),
    )
    return tuple(Waiting(where, f"{number} {text}") for where, number, text in found if number)


def _late_clients(store: Store, region_id: str, today: str) -> int:
    return listed(store, Wish(region_id), today, 0).late if store.count(Lead.kind) else 0


def _late_forms(store: Store, region_id: str, today: str) -> int:
    out = (
        Where("region_id", "eq", region_id),
        Where("returned_on", "is_null", True),
        Where("due_on", "lt", today),
    )
    every = store.count(AskedForm.kind, where=out)
    return every - store.count(AskedForm.kind, where=(*out, Where("is_dropped", "eq", True)))


def _without_entry(store: Store, region_id: str, month: str) -> tuple[int, str]:
    """How many reported the month before and not yet for the month, and that in words."""
    before = month_before(month)
    left = _reported(store, region_id, before) - _reported(store, region_id, month)
    kinds = Counter(kind for kind, _ in left)
    told = "、".join(f"{word} {kinds[kind]}" for kind, word in KIND_ZH.items() if kinds[kind])
    this, last = month_number(month), month_number(before)
    return len(left), f"项还没有填 {this} 月月报({last} 月填过;{told})"


def _reported(store: Store, region_id: str, month: str) -> set[tuple[str, str]]:
    where = (Where("region_id", "eq", region_id), Where("month", "eq", month))
    rows = (r for r in store.scan(Entry.kind, where=where) if isinstance(r, Entry))
    return {(row.target_kind, row.target_id) for row in rows}
