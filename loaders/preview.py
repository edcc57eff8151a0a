"""What a file would change: added, changed field by field, unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.desk.editing import FieldChange, field_changes
from graph.errors import RowProblem
from graph.model import Record
from graph.schema import Schema
from graph.store.protocol import Change, Commit, Ref
from loaders.examples import Skipped


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
        fields = field_changes(stands[ref][0], record, schema[record.kind])
        if fields:
            changed.append(RecordChange(ref, _name(record), fields))
        else:
            unchanged += 1
    return Preview(file, tuple(added), tuple(changed), unchanged, ())


def ref_of(record: Record) -> Ref:
    """(kind, id) of ``record``."""
    return Change.put(record).ref


def _name(record: Record) -> str:
    name = getattr(record, "name_zh", None) or getattr(record, "title", None)
    return str(name or ref_of(record)[1])
