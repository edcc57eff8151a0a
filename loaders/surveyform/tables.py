"""The tables of units of a returned form, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from graph.desk.survey.answers import NewUnit, OutputAnswer, UnitAnswer
from graph.desk.survey.known import Known, UnitKnown
from graph.schema import Schema
from loaders.cells import CellError
from loaders.surveyform import cells
from loaders.surveyform.form import STATUSES
from loaders.surveyform.names import LARGEST_KT_A, Names
from loaders.surveyform.printed import route_names, unit_row, wan_t
from loaders.surveyform.row import OneRow

MOST_USED = 1.5


@dataclass(frozen=True)
class Form:
    """What is needed to read a form: what was asked, names, columns, and between which days.

    ``first`` is the day it was sent, ``last`` today.
    """

    known: Known
    names: Names
    schema: Schema
    first: str
    last: str


def units(rows: Iterable[OneRow], form: Form) -> Iterator[UnitAnswer]:
    """Answers about units on record."""
    units = {unit.unit_id: unit for unit in form.known.units}
    filled = ("status", "since", "capacity", "route", "own_use", "outside", "note")
    for row in rows:
        unit = units.get(str(row.cells.get("unit_id")))
        if unit is not None:
            _check_printed(row, unit, form)
        if row.is_blank(*filled):
            continue
        if unit is None:
            row.tell("unit_id", "这家企业没有这个编号的装置;编号不要改,新装置写到第五张表")
            continue
        if not row.is_first("unit_id", unit.unit_id):
            continue
        parse = partial(_capacity, form, unit.product_id, unit.routes)
        size = row.checked("capacity", "capacity_known", parse)
        answer = UnitAnswer(
            place=row.place,
            unit_id=unit.unit_id,
            status=row.checked("status", "status_known", lambda t: cells.word(t, STATUSES)),
            since=row.get("since", lambda t: cells.begun(t, last=form.last)),
            capacity_kt_a=size[0] if size else None,
            capacity_text=size[1] if size else None,
            process_id=row.checked("route", "route_known", partial(_route, form, unit.routes)),
            own_use_kt_a=flow(row, "own_use"),
            outside_kt_a=flow(row, "outside"),
            note=row.words("note"),
        )
        _check_status(row, unit, answer)
        _check_use(row, unit, answer)
        yield answer


def _check_printed(row: OneRow, unit: UnitKnown, form: Form) -> None:
    """What is printed stands on record, or did before a newer statement drove."""
    facts = form.names.facts
    printed = unit_row(unit, facts)
    older = facts.statements_on.get(unit.unit_id, ())
    before: dict[str, list[object]] = {
        "status": [row.status for row in older],
        "capacity": [wan_t(row.capacity_kt_a) for row in older],
        "route": [route_names(facts, row.process_ids) for row in older],
    }
    for name, stood in before.items():
        known = f"{name}_known"
        row.check_printed(name, known, printed[known].value, *stood)


def _check_status(row: OneRow, unit: UnitKnown, answer: UnitAnswer) -> None:
    """A statement of today would make an old status look fresh: then it must be said too."""
    rest = (answer.capacity_kt_a, answer.process_id, answer.own_use_kt_a, answer.outside_kt_a)
    if unit.is_doubted and answer.status is None and any(v is not None for v in rest):
        row.tell("status", f"这套装置的现况太久没有消息,请把现况也写上:{'、'.join(STATUSES)}")


def _check_use(row: OneRow, unit: UnitKnown, answer: UnitAnswer) -> None:
    """Nobody uses and sells half as much again as the plant can make: a slip of unit."""
    size = answer.capacity_kt_a or unit.capacity_kt_a
    used = (answer.own_use_kt_a or 0.0) + (answer.outside_kt_a or 0.0)
    if size and used > MOST_USED * size:
        name = "outside" if answer.outside_kt_a else "own_use"
        row.tell(
            name,
            f"自用加外供 {wan_t(used):.12g} 万吨/年,比设计产能 {wan_t(size):.12g} 万吨/年"
            "还多一半以上;请核对单位,产能不对的一起更正",
        )


def _capacity(
    form: Form, product_id: str, routes: tuple[str, ...], text: str
) -> tuple[float, str | None]:
    """A size; one ten times too large is a slip of unit."""
    size, told = cells.capacity(text)
    most = form.names.most_kt_a(product_id, routes)
    if size > most:
        usual = f"是通常单套上限({most / 100:.12g} 万吨/年)的十倍以上"
        told = usual if most < LARGEST_KT_A else "比哪里的装置都大"
        raise CellError(f"{told},请核对单位:表里是万吨/年")
    return size, told


def new_size(row: OneRow, form: Form, product_id: str | None) -> tuple[float, str | None] | None:
    """The size of a plant to be, kt/a, with the text of a sum."""
    if product_id is None:
        return row.get("capacity", cells.capacity)
    routes = form.names.routes_of(product_id)
    return row.get("capacity", partial(_capacity, form, product_id, routes))


def flow(row: OneRow, name: str) -> float | None:
    """An amount a year, kt/a; 0 is none."""
    return row.get(name, one_flow)


def one_flow(text: str) -> float:
    """The same of a text; more than any plant on earth makes is a slip of unit."""
    size, _ = cells.flow(text)
    if size > LARGEST_KT_A:
        raise CellError("比哪里的装置都大,请核对单位:表里是万吨/年")
    return size


def _route(form: Form, routes: tuple[str, ...], text: str) -> str:
    found = form.names.route(text, routes)
    if found is None:
        names = "、".join(form.names.facts.processes[r].name_zh for r in routes)
        told = f"只能写:{names}" if names else "这个产品不分工艺路线,请清空,写到备注"
        raise CellError(f"没有“{text}”这条路线;{told}")
    return found


def outputs(rows: Iterable[OneRow], form: Form) -> Iterator[OutputAnswer]:
    """What units make besides."""
    units = {unit.unit_id for unit in form.known.units}
    for row in rows:
        if row.is_none("capacity", "note"):
            continue
        unit_id, product = (str(row.cells.get(name)) for name in ("unit_id", "product"))
        product_id = form.names.product_or_none(product)
        size, note = flow(row, "capacity"), row.words("note")
        if unit_id not in units or product_id is None:
            row.tell("product", "装置编号或产品被改过,对不上;请照原表改回来")
        elif size is None:
            row.remark(f"{row.cells.get('name')}另产的{product}", note)
        elif row.is_first("capacity", unit_id, product_id):
            yield OutputAnswer(row.place, unit_id, product_id, size, note)


def new_units(rows: Iterable[OneRow], form: Form) -> Iterator[NewUnit]:
    """Units nobody had on record; a row whose product was emptied on the page is left out."""
    others = ("name", "park", "status", "since", "capacity", "route", "note")
    for row in rows:
        if row.was_cleared("product") or row.is_none("product", *others):
            continue
        product_id = row.get("product", form.names.product)
        park_id = row.get("park", form.names.park) or _usual_park(row, form)
        status = row.get("status", lambda t: cells.word(t, STATUSES))
        size = new_size(row, form, product_id)
        since = row.get("since", lambda t: cells.begun(t, last=form.last))
        if row.text("product") is None:
            row.tell("product", "写了装置没有写产品;请补上产品,或清空整行")
        if row.text("status") is None:
            row.tell("status", f"请写现况:{'、'.join(STATUSES)}")
        if product_id is None or status is None or park_id is None:
            continue
        route, note = _free_route(row, form, product_id)
        yield NewUnit(
            place=row.place,
            product_id=product_id,
            name=row.words("name"),
            park_id=park_id,
            status=status,
            since=since,
            capacity_kt_a=size[0] if size else None,
            capacity_text=size[1] if size else None,
            process_id=route,
            note=note,
        )


def _usual_park(row: OneRow, form: Form) -> str | None:
    """Where the firm stands, when it stands in one own park only."""
    parks = [p for p in form.known.firm.park_ids if p in form.known.park_ids]
    if row.text("park") is None and len(parks) != 1:
        row.tell("park", "请写装置在哪个片区")
    return parks[0] if len(parks) == 1 else None


def _free_route(row: OneRow, form: Form, product_id: str) -> tuple[str | None, str | None]:
    """The route when it is one of ours; else its words go into the note."""
    text, note = row.words("route"), row.words("note")
    if text is None:
        return None, note
    found = form.names.route(text, form.names.routes_of(product_id))
    if found:
        return found, note
    return None, ";".join(part for part in (f"工艺:{text}", note) if part)
