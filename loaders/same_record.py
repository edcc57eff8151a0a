"""Which record on file a name means: the one called so, none, or a question for a person.

Nothing is merged here.  Firms are judged by :mod:`graph.names`; of other kinds a name almost the
same as one on file is a question too.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from graph.facts import Facts
from graph.model import Firm, Record
from graph.names.known import KnownNames, alike
from graph.names.parts import one_spelling, parts_of
from graph.names.verdict import Verdict
from graph.store.protocol import Store
from loaders.alike import WHOLE

NEAR = 88.0
"""Likeness, in a hundred, of two names of other kinds that make a question."""

_BRANDS = 75.0
_NUMBERS = re.compile(r"[\d.]+|[一二三四五六七八九十甲乙丙丁](?=[期号线段区])|[A-Za-z]+")
"""What tells the first phase from the second: names that differ in it are two."""

SHOWN = 3
_SEARCHED = 8


@dataclass(frozen=True, slots=True)
class Near:
    """A record that may be meant, and for a firm why that is not sure."""

    id: str
    name: str
    why: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """``id`` of the record a name means, or the ones it may mean; neither: a new one."""

    id: str | None
    near: tuple[Near, ...] = ()


@dataclass(slots=True)
class Called:
    """What the records of one kind are called, read once for many names."""

    store: Store
    kind: str
    day: str
    is_whole: bool = True
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    brands: dict[str, set[str]] = field(default_factory=dict)
    known: KnownNames = field(default_factory=lambda: KnownNames(Facts()))

    @classmethod
    def of(cls, store: Store, kind: str, day: str = "") -> Called:
        """Read the names of a kind; of a very large one nothing, it is searched instead."""
        found = cls(store, kind, day or dt.date.today().isoformat())
        found.is_whole = store.info().counts.get(kind, 0) <= WHOLE
        if found.is_whole:
            found._take(tuple(store.scan(kind)))
        return found

    def searched(self, name: str) -> Called:
        """The same for the few records of a large kind that a search for ``name`` finds."""
        text = parts_of(name).brand if self.kind == Firm.kind else name
        hits = self.store.search(text or name, kinds=[self.kind], limit=_SEARCHED)
        few = Called(self.store, self.kind, self.day)
        few._take(self.store.get(self.kind, [hit.ref[1] for hit in hits]).records)
        return few

    def _take(self, records: tuple[Record, ...]) -> None:
        rows = [(name, str(getattr(r, "id", ""))) for r in records for name in names_of(r)]
        if self.kind == Firm.kind:
            more = tuple(self.store.scan("firm_name"))
            ids = {id for _, id in rows}
            history = [(str(getattr(r, "name", "")), str(getattr(r, "firm_id", ""))) for r in more]
            rows += [(name, id) for name, id in history if id in ids]
            judged = tuple(self.store.scan("judged_name"))
            self.known = KnownNames(Facts.of((*records, *more)), judged)
            for name, id in rows:
                self.brands.setdefault(parts_of(name).brand, set()).add(id)
        for name, id in rows:
            self.names.setdefault(one_spelling(name), {})[id] = name


def same_record(
    store: Store, kind: str, name: str, called: Called | None = None, *, day: str = ""
) -> Same:
    """The record of ``kind`` that ``name`` means.

    Parameters
    ----------
    store, kind, name
        Where to look, for what.
    called
        The names of the kind when many are asked for; read anew when not given.
    day
        ISO day: firms that merge later are still two; today when not given.

    Returns
    -------
    Same
        The id when exactly one record is called so, or somebody judged it to be; else those whose
        name may be the same; else nothing.
    """
    known = called or Called.of(store, kind, day)
    if not known.is_whole:
        known = known.searched(name)
    exact = known.names.get(one_spelling(name), {})
    if len(exact) == 1:
        return Same(next(iter(exact)))
    if exact:
        return Same(None, tuple(Near(id, told) for id, told in exact.items()))
    return _firm(known, name) if kind == Firm.kind else _other(known, name)


def _firm(called: Called, name: str) -> Same:
    firms = called.known.facts.firms
    verdicts = alike(called.known, name, called.day, sorted(_candidates(called, name)))
    sure = [id for id, verdict in verdicts.items() if verdict.answer == "same"]
    if len(sure) == 1:
        return Same(sure[0])
    near = [Near(id, firms[id].name_zh, verdict) for id, verdict in verdicts.items()]
    return Same(None, tuple(near[:SHOWN]))


def _candidates(called: Called, name: str) -> set[str]:
    """Firms worth comparing: their brand is in the name, or almost the same."""
    brand = parts_of(name).brand
    if not brand:
        return set()
    near = process.extract(
        brand, called.brands.keys(), scorer=fuzz.ratio, score_cutoff=_BRANDS, limit=None
    )
    found = {id for text, _, _ in near for id in called.brands[text]}
    for text, ids in called.brands.items():
        if len(text) > 1 and (text in brand or brand in text):
            found |= ids
    for pair, told in called.known.judgements.items():
        if told.verdict == "same" and one_spelling(name) in pair:
            found |= {id for other in pair for id in called.names.get(other, {})}
    return found


def _other(called: Called, name: str) -> Same:
    own = one_spelling(name)
    found = process.extract(
        own, called.names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=2 * SHOWN
    )
    alike_ = [text for text, _, _ in found if _NUMBERS.findall(text) == _NUMBERS.findall(own)]
    near = {id: told for text in alike_ for id, told in called.names[text].items()}
    return Same(None, tuple(Near(id, told) for id, told in near.items())[:SHOWN])


def names_of(record: Record) -> tuple[str, ...]:
    """What a record is called: name or title, short name, aliases."""
    single = (getattr(record, column, None) for column in ("name_zh", "title", "short_name"))
    found = (*single, *(getattr(record, "aliases", None) or ()))
    return tuple(dict.fromkeys(str(name) for name in found if name))
