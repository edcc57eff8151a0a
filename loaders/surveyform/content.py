"""What is known of a firm as the cells of its form: names for ids, 万吨/年 for kt/a."""

from __future__ import annotations

from collections.abc import Iterator

from graph.desk.survey.known import FIRM_FIELDS, YEAR_FIELDS, Known
from graph.facts import Facts
from graph.schema import Column, Schema
from loaders.surveyform.form import (
    CONFIRM,
    FEED,
    FIRM,
    HIDDEN,
    NEW,
    NO_VALUE,
    PLAN,
    STATUSES,
    SUPPLY,
    UNIT,
    YEAR,
    YEAR_ITEM,
    YES_NO,
    Cell,
    FormSheet,
    Row,
)
from loaders.surveyform.printed import (
    confirm,
    feed_rows,
    hidden_row,
    new_rows,
    spare,
    supply_row,
    unit_row,
)

_FIRM_STATUSES = (*STATUSES, "在营")
_HINTS = {
    "uscc": "18 位",
    "founded": "年份,如 2009",
    "is_above_scale": "年主营业务收入 2000 万元及以上",
    "specialised": "高新技术企业、专精特新、小巨人等",
    "listed_code": "没有上市的留空",
}


def form_sheet(known: Known, facts: Facts, schema: Schema, number: str, sent_on: str) -> FormSheet:
    """The form of one firm.

    Parameters
    ----------
    known
        What is on record and what is asked.
    facts
        Names of what the records point to.
    schema
        Labels, units and choices of columns.
    number
        Number of the form, on it for ever.
    sent_on
        ISO day it goes out.
    """
    firm = known.firm
    rows = {
        FIRM.key: tuple(_firm(known, schema)),
        YEAR.key: tuple(_year(known, schema)),
        UNIT.key: tuple(unit_row(unit, facts) for unit in known.units),
        HIDDEN.key: tuple(hidden_row(hidden, facts) for hidden in known.hidden),
        NEW.key: new_rows(known, facts),
        SUPPLY.key: tuple(supply_row(supply, facts) for supply in known.supplies),
        FEED.key: tuple(feed_rows(known, facts)),
        PLAN.key: spare(PLAN),
    }
    region = facts.regions[known.region_id].name_zh
    head = (("地区", region), ("发出日期", sent_on))
    return FormSheet(number, f"企业摸底表:{firm.name_zh}", firm.name_zh, head, rows)


def _firm(known: Known, schema: Schema) -> Iterator[Row]:
    for name in FIRM_FIELDS:
        column = schema["firm"].column(name)
        now = shown(column, getattr(known.firm, name))
        yield {
            "item": Cell(column.label_zh),
            "known": Cell(NO_VALUE if now is None else now),
            "answer": Cell(choices=_choices(column, now is not None)),
            "hint": Cell(_HINTS.get(name)),
        }


def _choices(column: Column, is_known: bool) -> tuple[str, ...]:
    first = (CONFIRM,) if is_known else ()
    if column.type == "bool":
        return (*first, *YES_NO)
    if not column.choices:
        return ()
    words = (w for w in column.choices if column.name != "status" or w in _FIRM_STATUSES)
    return (*first, *words)


def shown(column: Column, value: object) -> str | None:
    """A firm's value as the form has it.

    Examples
    --------
    >>> column = Column("is_above_scale", "规上", "bool", False, "", (), "", "")
    >>> shown(column, True), shown(column, None)
    ('是', None)
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return YES_NO[0] if value else YES_NO[1]
    return str(value)


def _year(known: Known, schema: Schema) -> Iterator[Row]:
    hint = "下面各数都是这一年的;要填别的年份,在左边改"
    yield {
        "item": Cell(YEAR_ITEM),
        "known": Cell(known.year),
        "answer": Cell(None, (CONFIRM,), is_open=True),
        "hint": Cell(hint),
    }
    for name in YEAR_FIELDS:
        column = schema["firm_year"].column(name)
        now = getattr(known.figures, name, None)
        more = f";{column.help}" if column.help else ""
        yield {
            "item": Cell(column.label_zh),
            "known": Cell(NO_VALUE if now is None else now),
            "answer": Cell(None, confirm(now), now is None, is_open=True),
            "hint": Cell(f"{column.unit}{more}"),
        }
