"""Facts out of a store: one scan per kind, the rows of national data sets left where they are."""

from __future__ import annotations

from collections.abc import Iterable

from graph.facts import Facts
from graph.model import CHECKED_BASES, KINDS, NATION_KINDS, OFFICE_KINDS, Firm, Record
from graph.store.protocol import Store, Where

FIRM_COLUMNS = (
    *("firm_id", "from_firm_id", "to_firm_id", "firm_ids"),
    *("owner_ids", "merged_into_id"),
)
"""Columns of any kind that name firms."""
_CHECKED = (Where("basis", "in", CHECKED_BASES),)


def read_facts(store: Store) -> Facts:
    """Every record reasoning may use.

    Of the kinds a national data set fills (``NATION_KINDS``) only checked rows are read, so
    nothing grows with the nation; but a data-set firm that a checked row names comes along, or
    that row would lead nowhere.  What the office keeps (``OFFICE_KINDS``) is read by its pages.

    Raises
    ------
    StoreError
        As the store says.
    """
    kinds = [kind for kind in KINDS if kind not in OFFICE_KINDS]
    facts = Facts.of(r for kind in kinds for r in store.scan(kind, where=_where(kind)))
    return _with_named(facts, store)


def _where(kind: str) -> tuple[Where, ...]:
    return _CHECKED if kind in NATION_KINDS else ()


def _with_named(facts: Facts, store: Store) -> Facts:
    """Add the data-set firms that checked rows name, and those these were merged into."""
    asked: set[str] = set()
    wanted = named_firms(r for rows in facts.by_kind.values() for r in rows.values())
    while missing := sorted(wanted - facts.firms.keys() - asked):
        asked.update(missing)
        found = [f for f in store.get("firm", missing) if isinstance(f, Firm)]
        if found:
            facts = facts.with_records(found)
        wanted = {f.merged_into_id for f in found if f.merged_into_id}
    return facts


def named_firms(records: Iterable[Record]) -> set[str]:
    """Ids of the firms that any of ``records`` names."""
    out: set[str] = set()
    for record in records:
        for column in FIRM_COLUMNS:
            value = getattr(record, column, None)
            if value:
                out.update((value,) if isinstance(value, str) else value)
    return out
