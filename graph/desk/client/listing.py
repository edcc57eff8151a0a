"""Firms gone after, a page at a time out of the store: what is late first, then by due date."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.desk.client.clients import CLOSED, OPEN_STAGES
from graph.desk.words import LEAD_STAGES
from graph.model import Lead
from graph.store.protocol import Order, Store, Where

Found = tuple[Lead, int]
"""A row with its revision."""

_LAST = "9999-99-99"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; an empty part asks for anything.

    Parameters
    ----------
    region_id
        Rows of this region, and rows nobody gave a region.
    stages, ratings, owners
        Any of these.
    product_ids
        Wanted for any of these products; None for any product or none.
    firm_ids
        Only these firms; None for any.
    late
        Only those whose next step is overdue.
    """

    region_id: str
    stages: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    product_ids: tuple[str, ...] | None = None
    firm_ids: tuple[str, ...] | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of what was asked for, of ``total``; ``late`` of all are overdue."""

    rows: tuple[Found, ...]
    total: int
    late: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows that stand together: their stages, what their due date must be, their order."""

    stages: tuple[str, ...]
    due: tuple[Where, ...]
    order: tuple[Order, ...]
    key: Callable[[Lead], tuple[str, str]]


def _by_due(lead: Lead) -> tuple[str, str]:
    return lead.next_due or _LAST, lead.id


def _by_made(lead: Lead) -> tuple[str, str]:
    return lead.made_at, lead.id


_DUE = (Order("next_due"),)
_MADE = (Order("made_at"),)


def _late(today: str) -> tuple[Where, ...]:
    """Due before ``today``; what is due this month or this year only is not late yet."""
    return (Where("next_due", "lt", today), *(Where("next_due", "ne", t) for t in _within(today)))


def _within(today: str) -> tuple[str, str]:
    return today[:4], today[:7]


def _blocks(today: str) -> tuple[_Block, ...]:
    """Late, due, without a day, closed: no row stands in two."""
    soon, due = Where("next_due", "in", _within(today)), Where("next_due", "ge", today)
    return (
        _Block(OPEN_STAGES, _late(today), _DUE, _by_due),
        _Block(OPEN_STAGES, (soon,), _DUE, _by_due),
        _Block(OPEN_STAGES, (due,), _DUE, _by_due),
        _Block(OPEN_STAGES, (Where("next_due", "is_null", True),), _MADE, _by_made),
        _Block(CLOSED, (), _MADE, _by_made),
    )


def listed(store: Store, wish: Wish, today: str, limit: int) -> Listed:
    """The first ``limit`` rows, overdue first, then by due date, then those without a day.

    Within the rest who was taken on first stands first; signed, paused and given-up firms come
    last.
    """
    rows: list[Found] = []
    total = late = 0
    for number, block in enumerate(_blocks(today)):
        count = _count(store, wish, block)
        total += count
        late += 0 if number else count
        if count and len(rows) < limit and not (wish.late and number):
            rows += _first(store, wish, block, limit - len(rows))
    return Listed(tuple(rows), late if wish.late else total, late)


def every(store: Store, wish: Wish, today: str) -> Iterator[Lead]:
    """All rows asked for, in the same order."""
    for block in _blocks(today)[: 1 if wish.late else None]:
        parts = [_scanned(store, where, block) for where in _wheres(wish, block)]
        yield from heapq.merge(*parts, key=block.key)


def stage_counts(store: Store, wish: Wish, today: str) -> dict[str, int]:
    """How many firms stand at each stage; stages without one are left out."""
    out: dict[str, int] = {}
    block = _at(OPEN_STAGES if wish.late else LEAD_STAGES, wish, today)
    for where in _wheres(wish, block):
        for stage, number in store.count("lead", where=where, by="stage").items():
            out[str(stage)] = out.get(str(stage), 0) + number
    return out


def at_stage(store: Store, wish: Wish, stage: str, today: str, limit: int) -> tuple[Found, ...]:
    """The first rows at one stage, soonest due first."""
    return tuple(_first(store, wish, _at((stage,), wish, today), limit))


def _at(stages: tuple[str, ...], wish: Wish, today: str) -> _Block:
    return _Block(stages, _late(today) if wish.late else (), _DUE, _by_due)


def _count(store: Store, wish: Wish, block: _Block) -> int:
    return sum(store.count("lead", where=where) for where in _wheres(wish, block))


def _first(store: Store, wish: Wish, block: _Block, limit: int) -> list[Found]:
    found: list[Found] = []
    for where in _wheres(wish, block):
        page = store.scan("lead", where=where, order=block.order, limit=limit)
        found += [(r, v) for r, v in zip(page, page.revs, strict=True) if isinstance(r, Lead)]
    return sorted(found, key=lambda row: block.key(row[0]))[:limit]


def _scanned(store: Store, where: Sequence[Where], block: _Block) -> Iterator[Lead]:
    after: str | None = None
    while True:
        page = store.scan("lead", where=where, order=block.order, after=after, limit=_CHUNK)
        yield from (r for r in page if isinstance(r, Lead))
        after = page.next
        if after is None:
            return


def _wheres(wish: Wish, block: _Block) -> Iterator[list[Where]]:
    """The conditions of a block, once for each way a row may belong to the region."""
    stages = tuple(s for s in block.stages if not wish.stages or s in wish.stages)
    if stages:
        ours = Where("region_id", "eq", wish.region_id), Where("region_id", "is_null", True)
        for region in ours:
            yield [region, Where("stage", "in", stages), *block.due, *_parts(wish)]


def _parts(wish: Wish) -> Iterator[Where]:
    if wish.ratings:
        yield Where("rating", "in", wish.ratings)
    if wish.owners:
        yield Where("owner", "in", wish.owners)
    if wish.product_ids is not None:
        yield Where("product_id", "in", wish.product_ids)
    if wish.firm_ids is not None:
        yield Where("firm_id", "in", wish.firm_ids)
