"""What stands in the store beside firms gone after: who they are, what was said, who answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.facts import Facts
from graph.model import Firm, Lead, Visit
from graph.store.protocol import Order, Store, Where

_CHUNK = 500
_MOST_FIRMS, _MOST_OURS = 300, 5_000


def owners(store: Store) -> tuple[str, ...]:
    """Everybody who answers for a firm."""
    return tuple(sorted(str(owner) for owner in store.count("lead", by="owner") if owner))


def held_for(store: Store, region_id: str, firm_ids: Sequence[str]) -> tuple[Lead, ...]:
    """Rows of the region, or of none, that stand for any of these firms."""
    found = (
        row
        for part in _parted(firm_ids)
        for row in store.scan("lead", where=[Where("firm_id", "in", part)])
    )
    ours = (None, region_id)
    return tuple(r for r in found if isinstance(r, Lead) and r.region_id in ours)


def firms_called(store: Store, text: str) -> tuple[tuple[str, ...], bool]:
    """Firms by name, short name, other name or pinyin, and whether there may be more.

    Where a word calls too many firms of a national data set, the firms gone after are looked
    through instead, as long as they are not too many themselves.
    """
    hits = store.search(text, kinds=["firm"], limit=_MOST_FIRMS)
    if len(hits) < _MOST_FIRMS:
        return tuple(hit.ref[1] for hit in hits), False
    ours = [str(id) for id in store.count("lead", by="firm_id") if id]
    if len(ours) > _MOST_OURS:
        return tuple(hit.ref[1] for hit in hits), True
    wanted = text.casefold()
    found = firms_of(store, ours).values()
    return tuple(firm.id for firm in found if wanted in _names(firm)), False


def _names(firm: Firm) -> str:
    return "\n".join((firm.name_zh, firm.short_name or "", *firm.aliases)).casefold()


def firms_of(store: Store, ids: Sequence[str]) -> dict[str, Firm]:
    """Firms by id, also those of a national data set."""
    found = (firm for part in _parted(ids) for firm in store.get("firm", part))
    return {firm.id: firm for firm in found if isinstance(firm, Firm)}


def with_firms(store: Store, facts: Facts, ids: Iterable[str]) -> Facts:
    """The facts with these firms in them, also those of a national data set."""
    missing = [id for id in ids if id not in facts.firms]
    return facts.with_records(firms_of(store, missing).values()) if missing else facts


def visits_of(store: Store, lead_ids: Sequence[str]) -> list[Visit]:
    """What was said with these firms, by day."""
    order = [Order("date"), Order("made_at")]
    found = (
        visit
        for part in _parted(lead_ids)
        for visit in store.scan("visit", where=[Where("lead_id", "in", part)], order=order)
    )
    return [v for v in found if isinstance(v, Visit)]


def _parted(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    every_id = tuple(dict.fromkeys(ids))
    for start in range(0, len(every_id), _CHUNK):
        yield every_id[start : start + _CHUNK]
