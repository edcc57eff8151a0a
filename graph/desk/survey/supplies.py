"""What a form says of materials and plans: who gives what to whom, and what is to be built."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace

from graph.desk.survey.answers import FeedAnswer, Place, PlanAnswer, SupplyAnswer
from graph.desk.survey.records import Loading
from graph.facts import Facts
from graph.model import Signal, Supply

PROVEN = "已证实"
EXPANSION = "扩建"


def supplies(loading: Loading) -> None:
    """Supplies on record: proven, put right, or no more."""
    for answer in loading.answers.supplies:
        row = loading.facts.supplies.get(answer.supply_id)
        if row is None:
            continue
        if answer.is_gone:
            loading.drop(row, _name(loading.facts, row), "certainty", answer.place)
        else:
            _prove(loading, row, answer)


def _prove(loading: Loading, row: Supply, answer: SupplyAnswer) -> None:
    size = row.amount_kt_a if answer.amount_kt_a is None else answer.amount_kt_a
    giver = row.from_firm_id or answer.giver_id
    note = row.note
    if giver is None and answer.giver_text:
        note = _with_giver(note, answer.giver_text)
    new = replace(row, from_firm_id=giver, amount_kt_a=size, certainty=PROVEN, note=note)
    if new != row:
        loading.put(replace(new, **loading.proof))
    _say(loading, row, new, answer.place, is_sized=answer.amount_kt_a is not None)


def _with_giver(note: str | None, giver: str) -> str:
    """The note with a supplier nobody has on record, once."""
    told = f"供方:{giver}(库里没有这家企业)"
    return told if not note else note if told in note else f"{note};{told}"


def _say(loading: Loading, was: Supply, now: Supply, place: Place, *, is_sized: bool) -> None:
    name = _name(loading.facts, now)
    if is_sized:
        loading.say(now, name, "amount_kt_a", was.amount_kt_a, now.amount_kt_a, place)
    if was.from_firm_id != now.from_firm_id:
        loading.say(now, name, "from_firm_id", was.from_firm_id, now.from_firm_id, place)
    if was.certainty != now.certainty or not is_sized:
        loading.say(now, name, "certainty", was.certainty, now.certainty, place)


def _name(facts: Facts, row: Supply) -> str:
    giver = facts.firm_name(row.from_firm_id) if row.from_firm_id else "?"
    return f"{facts.product_name(row.product_id)}:{giver}→{facts.firm_name(row.to_firm_id)}"


def feeds(loading: Loading) -> None:
    """Raw materials: a supply on record between the same two is the one that is meant."""
    for answer in loading.answers.feeds:
        row = _standing(loading, answer)
        if row is None:
            _new(loading, answer)
            continue
        size = row.amount_kt_a if answer.amount_kt_a is None else answer.amount_kt_a
        used_for = answer.used_for_id or row.for_product_id
        new = replace(row, amount_kt_a=size, for_product_id=used_for, certainty=PROVEN)
        if new != row:
            loading.put(replace(new, **loading.proof))
        _say(loading, row, new, answer.place, is_sized=answer.amount_kt_a is not None)


def _standing(loading: Loading, answer: FeedAnswer) -> Supply | None:
    """The supply of this form, or one on record from this very supplier."""
    facts, firm_id = loading.facts, loading.firm_id
    own = facts.supplies.get(_id(loading, answer))
    if own is not None or answer.giver_id is None:
        return own
    return next(
        (
            s
            for s in facts.supplies.values()
            if s.product_id == answer.product_id
            and s.from_firm_id
            and facts.owner(s.from_firm_id) == answer.giver_id
            and facts.owner(s.to_firm_id) == firm_id
        ),
        None,
    )


def _id(loading: Loading, answer: FeedAnswer) -> str:
    giver = answer.giver_id or answer.giver_text or ""
    mark = hashlib.sha256(giver.encode()).hexdigest()[:8] if giver else "0"
    return f"{loading.form.id}-feed-{answer.product_id}-{mark}"


def _new(loading: Loading, answer: FeedAnswer) -> None:
    is_unknown = answer.giver_text and answer.giver_id is None
    note = _with_giver(answer.note, answer.giver_text or "") if is_unknown else answer.note
    made = Supply(
        id=_id(loading, answer),
        from_firm_id=answer.giver_id,
        to_firm_id=loading.firm_id,
        product_id=answer.product_id,
        for_product_id=answer.used_for_id,
        amount_kt_a=answer.amount_kt_a,
        certainty=PROVEN,
        **loading.proof,
        note=note,
    )
    loading.put(made)
    name = _name(loading.facts, made)
    giver = answer.giver_id or answer.giver_text
    if giver:
        loading.say(made, name, "from_firm_id", None, giver, answer.place)
    if answer.amount_kt_a is not None:
        loading.say(made, name, "amount_kt_a", None, answer.amount_kt_a, answer.place)
    if not giver and answer.amount_kt_a is None:
        loading.say(made, name, "certainty", None, PROVEN, answer.place)


def plans(loading: Loading) -> None:
    """What is to be built, as signals of the firm."""
    for number, answer in enumerate(loading.answers.plans, 1):
        made = _signal(loading, answer, number)
        before = loading.facts.all(Signal).get(made.id)
        loading.put(made)
        name = answer.product_text or loading.facts.firm_name(made.firm_id)
        was = before.signal_text if before else None
        loading.say(made, name, "signal_text", was, made.signal_text, answer.place)
    _drop_plans(loading)


def _drop_plans(loading: Loading) -> None:
    """Plans of an earlier file of this form that has more rows than this one."""
    given = loading.answers.plans
    numbers = itertools.count(len(given) + 1) if given else ()
    for number in numbers:
        row = loading.facts.all(Signal).get(_plan_id(loading, number))
        if row is None:
            return
        loading.drop(row, row.product_text or "扩产打算", "signal_text", given[-1].place)


def _plan_id(loading: Loading, number: int) -> str:
    return f"{loading.form.id}-plan-{number}"


def _signal(loading: Loading, answer: PlanAnswer, number: int) -> Signal:
    firm = loading.facts.firms[loading.firm_id]
    return Signal(
        id=_plan_id(loading, number),
        firm_id=firm.id,
        date=loading.as_of,
        direction=EXPANSION,
        signal_text=plan_text(answer),
        product_ids=(answer.product_id,) if answer.product_id else (),
        process_ids=(),
        product_text=answer.product_text,
        place=firm.city,
        province=firm.province,
        capacity_kt_a=answer.capacity_kt_a,
        investment_yi=answer.investment_yi,
        **loading.proof,
        note=None,
    )


def plan_text(answer: PlanAnswer) -> str:
    """The row of the form in one line, as the firm gave it.

    Examples
    --------
    >>> plan_text(PlanAnswer(Place("plan", "3", 9), None, "SBS", 120.0, land_mu=60.0))
    '拟扩产SBS,新增 12 万吨/年,用地 60 亩'
    """
    size = answer.capacity_text or (answer.capacity_kt_a and f"{answer.capacity_kt_a / 10:.12g}")
    parts = (
        f"拟扩产{answer.product_text or ''}",
        size and f"新增 {size} 万吨/年",
        answer.investment_yi is not None and f"投资 {answer.investment_yi:.12g} 亿元",
        answer.land_mu is not None and f"用地 {answer.land_mu:.12g} 亩",
        answer.time and f"打算 {answer.time} 建成",
        answer.note,
    )
    return ",".join(part for part in parts if part)
