"""补链, 延链 and what stands beside them, on figures anyone can check by hand."""

import pytest
from small_chain import facts, make, recipe, unit

from graph.asof import AsOf
from graph.model import Constraint, Product, Record
from graph.reason import Evaluation, evaluate
from graph.results import Gap
from graph.rules import Rules
from views.reports.results import shipped

TODAY = AsOf("2026-11-24")


def ask(*rows: Record) -> Evaluation:
    known = facts(*rows)
    return evaluate(known, Rules.of(known), TODAY)


def line(found: Evaluation, kind: str, product: str) -> Gap:
    (gap,) = [g for g in found.gaps_of(product) if g.kind == kind]
    return gap


def test_a_surplus_leads_on_over_two_plants_with_its_other_inputs() -> None:
    found = ask(unit("k", "cyclohexanone", 91.8))
    gap = line(found, "延链", "pa6")
    assert gap.path == ("cyclohexanone", "caprolactam", "pa6")
    assert gap.process_ids == ("capro", "poly")
    assert gap.group_cap is not None
    assert gap.group_cap.likely == pytest.approx(91.8)
    (ammonia,) = [f for f in gap.co_feeds if f.product_id == "ammonia"]
    assert ammonia.where == "bought"
    assert ammonia.kt_a is None  # no train is known, so nobody knows how much


def test_amounts_follow_from_the_train_of_the_last_plant() -> None:
    big = recipe("poly2", "pa6", "caprolactam", caprolactam=-1.02)
    rows = [
        make(type(r), **{**_fields(r), "scale_low_kt_a": 10.0, "scale_high_kt_a": 50.0})
        if type(r).__name__ == "Process"
        else r
        for r in big
    ]
    found = ask(unit("c", "caprolactam", 102.0), *rows)
    gap = line(found, "延链", "pa6")
    assert gap.process_ids == ("poly2",)
    assert gap.gap.likely == pytest.approx(51.0)
    assert dict(gap.outputs) == {"pa6": pytest.approx(50.0)}
    assert gap.train_kt_a == (10.0, 50.0)


def _fields(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__slots__ if name != "kind"}  # type: ignore[attr-defined]


def test_a_way_never_passes_what_stands_here() -> None:
    found = ask(unit("k", "cyclohexanone", 90.0), unit("c", "caprolactam", 10.0))
    assert line(found, "延链", "pa6").path[0] == "caprolactam"


def test_the_missing_step_between_a_surplus_and_a_need() -> None:
    found = ask(unit("bz", "benzene", 500.0), unit("poly", "pa6", 100.0))
    need = line(found, "补链", "caprolactam")
    assert (need.rule_id, need.gap.likely) == ("B1", pytest.approx(102.0))
    step = line(found, "补链", "cyclohexanone")
    assert step.rule_id == "B2"
    assert step.path == ("benzene", "cyclohexanone", "caprolactam")
    assert step.gap.likely == pytest.approx(102.0 * 0.9)
    assert step.certain
    assert not [g for g in found.gaps_of("cyclohexanone") if g.kind == "延链"]


def test_the_missing_step_is_capped_by_what_the_surplus_yields() -> None:
    found = ask(unit("bz", "benzene", 45.0), unit("poly", "pa6", 100.0))
    assert line(found, "补链", "cyclohexanone").gap.likely == pytest.approx(45.0 / 0.9)


def test_raw_materials_and_hubs_are_bought_in_and_no_gap() -> None:
    oil = make(Product, id="gas", name_zh="gas", short_zh="gas", is_primary=True)
    found = ask(oil, unit("n", "ammonia", 100.0))
    assert found.bought_in == ("gas",)
    assert found.lack_of("gas").likely == pytest.approx(60.0)
    assert not found.gaps_of("gas")


def ban(effect: str, applies_to: str, product: str) -> Constraint:
    return make(
        Constraint,
        id="T1",
        keyword="试",
        keyword_type="product",
        product_ids=(product,),
        rule="试",
        effect=effect,
        scope=applies_to,
        applies_to=applies_to,
        check_step=3,
    )


def test_a_ban_valid_here_takes_the_line_off_and_says_so() -> None:
    rows = (unit("poly", "pa6", 100.0), ban("禁建", "全国", "caprolactam"))
    found = ask(*rows)
    assert not found.gaps_of("caprolactam")
    ((gap, rule),) = found.removed
    assert (gap.product_id, rule.rule_id) == ("caprolactam", "T1")


@pytest.mark.parametrize(("effect", "applies_to"), [("禁建", "外省"), ("限制", "全国")])
def test_another_province_or_a_mere_limit_takes_nothing_off(effect: str, applies_to: str) -> None:
    found = ask(unit("poly", "pa6", 100.0), ban(effect, applies_to, "caprolactam"))
    assert line(found, "补链", "caprolactam")
    assert found.removed == ()


def test_local_plants_that_could_close_a_gap() -> None:
    found = ask(unit("c", "caprolactam", 10.0), unit("poly", "pa6", 100.0, firm_id="beta"))
    (maker,) = found.local_for(line(found, "补链", "caprolactam"))
    assert (maker.firm_id, maker.why) == ("alpha", "same_product")


def test_what_belongs_to_a_products_downstream() -> None:
    found = ask(unit("c", "caprolactam", 600.0), unit("n", "ammonia", 1.0, firm_id="beta"))
    told = {(g.kind, g.product_id) for g in found.related_to("caprolactam")}
    assert ("延链", "pa6") in told
    assert ("补链", "ammonia") in told  # the caprolactam plant needs it
    assert {g.product_id for g in found.related_to("sulfate")} <= {"sulfate"}


def test_steps_are_counted_and_never_more_than_four() -> None:
    found = shipped()
    for gap in found.gaps:
        if gap.kind == "延链":
            assert 1 <= len(gap.process_ids) == len(gap.path) - 1 <= 4
            assert gap.path[-1] == gap.product_id
            for at, process in zip(gap.path[1:], gap.process_ids, strict=True):
                assert found.chain.facts.processes[process].main_product_id == at
