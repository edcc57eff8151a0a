"""What records are called, as nodes the full-text index is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.model import Record
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import key
from graph.store.plan import Doing
from graph.store.tokens import Term, terms
from graph.store.values import Ref

HEAD = 200
"""How many characters of a term's norm are indexed: longer values are refused by an index."""

_UNTERM = "UNWIND $keys AS key MATCH (t:_Term {of: key}) DELETE t"
_TERM = "UNWIND $rows AS row CREATE (t:_Term) SET t = row"


def retell(tx: Runner, nets: Iterable[Doing]) -> None:
    """Make the search terms of changed names anew."""
    old: list[str] = []
    rows: list[dict[str, Any]] = []
    for net in nets:
        before, after = _terms(net.before), _terms(net.after)
        if before == after:
            continue
        if before:
            old.append(key(net.ref))
        rows += term_rows(net.ref, after)
    if old:
        tx.run(_UNTERM, keys=old)
    if rows:
        tx.run(_TERM, rows=rows)


def name_anew(tx: Runner, kind: str, records: Sequence[Record]) -> None:
    """Make the search terms of records anew."""
    refs = [(kind, str(getattr(record, "id", ""))) for record in records]
    tx.run(_UNTERM, keys=[key(ref) for ref in refs])
    pairs = zip(refs, records, strict=True)
    tx.run(_TERM, rows=[row for ref, record in pairs for row in term_rows(ref, _terms(record))])


def _terms(record: Record | None) -> tuple[Term, ...]:
    return () if record is None else terms(record)


def term_rows(ref: Ref, found: Sequence[Term]) -> list[dict[str, Any]]:
    """Properties of the terms a record is found by."""
    return [
        {
            "of": key(ref), "kind": ref[0], "id": ref[1], "name": found[0].text,
            "role": term.role, "text": term.text, "norm": term.norm, "head": term.norm[:HEAD],
            "length": len(term.norm), "tokens": term.tokens,
        }
        for term in found
    ]  # fmt: skip
