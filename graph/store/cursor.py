"""Marks of where a page ended, the same in every store.

A mark holds the order it belongs to and the sort values of the page's last row: for each order
key whether the value is unknown (0/1) and the value, then what ties go by.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from graph.errors import BadRequest
from graph.store.values import Order

_BIGGEST = 2**63


def write_cursor(order: Sequence[Order], values: Sequence[Any]) -> str:
    """The mark of the page after the row that has these sort values."""
    return json.dumps([_spec(order), list(values)], ensure_ascii=False, separators=(",", ":"))


def read_cursor(text: str, order: Sequence[Order], ties: int) -> list[Any]:
    """The sort values of a mark: two for each order key, then one for each tie.

    Raises
    ------
    BadRequest
        It is no mark, or one of another order.
    """
    try:
        spec, values = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise BadRequest("翻页标记不对;请从第一页重新开始。") from None
    fits = isinstance(values, list) and len(values) == 2 * len(order) + ties
    if spec != _spec(order) or not fits or not all(_is_plain(value) for value in values):
        raise BadRequest("翻页标记与排序不符;请从第一页重新开始。")
    return list(values)


def sort_values(order: Sequence[Order], held: Sequence[Any], ties: Sequence[str]) -> list[Any]:
    """Sort values of a row: ``held`` are its values of the order keys."""
    values: list[Any] = []
    for _, value in zip(order, held, strict=True):
        values += [int(value is None), value]
    return [*values, *ties]


def _spec(order: Sequence[Order]) -> list[str]:
    return [f"{'-' if item.descending else ''}{item.field}" for item in order]


def _is_plain(value: Any) -> bool:
    if isinstance(value, int):
        return -_BIGGEST <= value < _BIGGEST
    return value is None or isinstance(value, str | float)
