"""Investment, land and output per kt: stated figures by hand, and the filter on them."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import facts, make

from graph.levels import Economics
from graph.model import Project, Record, Value
from graph.reason import Evaluation
from graph.reason.nation.economics import Costs, fits
from graph.results import Interval
from views import level_json, level_texts
from views.reports.results import shipped
from views.tables.level import cost_lines

DAY = "2026-11-24"
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


@pytest.fixture(scope="module")
def costs(found: Evaluation) -> Costs:
    return Costs(found.chain.facts, DAY)


def value(row_id: str, kt_a: float | None, **more: Any) -> Value:
    given = {"product_ids": ("pa6",), "place_firm": row_id}
    return make(Value, id=row_id, investment_capacity_kt_a=kt_a, **(given | more))


def of(*records: Record, size: float = 100.0) -> Economics | None:
    return Costs(facts(*records), DAY).estimate("pa6", size)


def exactly(low: float, likely: float, high: float) -> Interval:
    return Interval(pytest.approx(low), pytest.approx(likely), pytest.approx(high))


# 云溪's products by hand


def test_caprolactam_by_hand(costs: Costs) -> None:
    # 鲁西 2011: 25.02 亿, 40 亿 a year for 200; 永荣: 148.8 and 150 for 600.
    # 鲁西一期 takes in PA6, 申远 the whole park: shown, not scaled.
    found = costs.estimate("caprolactam", 100.0)
    assert found is not None
    low, high = 25.02 / 200 * 100, 148.8 / 600 * 100
    assert found.investment_yi == exactly(low, (low + high) / 2, high)
    assert found.output_yi == exactly(20.0, 22.5, 25.0)
    assert found.land_mu is None
    assert found.counts == (2, 0, 2)
    assert sorted(s.who for s in found.statements if s.pooled) == [
        "申远一体化园(含上下游)",
        "鲁西一期(含30万吨PA6)",
    ]


def test_the_others_by_hand(costs: Costs) -> None:
    epoxy = costs.estimate("epoxy-resin", 140.0)
    assert epoxy is not None
    assert (epoxy.investment_yi, epoxy.output_yi) == (exactly(6, 6, 6), exactly(22, 22, 22))
    oxide = costs.estimate("propylene-oxide", 100.0)  # the local HPPO project
    assert oxide is not None
    assert oxide.investment_yi == exactly(12.8, 12.8, 12.8)
    nylon = costs.estimate("polyamide-6", 100.0)  # 中锦 42 亿 for 600; 神马普利 96 亩 for 200
    assert nylon is not None
    assert (nylon.investment_yi, nylon.land_mu) == (exactly(7, 7, 7), exactly(48, 48, 48))
    ethylene = costs.estimate("ethylene", 1000.0)
    assert ethylene is not None
    assert (ethylene.investment_yi, ethylene.land_mu) == (None, None)
    assert ethylene.statements
    assert costs.estimate("eva", 300.0) is None


def test_pta_density_by_hand(costs: Costs) -> None:
    found = costs.estimate("purified-terephthalic-acid", 2400.0)
    assert found is not None
    assert found.investment_yi == exactly(39.39, 72.0, 91.2)
    assert found.yi_per_mu == exactly(39.39 / 361, 39.39 / 361, 39.39 / 361)


def test_a_project_told_in_two_tables_counts_once(costs: Costs) -> None:
    found = costs.estimate("epichlorohydrin", 50.0)
    assert found is not None
    assert found.counts == (1, 0, 1)
    assert found.investment_yi == exactly(5, 5, 5)
    spandex = costs.estimate("spandex", 40.0)
    assert spandex is not None
    assert spandex.counts == (2, 0, 1)


def test_rows_that_name_other_products_say_so() -> None:
    with (ROOT / "data/market/values.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["investment_capacity_kt_a"]]
    words = ("含", "一体化", "合计", "整个", "+", "两期)")
    loud = [r["id"] for r in rows if any(w in r["place_firm"] for w in words)]
    plain = [r["id"] for r in rows if "合计口径" not in r["note"]]
    # jobs with up and down stream; not taken in: the land and money are the plant's own
    assert set(loud) & set(plain) == {"v015"}


def test_the_lines_shown(found: Evaluation, costs: Costs) -> None:
    text = [s.text for s in cost_lines(found.chain.facts, costs.estimate("polyamide-6", 300.0))]
    assert "投资约 21 亿元(1 个项目)" in text[0]
    assert "用地约 144 亩(1 个项目)" in text[0]
    assert text[0].endswith("(推算)")
    assert len(text) == 4  # the estimate and three statements
    assert "未知" in level_texts.economics(costs.estimate("eva", 300.0))
    shown = level_json.economics(costs.estimate("polyamide-6", 300.0))
    assert shown is not None
    assert shown["counts"] == {"investment_yi": 1, "land_mu": 1, "output_yi": 1}


# rules on small figures


def test_sums_packages_and_given_up_projects_are_left_out() -> None:
    plan = {"product_ids": ("pa6",), "capacity_kt_a": 100.0, "stage": "签约"}
    kept = make(Project, id="a", level="项目", investment_yi=10.0, **plan)
    part = make(Project, id="b", level="装置", parent_id="a", investment_yi=4.0, **plan)
    total = make(Project, id="c", level="汇总", investment_yi=900.0, **plan)
    dead = make(Project, id="d", level="项目", investment_yi=70.0, **(plan | {"stage": "中止"}))
    both = make(Project, id="e", level="项目", **(plan | {"product_ids": ("pa6", "benzene")}))
    found = of(kept, part, total, dead, both)
    assert found is not None
    assert [s.investment_yi for s in found.statements] == [10.0]


def test_several_products_pooled_and_later_rows_are_not_scaled() -> None:
    rows = (
        value("two", 100.0, investment_yi=1.0, product_ids=("pa6", "benzene")),
        value("pooled", 100.0, investment_yi=90.0, note="合计口径:含己内酰胺"),
        value("later", 100.0, investment_yi=50.0, as_of="2027-01"),
        value("unsized", None, investment_yi=8.0),
        value("plain", 100.0, investment_yi=9.0, land_mu=60.0),
    )
    found = of(*rows, size=50.0)
    assert found is not None
    assert found.investment_yi == exactly(4.5, 4.5, 4.5)
    assert found.land_mu == exactly(30.0, 30.0, 30.0)
    assert {s.who for s in found.statements} == {"pooled", "unsized", "plain"}


def test_unknown_stays_unknown() -> None:
    assert of() is None
    assert Costs(facts(value("a", 100.0, investment_yi=9.0)), DAY).estimate("pa6", None) is None
    found = of(value("a", 100.0, investment_yi=9.0))
    assert found is not None
    assert (found.land_mu, found.output_yi, found.yi_per_mu) == (None, None, None)


sizes = st.floats(1.0, 1000.0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(sizes, sizes), min_size=1, max_size=5), sizes)
def test_a_stated_plant_lies_inside_its_own_estimate(
    told: list[tuple[float, float]], size: float
) -> None:
    rows = [value(f"v{i}", kt, investment_yi=yi) for i, (kt, yi) in enumerate(told)]
    costs = Costs(facts(*rows), DAY)
    for kt, yi in told:
        span = _money(costs.estimate("pa6", kt))
        assert span.low * (1 - 1e-9) <= yi <= (span.high or 0.0) * (1 + 1e-9)
    span, double = (_money(costs.estimate("pa6", s)) for s in (size, 2 * size))
    assert double.low == pytest.approx(2 * span.low)
    assert span.low <= (span.likely or 0.0) * (1 + 1e-9)


def _money(found: Economics | None) -> Interval:
    assert found is not None
    assert found.investment_yi is not None
    return found.investment_yi


# the filter


def plant(land: Interval | None, money: Interval | None) -> Economics:
    return Economics("pa6", 100.0, money, land, None, None, (0, 0, 0), ())


SPAN = Interval(50.0, 80.0, 100.0)


@pytest.mark.parametrize(
    ("land_max", "money_min", "word"),
    [
        (100.0, None, "符合"),
        (99.0, None, "未知"),
        (49.0, None, "不符合"),
        (None, 50.0, "符合"),
        (None, 51.0, "未知"),
        (None, 101.0, "不符合"),
        (100.0, 101.0, "不符合"),
        (60.0, 50.0, "未知"),
        (None, None, "符合"),
    ],
)
def test_the_filter(land_max: float | None, money_min: float | None, word: str) -> None:
    assert fits(plant(SPAN, SPAN), land_max, money_min) == word


def test_what_nobody_stated_is_unknown_not_outside() -> None:
    assert fits(None, 10.0, 10.0) == "未知"
    assert fits(plant(None, SPAN), 10.0) == "未知"
    assert fits(plant(None, SPAN), 10.0, 1000.0) == "不符合"


@given(sizes, sizes, sizes, sizes)
def test_a_looser_limit_never_shuts_out(a: float, b: float, limit: float, looser: float) -> None:
    span = Interval(min(a, b), None, max(a, b))
    order = ("不符合", "未知", "符合")
    tight = fits(plant(span, span), land_max_mu=min(limit, looser))
    loose = fits(plant(span, span), land_max_mu=max(limit, looser))
    assert order.index(loose) >= order.index(tight)
