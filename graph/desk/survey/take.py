"""Forms taken back: what each would change, and whether the facts still hold together then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.checks.run import run_checks
from graph.desk.survey import records
from graph.desk.survey import supplies as survey_supplies
from graph.desk.survey import units as survey_units
from graph.desk.survey.answers import Answers
from graph.desk.survey.records import ASIDE, CHANGED, NEW, Item, Loading
from graph.errors import ChainError
from graph.facts import Facts
from graph.model import OFFICE_KINDS, AskedForm, Capacity, Record
from graph.reason import Evaluation, evaluate
from graph.results import Finding
from graph.store.protocol import Change, Ref

_STEPS = (
    *(records.firm, records.firm_year),
    *(survey_units.units, survey_units.outputs, survey_units.new_units),
    *(survey_supplies.supplies, survey_supplies.feeds, survey_supplies.plans),
)

MOST_TRIED = 12
LEAP = 100.0
"""So many times as much, or as little, is more likely a slip of unit than news."""
_SUSPECT = (
    *("process_ids", "capacity_kt_a", "status"),
    *("since", "product_id", "own_use_kt_a", "outside_kt_a"),
)
"""Columns of a unit, the likeliest to be wrong first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One form: its items, its changes, and why the facts would not hold together with it.

    ``suspects`` are the items without which they would, where the findings name none.
    """

    form: AskedForm
    answers: Answers
    as_of: str
    items: tuple[Item, ...]
    changes: tuple[Change, ...]
    faults: tuple[Finding, ...] = ()
    suspects: tuple[Item, ...] = ()


def take(
    evaluation: Evaluation, forms: Sequence[tuple[AskedForm, Answers]], today: str
) -> tuple[Taken, ...]:
    """What the forms would change, the earlier filled in first; nothing is written.

    A form whose changes break a rule of the checks that held before has ``faults``; it is passed
    over for those after it.

    Parameters
    ----------
    evaluation
        The facts as they stand.
    forms
        The record of each form and what it says.
    today
        ISO day.
    """
    ordered = sorted(forms, key=lambda pair: (pair[1].filled_on or today, pair[0].id))
    facts, taken = evaluation.given, list[Taken]()
    for form, answers in ordered:
        taken.append(_one(evaluation, facts, form, answers, today))
        facts = changed(facts, taken[-1].changes)
    known = frozenset(run_checks(evaluation.given))
    if not ordered or not _faults(evaluation, facts, known):
        return tuple(taken)
    return tuple(_one_by_one(evaluation, ordered, today, known))


def _one_by_one(
    evaluation: Evaluation,
    forms: Iterable[tuple[AskedForm, Answers]],
    today: str,
    known: frozenset[Finding],
) -> Iterable[Taken]:
    """Each form looked at by itself, to find those that do not fit."""
    facts = evaluation.given
    for form, answers in forms:
        one = _one(evaluation, facts, form, answers, today)
        after = changed(facts, one.changes)
        faults = _faults(evaluation, after, known)
        one = replace(one, faults=faults)
        if faults and not any(named_by(one, f) for f in faults):
            one = replace(one, suspects=tuple(_suspects(evaluation, facts, one, today, known)))
        facts = facts if faults else after
        yield one


def _suspects(
    evaluation: Evaluation, facts: Facts, one: Taken, today: str, known: frozenset[Finding]
) -> Iterable[Item]:
    """What was said of each unit left out in turn: where nothing is wrong then, that was it."""
    new = [i for i in one.items if i.kind == Capacity.kind and i.result in (NEW, CHANGED)]
    for place in tuple(dict.fromkeys(i.place for i in new))[:MOST_TRIED]:
        rest = tuple(a for a in one.answers.units if a.place != place)
        tried = _one(evaluation, facts, one.form, replace(one.answers, units=rest), today)
        if not _faults(evaluation, changed(facts, tried.changes), known):
            yield min((i for i in new if i.place == place), key=lambda i: _SUSPECT.index(i.field))


def _one(
    evaluation: Evaluation, facts: Facts, form: AskedForm, answers: Answers, today: str
) -> Taken:
    loading = Loading(evaluation, facts, form, answers, today)
    for step in _STEPS:
        step(loading)
    loading.put(_source(loading))
    back = form.returned_on or today
    loading.put(replace(form, returned_on=back, source_id=loading.source_id))
    changes = tuple(loading.changes.values())
    return Taken(form, answers, loading.as_of, tuple(loading.items), changes)


def _source(loading: Loading) -> Record:
    """The form as a source, with the remarks that make no statement."""
    made = records.source(loading)
    told = made.note or ""
    left = [n for n in survey_units.notes_left(loading) if n not in told]
    return replace(made, note=";".join([told, *left])) if left else made


def _faults(evaluation: Evaluation, after: Facts, known: frozenset[Finding]) -> tuple[Finding, ...]:
    """What the checks find and did not find before; a site that cannot close."""
    try:
        again(evaluation, after)
    except ChainError as error:
        return (Finding("complex", "错误", (), str(error)),)
    return tuple(f for f in run_checks(after) if f not in known)


def again(evaluation: Evaluation, facts: Facts) -> Evaluation:
    """The same question asked of other facts."""
    return evaluate(
        facts,
        evaluation.rules,
        evaluation.as_of,
        region_id=evaluation.region.region_id,
        with_nearby=evaluation.region.with_nearby,
        like=evaluation,
    )


def changed(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts with some records put in, replaced or taken out; the office's own are no facts."""
    made = [c for c in changes if c.ref[0] not in OFFICE_KINDS]
    out = facts.with_records(c.record for c in made if c.record is not None)
    gone = [c.ref for c in made if c.record is None]
    return without(out, gone) if gone else out


def without(facts: Facts, refs: Iterable[Ref]) -> Facts:
    """The facts less some records."""
    by_kind = dict(facts.by_kind)
    for kind, id in refs:
        by_kind[kind] = {k: r for k, r in by_kind.get(kind, {}).items() if k != id}
    return Facts(by_kind)


def leaps(items: Iterable[Item]) -> tuple[Item, ...]:
    """Numbers a hundred times what stood, or a hundredth."""
    numbers = (i for i in items if i.result in (CHANGED, ASIDE) and _is_number(i.before))
    return tuple(
        i for i in numbers if i.before and i.after and not 1 / LEAP < i.after / i.before < LEAP
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def all_changes(taken: Iterable[Taken]) -> list[Change]:
    """What to write for these forms in one commit: the last word on each record."""
    last: dict[Ref, Change] = {}
    for one in taken:
        last |= {c.ref: c for c in one.changes}
    return list(last.values())


def named_by(taken: Taken, finding: Finding) -> tuple[Item, ...]:
    """Items of the records a finding names, sizes first."""
    ids = set(finding.ids)
    rows = {c.ref[1]: c.record for c in taken.changes if c.ref[0] == Capacity.kind}
    units = {i for i, r in rows.items() if getattr(r, "unit_id", None) in ids}
    found = [i for i in taken.items if i.record_id in ids | units]
    return tuple(sorted(found, key=lambda i: i.field != "capacity_kt_a"))
