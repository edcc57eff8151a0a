"""Walking references both ways, each question one statement: neighbours, degrees, paths.

References are found by their types, told apart by their property ``of``; which way one leads is
read off its direction and whether its arrow is turned (``neo4j_model``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.store.base import Step
from graph.store.neo4j_codec import NodeCodec
from graph.store.neo4j_driver import Runner, Streamer
from graph.store.neo4j_model import Arrow, arrow, arrows, key, ref, types
from graph.store.neo4j_read import settled, valid
from graph.store.relations import Relation
from graph.store.values import Around, Degree, Group, Neighbours, Ref, RefPath

_BEGIN = "MATCH (m:_Meta {key: 'store'}) WITH m.seq AS seq "
_NAME = "coalesce(t.name_zh, t.title, t.name, t.short_name, t.id)"
_MANY = 500
"""How many shortest paths are looked at before all of a length are listed instead."""


def neighbours(
    tx: Runner, of: Ref, steps: Sequence[Step], cap: int, day: str | None
) -> tuple[Neighbours, ...]:
    """Ids of neighbours by relation and side, in the order of ``steps``."""
    text = (
        f"{_centre(day)}{_spread(steps, day)}"
        " WITH n, seq, name, side, near ORDER BY near.id"
        " WITH n, seq, name, side, collect(near.id) AS ids"
        " RETURN seq, n {._seq} AS held, name, side, ids[0..$cap] AS shown, size(ids) AS total"
    )
    rows = settled(
        tx, text, key=key(of), day=day, cap=cap, names=_names(steps), turned=_turned(steps)
    )
    found = {(row["name"], row["side"]): row for row in rows}
    groups = []
    for step in steps:
        row = found.get((step.relation.name, step.side))
        if row is not None:
            shown = tuple((step.there, id) for id in row["shown"])
            hidden = row["total"] - len(shown)
            groups.append(Neighbours(step.relation.name, step.side, shown, hidden))
    return tuple(groups)


def around(
    tx: Runner,
    codecs: Mapping[str, NodeCodec],
    relations: Sequence[Relation],
    of: Ref,
    steps: Sequence[Step],
    cap: int,
    day: str | None,
) -> Around | None:
    """A record with whole neighbours and the names of what all of them refer to."""
    forward, backward = _references(relations)
    own = "NOT t:Missing AND r.of STARTS WITH split(x._key, '/')[0] + '.'"
    text = (
        f"{_centre(day)}"
        f"CALL (n) {{ WITH n {_spread(steps, day)}"
        " WITH name, side, near ORDER BY near.id"
        " WITH name, side, collect(near) AS nears"
        " RETURN collect({name: name, side: side, nears: nears[0..$cap], total: size(nears)})"
        " AS groups }"
        " WITH n, seq, groups,"
        " reduce(all = [n], g IN groups | all + g.nears) AS shown"
        " CALL (shown) { CALL (shown) { UNWIND shown AS x"
        f" MATCH (x)-[r:{forward}]->(t:Record) WHERE {own}"
        f" RETURN t._key AS key, {_NAME} AS name"
        " UNION UNWIND shown AS x"
        f" MATCH (x)<-[r:{backward}]-(t:Record) WHERE {own}"
        f" RETURN t._key AS key, {_NAME} AS name }}"
        " RETURN collect([key, name]) AS names }"
        " RETURN seq, n {.*} AS held, names,"
        " [g IN groups | {name: g.name, side: g.side, total: g.total,"
        " nears: [x IN g.nears | x {.*}]}] AS groups"
    )
    rows = settled(
        tx, text, key=key(of), day=day, cap=cap, names=_names(steps), turned=_turned(steps)
    )
    if not rows:
        return None
    row = rows[0]
    found = {(group["name"], group["side"]): group for group in row["groups"]}
    groups = []
    for step in steps:
        group = found.get((step.relation.name, step.side))
        if group is not None:
            records = tuple(codecs[step.there].record(held) for held in group["nears"])
            hidden = group["total"] - len(records)
            groups.append(Group(step.relation.name, step.side, records, hidden))
    names = {ref(text): name for text, name in row["names"]}
    return Around(codecs[of[0]].record(row["held"]), row["held"]["_rev"], tuple(groups), names)


def degrees(
    tx: Runner, refs: Sequence[Ref], relations: Sequence[Relation]
) -> dict[Ref, tuple[Degree, ...]]:
    """Numbers of neighbours by relation and side."""
    drawn = arrows(relations)
    text = (
        "UNWIND $keys AS key MATCH (n:Record {_key: key}) WHERE n._rev IS NOT NULL"
        f" CALL (n) {{ {_both_ways(drawn)}"
        " WITH r.of AS name, near, is_along WHERE name IN $names AND near._rev IS NOT NULL"
        " WITH name, CASE WHEN is_along = (name IN $turned) THEN 'in' ELSE 'out' END AS side"
        " RETURN name, side, count(*) AS number }"
        " RETURN key, name, side, number"
        " UNION UNWIND $keys AS key MATCH (n:Record {_key: key}) WHERE n._rev IS NOT NULL"
        " RETURN key, null AS name, null AS side, 0 AS number"
    )
    turned = [a.relation.name for a in drawn if a.is_turned]
    names = [relation.name for relation in relations]
    order = {name: place for place, name in enumerate(names)}
    found: dict[Ref, list[Degree]] = {}
    for row in tx.run(text, keys=[key(r) for r in refs], names=names, turned=turned):
        held = found.setdefault(ref(row["key"]), [])
        if row["name"] is not None:
            held.append(Degree(row["name"], row["side"], row["number"]))
    sides = {"out": 0, "in": 1}
    return {
        r: tuple(sorted(found[r], key=lambda d: (order[d.relation], sides[d.direction])))
        for r in refs
        if r in found
    }


def paths(
    tx: Streamer, a: Ref, b: Ref, relations: Sequence[Relation], max_len: int, k: int
) -> tuple[RefPath, ...]:
    """Up to ``k`` paths without repeated records, shortest first."""
    if a == b:
        alone = "MATCH (n:Record {_key: $key}) WHERE n._rev IS NOT NULL RETURN n._key AS key"
        return (RefPath((a,), ()),) if tx.run(alone, key=key(a)) else ()
    drawn = arrows(relations)
    ends = "MATCH (a:Record {_key: $a}), (b:Record {_key: $b})"
    step = (
        f"((x)-[r:{types(drawn)}]-(y)"
        " WHERE x._rev IS NOT NULL AND y._rev IS NOT NULL AND r.of IN $names)"
    )
    told = "RETURN [n IN nodes(p) | n._key] AS keys, [r IN relationships(p) | r.of] AS names"
    names = [relation.name for relation in relations]
    # a pattern cannot take its bounds as parameters; both are checked whole numbers
    some = f"{ends} MATCH p = SHORTEST {_MANY} (a){step}{{1,{int(max_len)}}}(b) {told}"
    found, looked = _distinct(tx.stream(some, a=key(a), b=key(b), names=names), k)
    if len(found) == k or looked < _MANY:
        return found
    every = (
        f"{ends} MATCH p = (a){step}{{1,{int(max_len)}}}(b)"
        " WHERE all(n IN nodes(p) WHERE single(o IN nodes(p) WHERE o = n))"
        f" WITH p ORDER BY length(p) {told}"
    )
    return _distinct(tx.stream(every, a=key(a), b=key(b), names=names), k)[0]


def _distinct(rows: Iterator[Mapping[str, Any]], k: int) -> tuple[tuple[RefPath, ...], int]:
    """The first ``k`` different paths that meet no record twice, and how many were looked at.

    Paths of one length go by what they lead through.
    """
    found: dict[RefPath, None] = {}
    looked = 0
    for row in rows:
        looked += 1
        if len(set(row["keys"])) == len(row["keys"]):
            found[RefPath(tuple(map(ref, row["keys"])), tuple(row["names"]))] = None
            if len(found) == k:
                break
    return tuple(sorted(found, key=lambda p: (len(p.refs), p.refs, p.relations))), looked


def _centre(day: str | None) -> str:
    where = "n._rev IS NOT NULL" + (f" AND {valid('n', '$day')}" if day else "")
    return f"{_BEGIN}MATCH (n:Record {{_key: $key}}) WHERE {where} "


def _spread(steps: Sequence[Step], day: str | None) -> str:
    """From ``n``: rows of ``name``, ``side`` and the neighbour ``near``, as ``steps`` say."""
    drawn = arrows(step.relation for step in steps)
    keep = " AND near._rev IS NOT NULL" + (f" AND {valid('near', '$day')}" if day else "")
    return (
        f"CALL (n) {{ {_both_ways(drawn)} RETURN r.of AS name, near, is_along }}"
        " WITH *, CASE WHEN is_along = (name IN $turned) THEN 'in' ELSE 'out' END AS side"
        f" WHERE name + ' ' + side IN $names{keep}"
    )


def _both_ways(drawn: Sequence[Arrow]) -> str:
    """Rows of ``r``, ``near`` and whether the relation points from ``n`` to it."""
    named = types(drawn)
    return (
        f"CALL (n) {{ MATCH (n)-[r:{named}]->(near) RETURN r, near, true AS is_along"
        f" UNION ALL MATCH (n)<-[r:{named}]-(near) RETURN r, near, false AS is_along }}"
    )


def _names(steps: Sequence[Step]) -> list[str]:
    return [f"{step.relation.name} {step.side}" for step in steps]


def _turned(steps: Sequence[Step]) -> list[str]:
    return [s.relation.name for s in steps if arrow(s.relation).is_turned]


def _references(relations: Sequence[Relation]) -> tuple[str, str]:
    """Types by which a node refers along its arrows, and those by which it is pointed at."""
    drawn = arrows(relations)
    return types([a for a in drawn if not a.is_turned]), types([a for a in drawn if a.is_turned])
