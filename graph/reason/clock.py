"""Two clocks: what was true on a day, and what was on record by a day.

*Known by* is strict.  A record counts when its newest date (its own, its source's, its
year) lies wholly on or before the day: "2022" is known on 2022-12-31.  A dated table's
record without any date was never provably known and does not count.  The reference chain
is chemistry, not news, and carries no clock; nor do regions, words and thresholds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import DESK_KINDS, FirmName, Project, Record
from graph.reason.clock_rows import bare_project, thin_firm, thin_park, thin_project

TIMELESS = frozenset(
    {"source", "segment", "product", "process", "flow", "flow_statement", "default_route"}
    | {"may_also_yield", "composite", "region", "parameter", "feature", "map_status", "word"}
    | {"stage_word"}
    | {"crosswalk", "unattached", "sought", "merge"}
    | {"industry", "item", "item_link"}
    | DESK_KINDS
)
DATES = ("as_of", "year")
HAPPENS = {"parcel": "date", "policy": "date", "fund": "date", "talent": "date"} | {
    "constraint": "as_of",
    "figure": "year",
    "value": "price_year",
}
"""Kinds that tell of one time, and which column says when; plants and firms have their own."""


def facts_at(facts: Facts, as_of: AsOf) -> Facts:
    """The facts as they were on the day asked about; the same object when nothing differs."""
    seen = facts if as_of.known is None else known_by(facts, as_of.known)
    return unmerged(happened(seen, as_of.valid), as_of.valid)


def known_by(facts: Facts, day: str) -> Facts:
    """Only what was on record by ``day``.

    Firms, parks and projects that a known record names keep their name and place; all that
    was learnt about them later is left out.
    """
    kept = {
        kind: rows
        if kind in TIMELESS
        else {i: r for i, r in rows.items() if is_known(facts, r, day)}
        for kind, rows in facts.by_kind.items()
    }
    return Facts(_with_named(facts, kept))


def is_known(facts: Facts, record: Record, day: str) -> bool:
    """Whether every date of the record lies wholly on or before ``day``."""
    dates = [d for name in DATES if (d := getattr(record, name, None))]
    source = facts.sources.get(getattr(record, "source_id", None) or "")
    if source is not None and source.date:
        dates.append(source.date)
    return bool(dates) and all(last_day(d) <= day for d in dates)


def last_day(date: str) -> str:
    """The last day a partial date may mean, as text that compares.

    Examples
    --------
    >>> last_day("2022"), last_day("2022-04"), last_day("2022-04-30")
    ('2022-12-31', '2022-04-31', '2022-04-30')
    """
    return date + "-12-31"[len(date) - 4 :]


def _with_named(facts: Facts, kept: dict[str, dict[str, Record]]) -> dict[str, dict[str, Record]]:
    firms, parks, projects = _references(kept)
    thin: tuple[tuple[str, set[str], Callable[[Record], Record]], ...] = (
        ("firm", firms, thin_firm),
        ("park", parks, thin_park),
        ("project", projects, thin_project),
    )
    for kind, wanted, thinned in thin:
        known, every = kept.get(kind, {}), facts.by_kind.get(kind, {})
        kept[kind] = {
            i: known[i] if i in known else thinned(row)
            for i, row in every.items()
            if i in known or i in wanted
        }
    return kept


def _references(
    kept: dict[str, dict[str, Record]],
) -> tuple[set[str], set[str], set[str]]:
    """Firms, parks and projects that some known record names."""
    firms: set[str] = set()
    parks: set[str] = set()
    projects: set[str] = set()
    for kind, rows in kept.items():
        if kind in TIMELESS:
            continue
        for row in rows.values():
            firms |= _ids(row, ("firm_id", "from_firm_id", "to_firm_id", "firm_ids"))
            parks |= _ids(row, ("park_id", "park_ids"))
            projects |= _ids(row, ("project_id",))
    return firms, parks, projects


def _ids(row: Record, names: Iterable[str]) -> set[str]:
    out: set[str] = set()
    for name in names:
        value = getattr(row, name, None)
        if value:
            out.update((value,) if isinstance(value, str) else value)
    return out


def happened(facts: Facts, day: str) -> Facts:
    """Without what happened after ``day``: land offered, papers issued, prices of later years.

    A project first heard of after the day keeps its dates and is otherwise bare.
    """
    kept: dict[str, dict[str, Record]] = {
        kind: {i: r for i, r in rows.items() if (getattr(r, name) or "") <= day}
        for kind, name in HAPPENS.items()
        if (rows := facts.by_kind.get(kind))
        and any((getattr(r, name) or "") > day for r in rows.values())
    }
    out = Facts(facts.by_kind | kept) if kept else facts
    unheard = [bare_project(p) for p in facts.projects.values() if not _heard_of(facts, p, day)]
    return out.with_records(unheard) if unheard else out


def _heard_of(facts: Facts, project: Project | None, day: str) -> bool:
    """Whether the project or one above it had begun by the day, or carries no date at all."""
    seen: set[str] = set()
    while project is not None and project.id not in seen:
        seen.add(project.id)
        dates = [s.date for s in facts.stages_of.get(project.id, ()) if s.date]
        dates += [project.start_date] if project.start_date else []
        if not dates or any(date <= day for date in dates):
            return True
        project = facts.projects.get(project.parent_id or "")
    return False


def unmerged(facts: Facts, day: str) -> Facts:
    """Firms that merged after ``day`` stand on their own again.

    A merger is dated by the end of the firm's last legal name; an undated one always holds.
    """
    ends: dict[str, str] = {}
    for row in facts.all(FirmName).values():
        if row.name_type == "法定" and row.until:
            ends[row.firm_id] = max(row.until, ends.get(row.firm_id, ""))
    apart = [
        replace(firm, merged_into_id=None)
        for firm_id, until in ends.items()
        if until > day[: len(until)]
        and (firm := facts.firms.get(firm_id)) is not None
        and firm.merged_into_id
    ]
    return facts.with_records(apart) if apart else facts
