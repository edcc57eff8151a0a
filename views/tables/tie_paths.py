"""What two firms have to do with each other: ways through the records as plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Record
from graph.store.values import Ref, RefPath
from views.listing import listed
from views.tables.gaps import Said
from views.tables.origin import Origin, origin
from views.tables.ties import (
    DATASET_WORD,
    GUESSED,
    STATEMENTS,
    Known,
    Tie,
    is_dataset,
    made_label,
    statement_ties,
    tie_between,
)

MOST_FACTS = 3
SHOWN = 2
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

_TO_HUB = {
    "make": "做",
    "take": "加工",
    "need": "要用",
    "sell": "外供",
    "item": "目录里有",
    "part": "参与",
    "park": "在",
    "plan": "拟做",
}
_SAME = {
    "make": "同做 {hub}",
    "take": "同加工 {hub}",
    "need": "同用 {hub}",
    "sell": "同供 {hub}",
    "item": "目录里同有 {hub}",
    "part": "同在项目“{hub}”",
    "park": "同在 {hub}",
}


@dataclass(frozen=True, slots=True)
class Hop:
    """From one thing to the next: the kind of tie, which way it runs, and what says so."""

    code: str
    start: Ref
    end: Ref
    is_forward: bool
    label: str
    is_certain: bool
    proofs: tuple[Record, ...]


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


def sentence(hops: Sequence[Hop], known: Known) -> str:
    """A way in one line: 甲 —供 苯(推测)→ 乙 —同做 己内酰胺— 丙."""
    told, index = [known.name(hops[0].start)], 0
    while index < len(hops):
        hop = hops[index]
        after = hops[index + 1] if index + 1 < len(hops) else None
        if after and hop.start[0] == after.end[0] == "firm" and hop.end[0] != "firm":
            told.append(f"{_through(hop, after, known)} {known.name(after.end)}")
            index += 2
        else:
            told.append(f"{_straight(hop, known)} {_thing(hop.end, known)}")
            index += 1
    return " ".join(told)


def _thing(ref: Ref, known: Known) -> str:
    name = known.name(ref)
    return f"项目“{name}”" if ref[0] == "project" else name


def _through(hop: Hop, after: Hop, known: Known) -> str:
    """Two firms that meet in a product, an item, a project or a park."""
    hub, doubt = known.name(hop.end), _doubt(hop, after)
    if hop.code == after.code:
        return f"—{_SAME[hop.code].format(hub=hub)}{doubt}—"
    return f"—{_TO_HUB[hop.code]} {hub},对方{_TO_HUB[after.code]}{doubt}—"


def _straight(hop: Hop, known: Known) -> str:
    """One tie by itself, as an arrow."""
    doubt = _doubt(hop)
    if hop.code == "owner":
        return f"←控股{doubt}—" if hop.is_forward else f"—控股{doubt}→"
    if hop.code == "merged":
        return f"—已并入{doubt}→" if hop.is_forward else f"←已并入{doubt}—"
    words = _supplied(hop, known) if hop.code == "supply" else _TO_HUB.get(hop.code, hop.label)
    return f"—{words}{doubt}→" if hop.is_forward else f"←{words}{doubt}—"


def _supplied(hop: Hop, known: Known) -> str:
    """What is supplied, without how much: that stands among the facts."""
    ids = dict.fromkeys(str(getattr(proof, "product_id", "")) for proof in hop.proofs)
    return f"供 {listed([known.name(('product', i)) for i in ids], SHOWN)}"


def on_line(hop: Hop, known: Known) -> tuple[str, str]:
    """What a drawing writes on a tie, and at which end its arrow stands: to, from or none."""
    if hop.code == "owner":
        return f"控股{_doubt(hop)}", "from" if hop.is_forward else "to"
    way = "to" if hop.is_forward else "from"
    if hop.code == "merged":
        return f"已并入{_doubt(hop)}", way
    if hop.code == "supply":
        return f"{_supplied(hop, known)}{_doubt(hop)}", way
    size = f" {hop.label}" if hop.code in ("make", "take") else ""
    return f"{_TO_HUB.get(hop.code, '')}{size}{_doubt(hop)}", ""


def _doubt(*hops: Hop) -> str:
    """推测 or 名录 when that is all a tie stands on."""
    words = []
    if any(not h.is_certain and h.code in ("supply", "need", "sell") for h in hops):
        words.append(GUESSED)
    if any(all(is_dataset(p) for p in h.proofs) for h in hops):
        words.append("名录")
    return f"({'、'.join(words)})" if words else ""


def hop_text(hop: Hop, proof: Record, known: Known) -> str:
    """One fact in words."""
    a, b = (hop.start, hop.end) if hop.is_forward else (hop.end, hop.start)
    first, second = known.name(a), _thing(b, known)
    unchecked = f"({DATASET_WORD})" if is_dataset(proof) else ""
    if hop.code in ("make", "take"):
        unit = getattr(proof, "name_zh", None)
        at = f",装置:{unit}" if unit else ""
        return f"{first}{_TO_HUB[hop.code]}{second}:{made_label(proof)}{at}{unchecked}"
    if hop.code == "supply":
        tie = next(statement_ties(proof, known))
        return f"{first}→{second}:{tie.label}({getattr(proof, 'certainty', '')}){unchecked}"
    if hop.code in ("need", "sell"):
        firm, product = (a, b) if a[0] == "firm" else (b, a)
        told = getattr(proof, "certainty", "")
        return f"{known.name(firm)}{_TO_HUB[hop.code]}{known.name(product)}({told}){unchecked}"
    if hop.code == "owner":
        return f"{first}的控股方是{second}{unchecked}"
    if hop.code == "merged":
        return f"{first}已并入{second}{unchecked}"
    return f"{first}{_TO_HUB.get(hop.code, '')}{second}{unchecked}"
