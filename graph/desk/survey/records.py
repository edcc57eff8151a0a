"""The answers of a form as records to write: nothing said before is lost, one statement drives.

A form is a source of its own, graded B: dated and first hand, from the one who knows, under the
firm's stamp; but about itself and seen by no authority, so not A; no repost, so not C.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from graph.desk.survey.answers import Answers, Place
from graph.facts import Facts
from graph.model import AskedForm, Firm, FirmYear, Record, Source
from graph.reason import Evaluation
from graph.store.protocol import Change, Ref

CONFIRMED, NEW, CHANGED, ASIDE, GONE = ("confirmed", "new", "changed", "aside", "gone")
"""As on record; not on record before; otherwise than on record; older than the record; no more."""
GRADE = "B"
BASIS = "user"


@dataclass(frozen=True, slots=True)
class Item:
    """One answer against what stood: record, column, before and after."""

    result: str
    kind: str
    record_id: str
    name: str
    field: str
    before: Any
    after: Any
    place: Place


@dataclass
class Loading:
    """What one form does: items for the preview, changes to write.

    ``facts`` are those on record, forms taken before it included; ``spoken`` are ids this form
    has given away.
    """

    evaluation: Evaluation
    facts: Facts
    form: AskedForm
    answers: Answers
    today: str
    items: list[Item] = field(default_factory=list)
    changes: dict[Ref, Change] = field(default_factory=dict)
    spoken: set[str] = field(default_factory=set)

    @property
    def as_of(self) -> str:
        """The day the form speaks of: as dated; as it was taken before; else today."""
        before = self.facts.sources.get(self.source_id)
        dated = before.date if before else None
        return self.answers.filled_on or dated or self.today

    @property
    def firm_id(self) -> str:
        """The firm that answers today: the one asked, or the one it was merged into since."""
        return self.facts.owner(self.form.firm_id)

    @property
    def source_id(self) -> str:
        """Id of the source the form becomes."""
        return f"S-{self.form.id}"

    @property
    def proof(self) -> dict[str, Any]:
        """Where a record of this form comes from."""
        source = {"basis": BASIS, "source_id": self.source_id}
        return {**source, "as_of": self.as_of, "grade": GRADE}

    def put(self, record: Record) -> None:
        """Write a record, unless it stands so already."""
        ref = Change.put(record).ref
        if self.facts.by_kind.get(ref[0], {}).get(ref[1]) != record:
            self.changes[ref] = Change.put(record)

    def drop(self, record: Record, name: str, field: str, place: Place) -> None:
        """Take a record out, and say so in the preview."""
        ref = Change.put(record).ref
        self.changes[ref] = Change.delete(*ref)
        self.items.append(Item(GONE, *ref, name, field, getattr(record, field), None, place))

    def say(self, record: Record, name: str, field: str, was: Any, now: Any, place: Place) -> None:
        """Keep one answer for the preview."""
        result = NEW if was in (None, ()) else CONFIRMED if same(was, now) else CHANGED
        ref = Change.put(record).ref
        self.items.append(Item(result, *ref, name, field, was, now, place))


def same(a: Any, b: Any) -> bool:
    """Whether two values of a column are the same; numbers to twelve digits.

    Examples
    --------
    >>> same(0.1 + 0.2, 0.3), same("在产", "在建")
    (True, False)
    """
    if isinstance(a, float | int) and isinstance(b, float | int):
        return f"{a:.12g}" == f"{b:.12g}"
    return bool(a == b)


def firm(loading: Loading) -> None:
    """Columns of the firm; the record then comes from the form, the rest is told to be older."""
    told = loading.answers.firm
    now = loading.facts.firms[loading.firm_id]
    changed = {n: v for n, v in told.items() if not same(getattr(now, n), v)}
    for name, value in told.items():
        place = loading.answers.firm_places[name]
        loading.say(now, now.name_zh, name, getattr(now, name), value, place)
    if changed:
        loading.put(replace(now, **changed, **loading.proof, note=_older(loading, now, changed)))


def _older(loading: Loading, now: Firm, changed: Iterable[str]) -> str | None:
    """The firm's note, with where the columns that were not changed came from."""
    source = loading.facts.sources.get(now.source_id or "")
    if source is None or now.source_id == loading.source_id:
        return now.note
    told = f"{len(list(changed))} 项据企业摸底表,其余各项据“{source.title}”"
    return ";".join(part for part in (now.note, told) if part)


def firm_year(loading: Loading) -> None:
    """Figures of one year: those given are put in, the others stay."""
    told = loading.answers.figures
    if not told:
        return
    firm_id, year = loading.firm_id, loading.answers.year
    now = _figures(loading.facts, firm_id, year)
    changed: dict[str, Any] = {n: v for n, v in told.items() if not same(getattr(now, n), v)}
    if changed:
        now = replace(now, **changed, **loading.proof)
        loading.put(now)
    before = _figures(loading.facts, firm_id, year)
    for name, value in told.items():
        place = loading.answers.figure_places[name]
        loading.say(now, f"{year} 年", name, getattr(before, name), value, place)


def _figures(facts: Facts, firm_id: str, year: str) -> FirmYear:
    rows = (r for r in facts.all(FirmYear).values() if (r.firm_id, r.year) == (firm_id, year))
    empty = dict.fromkeys(field.name for field in fields(FirmYear))
    fresh = {**empty, "id": f"{firm_id}-{year}", "firm_id": firm_id, "year": year}
    return next(rows, None) or FirmYear(**{**fresh, "basis": BASIS})  # type: ignore[arg-type]


def source(loading: Loading) -> Source:
    """The form as a source."""
    name = loading.facts.firms[loading.firm_id].name_zh
    before = loading.facts.sources.get(loading.source_id)
    return before or Source(
        id=loading.source_id,
        title=f"企业摸底表:{name}({loading.as_of})",
        url=None,
        date=loading.as_of,
        date_text=None,
        grade=GRADE,
        licence=None,
        note=f"企业自己填报并盖章,表号 {loading.form.id};未经第三方核对",
    )
