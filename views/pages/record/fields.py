"""One column of a record as one field of a form: a widget made from the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from graph.facts import Facts
from graph.schema import Column
from loaders.cells import CellError, parse_date, parse_list, round_number, scale
from loaders.codes import codes_of
from loaders.headers import SHOWN_UNITS, shown_label
from views.tables.values import full_name

YES, NO = "是", "否"
UNKNOWN = "不知道就留空"
LONG = frozenset({"why", "text", "note", "problems", "needs", "problem", "measures", "difficulty"})
_LONG_LABELS = ("原因", "依据", "备注")
MOST = 2000

Options = Callable[[Column], Mapping[str, str]]
"""What a reference column may point to: id → name."""


def options_of(facts: Facts) -> Options:
    """Records of the facts, by what they are called."""

    def found(column: Column) -> Mapping[str, str]:
        rows = facts.goods if column.ref == "product" else facts.by_kind.get(column.ref, {})
        return {id: full_name(record, id) for id, record in rows.items()}

    return found


def field(
    column: Column, value: Any, options: Options, key: str, words: Mapping[str, str] | None = None
) -> Any:
    """Draw the widget of one column and give its value as the record keeps it.

    Parameters
    ----------
    column
        Type, label, unit, choices and help.
    value
        What stands now; None is unknown.
    options
        Where references may point.
    key
        Of the widget, new for each opening of the form.
    words
        Local words for the choices, by choice.

    Returns
    -------
    Any
        The value in the unit of the schema; None when left empty.

    Raises
    ------
    CellError
        What was typed cannot be read; the text says what to write instead.
    """
    label = shown_label(column) + (" *" if column.required else "")
    help_ = column.help or None
    if column.choices:
        return _choice(column, value, label, help_, key, words or {})
    if column.type == "bool":
        shown = None if value is None else (YES if value else NO)
        picked = st.selectbox(
            label, [YES, NO], _at([YES, NO], shown), key=key, placeholder="不知道", help=help_
        )
        return None if picked is None else picked == YES
    if column.type in ("ref", "reflist"):
        return _reference(column, value, options(column), label, help_, key)
    if column.type in ("float", "int"):
        return _number(column, value, label, help_, key)
    return _text(column, value, label, help_, key)


def _choice(
    column: Column, value: Any, label: str, help_: str | None, key: str, words: Mapping[str, str]
) -> Any:
    coded = {code: word for word, code in codes_of(column).items()} | dict(words)
    choices = list(column.choices)
    if value is not None and value not in choices:
        choices.append(value)
    return st.selectbox(
        label,
        choices,
        _at(choices, value),
        format_func=lambda c: coded.get(c, c),
        key=key,
        placeholder=UNKNOWN,
        help=help_,
    )


def _at(choices: list[str], value: Any) -> int | None:
    return choices.index(value) if value in choices else None


def _reference(
    column: Column, value: Any, known: Mapping[str, str], label: str, help_: str | None, key: str
) -> Any:
    held = value if isinstance(value, tuple) else (value,) if value else ()
    names = {**{id: id for id in held if id not in known}, **known}
    if column.type == "reflist":
        picked = st.multiselect(
            label,
            list(names),
            list(held),
            format_func=names.__getitem__,
            key=key,
            placeholder=UNKNOWN,
            select_all=False,
            help=help_,
        )
        return tuple(picked)
    return st.selectbox(
        label,
        list(names),
        _at(list(names), value),
        format_func=names.__getitem__,
        filter_mode="contains",
        key=key,
        placeholder=UNKNOWN,
        help=help_,
    )


def _number(column: Column, value: Any, label: str, help_: str | None, key: str) -> Any:
    factor = SHOWN_UNITS.get(column.unit, ("", Decimal(1)))[1]
    if column.type == "int":
        return st.number_input(label, value=value, step=1, key=key, placeholder=UNKNOWN, help=help_)
    shown = None if value is None else scale(float(value), factor)
    given = st.number_input(
        label, value=shown, step=None, format="%.10g", key=key, placeholder=UNKNOWN, help=help_
    )
    if given is None:
        return None
    if given == shown:
        return value  # not a digit is lost on the way through the page
    return round_number(float(Decimal(repr(float(given))) * factor))


def _text(column: Column, value: Any, label: str, help_: str | None, key: str) -> Any:
    if column.type == "list":
        given = st.text_input(label, ";".join(value or ()), key=key, help="多项用分号隔开")
        return parse_list(given)
    told = str(value or "")
    if column.type == "date":
        given = st.text_input(label, told, key=key, placeholder="如 2026-11-24", help=help_)
        return _date(column, given)
    if column.name in LONG or column.label_zh.endswith(_LONG_LABELS):
        given = st.text_area(label, told, key=key, max_chars=MOST, height=80, help=help_)
    else:
        given = st.text_input(label, told, key=key, max_chars=200, help=help_)
    return given.strip() or None


def _date(column: Column, given: str) -> str | None:
    if not given.strip():
        return None
    try:
        return parse_date(given)
    except CellError as error:
        raise CellError(f"“{column.label_zh}”:{error}") from None
