"""What a form says of units, as statements: the newest that says otherwise drives.

The statement that drove before stays on record beside it, so that an earlier day answers as it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graph.desk.survey.answers import NewUnit, OutputAnswer, UnitAnswer
from graph.desk.survey.records import ASIDE, CHANGED, Loading, same
from graph.model import Capacity


def units(loading: Loading) -> None:
    """A new statement on every unit spoken of; it drives when it says otherwise."""
    for answer in loading.answers.units:
        driver = _driver(loading, answer.unit_id)
        if driver is not None:
            _unit(loading, answer, driver)


def _driver(loading: Loading, unit_id: str) -> Capacity | None:
    """The statement that drives; of a unit that follows from its site, what follows."""
    rows = loading.facts.statements_on.get(unit_id, ())
    for row in rows:
        if row.is_driver:
            return row
    implied = (i.unit for i in loading.evaluation.standing.implied)
    bare = next((u for u in implied if u.unit_id == unit_id), None)
    names = loading.facts
    if bare is None:
        return None
    name = names.product_name(bare.product_id)
    return replace(bare, id="", name_zh=name, capacity_kt_a=None, is_driver=True, note=None)


def _unit(loading: Loading, answer: UnitAnswer, driver: Capacity) -> None:
    told = _told(answer)
    if not told:
        return
    own_id = f"{loading.form.id}-{answer.unit_id}"
    own = loading.facts.capacities.get(own_id)
    values = dict(told)
    if answer.status is not None and answer.status != driver.status and answer.since is None:
        values["since"] = loading.as_of
    differs = any(not same(getattr(driver, n), v) for n, v in values.items())
    if own is not None and not any(not same(getattr(own, n), v) for n, v in told.items()):
        new = own
    else:
        note = _note(answer, driver)
        new = replace(driver, **values, id=own_id, status_text=None, **loading.proof, note=note)
        until = None if answer.status else driver.until
        drives = _drives(loading, driver, own_id, differs)
        new = replace(new, is_driver=drives, until=until)
    loading.put(new)
    if new.is_driver and driver.id not in ("", own_id):
        loading.put(replace(driver, is_driver=False))
    for name, value in told.items():
        was = None if driver.id == "" and name != "process_ids" else getattr(driver, name)
        loading.say(new, driver.name_zh, name, was, value, answer.place)
    if differs and not new.is_driver:
        _aside(loading, new)


def _drives(loading: Loading, driver: Capacity, own_id: str, differs: bool) -> bool:
    """Whether the form's statement is taken: it says otherwise and is no older."""
    if driver.id in ("", own_id):
        return True
    return differs and (driver.as_of or "") <= loading.as_of


def _aside(loading: Loading, new: Capacity) -> None:
    """Newer news stands: what the form says of the unit is kept beside it."""
    loading.items = [
        replace(i, result=ASIDE) if i.record_id == new.id and i.result == CHANGED else i
        for i in loading.items
    ]


def _told(answer: UnitAnswer) -> dict[str, Any]:
    """Columns the answer gives a value to."""
    process_ids = (answer.process_id,) if answer.process_id else None
    told = {
        "status": answer.status,
        "since": answer.since,
        "capacity_kt_a": answer.capacity_kt_a,
        "process_ids": process_ids,
        "own_use_kt_a": answer.own_use_kt_a,
        "outside_kt_a": answer.outside_kt_a,
    }
    return {name: value for name, value in told.items() if value is not None}


def _note(answer: UnitAnswer, driver: Capacity) -> str | None:
    """The sum as it was written, a day nobody told, what stood before, the firm's own words."""
    was, now = driver.capacity_kt_a, answer.capacity_kt_a
    parts = [f"产能填的是 {answer.capacity_text} 万吨/年"] if answer.capacity_text else []
    if answer.status not in (None, driver.status) and answer.since is None:
        parts.append(f"何时转为{answer.status}没有填,先按填报这天算")
    if was is not None and now is not None and not same(was, now):
        parts.append(f"企业更正,此前采用 {was / 10:.12g} 万吨/年")
    parts += [answer.note] if answer.note else []
    return ";".join(parts) or None


def outputs(loading: Loading) -> None:
    """What a unit makes besides is one more statement on it, which never drives; 0 is none."""
    for answer in loading.answers.outputs:
        driver = _driver(loading, answer.unit_id)
        if driver is not None:
            _output(loading, answer, driver)


def _output(loading: Loading, answer: OutputAnswer, driver: Capacity) -> None:
    facts = loading.facts
    own_id = f"{loading.form.id}-{answer.unit_id}-{answer.product_id}"
    before = [
        c
        for c in facts.statements_on.get(answer.unit_id, ())
        if c.product_id == answer.product_id and c.capacity_kt_a is not None
    ]
    was = max(before, key=lambda c: (c.as_of or "", c.id), default=None)
    name = facts.product_name(answer.product_id)
    made = replace(
        driver,
        id=own_id,
        is_driver=False,
        name_zh=name,
        product_id=answer.product_id,
        process_ids=(),
        capacity_kt_a=answer.capacity_kt_a,
        status_text=None,
        own_use_kt_a=None,
        outside_kt_a=None,
        **loading.proof,
        note=answer.note or "企业填报:这套装置另产的产品",
    )
    loading.put(made)
    told = f"{driver.name_zh}·{name}"
    now = answer.capacity_kt_a
    loading.say(made, told, "capacity_kt_a", was and was.capacity_kt_a, now, answer.place)


def new_units(loading: Loading) -> None:
    """Units nobody had on record, each with a statement that drives."""
    for answer in loading.answers.new_units:
        unit_id = _free_unit(loading, answer)
        name = answer.name or loading.facts.product_name(answer.product_id)
        made = Capacity(
            id=f"{loading.form.id}-{unit_id}",
            unit_id=unit_id,
            is_driver=True,
            firm_id=loading.firm_id,
            park_id=answer.park_id,
            name_zh=name,
            product_id=answer.product_id,
            process_ids=(answer.process_id,) if answer.process_id else (),
            capacity_kt_a=answer.capacity_kt_a,
            status=answer.status,
            status_text=None,
            since=answer.since,
            until=None,
            replaces=(),
            complex_id=None,
            project_id=None,
            **loading.proof,
            note=_sum_note(answer.capacity_text, answer.note),
        )
        before = loading.facts.capacities.get(made.id)
        loading.spoken.add(made.id)
        loading.put(replace(made, is_driver=before.is_driver) if before else made)
        for column in ("product_id", "status", "since", "capacity_kt_a", "process_ids"):
            now = getattr(made, column)
            if now not in (None, ()):
                was = getattr(before, column, None)
                loading.say(made, name, column, was, now, answer.place)


def _sum_note(text: str | None, note: str | None) -> str | None:
    parts = [f"产能填的是 {text} 万吨/年"] if text else []
    return ";".join([*parts, *([note] if note else [])]) or None


def _free_unit(loading: Loading, answer: NewUnit) -> str:
    """An id for the unit: the one this form gave it before, else one nobody has."""
    stem, number = f"{loading.firm_id}-{answer.product_id}", 1
    found = stem
    while not _may_have(loading, found):
        number += 1
        found = f"{stem}-{number}"
    return found


def _may_have(loading: Loading, unit_id: str) -> bool:
    own = f"{loading.form.id}-{unit_id}"
    rows = loading.facts.statements_on.get(unit_id, ())
    is_taken = own in loading.spoken or (rows and all(row.id != own for row in rows))
    return not is_taken


def notes_left(loading: Loading) -> Iterator[str]:
    """What makes no statement: remarks on a unit of which nothing else was said."""
    names = loading.facts.unit_names
    for answer in loading.answers.units:
        if answer.note and not _told(answer):
            yield f"{names.get(answer.unit_id, answer.unit_id)}:{answer.note}"
    yield from loading.answers.remarks
