# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""Search by name: one full-text phrase, ranked by how the whole name compares."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from graph.store.tokens import PINYIN, norm
from graph.store.values import Hit

_SQL = f"""
SELECT t.kind, t.id, t.name, t.text,
  CASE WHEN t.norm = :norm THEN t.role
       WHEN substr(t.norm, 1, length(:norm)) = :norm
       THEN CASE t.role WHEN {PINYIN} THEN 4 ELSE 3 END
       ELSE 5 END AS grade
FROM _search AS s JOIN _term AS t ON t.number = s.rowid
WHERE s.tokens MATCH :phrase AND instr(:kinds, '|' || t.kind || '|')
ORDER BY grade, length(t.norm), instr(:kinds, '|' || t.kind || '|'), t.id
"""


def search(
    connection: sqlite3.Connection, text: str, kinds: Sequence[str], limit: int
) -> tuple[Hit, ...]:
    """Best hit of each record, best first; among equals the kinds in the order given."""
    asked = norm(text)
    if not asked:
        return ()
    wanted = f"|{'|'.join(kinds)}|"
    rows = connection.execute(_SQL, {"norm": asked, "phrase": f'"{asked}" *', "kinds": wanted})
    hits: dict[tuple[str, str], Hit] = {}
    for kind, id, name, matched, rank in rows:
        hits.setdefault((kind, id), Hit((kind, id), name, matched, rank))
        if len(hits) == limit:
            break
    return tuple(hits.values())
