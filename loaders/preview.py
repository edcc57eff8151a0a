"""What a file would change: added, changed field by field, unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import RowProblem
from graph.model import Record
from graph.schema import KindSchema, Schema
from graph.store.protocol import Change, Commit, Ref
from loaders.cells import round_number
from loaders.examples import Skipped


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of one record, before and after."""

    field: str
    label_zh: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that stands already and would become different."""

    ref: Ref
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do, or did when ``commit`` is set.

    With ``problems`` nothing is ever written and the other lists are empty.  ``skipped`` are
    example rows, left out.
    """

    file: str
    added: tuple[Record, ...]
    changed: tuple[RecordChange, ...]
    unchanged: int
    problems: tuple[RowProblem, ...]
    commit: Commit | None = None
    skipped: tuple[Skipped, ...] = ()


def compare(
    file: str,
    records: Iterable[Record],
    stands: Mapping[Ref, tuple[Record, int]],
    schema: Schema,
) -> Preview:
    """The preview of ``records`` against what ``stands`` in the store."""
    added: list[Record] = []
    changed: list[RecordChange] = []
    unchanged = 0
    for record in records:
        ref = ref_of(record)
        if ref not in stands:
            added.append(record)
            continue
        fields = _field_changes(stands[ref][0], record, schema[record.kind])
        if fields:
            changed.append(RecordChange(ref, _name(record), fields))
        else:
            unchanged += 1
    return Preview(file, tuple(added), tuple(changed), unchanged, ())


def _field_changes(old: Record, new: Record, kind: KindSchema) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(column.name, column.label_zh, before, after)
        for column in kind.columns
        if not _same(before := getattr(old, column.name), after := getattr(new, column.name))
    )


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return round_number(before) == round_number(after)
    return bool(before == after)


def ref_of(record: Record) -> Ref:
    """(kind, id) of ``record``."""
    return Change.put(record).ref


def _name(record: Record) -> str:
    name = getattr(record, "name_zh", None) or getattr(record, "title", None)
    return str(name or ref_of(record)[1])
