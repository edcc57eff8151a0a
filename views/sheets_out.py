"""Records of one kind out as Excel: which kinds, which records, and an empty form."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.facts import Facts
from graph.model import PRIVATE_KINDS, Record, public
from graph.schema import Column, KindSchema, Schema
from graph.store.protocol import Store, Where
from loaders.kind_sheet import refs_of, refuse_private, write_kind, write_template
from loaders.same_record import names_of

FIRST = (
    *("lead", "project", "fund", "talent", "firm", "capacity", "entry", "ladder", "firm_year"),
    *("visit", "duty", "goal", "task", "policy", "figure", "parcel", "supply", "project_stage"),
)
"""Kinds an office works with, in the order they are offered; the others come after."""

CALLED = {"lead": "客商库", "project": "项目库", "fund": "资金池", "talent": "人才池"}


def kinds(schema: Schema) -> dict[str, str]:
    """Kinds that go in and out, with what people call them; personal data is none of them."""
    rest = [name for name in schema.kinds if name not in FIRST]
    return {
        name: CALLED.get(name, schema[name].label_zh)
        for name in (*FIRST, *rest)
        if name not in PRIVATE_KINDS
    }


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a kind: by closed lists, by region, by words in any cell."""

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region_id: str | None = None
    text: str = ""


def choice_columns(kind: KindSchema) -> tuple[Column, ...]:
    """Columns with a closed list that a person would choose by."""
    apart = ("basis", "grade", "scope")
    return tuple(c for c in kind.columns if c.choices and c.name not in apart)


def has_region(kind: KindSchema) -> bool:
    """Whether records of a kind lie in a region."""
    return any(c.ref in ("region", "park") for c in kind.columns)


def chosen(store: Store, facts: Facts, kind: KindSchema, wanted: Filter) -> list[Record]:
    """Records that pass the filter, in the order of the store.

    Raises
    ------
    BadRequest
        The kind is personal data.
    """
    refuse_private(kind)
    found = list(map(public, store.scan(kind.name, where=_where(wanted))))
    if wanted.region_id:
        found = [r for r in found if _region(r, kind, facts) == wanted.region_id]
    text = wanted.text.strip().casefold()
    if text:
        name_of = names_for(store, facts, kind, found)
        found = [r for r in found if text in _words(r, kind, name_of)]
    return found


def glimpse(
    store: Store, facts: Facts, kind: KindSchema, wanted: Filter, first: int
) -> tuple[int, list[Record]]:
    """How many records pass the filter, and the first of them; a large kind is not read whole.

    Raises
    ------
    BadRequest
        The kind is personal data.
    """
    if wanted.region_id or wanted.text.strip():
        found = chosen(store, facts, kind, wanted)
        return len(found), found[:first]
    refuse_private(kind)
    where = _where(wanted)
    seen = store.scan(kind.name, where=where, limit=first)
    return store.count(kind.name, where=where), list(map(public, seen))


def _where(wanted: Filter) -> list[Where]:
    return [Where(column, "in", values) for column, values in wanted.choices.items() if values]


def _region(record: Record, kind: KindSchema, facts: Facts) -> str | None:
    """The region a record says, or that of its park."""
    for column in kind.columns:
        value = getattr(record, column.name)
        if column.ref == "region" and isinstance(value, str):
            return value
    for column in kind.columns:
        value = getattr(record, column.name)
        if column.ref == "park" and value:
            park = facts.parks.get(value if isinstance(value, str) else value[0])
            return park.region_id if park else None
    return None


def _words(record: Record, kind: KindSchema, name_of: Callable[[str, str], str | None]) -> str:
    said: list[str] = []
    for column in kind.columns:
        value = getattr(record, column.name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None:
                said.append(str(one))
                if column.ref:
                    said.append(name_of(column.ref, str(one)) or "")
    return "\n".join(said).casefold()


def names_for(
    store: Store, facts: Facts, kind: KindSchema, records: Iterable[Record]
) -> Callable[[str, str], str | None]:
    """What the records that some records point to are called: (kind, id) → name."""
    wanted: dict[str, set[str]] = {}
    for record in records:
        for column in kind.columns:
            value = getattr(record, column.name)
            if column.ref and value and column.ref not in PRIVATE_KINDS:
                ids = value if isinstance(value, tuple) else (value,)
                wanted.setdefault(column.ref, set()).update(ids)
    found: dict[tuple[str, str], str] = {}
    for ref, needed in wanted.items():
        known = facts.by_kind.get(ref, {})
        rest = sorted(needed - known.keys())
        more = store.get(ref, rest).records if rest else ()
        for record in (*(known[i] for i in needed if i in known), *more):
            found[ref, str(getattr(record, "id", ""))] = _called(record, facts)
    return lambda ref, id: found.get((ref, id))


def _called(record: Record, facts: Facts) -> str:
    names = names_of(record)
    if names:
        return names[0]
    firm_id = getattr(record, "firm_id", None)
    return facts.firm_name(firm_id) if firm_id else str(getattr(record, "id", ""))


def kind_bytes(
    store: Store,
    facts: Facts,
    kind: KindSchema,
    records: Sequence[Record],
    notes: Sequence[str],
) -> bytes:
    """Records of one kind as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    write_kind(buffer, kind, records, names_for(store, facts, kind, records), notes)
    return buffer.getvalue()


def template_bytes(facts: Facts, schema: Schema, kind: KindSchema) -> bytes:
    """An empty form for one kind as the bytes of an .xlsx file."""
    names = {
        ref: [
            (names_of(record)[0], id)
            for id, record in facts.by_kind.get(ref, {}).items()
            if names_of(record)
        ]
        for ref in refs_of(kind)
    }
    buffer = io.BytesIO()
    write_template(buffer, kind, schema, names)
    return buffer.getvalue()
