"""References and shortcuts as relations: drawn, taken away, drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model import Record
from graph.store.neo4j_driver import Runner
from graph.store.neo4j_model import SHORTCUTS, Arrow, arrows, key, shorts
from graph.store.plan import Doing
from graph.store.relations import Relation, targets
from graph.store.values import Ref

Pair = tuple[Ref, Record | None, Record | None]
"""A record with two of its versions."""

_UNLINK = """
UNWIND $rows AS row
MATCH (:Record {{_key: row.a}})-[r:{type} {{of: row.of}}]->(:Record {{_key: row.b}}) DELETE r
"""
_LINK = """
UNWIND $rows AS row
MATCH (n:Record {{_key: row.from}})
MERGE (t:Record {{_key: row.to}}) ON CREATE SET t:Missing
CREATE {pattern}
"""
_UNSHORT = """
UNWIND $rows AS row
MATCH (:Record {{_key: row.a}})-[r:{type} {{id: row.id}}]->(:Record {{_key: row.b}}) DELETE r
"""
_SHORT = """
UNWIND $rows AS row
MATCH (a:Record {{_key: row.a}}), (b:Record {{_key: row.b}})
CREATE (a)-[r:{type}]->(b) SET r = row.held
"""
_UNLINK_ALL = """
UNWIND $keys AS key MATCH (n:Record {{_key: key}}){way}() WHERE r.of IN $names DELETE r
"""
_UNSHORT_ALL = """
UNWIND $rows AS row MATCH (:Record {{_key: row.a}})-[r:{type} {{id: row.id}}]->() DELETE r
"""


def _link_rows(
    record: Record | None, keep: Record | None, of: Ref, arrow: Arrow
) -> list[dict[str, str]]:
    """References of ``record`` by one relation that ``keep`` does not have."""
    if record is None:
        return []
    kept = set() if keep is None else set(targets(keep, arrow.relation))
    here, name, there = key(of), arrow.relation.name, arrow.relation.to_kind
    rows = []
    for id in targets(record, arrow.relation):
        if id not in kept:
            to = key((there, id))
            ends = (to, here) if arrow.is_turned else (here, to)
            rows.append({"from": here, "to": to, "a": ends[0], "b": ends[1], "of": name})
    return rows


def undraw(
    tx: Runner, doings: Sequence[Doing], relations: Mapping[str, Sequence[Relation]]
) -> list[str]:
    """Take away references and shortcuts that no longer hold; gives the ends they led to."""
    ends: list[str] = []
    pairs = [(d.ref, d.before, d.after) for d in doings]
    for (type_, _), rows in _by_type(pairs, relations).items():
        tx.run(_UNLINK.format(type=type_), rows=rows)
        ends += [row["to"] for row in rows]
    _shortcuts(tx, _UNSHORT, pairs)
    return ends


def draw(tx: Runner, doings: Sequence[Doing], relations: Mapping[str, Sequence[Relation]]) -> None:
    """Draw the references and shortcuts that are new."""
    pairs = [(d.ref, d.after, d.before) for d in doings]
    for (type_, is_turned), rows in _by_type(pairs, relations).items():
        start, end = ("t", "n") if is_turned else ("n", "t")
        tx.run(_LINK.format(pattern=f"({start})-[:{type_} {{of: row.of}}]->({end})"), rows=rows)
    _shortcuts(tx, _SHORT, pairs)


def _by_type(
    pairs: Iterable[Pair], relations: Mapping[str, Sequence[Relation]]
) -> dict[tuple[str, bool], list[dict[str, str]]]:
    """References the first of each pair has and the second has not, by type and whether turned."""
    drawn = {kind: arrows(found) for kind, found in relations.items()}
    rows: dict[tuple[str, bool], list[dict[str, str]]] = {}
    for ref, record, other in pairs:
        for arrow in drawn[ref[0]] if record is not None else ():
            for row in _link_rows(record, other, ref, arrow):
                rows.setdefault((arrow.type, arrow.is_turned), []).append(row)
    return rows


def _shortcuts(tx: Runner, text: str, pairs: Iterable[Pair]) -> None:
    """Run ``text`` for the shortcuts the first of each pair stands for and the second does not."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for _, record, other in pairs:
        kept = () if other is None else shorts(other)
        for short in () if record is None else shorts(record):
            if short not in kept:
                row = {"a": short.start, "b": short.end, "id": short.id}
                rows.setdefault(short.type, []).append(
                    row | {"held": short.held | {"id": short.id}}
                )
    for type_ in SHORTCUTS:
        if type_ in rows:
            tx.run(text.format(type=type_), rows=rows[type_])


def draw_anew(
    tx: Runner, kind: str, records: Sequence[Record], relations: Sequence[Relation]
) -> None:
    """Draw references and shortcuts of records anew, as if they were just written."""
    refs = [(kind, str(getattr(record, "id", ""))) for record in records]
    keys, drawn = [key(ref) for ref in refs], arrows(relations)
    for way, is_turned in (("-[r]->", False), ("<-[r]-", True)):
        names = [arrow.relation.name for arrow in drawn if arrow.is_turned is is_turned]
        tx.run(_UNLINK_ALL.format(way=way), keys=keys, names=names)
    rows = [{"a": s.start, "id": s.id} for record in records for s in shorts(record)]
    for type_ in SHORTCUTS:
        tx.run(_UNSHORT_ALL.format(type=type_), rows=rows)
    pairs = zip(refs, records, strict=True)
    doings = [Doing(0, ref, 0, "put", None, record) for ref, record in pairs]
    draw(tx, doings, {kind: relations})
