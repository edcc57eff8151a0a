"""Records of a ChainKnowledgeGraph set against what stands: what is new, what became different."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from graph.model import DATASET, Record
from graph.store.protocol import Store

_CHUNK = 2000
GIVEN: dict[str, tuple[str, ...]] = {
    "firm": ("name_zh", "short_name", "listed_code", "grade", "note"),
    "industry": ("name_zh", "code", "grade", "note"),
}
"""Columns the entity tables give of kinds that people may add to; the rest stays as it stands."""
BY_RELATION = {
    "firm": ("company_industry", "industry_ids"),
    "industry": ("industry_industry", "parent_id"),
}
"""Kind → the relation table that fills a column of it, and which."""


@dataclass(slots=True)
class Against:
    """The records of one kind sorted by what becomes of them.

    ``checked`` ids are left alone; ``whole`` is all of them as they will stand.
    """

    added: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    unchanged: int = 0
    checked: list[str] = field(default_factory=list)
    whole: list[Record] = field(default_factory=list)

    @property
    def held(self) -> int:
        """How many of them stood before as rows of a data set."""
        return len(self.changed) + self.unchanged


def against(store: Store, kind: str, records: Iterable[Record], tables: Collection[str]) -> Against:
    """Sort the ``records`` of one kind.

    Parameters
    ----------
    store
        What stands.
    kind
        Their kind.
    records
        As the set says.
    tables
        Which tables the set has: columns of a table it lacks stay as they stand.
    """
    found = Against()
    is_new = not store.count(kind)
    given = _given(kind, tables)
    for part in _parts(records):
        stands = {} if is_new else _standing(store, kind, part)
        for record in part:
            old = stands.get(_id(record))
            new = record if old is None else _merged(old, record, given)
            _sort(found, old, new)
            found.whole.append(new)
    return found


def _sort(found: Against, old: Record | None, new: Record) -> None:
    if old is None:
        found.added.append(new)
    elif getattr(old, "basis", DATASET) != DATASET:
        found.checked.append(_id(old))
    elif old == new:
        found.unchanged += 1
    else:
        found.changed.append(new)


def _merged(old: Record, new: Record, given: Sequence[str] | None) -> Record:
    """``old`` with what the set gives; a checked record stays as it is."""
    if getattr(old, "basis", DATASET) != DATASET:
        return old
    if given is None:
        return new
    values: dict[str, Any] = {column: getattr(new, column) for column in given}
    return replace(old, **values)


def _given(kind: str, tables: Collection[str]) -> tuple[str, ...] | None:
    if kind not in GIVEN:
        return None
    table, column = BY_RELATION[kind]
    return (*GIVEN[kind], column) if table in tables else GIVEN[kind]


def _standing(store: Store, kind: str, part: Sequence[Record]) -> dict[str, Record]:
    return {_id(record): record for record in store.get(kind, [_id(r) for r in part])}


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while part := list(islice(rest, _CHUNK)):
        yield part


def _id(record: Record) -> str:
    return str(record.id)  # type: ignore[attr-defined]
