"""One workspace for many sessions: no answer outlives the facts it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stores import filled_store_url

from graph.model import Firm
from graph.store.protocol import Change
from views import workspace as module
from views.pages.context import View
from views.workspace import Question, Workspace

QUESTION = Question("yunxi", "2026-11-24")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Workspace]:
    found = Workspace.open(filled_store_url(tmp_path))
    yield found
    found.close()


def rename(opened: Workspace, name: str) -> None:
    (firm,) = opened.store.scan("firm", limit=1)
    assert isinstance(firm, Firm)
    change = Change.put(replace(firm, name_zh=name))
    opened.store.write([change], actor="别人", reason="改名")


def test_an_answer_begun_before_a_change_is_not_kept_for_after_it(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one session works an answer out another one writes and looks."""
    evaluate = module.evaluate

    def slowly(*given: Any, **named: Any) -> Any:
        monkeypatch.undo()
        rename(opened, "新名字")
        opened.facts()
        return evaluate(*given, **named)

    monkeypatch.setattr(module, "evaluate", slowly)
    opened.evaluation(QUESTION)
    after = opened.evaluation(QUESTION)
    assert after.chain.facts is opened.facts()
    assert "新名字" in {firm.name_zh for firm in after.chain.facts.firms.values()}


def test_what_a_page_keeps_is_kept_under_the_facts_it_is_of(opened: Workspace) -> None:
    """A part of a page drawn anew after somebody's change still has the answer of before."""
    seen = View.of(opened, QUESTION)
    before = seen.key("names")
    rename(opened, "新名字")
    assert seen.key("names") == before
    assert View.of(opened, QUESTION).key("names") != before


def test_what_the_office_keeps_leaves_the_facts_as_read(opened: Workspace) -> None:
    facts, names = opened.facts(), opened.names
    opened.store.write([], actor="别人", reason="没有改")
    assert opened.facts() is facts
    rename(opened, "新名字")
    assert opened.facts() is not facts
    assert opened.names is not names
