"""The table of yearly figures of a returned form: of which year, and whether they can be so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from graph.desk.survey.answers import Place
from graph.desk.survey.known import YEAR_FIELDS
from loaders.cells import CellError, parse_date
from loaders.surveyform import cells
from loaders.surveyform.form import YEAR_ITEM
from loaders.surveyform.row import OneRow, text_of
from loaders.surveyform.tables import Form

_COUNTS = ("patents",)
_PARTS = ("tax_wan", "rd_wan")


def figures(
    rows: Sequence[OneRow], form: Form
) -> tuple[str, dict[str, float | int], dict[str, Place]]:
    """The year, its figures by column, and where each stands."""
    columns = {form.schema["firm_year"].column(n).label_zh: n for n in YEAR_FIELDS}
    by_item = {str(row.cells.get("item")): row for row in reversed(tuple(rows))}
    year = _year_of(by_item.get(YEAR_ITEM), form)
    values, places = dict[str, float | int](), dict[str, Place]()
    for row in rows:
        item = str(row.cells.get("item"))
        name = columns.get(item)
        if name is None:
            if item != YEAR_ITEM and not row.is_blank("answer"):
                row.tell("answer", "“指标”一格被改过,不知道填的是什么;请照原表改回来")
            continue
        if year == form.known.year:
            row.check_printed("answer", "known", getattr(form.known.figures, name, None))
        if row.is_blank("answer") or not row.is_first("answer", name):
            continue
        value = _figure(row, name, year, _printed_year(by_item.get(YEAR_ITEM), form))
        if value is not None:
            values[name], places[name] = value, row.place
    _check_sums(rows, columns, values)
    return year, values, places


def _year_of(row: OneRow | None, form: Form) -> str:
    """The year the figures are of; the printed one where the firm wrote none."""
    told = row and row.checked("answer", "known", partial(_one_year, last=form.last))
    if row is None or told:
        return told or _asked_year(form)
    try:
        return _one_year(cells.said(row.cells.get("known")) or _asked_year(form), form.last)
    except CellError as error:
        row.tell("answer", f"左边的年份看不懂:{error}")
        return _asked_year(form)


def _asked_year(form: Form) -> str:
    """The last whole year on the day the form was sent."""
    return str(int(form.first[:4]) - 1)


def _printed_year(row: OneRow | None, form: Form) -> str:
    """The year of the printed figures: never before the one the form was sent for."""
    told = text_of(row.cells.get("known")) if row else None
    return max(told or "", _asked_year(form))


def _figure(row: OneRow, name: str, year: str, printed: str) -> float | int | None:
    """One figure; what is printed is of the printed year, and confirms no other."""
    text = row.text("answer")
    if text and cells.is_confirm(text) and printed != year:
        row.tell(
            "answer", f"左边印的是 {printed} 年的数,这里填的是 {year} 年;请直接写 {year} 年的数"
        )
        return None
    return row.checked("answer", "known", cells.whole if name in _COUNTS else cells.number)


def _check_sums(
    rows: Iterable[OneRow], columns: Mapping[str, str], values: Mapping[str, float]
) -> None:
    """Nobody pays in tax, or spends on research, more than all that comes in."""
    revenue = values.get("revenue_wan")
    for row in rows:
        name = columns.get(str(row.cells.get("item")), "")
        if revenue and name in _PARTS and values.get(name, 0.0) > revenue:
            row.tell("answer", f"比主营业务收入({revenue:.12g} 万元)还多,请核对单位:都是万元")


def _one_year(text: str, last: str) -> str:
    found = parse_date(text)
    if len(found) != len("2025") or not "2000" <= found <= last[:4]:
        raise CellError(f"写一个年份,如 {int(last[:4]) - 1}")
    return found
