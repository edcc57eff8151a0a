"""首页's numbers: the same as the pages they stand for."""

from __future__ import annotations

from ladder_set import shipped

from graph.desk.project.projects import Wish, chosen, scope_of, told
from views.tables.overview import headline_counts


def test_local_projects_are_as_many_as_the_list_of_projects_shows() -> None:
    evaluation = shipped()
    facts, region_id = evaluation.chain.facts, evaluation.region.region_id
    rows = [
        told(facts, project, scope, "2026-11-24")
        for project in facts.projects.values()
        if (scope := scope_of(facts, region_id, project)) is not None
    ]
    listed = chosen(facts, rows, Wish(region_id))
    assert 0 < len(listed) < len(facts.projects)
    assert dict(headline_counts(evaluation))["本地项目"] == str(len(listed))
