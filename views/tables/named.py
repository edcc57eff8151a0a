"""Names for whatever records refer to, also what the office keeps and facts do not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.desk.editing import standing
from graph.desk.words import local_words
from graph.facts import Facts
from graph.model import PRIVATE_KINDS, Record
from graph.schema import Column, Schema
from graph.store.protocol import Ref, Store
from views.tables.values import called, cell_text

THINGS = (
    *("target_name", "firm_text", "firm_id", "from_firm_id", "to_firm_id"),
    *("lead_id", "project_id", "process_id", "product_id", "product_ids"),
    *("year", "month", "date"),
)
"""What a record without a name is about, and what tells it from others about the same."""
TEXTS = ("outside_name", "shown", "raw", "text", "what")
"""What is left to call a record after."""
LONGEST = 30
_WORDS = {
    "lead": "lead_stage",
    "visit": "lead_stage",
    "project": "project_stage",
    "project_stage": "project_stage",
}


class Names:
    """What records are called, with the facts and whatever else was looked up.

    Parameters
    ----------
    facts
        What reasoning reads.
    store
        Where the rest stands.
    schema
        Which columns refer to what.
    """

    def __init__(self, facts: Facts, store: Store, schema: Schema) -> None:
        self._facts, self._store, self._schema = facts, store, schema
        self._words = {kind: local_words(facts, name) for kind, name in _WORDS.items()}

    def learn(self, records: Iterable[Record]) -> None:
        """Look up what these records refer to, and what that is called after in turn."""
        for _ in range(2):
            missing = self._missing(records)
            if not missing:
                return
            records = [record for record, _ in standing(self._store, missing).values()]
            self._facts = self._facts.with_records(records)

    def _missing(self, records: Iterable[Record]) -> set[Ref]:
        refs = {
            (column.ref, id)
            for record in records
            for column in self._schema[record.kind].columns
            if column.ref and column.ref not in PRIVATE_KINDS
            for id in _ids(getattr(record, column.name))
        }
        return {(kind, id) for kind, id in refs if id not in self._facts.by_kind.get(kind, {})}

    def field(self, record: Record | None, column: Column) -> str | None:
        """A value of a record as people read it; what its target is, by name and kind in words."""
        value = getattr(record, column.name, None)
        if record is not None and value:
            if column.name == "target_kind" and value in self._schema.kinds:
                return self._schema[value].label_zh
            if column.name == "target_id":
                return self.ref(str(getattr(record, "target_kind", None)), str(value))
        return self.cell(record.kind, column, value) if record is not None else None

    def cell(self, kind: str, column: Column, value: Any) -> str | None:
        """A value of a record as people read it; None stays None: unknown."""
        if value is None or value == ():
            return None
        if column.name == "stage" and kind in self._words:
            return str(self._words[kind].get(value, value))
        if column.ref in self._schema.kinds:
            return "、".join(self.ref(column.ref, id) for id in _ids(value))
        return cell_text(self._facts, column, value)

    def ref(self, kind: str, id: str) -> str:
        """What the record is called; its id when it is not on record."""
        record = self._facts.by_kind.get(kind, {}).get(id)
        return id if record is None else self.of(record)

    def of(self, record: Record) -> str:
        """What a record is called: its name, else what it is about, else its id."""
        told = called(record, "") or self._target(record) or self.about(record)
        more = (text for name in TEXTS if (text := getattr(record, name, None)))
        return _short(str(told or next(more, None) or getattr(record, "id", "")))

    def _target(self, record: Record) -> str | None:
        """What a record that names kind and id of another is about."""
        kind, id = (getattr(record, name, None) for name in ("target_kind", "target_id"))
        is_there = kind in self._schema.kinds and id in self._facts.by_kind.get(str(kind), {})
        return self.ref(str(kind), str(id)) if is_there else None

    def about(self, record: Record) -> str:
        """The things a record without a name ties together."""
        kind = self._schema[record.kind]
        columns = {column.name: column for column in kind.columns}
        parts = (
            self.cell(kind.name, columns[name], getattr(record, name))
            for name in THINGS
            if name in columns
        )
        return " · ".join(part for part in parts if part)


def _ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
