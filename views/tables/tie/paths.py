"""What two firms have to do with each other: ways through the records as plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Record
from graph.store.values import Ref, RefPath
from views.tables.gaps import Said
from views.tables.origin import Origin, origin
from views.tables.tie.ties import (
    GUESSED,
    STATEMENTS,
    Known,
    Tie,
    is_dataset,
    statement_ties,
    tie_between,
)
from views.tables.tie.words import Hop, hop_text, sentence

MOST_FACTS = 3
DIRECT, VIA = 8, 5
"""How many ways of one kind are shown: straight ones, and ones through other firms."""
THROUGH = "经过别的企业"
FAMILIES: Mapping[str, str] = {
    "merged": "控股与并入",
    "owner": "控股与并入",
    "supply": "供需",
    "trade": "供需",
    "make": "同做一种产品",
    "take": "同做一种产品",
    "item": "目录里有同样的产品",
    "part": "同一个项目",
    "plan": "同做一种产品",
    "park": "同一个园区",
}
"""What ways of one kind are called, in the order they are shown."""
LOOKED_AT = "控股与并入、谁供谁、同做或要用的产品、目录产品、同一个项目、同一个园区"


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a firm to another as a sentence, with the facts it stands on."""

    family: str
    sentence: str
    facts: tuple[Said, ...]
    hops: tuple[Hop, ...]
    is_unchecked: bool

    @property
    def things(self) -> tuple[Ref, ...]:
        """What stands on the way, both ends included."""
        return (self.hops[0].start, *(hop.end for hop in self.hops))


def ways(
    paths: Iterable[RefPath], records: Mapping[Ref, Record], known: Known, facts: Facts
) -> tuple[Way, ...]:
    """Ways as sentences, shortest first; many statements on one tie make one way."""
    merged: dict[tuple[tuple[str, Ref, Ref], ...], tuple[Hop, ...]] = {}
    for path in paths:
        hops = tuple(_hops(path, records, known))
        key = tuple((h.code, h.start, h.end) for h in hops)
        merged[key] = _joined(merged[key], hops) if key in merged else hops
    told = [hops for hops in merged.values() if hops and not any(map(_is_own, hops))]
    found = [_way(hops, known, facts) for hops in _telling(told)]
    order = [*dict.fromkeys(FAMILIES.values()), THROUGH]
    return tuple(sorted(found, key=lambda w: (len(w.hops), order.index(w.family))))


def _is_own(hop: Hop) -> bool:
    """Whether it only says that a firm uses what it makes itself."""
    if hop.code not in ("need", "sell"):
        return False
    ends = [(getattr(p, "from_firm_id", None), getattr(p, "to_firm_id", None)) for p in hop.proofs]
    return all(giver == taker for giver, taker in ends)


def _telling(found: Iterable[tuple[Hop, ...]]) -> list[tuple[Hop, ...]]:
    """Without ways that say again, by a detour or in weaker words, what another one says."""
    straight = [hops for hops in found if len(hops) == 1]
    given = {
        ("product", getattr(proof, "product_id", None))
        for (hop,) in straight
        if hop.code == "supply"
        for proof in hop.proofs
    }
    kept: list[tuple[Hop, ...]] = []
    held: list[frozenset[Ref]] = []
    rest = (hops for hops in found if len(hops) > 1)
    for hops in sorted(rest, key=lambda h: (len(h), _weakness(h))):
        between = frozenset(hop.end for hop in hops[:-1])
        is_same = {hop.code for hop in hops} <= {"make", "take"}
        if between & given and not is_same:
            continue
        if not any(before <= between for before in held):
            kept.append(hops)
            held.append(between)
    return straight + kept


def _weakness(hops: tuple[Hop, ...]) -> int:
    """Which of several ways through one product says most: one makes what the other needs."""
    codes = {hop.code for hop in hops}
    if "need" in codes and codes & {"make", "sell"}:
        return 0
    return 1 if "sell" not in codes else 2


def grouped(found: Sequence[Way]) -> dict[str, list[Way]]:
    """Ways by kind of tie, the kind with the shortest way first, long lists cut.

    Ways through other firms by way of a park say little: they come only when nothing else does.
    """
    telling = [w for w in found if w.family != THROUGH or not _by_park(w)]
    out: dict[str, list[Way]] = {}
    for way in telling or found:
        out.setdefault(way.family, []).append(way)
    return {name: rows[: VIA if name == THROUGH else DIRECT] for name, rows in out.items()}


def _by_park(way: Way) -> bool:
    return any(thing[0] == "park" for thing in way.things)


def _hops(path: RefPath, records: Mapping[Ref, Record], known: Known) -> Iterator[Hop]:
    """The ties along a path; a statement between two things is their tie."""
    index = 0
    while index < len(path.relations):
        start, there = path.refs[index], path.refs[index + 1]
        if there[0] not in STATEMENTS:
            tie = tie_between(records[start], records[there], path.relations[index])
            yield _hop(tie, start, there)
            index += 1
            continue
        end = path.refs[index + 2]
        sides = path.relations[index], path.relations[index + 1]
        yield _stated(records[there], start, end, sides, known)
        index += 2


def _hop(tie: Tie, start: Ref, end: Ref) -> Hop:
    is_forward = tie.start == start
    return Hop(tie.code, start, end, is_forward, tie.label, tie.is_certain, (tie.proof,))


def _stated(record: Record, start: Ref, end: Ref, sides: tuple[str, str], known: Known) -> Hop:
    """A statement between a firm and a product, an item or another firm."""
    if record.kind == "supply" and "product" in (start[0], end[0]):
        code = "sell" if "supply.from_firm_id" in sides else "need"
        certain = getattr(record, "certainty", "") != GUESSED
        return Hop(code, start, end, start[0] == "firm", "", certain, (record,))
    tie = next(statement_ties(record, known))
    return _hop(tie, start, end)


def _joined(one: tuple[Hop, ...], other: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The same ties with the proofs of both."""
    return tuple(
        Hop(
            a.code,
            a.start,
            a.end,
            a.is_forward,
            a.label,
            a.is_certain or b.is_certain,
            tuple(dict.fromkeys((*a.proofs, *b.proofs))),
        )
        for a, b in zip(one, other, strict=True)
    )


def _way(hops: tuple[Hop, ...], known: Known, facts: Facts) -> Way:
    told = tuple(
        Said(hop_text(hop, proof, known), origin_of(facts, proof))
        for hop in hops
        for proof in hop.proofs[:MOST_FACTS]
    )
    unchecked = any(is_dataset(proof) for hop in hops for proof in hop.proofs)
    return Way(family_of(hops), sentence(hops, known), told, hops, unchecked)


def origin_of(facts: Facts, record: Record) -> Origin:
    """Where a record comes from."""
    told = (getattr(record, name, None) for name in ("source_id", "as_of", "basis"))
    return origin(facts, *told)


def family_of(hops: Sequence[Hop]) -> str:
    """What kind of way it is: the kind of its ties, or that it leads through other firms."""
    if any(hop.end[0] == "firm" for hop in hops[:-1]):
        return THROUGH
    codes = {hop.code for hop in hops}
    if codes & {"need", "sell"}:
        return FAMILIES["trade"]
    if "plan" in codes:
        return FAMILIES["plan"]
    return next(FAMILIES[code] for code in FAMILIES if code in codes)
