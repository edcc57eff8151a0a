"""Many returned sheets put together: what is new, what changes, which rows say different things.

Nothing is decided silently: where two rows say different things of one entry the later one counts,
and both are named so that a person sees it before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.desk.round.entries import TOLD, Draft, filled
from graph.model import Entry


@dataclass(frozen=True, slots=True)
class Returned:
    """One readable row of a returned sheet: what was filled in, and where it stands."""

    file: str
    row: int
    entry_id: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows that speak of one entry differently; where both say something the later counts."""

    entry_id: str
    earlier: Returned
    later: Returned


@dataclass(frozen=True, slots=True)
class Merged:
    """What the rows would do.

    ``added`` and ``changed`` hold the draft and what it becomes; ``same`` counts rows that say
    what stands, ``blank`` rows nobody filled in; ``unknown`` rows belong to no line of the month;
    ``unclear`` rows name another unit and leave the plan of the year as it was offered.
    """

    added: tuple[tuple[Draft, Entry], ...] = ()
    changed: tuple[tuple[Draft, Entry], ...] = ()
    same: int = 0
    blank: tuple[Returned, ...] = ()
    clashes: tuple[Clash, ...] = ()
    unknown: tuple[Returned, ...] = ()
    unclear: tuple[Returned, ...] = ()
    from_rows: Mapping[str, Returned] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[tuple[Draft, Entry], ...]:
        """All that would be written."""
        return self.added + self.changed


def merged(
    rows: Iterable[Returned], drafts: Mapping[str, Draft], by: str | None, at: str
) -> Merged:
    """Rows of all files, in the order given, against the lines of the month.

    An empty cell says nothing: it never takes away what stands.  A row that only repeats what
    was offered, with nothing of the month itself, was not filled in.

    Parameters
    ----------
    rows
        In the order of the files, so that a later file speaks last.
    drafts
        The lines of the month by id of their entry.
    by, at
        Who takes them in, and when.
    """
    chosen: dict[str, Returned] = {}
    clashes: list[Clash] = []
    unknown: list[Returned] = []
    blank: list[Returned] = []
    unclear: list[Returned] = []
    for row in rows:
        if row.entry_id not in drafts:
            unknown.append(row)
        elif _is_blank(row, drafts[row.entry_id]):
            blank.append(row)
        elif _is_unclear(row, drafts[row.entry_id]):
            unclear.append(row)
        else:
            before = chosen.pop(row.entry_id, None)
            if before is not None:
                if apart(before, row):
                    clashes.append(Clash(row.entry_id, before, row))
                row = replace(row, values=_told(before) | _told(row))
            chosen[row.entry_id] = row
    pairs = [(drafts[id], filled(drafts[id], _told(row), by, at)) for id, row in chosen.items()]
    news = [(draft, entry) for draft, entry in pairs if entry is not None]
    return Merged(
        added=tuple(p for p in news if not p[0].stands),
        changed=tuple(p for p in news if p[0].stands),
        same=len(pairs) - len(news),
        blank=tuple(blank),
        clashes=tuple(clashes),
        unknown=tuple(unknown),
        unclear=tuple(unclear),
        from_rows=chosen,
    )


def apart(earlier: Returned, later: Returned) -> tuple[str, ...]:
    """Columns in which both rows say something, and not the same."""
    old, new = _told(earlier), _told(later)
    return tuple(name for name in new if name in old and old[name] != new[name])


def _told(row: Returned) -> dict[str, object]:
    return {k: v for k, v in row.values.items() if v is not None}


def _is_blank(row: Returned, draft: Draft) -> bool:
    """Nothing of the month is said, and nothing offered was corrected."""
    told = _told(row)
    if draft.stands or any(name in told for name in TOLD):
        return False
    return all(getattr(draft.entry, k) == v for k, v in told.items() if k != "filled_by")


def _is_unclear(row: Returned, draft: Draft) -> bool:
    """Another unit beside the plan as it was offered: nobody knows in which unit that plan is."""
    told, offer = _told(row), draft.entry
    is_other = None not in (offer.unit, told.get("unit")) and told["unit"] != offer.unit
    kept = offer.year_plan is not None and told.get("year_plan") == offer.year_plan
    return is_other and kept and not draft.stands
