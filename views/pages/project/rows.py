"""What the pages of 项目库 read: projects of the region with their duties and newest figures."""

from __future__ import annotations

from graph.desk.project.projects import Told, newest_entries, scope_of, told
from graph.desk.round.duties import by_target, standing
from graph.facts import Facts
from graph.model import Duty, Entry, Project
from graph.store.protocol import Where
from views import settings
from views.pages.context import View


def project_rows(seen: View) -> list[Told]:
    """Every project that may be the region's, the newest spoken of first."""
    facts, region = seen.facts, seen.question.region_id
    duties, entries = _duties(seen), newest_entries(project_entries(seen))
    found = [
        told(facts, p, scope, seen.date, duties.get((Project.kind, p.id), ()), entries.get(p.id))
        for p in facts.projects.values()
        if (scope := scope_of(facts, region, p)) is not None
    ]
    return sorted(found, key=lambda t: (t.news or "", t.project.id), reverse=True)


def one_told(seen: View, project: Project) -> Told:
    """One project with what else is on record of it."""
    facts = on_record(seen)
    scope = scope_of(facts, seen.question.region_id, project) or "open"
    entries = newest_entries(project_entries(seen, project.id))
    duties = _duties(seen).get((Project.kind, project.id), ())
    return told(facts, project, scope, seen.date, duties, entries.get(project.id))


def on_record(seen: View) -> Facts:
    """All facts as they stand, whatever day the page looks at: what may be written back."""
    return seen.workspace.facts()


def writing_day(seen: View) -> str:
    """The day something is said to happen on: the one the page looks at, never one to come."""
    return min(seen.date, settings.today())


def project_entries(seen: View, project_id: str | None = None) -> list[Entry]:
    """Months of figures of projects."""
    where = [Where("target_kind", "eq", Project.kind)]
    if project_id:
        where.append(Where("target_id", "eq", project_id))
    return [e for e in seen.store.scan(Entry.kind, where=where) if isinstance(e, Entry)]


def _duties(seen: View) -> dict[tuple[str, str], tuple[Duty, ...]]:
    where = [Where("target_kind", "eq", Project.kind)]
    rows = [d for d in seen.store.scan(Duty.kind, where=where) if isinstance(d, Duty)]
    return by_target(standing(rows, seen.date))
