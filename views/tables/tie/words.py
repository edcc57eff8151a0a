"""The ties along a way between two firms in words: in a sentence, on a line, as one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Record
from graph.store.values import Ref
from views.listing import listed
from views.tables.tie.ties import (
    DATASET_WORD,
    GUESSED,
    Known,
    is_dataset,
    made_label,
    statement_ties,
)

SHOWN = 2

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
