"""新增, 持续, 补上: the gap lists of two dates compared, with what is known of why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.reason.change.moves import Move, move_evidence, moves_at
from graph.reason.evaluate import Evaluation
from graph.results import Evidence, Gap

NEW, KEPT, CLOSED = DIFF_WORDS = ("新增", "持续", "补上")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line on both days; None where it was not on the list.

    ``because`` holds what the facts tell: units that came, left or changed, the state of
    the product, another list that took the line over; ``unit_*``, ``state_moved``,
    ``other_kind`` or, when nothing local changed, ``nothing_local``.
    """

    kind: str
    product_id: str
    before: Gap | None
    after: Gap | None
    state_from: str
    state_to: str
    because: tuple[Evidence, ...]

    @property
    def word(self) -> str:
        """新增, 持续 or 补上."""
        if self.before is None:
            return NEW
        return CLOSED if self.after is None else KEPT


@dataclass(frozen=True, slots=True)
class Diff:
    """Two days compared, each list in the order of rank (补上: of the earlier rank)."""

    new: tuple[Difference, ...]
    kept: tuple[Difference, ...]
    closed: tuple[Difference, ...]

    def lists(self) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
        """The three lists with their words."""
        return tuple(zip(DIFF_WORDS, (self.new, self.kept, self.closed), strict=True))


def compare(before: Evaluation, after: Evaluation) -> Diff:
    """Compare two evaluations of one region, line by line; a line is (kind, product).

    Where a list names a product twice the better ranked line speaks.
    """
    old, new = _lines(before), _lines(after)
    rows = [_difference(before, after, k, old, new) for k in dict.fromkeys((*new, *old))]
    by_word = {w: tuple(r for r in rows if r.word == w) for w in DIFF_WORDS}
    return Diff(by_word[NEW], by_word[KEPT], by_word[CLOSED])


def _lines(evaluation: Evaluation) -> dict[Key, Gap]:
    out: dict[Key, Gap] = {}
    for gap in sorted(evaluation.gaps, key=lambda g: g.rank):
        out.setdefault((gap.kind, gap.product_id), gap)
    return out


def _difference(
    before: Evaluation,
    after: Evaluation,
    key: Key,
    old: dict[Key, Gap],
    new: dict[Key, Gap],
) -> Difference:
    kind, product_id = key
    was, now = old.get(key), new.get(key)
    because: tuple[Evidence, ...] = ()
    if was is None or now is None:
        there, here = (old, new) if was is None else (new, old)
        because = tuple(_why(before, after, here[key], is_new=was is None))
        because += tuple(_elsewhere(there, key, is_new=was is None))
        because = because or (Evidence("nothing_local", (), None, "computed"),)
    elif was.gap != now.gap:
        because = _evidence(before, after, _moves(before, after, now))
    state_from, state_to = (_state(e, product_id) for e in (before, after))
    return Difference(kind, product_id, was, now, state_from, state_to, because)


def _state(evaluation: Evaluation, product_id: str) -> str:
    balance = evaluation.balances.get(product_id)
    return balance.state if balance else "不相关"


def _moves(before: Evaluation, after: Evaluation, gap: Gap) -> list[Move]:
    """Changes at every product the line speaks of: itself, its surplus, the way between."""
    products = dict.fromkeys((gap.product_id, *_feeds(gap), *gap.path))
    return [m for p in products for m in moves_at(before, after, p)]


def _feeds(gap: Gap) -> tuple[str, ...]:
    return (gap.from_product_id,) if gap.from_product_id else ()


def _why(before: Evaluation, after: Evaluation, gap: Gap, *, is_new: bool) -> Iterable[Evidence]:
    """Moves that push the line onto the list (or off it), else all moves; then the states."""
    found = _moves(before, after, gap)
    pushing = [m for m in found if _adds(gap, m) in (is_new, None)]
    yield from _evidence(before, after, pushing or found)
    facts = after.chain.facts
    for product_id in dict.fromkeys((gap.product_id, *_feeds(gap))):
        was, now = (e.balances.get(product_id) for e in (before, after))
        if was and now and was.state != now.state:
            name = facts.products[product_id].name_zh
            values = (("product", name), ("from", was.state), ("to", now.state))
            yield Evidence("state_moved", values, None, "computed")


def _adds(gap: Gap, move: Move) -> bool | None:
    """Whether a move makes such a line likelier; None: either way (强链 hangs on both)."""
    if gap.kind == "强链":
        return None
    more_supply = move.is_up == (move.side == "supply")
    lacking = gap.kind == "补链" or move.product_id != gap.from_product_id
    return not more_supply if lacking else more_supply


def _evidence(before: Evaluation, after: Evaluation, moves: list[Move]) -> tuple[Evidence, ...]:
    return tuple(move_evidence(before, after, m) for m in moves)


def _elsewhere(there: dict[Key, Gap], key: Key, *, is_new: bool) -> Iterable[Evidence]:
    """The product stands on another list on the other day."""
    for kind, product_id in there:
        if product_id == key[1] and kind != key[0]:
            yield Evidence(
                "other_kind", (("kind", kind), ("was", 1.0 if is_new else 0.0)), None, "computed"
            )
