"""What a returned form says, as values; every cell that cannot be taken is told with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.desk.survey.answers import Answers, Place
from graph.desk.survey.known import FIRM_FIELDS, YEAR_FIELDS
from loaders.cells import CellError, parse_date
from loaders.surveyform import cells, goods, tables
from loaders.surveyform.find import FilledRow, Found
from loaders.surveyform.form import (
    DATE_LABEL,
    FEED,
    FIRM,
    HIDDEN,
    NEW,
    PLAN,
    SUPPLY,
    UNIT,
    YEAR,
    YEAR_ITEM,
)
from loaders.surveyform.row import BadCell, Corrections, OneRow, Reader
from loaders.surveyform.tables import Form

_COUNTS = ("patents",)
_NONE_WORDS = frozenset({"无", "没有", "暂无"})


@dataclass(frozen=True, slots=True)
class Read:
    """Answers of a form and the cells not taken; ``lacking`` are titles of tables not there."""

    file: str
    answers: Answers
    bad: tuple[BadCell, ...]
    lacking: tuple[str, ...] = field(default=())


def read_form(file: str, found: Found, form: Form, corrections: Corrections) -> Read:
    """Read everything a firm wrote.

    Parameters
    ----------
    file
        Name of the file, for messages.
    found
        Its tables.
    form
        What it was asked.
    corrections
        Cells put right on the page.
    """
    reader = Reader(file, corrections)
    rows = {key: [reader.on(row) for row in told] for key, told in found.rows.items()}
    firm, firm_places = _firm(rows.get(FIRM.key, ()), form)
    year, figures, places = _year(rows.get(YEAR.key, ()), form)
    answers = Answers(
        number=found.number,
        filled_on=_date(reader, found, form),
        firm=firm,
        firm_places=firm_places,
        year=year,
        figures=figures,
        figure_places=places,
        units=tuple(tables.units(rows.get(UNIT.key, ()), form)),
        outputs=tuple(tables.outputs(rows.get(HIDDEN.key, ()), form)),
        new_units=tuple(tables.new_units(rows.get(NEW.key, ()), form)),
        supplies=tuple(goods.supplies(rows.get(SUPPLY.key, ()), form)),
        feeds=tuple(goods.feeds(rows.get(FEED.key, ()), form)),
        plans=tuple(goods.plans(rows.get(PLAN.key, ()), form)),
    )
    return Read(file, answers, tuple(reader.bad), tuple(t.title for t in found.lacking))


def _date(reader: Reader, found: Found, form: Form) -> str | None:
    row = reader.on(FilledRow(found.date_place, {DATE_LABEL: found.date}))
    return row.get(DATE_LABEL, lambda t: cells.day(t, first=form.first, last=form.last))


def _firm(rows: Iterable[OneRow], form: Form) -> tuple[dict[str, Any], dict[str, Place]]:
    columns = {form.schema["firm"].column(n).label_zh: n for n in FIRM_FIELDS}
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for row in rows:
        name = columns.get(str(row.cells.get("item")))
        if name is None:
            if not row.is_blank("answer"):
                row.tell("answer", "“项目”一格被改过,不知道填的是什么;请照原表改回来")
            continue
        value = row.checked("answer", "known", partial(_firm_value, form, name))
        if value is not None:
            values[name], places[name] = value, row.place
    return values, places


def _firm_value(form: Form, name: str, text: str) -> Any:
    column = form.schema["firm"].column(name)
    if name == "uscc":
        code = cells.uscc(text)
        holder = form.names.holder(code)
        if holder not in (None, form.known.firm.id):
            raise CellError(f"这个代码已登记在“{form.names.facts.firm_name(holder or '')}”名下")
        return code
    if column.type == "bool":
        return cells.yes_no(text)
    if column.type == "date":
        return parse_date(text)
    if column.choices:
        return cells.word(text, column.choices)
    return None if text in _NONE_WORDS else text


def _year(
    rows: Iterable[OneRow], form: Form
) -> tuple[str, dict[str, float | int], dict[str, Place]]:
    columns = {form.schema["firm_year"].column(n).label_zh: n for n in YEAR_FIELDS}
    year, values, places = form.known.year, dict[str, float | int](), dict[str, Place]()
    for row in rows:
        item = str(row.cells.get("item"))
        name = columns.get(item)
        if item == YEAR_ITEM:
            year = row.checked("answer", "known", lambda t: _one_year(t, form.last)) or str(
                cells.said(row.cells.get("known")) or year
            )
        elif name is None:
            if not row.is_blank("answer"):
                row.tell("answer", "“指标”一格被改过,不知道填的是什么;请照原表改回来")
        else:
            parse = cells.whole if name in _COUNTS else cells.number
            value = row.checked("answer", "known", parse)
            if value is not None:
                values[name], places[name] = value, row.place
    return year, values, places


def _one_year(text: str, last: str) -> str:
    found = parse_date(text)
    if len(found) != len("2025") or not "2000" <= found <= last[:4]:
        raise CellError(f"写一个年份,如 {int(last[:4]) - 1}")
    return found
