"""One open store with its facts and evaluations; what pages and commands work on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from graph.asof import DEFAULT_STATUSES, AsOf
from graph.errors import BadRequest
from graph.facts import Facts
from graph.model import OFFICE_KINDS
from graph.reading import read_facts
from graph.reason import Evaluation, evaluate
from graph.reason.units import chosen_region
from graph.results import Balance
from graph.rules import Rules
from graph.schema import Schema
from graph.store import open_store
from graph.store.protocol import Store
from loaders.schema import read_schema
from loaders.seed import ensure_store_at
from views import keeping, settings
from views.names import NameIndex, find_region

Progress = Callable[[int, int, str], None]
_FEW = 500


@dataclass(frozen=True)
class Question:
    """Region (empty: the only one on record), date and which plants count."""

    region_id: str = ""
    date: str = ""
    statuses: tuple[str, ...] = DEFAULT_STATUSES
    with_nearby: bool = False

    def as_of(self) -> AsOf:
        """The clocks and the status set; an empty date is today."""
        return AsOf(self.date or settings.today(), None, self.statuses)


class Read:
    """Facts as one look at the store found them, with all that was worked out from them.

    ``seq`` is the store's last revision then; ``seen`` the last one since that changed no facts.
    """

    def __init__(self, seq: int, facts: Facts) -> None:
        self.seq, self.seen, self.facts = seq, seq, facts
        self._answers: dict[Question, Evaluation] = {}

    @cached_property
    def names(self) -> NameIndex:
        """Every spelling of every product."""
        return NameIndex.of(self.facts.goods.values())

    def evaluation(self, question: Question) -> Evaluation:
        """The answer to one question, remembered."""
        if question not in self._answers:
            self._answers[question] = evaluate(
                self.facts,
                Rules.of(self.facts),
                question.as_of(),
                region_id=region_id(self.facts, question.region_id),
                with_nearby=question.with_nearby,
            )
        return self._answers[question]


@dataclass
class Workspace:
    """A store, its schema, and what was read from it, for any number of sessions at once.

    Facts are read again when the store's last revision has moved on, unless nothing but what
    the office keeps was written since.
    """

    store: Store
    schema: Schema
    _read: Read | None = None

    @classmethod
    def open(cls, given: str | None = None, progress: Progress | None = None) -> Workspace:
        """Open the store at ``given`` (path or URL), filling it from data/ on first use.

        An empty database of a server is filled like a file; one that a start cut short left
        half filled is filled up first.

        Raises
        ------
        StoreUnavailable, SchemaMismatch
            In one clear sentence.
        """
        schema = read_schema(settings.schema_dir())
        url = settings.store_url(given)
        keeping.check_not_lost(url)
        path = settings.store_path(url)
        if path is not None:
            settings.prepare_store_folder(path)
        ensure_store_at(url, settings.data_dir(), schema, progress=progress)
        return cls(open_store(url, schema), schema)

    def read(self) -> Read:
        """The facts as they stand, with what was worked out from them."""
        seq, found = self.store.info().last_seq, self._read
        if found is None or (seq != found.seen and self._facts_moved_on(found.seen)):
            found = self._read = Read(seq, read_facts(self.store))
        found.seen = seq
        return found

    def _facts_moved_on(self, seen: int) -> bool:
        """Whether any of the changes since the last look was one of facts; many count as one."""
        found = self.store.history(after_seq=seen, limit=_FEW)
        return len(found) == _FEW or any(r.ref[0] not in OFFICE_KINDS for r in found)

    def facts(self) -> Facts:
        """The current facts."""
        return self.read().facts

    def rules(self) -> Rules:
        """The current rules."""
        return Rules.of(self.facts())

    @property
    def names(self) -> NameIndex:
        """Every spelling of every product."""
        return self.read().names

    def evaluation(self, question: Question) -> Evaluation:
        """The answer to one question, remembered until the facts change."""
        return self.read().evaluation(question)

    def balance(self, question: Question, text: str) -> Balance:
        """The balance of the product called ``text``."""
        evaluation = self.evaluation(question)
        return evaluation.balances[self.names.find(text)]

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def region_id(facts: Facts, text: str) -> str:
    """The region called ``text``; with no text the only one on record.

    Raises
    ------
    UnknownName, BadRequest
        No such region; or none was named and there are several, or none is on record.
    """
    return find_region(facts, text) if text else chosen_region(facts)


DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def checked_date(text: str) -> str:
    """An ISO day, or BadRequest.

    Examples
    --------
    >>> checked_date("2026-11-24")
    '2026-11-24'
    """
    if text and not (DATE.fullmatch(text) and _is_day(text)):
        raise BadRequest(f"日期“{text}”看不懂;请写成 2026-11-24 这样的年-月-日。")
    return text


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def checked_statuses(text: str) -> tuple[str, ...]:
    """A status set from words joined by commas, or BadRequest.

    Examples
    --------
    >>> checked_statuses("在产,在建")
    ('在产', '在建')
    """
    known = ("在产", "在建", "规划", "停产", "未核")
    words = tuple(w for w in re.split(r"[,,、+\s]+", text) if w)
    for word in words:
        if word not in known:
            raise BadRequest(f"没有“{word}”这种状态;可用:{'、'.join(known)},用逗号隔开。")
    return words or DEFAULT_STATUSES
