"""What a returned form says, as values; every cell that cannot be taken is told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from graph.desk.survey.answers import Answers, Place
from graph.desk.survey.known import FIRM_FIELDS
from loaders.cells import CellError, parse_date
from loaders.surveyform import cells, goods, tables
from loaders.surveyform.content import shown
from loaders.surveyform.figures import figures as read_figures
from loaders.surveyform.find import FilledRow, Found
from loaders.surveyform.form import (
    DATE_LABEL,
    FEED,
    FIRM,
    HIDDEN,
    NEW,
    PLAN,
    SUPPLY,
    TABLES,
    UNIT,
    YEAR,
)
from loaders.surveyform.row import BadCell, Corrections, OneRow, Reader
from loaders.surveyform.tables import Form


@dataclass(frozen=True, slots=True)
class Read:
    """Answers of a form and the cells not taken; ``lacking`` are titles of tables not there."""

    file: str
    answers: Answers
    bad: tuple[BadCell, ...]
    lacking: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether the firm wrote nothing at all."""
        return self.answers.is_empty and not self.bad


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
    year, figures, places = read_figures(rows.get(YEAR.key, ()), form)
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
    answers = replace(answers, remarks=tuple(reader.remarks))
    return Read(file, answers, tuple(reader.bad), tuple(_lacking(found, form)))


def _lacking(found: Found, form: Form) -> Iterator[str]:
    """Titles of tables that were on the form and are not there, or have another header."""
    known = form.known
    asked = {UNIT.key: known.units, HIDDEN.key: known.hidden, SUPPLY.key: known.supplies}
    for table in TABLES:
        if table.key not in found.rows and asked.get(table.key, True):
            yield table.title


def _date(reader: Reader, found: Found, form: Form) -> str | None:
    row = reader.on(FilledRow(found.date_place, {DATE_LABEL: found.date}))
    return row.get(DATE_LABEL, lambda t: cells.day(t, first=form.first, last=form.last))


def _firm(rows: Iterable[OneRow], form: Form) -> tuple[dict[str, Any], dict[str, Place]]:
    columns = {form.schema["firm"].column(n).label_zh: n for n in FIRM_FIELDS}
    own, every = form.known.firm, form.names.facts.firms.values()
    firms = (own, *(f for f in every if f.merged_into_id == own.id))
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for row in rows:
        name = columns.get(str(row.cells.get("item")))
        if name is None:
            if not row.is_blank("answer"):
                row.tell("answer", "“项目”一格被改过,不知道填的是什么;请照原表改回来")
            continue
        now, *merged = (shown(form.schema["firm"].column(name), getattr(f, name)) for f in firms)
        row.check_printed("answer", "known", now, *merged)
        if not row.is_first("answer", name):
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
    if not cells.is_none(text):
        return text
    now = getattr(form.known.firm, name)
    if now is not None:
        raise CellError(f"库里是“{now}”;要去掉它,先改企业资料里的这一项,再把这一格清空")
    return None
