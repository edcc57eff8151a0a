"""Entry rules: what they say of a plant here, and what another province's wording does."""

from __future__ import annotations

import pytest
from small_chain import make

from graph.facts import Facts
from graph.model import Constraint, Product
from graph.reason.entry import in_park, result_of
from views.reports.results import load_facts


def rule(effect: str, applies_to: str = "全国", below: float | None = None) -> Constraint:
    return make(
        Constraint,
        id="c",
        keyword="甲",
        keyword_type="product",
        rule="新建",
        effect=effect,
        scope=applies_to,
        applies_to=applies_to,
        scale_below_kt_a=below,
    )


@pytest.mark.parametrize(
    ("effect", "where", "below", "scale", "result"),
    [
        ("限制", "全国", None, None, "受限"),
        ("禁建", "本省", None, 10.0, "受限"),
        ("淘汰", "外省", None, 10.0, "须核查"),  # another province never excludes here
        ("禁建", "外省", 100.0, 10.0, "须核查"),
        ("限制", "全国", 100.0, None, "须核查"),
        ("限制", "全国", 100.0, 99.9, "受限"),
        ("限制", "全国", 100.0, 100.0, "通过"),
        ("须核查", "全国", 100.0, 99.0, "须核查"),
        ("须核查", "全国", 100.0, 100.0, "通过"),
        ("重点监管工艺", "全国", None, 10.0, "须核查"),
    ],
)
def test_result(
    effect: str, where: str, below: float | None, scale: float | None, result: str
) -> None:
    assert result_of(rule(effect, where, below), scale) == result


@pytest.mark.parametrize(
    ("code", "where"), [("2614", "园区内"), ("2911", "园区外"), (None, "须定")]
)
def test_park_or_not(code: str | None, where: str) -> None:
    assert in_park(make(Product, id="p", name_zh="甲", gbt4754_class=code)) == where


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return load_facts()


def test_rules_of_other_provinces_are_marked_as_such(shipped: Facts) -> None:
    for row in shipped.constraints.values():
        if any(p in row.scope for p in ("河南", "江苏", "山东", "浙江", "安徽")):
            assert row.applies_to == "外省", row.id


def test_routes_here_say_their_hazard_class(shipped: Facts) -> None:
    eighteen = {c.keyword for c in shipped.constraints.values() if c.effect == "重点监管工艺"}
    told = [p for p in shipped.processes.values() if p.hazard_process]
    assert len(told) >= 200
    for process in told:
        named = set(process.hazard_process)
        assert named == {"不涉及"} or named <= eighteen, process.id
