"""What changed between two days: dated steps of projects, and what people wrote meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.desk.editing import FieldChange, field_changes
from graph.desk.ladder.ground import stands_in
from graph.facts import Facts
from graph.model import Project, ProjectStage, Record
from graph.reason.units import Region
from graph.schema import Schema
from graph.store.protocol import CommitInfo, Ref, Revision, Store

PROJECT_KINDS = ("project", "project_stage")
FIRM_KINDS = ("firm", "firm_name", "firm_year", "capacity")
NEW, CHANGED, GONE = "new", "changed", "gone"
_PAGE = 200
_MANY = 500
"""A commit of so many changes is a loading of a file or catalogue: told as one."""


@dataclass(frozen=True, slots=True)
class StageEvent:
    """A dated step of a project; ``stage`` 报道 or 调整 tells of no new stage."""

    project: Project
    step: ProjectStage


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of one record between the days, all revisions taken together.

    ``word`` is new, changed or gone; ``fields`` the columns that differ from then to now;
    ``actors`` who wrote, ``time`` (UTC) and ``reason`` those of the last revision.
    """

    ref: Ref
    word: str
    before: Record | None
    after: Record | None
    fields: tuple[FieldChange, ...]
    actors: tuple[str, ...]
    time: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """Edits by record, and loadings too large to be told one by one."""

    edits: tuple[Edit, ...]
    loadings: tuple[CommitInfo, ...]

    def of(self, kinds: Collection[str]) -> tuple[Edit, ...]:
        """Edits of some kinds."""
        return tuple(e for e in self.edits if e.ref[0] in kinds)


def stage_events(facts: Facts, region: Region, first: str, last: str) -> tuple[StageEvent, ...]:
    """Steps of the region's projects dated after ``first`` and by ``last``, oldest first.

    Parameters
    ----------
    facts, region
        Where to look.
    first, last
        ISO days; the first itself does not belong.
    """
    found = [
        StageEvent(project, step)
        for step in facts.all(ProjectStage).values()
        if (project := facts.projects.get(step.project_id)) is not None
        and stands_in(facts, region, project)
        and is_between(step.date, first, last)
    ]
    return tuple(sorted(found, key=lambda e: (e.step.date or "", e.step.id)))


def is_between(date: str | None, first: str, last: str) -> bool:
    """Whether a date lies after ``first`` and by ``last``.

    A month counts when it begins in between; a bare year is too vague to be this month's news.

    Examples
    --------
    >>> [is_between(d, "2026-10-24", "2026-11-24")
    ...  for d in ("2026-10-24", "2026-10-25", "2026-11", "2026-11-25", "2026", None)]
    [False, True, True, False, False, False]
    """
    if date is None or len(date) < len("2026-11"):
        return False
    day = date if len(date) > len("2026-11") else f"{date}-01"
    return first < day <= last


def written(
    store: Store,
    schema: Schema,
    first: str,
    last: str,
    *,
    kinds: Collection[str],
    program: str,
) -> Written:
    """What people wrote after the end of ``first`` and by the end of ``last``, local time.

    Parameters
    ----------
    store, schema
        Whose history, and the columns of the kinds.
    first, last
        ISO days.
    kinds
        Kinds to tell of.
    program
        Who the program itself writes as: filling and renewing the shipped facts is no news.
    """
    loadings: list[CommitInfo] = []
    revisions: dict[Ref, list[Revision]] = {}
    for commit in reversed(list(_commits(store, first, last, program))):
        found = store.history(commit_id=commit.commit_id, limit=_MANY)
        if len(found) == _MANY:
            loadings.append(commit)
            continue
        for revision in found:
            if revision.ref[0] in kinds:
                revisions.setdefault(revision.ref, []).append(revision)
    edits = (_edit(schema, rows) for rows in revisions.values())
    return Written(tuple(e for e in edits if e is not None), tuple(loadings))


def _commits(store: Store, first: str, last: str, program: str) -> Iterator[CommitInfo]:
    """Commits between the days, newest first."""
    before: CommitInfo | None = None
    while page := store.commits(not_actor=program, before=before, limit=_PAGE):
        for commit in page:
            day = local_day(commit.time)
            if day <= first:
                return
            if day <= last:
                yield commit
        before = page[-1]


def local_day(time: str) -> str:
    """The local day of a UTC time of the store."""
    moment = dt.datetime.fromisoformat(time.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone().date().isoformat()


def _edit(schema: Schema, rows: Iterable[Revision]) -> Edit | None:
    """One record's revisions as one edit; None when it stands again as it did."""
    told = sorted(rows, key=lambda r: r.seq)
    start, end = told[0], told[-1]
    fields = field_changes(start.before, end.after, schema[start.ref[0]])
    if not fields:
        return None
    word = NEW if start.before is None else GONE if end.after is None else CHANGED
    actors = tuple(dict.fromkeys(r.actor for r in told))
    return Edit(start.ref, word, start.before, end.after, fields, actors, end.time, end.reason)


def value_of(edit: Edit, column: str) -> Any:
    """A column of the record as it stands, or as it stood when it is gone."""
    return getattr(edit.after or edit.before, column, None)
