"""Firms elsewhere on the small chain, feature by feature, checked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import facts, make, recipe, unit

from graph.asof import AsOf
from graph.model import Firm, Process, Producer, Project, Record, Signal, Supply
from graph.reason import Evaluation, evaluate
from graph.reason.firms.candidates import related_products
from graph.results import Target
from graph.rules import Rules
from views import texts

DAY = "2026-11-24"
AWAY = {"province": "江苏", "city": "南京"}
HOME = [
    make(
        Firm,
        id="alpha",
        name_zh="阿尔法公司",
        short_name="阿尔法",
        park_ids=("park",),
        group="甲集团",
    ),
    unit("an", "cyclohexanone", 100.0),
    make(Process, id="capro", name_zh="capro", main_product_id="caprolactam", scale_high_kt_a=50.0),
]


def firm(firm_id: str, **more: Any) -> Record:
    return make(Firm, id=firm_id, name_zh=firm_id, **(AWAY | more))


def made(firm_id: str, product: str = "caprolactam", **more: Any) -> Record:
    given = {"status": "在产", "year": "2024", "product_text": product} | AWAY | more
    return make(Producer, id=f"{firm_id}-{product}", firm_id=firm_id, product_id=product, **given)


def reason(*records: Record) -> Evaluation:
    known = facts(*HOME, *records)
    return evaluate(known, Rules.of(known), AsOf(DAY))


def ask(*records: Record, product: str = "caprolactam") -> dict[str, Target]:
    return {t.firm_id: t for t in reason(*records).targets_for(product)}


def raw(target: Target, name: str) -> float | None:
    (found,) = [f.raw for f in target.features if f.name == name]
    return found


def test_a_feed_it_lacks_and_we_have() -> None:
    found = ask(
        *(firm("lacks"), made("lacks")),
        *(firm("has"), made("has"), made("has", "cyclohexanone")),
        *(firm("group", group="乙集团"), made("group")),
        *(firm("away", group="丙集团"), made("away")),
        *(firm("mate", group="乙集团"), made("mate", "cyclohexanone")),
        *(firm("far", group="丙集团", city="徐州"), made("far", "cyclohexanone", city="徐州")),
    )
    spare = {name: raw(found[name], "feed_we_have") for name in ("lacks", "has", "group", "away")}
    assert spare == {"lacks": 100.0, "has": 0.0, "group": 0.0, "away": 100.0}
    assert any("未见它自产cyclohexanone" in r for r in texts.reasons(found["lacks"]))


def test_a_feed_nobody_can_tell_of_is_unknown() -> None:
    """The only local maker of the feed has no stated capacity: nobody knows what is left."""
    found = ask(
        *(unit("x", "caprolactam", None), firm("a"), made("a", "pa6"), firm("b")),
        *(made("b", "pa6", capacity_kt_a=5.0), made("b")),
        product="pa6",
    )
    assert raw(found["a"], "feed_we_have") is None
    assert raw(found["b"], "feed_we_have") == 0.0  # makes the feed itself, whatever we have
    (size,) = [f for f in found["a"].features if f.name == "capacity_kt_a"]
    assert size.value is None
    assert size.contribution > 0.0  # the pool's median, not 0


def test_surplus_one_train_takes() -> None:
    found = ask(firm("a"), made("a"))
    assert raw(found["a"], "surplus_kt_a") == pytest.approx(45.0)  # 50 kt/a × 0.9 t/t of 100


def test_ties_in_the_order_of_closeness_and_unknown_without_a_group() -> None:
    row = make(Supply, id="s", from_firm_id="alpha", to_firm_id="buys", product_id="caprolactam")
    joint = make(
        Project, id="j", name_zh="合资项目", firm_ids=("alpha", "joins"), park_ids=("park",)
    )
    found = ask(
        *(firm("same", group="甲集团"), made("same")),
        *(firm("part", group="乙集团", parent="乙集团/甲集团"), made("part")),
        *(firm("other", group="乙集团"), made("other")),
        *(firm("blank"), made("blank")),
        *(firm("buys"), made("buys"), row),
        *(firm("joins"), made("joins"), joint),
    )
    ties = {name: raw(t, "ties") for name, t in found.items()}
    assert ties == {
        **{"same": 1.0, "part": 0.7, "other": 0.0, "blank": None, "buys": 1.0, "joins": 1.0}
    }
    assert "同集团" in found["same"].flags
    assert "同集团" not in found["part"].flags
    assert raw(found["joins"], "contact") == 1.0


def test_momentum_is_unknown_when_nothing_is_dated() -> None:
    move = make(
        Signal,
        id="m",
        firm_id="moves",
        date="2023-11",
        direction="扩建",
        signal_text="扩建",
        product_ids=("caprolactam",),
    )
    found = ask(
        *(firm("moves"), made("moves"), move),
        *(firm("still"), made("still")),
        *(firm("undated"), made("undated", year=None)),
    )
    assert raw(found["moves"], "momentum") == pytest.approx(0.5)  # three years old
    assert raw(found["still"], "momentum") == 0.0
    assert raw(found["undated"], "momentum") is None
    assert raw(found["undated"], "experience") is None  # 未核 is not known, never 0


def test_earlier_contact_of_the_firm_or_its_group() -> None:
    project = make(
        Project, id="p", name_zh="旧项目", firm_ids=("named",), park_ids=("park",), stage="中止"
    )
    found = ask(
        *(firm("named", group="丁集团"), made("named")),
        *(firm("sister", group="丁集团"), made("sister")),
        *(firm("other"), made("other")),
        project,
    )
    assert {n: raw(t, "contact") for n, t in found.items()} == {
        **{"named": 1.0, "sister": 0.5, "other": 0.0}
    }


def test_a_pooled_figure_is_shown_and_never_counted() -> None:
    found = ask(
        *(firm("pooled"), made("pooled", capacity_kt_a=900.0, note="合计口径:含聚合")),
        *(firm("plain"), made("plain", capacity_kt_a=10.0)),
    )
    assert found["pooled"].capacity_kt_a is None
    assert found["pooled"].rank_national is None
    assert found["plain"].rank_national == (1, 1)
    assert raw(found["plain"], "rank_national") is None  # one of one says nothing


def test_related_products_up_down_and_instead() -> None:
    more = [*recipe("poly2", "pa6", "ammonia", ammonia=-1.0)]
    chain = reason(*more).chain
    assert dict(related_products(chain, "caprolactam")) == {
        "cyclohexanone": "上游",
        "pa6": "下游",
        "ammonia": "替代",
    }


AFFILIATES: dict[str, dict[str, Any]] = {
    "park": {"park_ids": ("park",)},
    "city": {"province": "湖南", "city": "岳阳"},
    "parent": {"parent": "上海某公司、阿尔法各 50%;拟并表"},
    "full": {"parent": "阿尔法公司"},
    "merged": {"merged_into_id": "alpha"},
    "group": {"group": "阿尔法"},
}


@given(st.sets(st.sampled_from(sorted(AFFILIATES)), min_size=1))
def test_no_affiliate_is_ever_an_outsider(ways: set[str]) -> None:
    rows: list[Record] = []
    for way in sorted(ways):
        rows += [firm(way, **AFFILIATES[way]), made(way), firm(f"child-{way}", parent=way)]
        rows += [made(f"child-{way}")]
    found = ask(*rows, firm("plain"), made("plain"))
    assert [t.firm_id for t in found.values() if t.outsider] == ["plain"]


def test_what_an_affiliate_makes_elsewhere_comes_back_as_a_lead_of_its_own() -> None:
    found = ask(
        *(firm("child", parent="阿尔法"), made("child", capacity_kt_a=30.0)),
        *(firm("plain"), made("plain")),
    )
    assert list(found) == ["plain", "child"]
    assert found["child"].flags == ("回引",)
    assert not found["child"].outsider
    assert raw(found["child"], "ties") is None


def test_a_firm_that_never_came_is_offered_with_its_contact() -> None:
    never = firm("never", status="未落地", park_ids=("near",))
    project = make(Project, id="p", name_zh="流产项目", firm_ids=("never",), park_ids=("near",))
    found = ask(never, made("never"), project)
    assert found["never"].outsider
    assert raw(found["never"], "contact") == 1.0


def test_a_route_on_record_speaks_before_the_default() -> None:
    other = [*recipe("capro2", "caprolactam", "ammonia", ammonia=-1.0)]
    found = ask(*other, firm("a"), made("a", process_id="capro2"), firm("b"), made("b"))
    assert raw(found["a"], "feed_we_have") == 0.0  # no ammonia to spare here
    assert raw(found["b"], "feed_we_have") == 100.0
