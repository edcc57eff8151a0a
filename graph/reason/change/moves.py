"""What changed at one product between two evaluations: which units came, left, grew, doubted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Capacity
from graph.reason.evaluate import Evaluation
from graph.results import Balance, Evidence, Term

SAME_KT_A = 1e-6


@dataclass(frozen=True, slots=True)
class Move:
    """One unit's share of one side of a balance, before and after, likely kt/a.

    ``code`` is unit_came, unit_left, unit_more, unit_less, unit_known, unit_unknown (its
    amount), unit_confirmed or unit_doubted (whether it stands).
    """

    code: str
    product_id: str
    side: str
    unit_id: str
    before_kt_a: float | None
    after_kt_a: float | None

    @property
    def is_up(self) -> bool:
        """Whether the side got more of it."""
        return self.code in ("unit_came", "unit_more", "unit_known", "unit_confirmed")

    @property
    def size_kt_a(self) -> float:
        """How much the likely amount changed; unknown counts nothing."""
        return abs((self.after_kt_a or 0.0) - (self.before_kt_a or 0.0))


def moves_at(before: Evaluation, after: Evaluation, product_id: str) -> list[Move]:
    """Every unit whose part in the product's balance changed, the largest first."""
    old, new = (_sides(e.balances.get(product_id)) for e in (before, after))
    found = []
    for side, unit_id in dict.fromkeys((*old, *new)):
        was, now = old.get((side, unit_id)), new.get((side, unit_id))
        code = _code(was, now)
        if code:
            sizes = (_likely(was), _likely(now))
            found.append(Move(code, product_id, side, unit_id, *sizes))
    return sorted(found, key=lambda m: (-m.size_kt_a, m.side, m.unit_id))


def _sides(balance: Balance | None) -> dict[tuple[str, str], list[Term]]:
    out: dict[tuple[str, str], list[Term]] = {}
    for term in balance.terms if balance else ():
        out.setdefault((term.side, term.unit_id), []).append(term)
    return out


def _code(was: list[Term] | None, now: list[Term] | None) -> str:
    if was is None or now is None:
        return "unit_came" if was is None else "unit_left"
    sure = tuple(all(t.verified for t in terms) for terms in (was, now))
    if sure[0] != sure[1]:
        return "unit_confirmed" if sure[1] else "unit_doubted"
    a, b = _likely(was), _likely(now)
    if a is None or b is None:
        return "" if a is b else "unit_known" if a is None else "unit_unknown"
    if abs(b - a) <= SAME_KT_A * max(1.0, a):
        return ""
    return "unit_more" if b > a else "unit_less"


def _likely(terms: Iterable[Term] | None) -> float | None:
    known = [t.amount.likely for t in terms or () if t.amount.likely is not None]
    return sum(known) if known else None


def move_evidence(before: Evaluation, after: Evaluation, move: Move) -> Evidence:
    """A move with the unit's name, firm, status on both days and where that is from."""
    old, new = (_unit(e, move.unit_id) for e in (before, after))
    next_unit = _successor(after, move.unit_id) if move.code == "unit_left" else None
    itself = new or old
    row = next_unit or itself
    facts = after.chain.facts
    return Evidence(
        code=move.code,
        values=(
            ("firm", facts.firm_name(facts.owner(itself.firm_id)) if itself else ""),
            ("unit_id", move.unit_id),
            ("unit", _name(after, move.unit_id, itself)),
            ("product", facts.products[move.product_id].name_zh),
            ("side", move.side),
            ("before_kt_a", move.before_kt_a),
            ("after_kt_a", move.after_kt_a),
            ("status_before", old.status if old else None),
            ("status_after", new.status if new else None),
            ("since", new.since if new else None),
            ("until", old.until if old else None),
            ("successor", next_unit.name_zh if next_unit else None),
        ),
        source_id=row.source_id if row else None,
        basis=row.basis if row else "computed",
        as_of=row.as_of if row else None,
    )


def _unit(evaluation: Evaluation, unit_id: str) -> Capacity | None:
    """The unit as it stood, counted or not; implied ones too."""
    stand = evaluation.standing
    implied = (i.unit for i in stand.implied)
    rows = (u for u in (*stand.units, *implied) if u.unit_id == unit_id)
    return next(rows, None)


def _successor(evaluation: Evaluation, unit_id: str) -> Capacity | None:
    return next((u for u in evaluation.standing.counted if unit_id in u.replaces), None)


def _name(evaluation: Evaluation, unit_id: str, unit: Capacity | None) -> str:
    facts = evaluation.chain.facts
    named = facts.unit_names.get(unit_id)
    if named or unit is None:
        return named or unit_id
    return facts.products[unit.product_id].name_zh
