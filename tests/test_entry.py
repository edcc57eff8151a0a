"""Entry rules: what one rule says of a plant here, and where a project belongs."""

from __future__ import annotations

import pytest
from small_chain import facts, make

from graph.facts import Facts
from graph.model import Constraint, Park, Product, Project, Region
from graph.reason.entry import in_park, project_in_park, result_of
from views.reports.results import load_facts

CHEMICAL = make(Product, id="chem", name_zh="甲", gbt4754_class="2614")
ARTICLE = make(Product, id="art", name_zh="乙", gbt4754_class="2911")
CLASSLESS = make(Product, id="none", name_zh="丙", gbt4754_class=None)


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
        ("限制", "外省", 100.0, 100.0, "须核查"),
        ("鼓励", "外省", None, None, "须核查"),  # nor does it clear anything here
        ("鼓励", "全国", None, None, "通过"),
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


@pytest.mark.parametrize(
    ("products", "is_chemical", "where"),
    [
        (("chem",), True, "园区内"),
        (("art", "chem", "none"), None, "园区内"),  # one chemical product is enough
        (("art",), True, "园区外"),
        (("art", "none"), True, "须定"),
        ((), True, "须定"),
        (("ghost",), True, "须定"),
        (("chem",), False, "须定"),  # no chemical park here
    ],
)
def test_where_a_project_belongs(
    products: tuple[str, ...], is_chemical: bool | None, where: str
) -> None:
    park = make(Park, id="park", name_zh="园区", is_chemical=is_chemical)
    known = facts(CHEMICAL, ARTICLE, CLASSLESS, park)
    project = make(Project, id="x", product_ids=products)
    assert project_in_park(known, known.regions["yunxi"], project) == where


def test_a_region_without_parks_on_record_may_have_a_chemical_one() -> None:
    known = facts(CHEMICAL, make(Region, id="far", name_zh="远"))
    project = make(Project, id="x", product_ids=("chem",))
    assert project_in_park(known, known.regions["far"], project) == "园区内"


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


def test_every_rule_belongs_to_the_check_its_content_is_about(shipped: Facts) -> None:
    steps = {c.id: c.check_step for c in shipped.constraints.values()}
    assert set(steps.values()) == set(range(1, 11))
    rows = shipped.constraints.values()
    assert all(c.check_step == 5 for c in rows if c.effect == "重点监管工艺")
    assert all(c.check_step == 3 for c in rows if "目录" in c.rule and c.keyword_type == "product")
    assert all(c.check_step == 7 for c in rows if "能效标杆" in c.rule or "两高" in c.keyword)
    assert {steps[i] for i in ("C157", "C158")} == {2}
    assert {steps[i] for i in ("C117", "C118", "C120", "C121")} == {4}
