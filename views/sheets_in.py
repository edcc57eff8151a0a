"""Sheets whose reading is known, looked at beside the store: what changes, what is given back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.model import JudgedName
from graph.schema import Schema
from graph.store.protocol import Change, Store
from loaders.sheet.back import write_rejected
from loaders.sheet.look import Looked, look
from loaders.sheet.names import NEW
from loaders.sheet.source import Fixes, Source, fixed, sheet_in
from views.sheets import Opened, Part


def names_firms(schema: Schema, parts: Sequence[Part]) -> bool:
    """Whether rows of the file must name a firm on record."""
    kinds_in = {part.source.kind for part in parts if part.source is not None}
    return any(c.ref == "firm" and c.required for kind in kinds_in for c in schema[kind].columns)


def looked(
    store: Store,
    schema: Schema,
    opened: Opened,
    parts: Sequence[Part],
    *,
    day: str,
    fixes: Mapping[int, Fixes],
    answers: Mapping[tuple[str, str], str],
    stamp: Mapping[str, str],
    may_add_firms: bool,
) -> Looked:
    """What the file would change, with the corrections made on the page."""
    sheets = [sheet_in(source, schema) for source in _fixed(schema, parts, fixes)]
    seen = look(
        store,
        opened.name,
        sheets,
        schema,
        day=day,
        answers=answers,
        stamp=stamp,
        may_add_firms=may_add_firms,
    )
    return replace(seen, told=(*opened.told, *seen.told))


def rejected_bytes(
    schema: Schema, parts: Sequence[Part], fixes: Mapping[int, Fixes], seen: Looked
) -> bytes:
    """The rows left out, as corrected so far, with their reasons, as an .xlsx file."""
    sources = _fixed(schema, parts, fixes)
    buffer = io.BytesIO()
    write_rejected(buffer, sources, seen.rejected, schema)
    return buffer.getvalue()


def _fixed(schema: Schema, parts: Sequence[Part], fixes: Mapping[int, Fixes]) -> list[Source]:
    """What is read of the file, with the corrections made on the page."""
    return [
        fixed(part.source, fixes.get(number, {}), schema[part.source.kind])
        for number, part in enumerate(parts)
        if part.source is not None
    ]


def judgements(
    seen: Looked,
    near: Mapping[tuple[str, str], Mapping[str, str]],
    answers: Mapping[tuple[str, str], str],
    who: str | None,
    when: str,
) -> list[Change]:
    """What the answers on firms' names say for good: same or different, pair by pair.

    Parameters
    ----------
    seen
        What is being loaded.
    near
        (kind, name) asked about → id → name of those it might have been.
    answers
        (kind, name) → the id chosen, or NEW.
    who, when
        Kept with each.
    """
    open_ = {(q.kind, q.name) for q in seen.questions}
    out = []
    for key, answer in answers.items():
        if key[0] != "firm" or key in open_:
            continue
        for id, name in near.get(key, {}).items():
            if answer in (NEW, id):
                verdict = "different" if answer == NEW else "same"
                pair = f"{key[1]}|{name}"[:200]
                record = JudgedName(pair, key[1], name, verdict, "载入表格时判断", who, when)
                out.append(Change.put(record))
    return out
