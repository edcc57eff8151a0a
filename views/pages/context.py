"""What every page works with: the open store, the question asked, the answer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.desk.access import Person
from graph.errors import LianTuError
from graph.facts import Facts
from graph.reason import Evaluation
from graph.reason.units import fullest_region
from graph.store.guarded import GuardedStore
from graph.store.protocol import Store
from views import settings
from views.pages.kept import kept, let_go
from views.pages.people import follower
from views.workspace import Question, Read, Workspace, checked_date, checked_statuses, region_id

SCOPES = {
    "在产+在建": ("在产", "在建"),
    "只看在产": ("在产",),
    "在产+在建+规划": ("在产", "在建", "规划"),
}
_QUESTION = "question"
REGION, GO_REGION = "ask-region", "go-region"
"""What the bar asks about, and the region it is to turn to next."""


@dataclass(frozen=True)
class View:
    """The workspace and one question with its answer; ``facts_seq`` is the revision it is of."""

    workspace: Workspace
    question: Question
    evaluation: Evaluation
    facts_seq: int

    @classmethod
    def of(cls, opened: Workspace, question: Question) -> View:
        """The question with its answer in a workspace."""
        read = opened.read()
        return cls(opened, question, read.evaluation(question), read.seq)

    @property
    def store(self) -> Store:
        """The store as this person may use it."""
        return self.workspace.store

    @property
    def facts(self) -> Facts:
        """The facts the answer was made from."""
        return self.evaluation.chain.facts

    @property
    def date(self) -> str:
        """The day the answer is true for, ISO."""
        return self.evaluation.as_of.valid

    @property
    def region_name(self) -> str:
        """Name of the region."""
        return self.facts.regions[self.question.region_id].name_zh

    def key(self, *parts: Hashable) -> Hashable:
        """A key for :func:`kept`: it changes with the store and with the facts of this view."""
        return (*parts, settings.store_url(), self.facts_seq)

    @property
    def scope(self) -> str:
        """Which plants count, in words."""
        words = "+".join(self.question.statuses)
        return f"{words},{'含' if self.question.with_nearby else '不含'}周边园区"


class SeenWorkspace(Workspace):
    """A workspace as one person may use it: the store is guarded, what was read is shared."""

    def __init__(self, whole: Workspace, who: Callable[[], Person]) -> None:
        super().__init__(GuardedStore(whole.store, whole.schema, who), whole.schema)
        self._whole = whole

    def read(self) -> Read:
        """See Workspace.read."""
        return self._whole.read()


def workspace() -> Workspace:
    """The open workspace as this session may use it."""
    return SeenWorkspace(whole_workspace(), follower())


def whole_workspace() -> Workspace:
    """The workspace with nothing held back; the first opening may fill its store.

    For what the program does of itself and for backups.  What people ask for goes through
    :func:`workspace`.
    """
    url = settings.store_url()
    return kept(("workspace", url), lambda: _open(url))


def shut() -> None:
    """Let go of the open store, so that its file can be replaced; the next page opens it anew."""
    held = let_go(("workspace", settings.store_url()))
    if held is not None:
        held.close()


def _open(url: str) -> Workspace:
    place = st.empty() if get_script_run_ctx(suppress_warning=True) else None

    def show(done: int, total: int, label: str) -> None:
        if place is not None:
            place.progress(done / total if total else 1.0, text=f"首次准备数据:{label}")

    workspace = Workspace.open(url, show)
    if place is not None:
        place.empty()
    return workspace


def first_question() -> Question:
    """What is asked when a session starts, as ``liantu serve`` was told."""
    told, facts = os.environ.get, workspace().facts()
    named = told(settings.REGION_VARIABLE)
    return Question(
        region_id(facts, named) if named else fullest_region(facts),
        checked_date(told(settings.DATE_VARIABLE, "")) or settings.today(),
        checked_statuses(told(settings.STATUS_VARIABLE, "")),
        bool(told(settings.NEARBY_VARIABLE)),
    )


def scopes(first: Question) -> dict[str, tuple[str, ...]]:
    """The scopes to choose from: the usual ones, and the one the session started with."""
    if first.statuses in SCOPES.values():
        return SCOPES
    return {"+".join(first.statuses): first.statuses, **SCOPES}


def ask(question: Question) -> None:
    """Make ``question`` the one all pages of this session answer."""
    st.session_state[_QUESTION] = question


def view() -> View:
    """The current question with its answer, remembered in the workspace."""
    return answered(st.session_state.get(_QUESTION) or first_question())


def answered(question: Question) -> View:
    """One question with its answer."""
    return View.of(workspace(), question)


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Turn a LianTuError into one red sentence on the page."""
    try:
        yield
    except LianTuError as error:
        st.error(str(error))
