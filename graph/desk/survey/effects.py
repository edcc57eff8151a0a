"""What the answers of firms changed: states of products, gap lines, and the facts behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.desk.survey.take import without
from graph.facts import Facts
from graph.model import OFFICE_KINDS, Capacity
from graph.reason import Evaluation
from graph.reason.change.diff import Diff, Difference, compare
from graph.reason.change.moves import move_evidence, moves_at
from graph.results import Evidence
from graph.store.protocol import Ref, Revision

TOLD_FIELDS = ("status", "process_ids", "capacity_kt_a")


@dataclass(frozen=True, slots=True)
class UnitTold:
    """One column of a unit that is said otherwise than before."""

    unit_id: str
    name: str
    firm_id: str
    field: str
    before: Any
    after: Any
    source_id: str | None
    as_of: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """A product whose state is another one now, and what moved on either side of it.

    Where no likely amount moved, ``told`` has what is said otherwise of the units on its sides:
    a route made sure leaves the likely amount and takes the doubt away.
    """

    product_id: str
    before: str
    after: str
    because: tuple[Evidence, ...]
    told: tuple[UnitTold, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """Before against after: states, gap lines, and how many facts were and are to be asked."""

    states: tuple[StateChange, ...]
    diff: Diff
    resized: tuple[Difference, ...]
    asked_before: int
    asked_after: int

    @property
    def is_none(self) -> bool:
        """Whether no conclusion is another one."""
        return not (self.states or self.diff.new or self.diff.closed or self.resized)


def effects(before: Evaluation, after: Evaluation) -> Effects:
    """Compare two evaluations of one region and day.

    ``resized`` are gap lines on both lists whose amount is another one.
    """
    found = compare(before, after)
    kept = (d for d in found.kept if d.before and d.after and d.before.gap != d.after.gap)
    return Effects(
        states=tuple(_states(before, after)),
        diff=found,
        resized=tuple(kept),
        asked_before=len(before.survey),
        asked_after=len(after.survey),
    )


def _states(before: Evaluation, after: Evaluation) -> Iterable[StateChange]:
    """Products in file order; what is settled (未知 before) comes first."""
    rows = [
        _state(before, after, p)
        for p, now in after.balances.items()
        if p in before.balances and before.balances[p].state != now.state
    ]
    return sorted(rows, key=lambda r: r.before != "未知")


def _state(before: Evaluation, after: Evaluation, product_id: str) -> StateChange:
    because = [move_evidence(before, after, m) for m in moves_at(before, after, product_id)]
    told = () if because else tuple(_told(before, after, product_id))
    was, now = (e.balances[product_id].state for e in (before, after))
    return StateChange(product_id, was, now, tuple(because), told)


def _told(before: Evaluation, after: Evaluation, product_id: str) -> Iterable[UnitTold]:
    """What is said otherwise of the units on either side."""
    old, new = (_drivers(e.given) for e in (before, after))
    terms = (*before.balances[product_id].terms, *after.balances[product_id].terms)
    for unit_id in dict.fromkeys(t.unit_id for t in terms):
        was, now = old.get(unit_id), new.get(unit_id)
        if now is None or was == now:
            continue
        for field in TOLD_FIELDS:
            a, b = getattr(was, field, None), getattr(now, field)
            if a != b:
                proof = (now.source_id, now.as_of, now.basis)
                yield UnitTold(unit_id, now.name_zh, now.firm_id, field, a, b, *proof)


def _drivers(facts: Facts) -> dict[str, Capacity]:
    return {c.unit_id: c for c in facts.capacities.values() if c.is_driver}


def facts_before(facts: Facts, revisions: Sequence[Revision], standing: Mapping[Ref, int]) -> Facts:
    """The facts as they would be without one commit.

    Parameters
    ----------
    facts
        As they stand.
    revisions
        Of the commit, in order.
    standing
        Revision each record has now; records changed again since are left as they are.
    """
    first: dict[Ref, Revision] = {}
    last: dict[Ref, int] = {}
    for told in revisions:
        first.setdefault(told.ref, told)
        last[told.ref] = told.rev if told.after is not None else 0
    mine = {
        ref: told
        for ref, told in first.items()
        if ref[0] not in OFFICE_KINDS and standing.get(ref, 0) == last[ref]
    }
    old = facts.with_records(t.before for t in mine.values() if t.before is not None)
    return without(old, [ref for ref, told in mine.items() if told.before is None])
