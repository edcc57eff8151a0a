"""Amounts as offices write them: one number with one unit, or the words and no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import SCHEMA

from loaders.cells import CellError, round_number
from loaders.mixed_units import read_amount
from loaders.oldsheets.named_units import unit_in, units_in
from loaders.oldsheets.units import (
    UNIT_FAMILIES,
    family_of,
    units_for,
    usual_unit,
)

number = st.decimals(Decimal("0.001"), Decimal("999999"), places=3).map(float)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@pytest.mark.parametrize(
    ("text", "column_unit", "unit", "value"),
    [
        ("3.5亿元", "亿元", None, 3.5),
        ("2000万元", "亿元", "亿元", 0.2),
        ("３．５亿", "亿元", None, 3.5),
        ("2,000 万元", "万元", None, 2000),
        ("2000", "亿元", "万元", 0.2),
        (2000, "亿元", "万元", 0.2),
        ("30万吨/年", "kt/a", None, 300),
        ("30万吨", "kt/a", None, 300),
        ("1200吨", "kt/a", None, 1.2),
        ("30万", "kt/a", "吨/年", 300),
        ("1200 t/a", "kt/a", None, 1.2),
        ("20公顷", "亩", None, 300),
        ("66666.6667平方米", "亩", None, 100),
        ("5万吨标煤", "吨标煤", None, 50000),
        ("总投资:3.5亿元", "亿元", None, 3.5),
        ("12.5%", "%", "%", 12.5),
        ("12人", "人", "人", 12),
        ("3.5", "", None, 3.5),
        ("1 200 000 元", "亿元", None, 0.012),
    ],
)
def test_one_number_with_one_unit(
    text: object, column_unit: str, unit: str | None, value: float
) -> None:
    found = read_amount(text, column_unit, unit)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.kept is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("约30万吨/年", 300), ("30万吨左右", 300), ("大约 5 万吨", 50), ("30万吨/年(一期)", 300)],
)
def test_about_keeps_number_and_words(text: str, value: float) -> None:
    assert read_amount(text, "kt/a", None) == (found := read_amount(text, "kt/a", "吨/年"))
    assert (found.value, found.kept) == (value, text)


@pytest.mark.parametrize(
    "text",
    [
        "3-5亿元",
        "3~5亿元",
        "3至5亿元",
        "2亿元以上",
        "不低于2亿元",
        "超2亿元",
        "20余亿元",
        "1+2亿元",
        "约3-5亿元",
    ],
)
def test_what_is_no_single_number_leaves_it_unknown(text: str) -> None:
    found = read_amount(text, "亿元", "亿元")
    assert (found.value, found.kept) == (None, text)


@pytest.mark.parametrize(
    ("text", "column_unit", "unit", "told"),
    [
        ("3.5", "亿元", None, "没有写单位"),
        (30, "kt/a", None, "没有写单位"),
        ("3.5亿元", "kt/a", "吨/年", "单位“亿元”不能用在这一列"),
        ("30-50亩", "亿元", "亿元", "单位“亩”不能用在这一列"),
        ("5000万美元", "亿元", "亿元", "外币"),
        ("3.5亿", "亩", "亩", "单位“亿”不能用在这一列"),
        ("30万", "kt/a", "万吨/年", "单位“万”不能用在这一列"),
        ("三千万", "亿元", "亿元", "看不出是多少"),
        ("1亿5000万元", "亿元", "亿元", "看不出是多少"),
        (True, "亿元", "亿元", "不是“是/否”"),
        ("3.5E+07", "亿元", "元", "科学计数法"),
        ("30 50", "亿元", "亿元", "看不出是多少"),
        ("5000$", "亿元", "亿元", "外币"),
        ("12.5%", "亩", "亩", "单位“%”不能用在这一列"),
        ("3个", "", None, "单位“个”不能用在这一列"),
    ],
)
def test_what_is_not_clear_is_refused(
    text: object, column_unit: str, unit: str | None, told: str
) -> None:
    with pytest.raises(CellError, match=told):
        read_amount(text, column_unit, unit)


@given(number, st.sampled_from(sorted(UNIT_FAMILIES)), st.data())
def test_a_unit_in_the_cell_says_what_one_on_the_column_does(
    value: float, family: str, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(units_for(family)))
    in_cell = read_amount(f"{value:,.3f}{unit}", family, None).value
    on_column = read_amount(value, family, unit).value
    wide = read_amount(f"{value:.3f}".translate(WIDE) + unit, family, None).value
    assert in_cell == on_column == wide
    assert on_column == pytest.approx(value * float(UNIT_FAMILIES[family][unit]), rel=1e-9)


@given(number, st.sampled_from(["亿元", "万元"]))
def test_money_comes_to_the_unit_of_the_column(value: float, column_unit: str) -> None:
    yi = read_amount(f"{value:.3f}亿元", column_unit, None).value
    wan = read_amount(f"{value * 10000:.0f}万元", column_unit, None).value
    factor = 1 if column_unit == "亿元" else 10_000
    assert yi == round_number(value * factor)
    assert wan == pytest.approx(value * factor, abs=0.5e-4 * factor)


def test_every_unit_of_the_schema_is_known_or_stands_for_itself() -> None:
    units = {c.unit for kind in SCHEMA.kinds.values() for c in kind.columns if c.type == "float"}
    assert units - {""} - {u for u in units if family_of(u)} == {"t/t", "像素"} & units
    for unit in units:
        assert all(usual_unit(u, unit) == u for u in units_for(unit))


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("投资/计划总投资(亿元)", "亿元"),
        ("投资（万元）", "万元"),
        ("产能\n(万吨/年)", "万吨/年"),
        ("用地面积 亩", "亩"),
        ("总投资(单位:万元)", "万元"),
        ("项目名称", None),
        ("近三年(2023-2025)", None),
        ("规上企业(家)", None),
        ("发明专利(个)", None),
        ("投资(万美元)", "万美元"),
        ("产能(吨/日)", "吨/日"),
        ("税收(万)", None),
    ],
)
def test_units_of_headers(label: str, unit: str | None) -> None:
    assert unit_in(label) == unit


@pytest.mark.parametrize(
    ("title", "units"),
    [
        ("单位:万元", ("万元",)),
        ("重点项目表 单 位：亿元、亩", ("亿元", "亩")),
        ("填报单位:人社局", ()),
        ("建设单位:示例公司 单位:万吨/年", ("万吨/年",)),
        ("2026年在谈项目", ()),
        ("单位:元亨化工有限公司", ()),
        ("(单位:亿元)", ("亿元",)),
    ],
)
def test_units_of_title_rows(title: str, units: tuple[str, ...]) -> None:
    assert units_in(title) == units
