"""Numbers, dates, yes/no and lists as people write them in Excel and CSV."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.cells import (
    CellError,
    parse_bool,
    parse_date,
    parse_float,
    parse_int,
    parse_list,
    parse_str,
    round_number,
    scale,
)

NUMBERS = [
    ("1,200", 1200.0),
    ("\uff11\uff12\uff0e\uff15", 12.5),
    (" 60 ", 60.0),
    ("1\u3000200", 1200.0),
    ("1 200 000.5", 1200000.5),
    ("1\uff0c200", 1200.0),
    (".5", 0.5),
    ("1e3", 1000.0),
    (60, 60.0),
    (Decimal("0.3"), 0.3),
    (0.1 + 0.2, 0.3),
]


@pytest.mark.parametrize(("raw", "expected"), NUMBERS)
def test_numbers(raw: Any, expected: float) -> None:
    assert parse_float(raw) == expected


@pytest.mark.parametrize(
    "raw", ["约30", "30-40", "≥5", "nan", "inf", "1,20", "30 40", "1_000", "", "60万吨", math.nan]
)
def test_what_is_no_single_number_is_refused(raw: Any) -> None:
    with pytest.raises(CellError, match="只填一个数字;范围、约数和单位写到备注或原文列"):
        parse_float(raw)


def test_yes_is_no_number_and_percent_only_where_it_belongs() -> None:
    with pytest.raises(CellError, match="要填数字"):
        parse_float(True)
    with pytest.raises(CellError, match="单位不是百分数"):
        parse_float("12%")
    assert parse_float("12.5 %", percent=True) == 12.5


def test_whole_numbers() -> None:
    assert parse_int("3.0") == 3
    with pytest.raises(CellError, match="整数"):
        parse_int("3.5")


@given(st.decimals("0.0001", "99999", places=4))
def test_ten_thousand_tonnes_and_back_is_exact(number: Decimal) -> None:
    kt = float(number)
    assert parse_float(scale(kt, Decimal(10)), Decimal(10)) == kt


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_twice_is_rounding_once(number: float) -> None:
    once = round_number(number)
    assert round_number(once) == once
    assert once == pytest.approx(number, rel=1e-11)


DATES = [
    ("2023", "2023"),
    (2023, "2023"),
    (2023.0, "2023"),
    ("2023-12", "2023-12"),
    ("2023-12-15", "2023-12-15"),
    ("2023/5/1", "2023-05-01"),
    ("2023.5.1", "2023-05-01"),
    ("2023.10", "2023-10"),
    ("2023年", "2023"),
    ("2023年5月", "2023-05"),
    ("2023年5月1日", "2023-05-01"),
    ("\uff12\uff10\uff12\uff13", "2023"),
    (dt.date(2023, 5, 1), "2023-05-01"),
]


@pytest.mark.parametrize(("raw", "expected"), DATES)
def test_dates(raw: Any, expected: str) -> None:
    assert parse_date(raw) == expected


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        ("06-18(疑2022)", "日期写成 2023、2023-12 或 2023-12-15"),
        ("2022-2023", "日期写成"),
        ("45123", "日期写成"),
        ("2023-02-30", "没有这一天"),
        ("2023-13", "没有这一天"),
        ("2023.1", "看不出是 1 月还是 10 月"),
        (2023.1, "看不出是 1 月还是 10 月"),
    ],
)
def test_what_is_no_date_is_refused(raw: Any, remedy: str) -> None:
    with pytest.raises(CellError, match=remedy):
        parse_date(raw)


@pytest.mark.parametrize("raw", ["1", 1, 1.0, "是", "true", "TRUE", True])
def test_yes(raw: Any) -> None:
    assert parse_bool(raw) is True


@pytest.mark.parametrize("raw", ["0", 0, "否", "False", False])
def test_no(raw: Any) -> None:
    assert parse_bool(raw) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="只能填“是”或“否”"):
        parse_bool("也许")


def test_text_from_excel_numbers() -> None:
    assert parse_str(290110.0) == "290110"
    assert parse_str(2.5) == "2.5"
    assert parse_str(True) == "是"
    assert parse_str("a\r\nb\rc\x1b\t ") == "a\nb\nc"
    with pytest.raises(CellError, match="丢失末位"):
        parse_str(914306007170000000.0)


def test_lists_take_both_semicolons() -> None:
    assert parse_list("纯苯\uff1b安息油; ;") == ("纯苯", "安息油")
