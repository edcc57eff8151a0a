"""The backtest: what counts as decided later, how lists are measured, what is published."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom
from small_chain import facts, make, unit
from stores import shared_store_url

from graph.asof import AsOf
from graph.chain import Chain
from graph.facts import Facts
from graph.model import Firm, Park, Project, ProjectStage, Record, Region
from graph.reason import evaluate
from graph.reason.backtest import Backtest, backtest, measure, misses
from graph.reason.backtest.baselines import grouped
from graph.reason.backtest.run import ranked_products
from graph.reason.backtest.truth import Decision, decisions
from graph.reason.backtest.weightings import random_shares, reranked, shipped_shares, weightings
from graph.reason.units import Region as Scope
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views import backtests, texts
from views.cli.main import main
from views.reports import backtest as report

ROOT = Path(__file__).resolve().parents[1]
DAY = "2022-04-30"


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return Facts.of(read_data(ROOT / "data", read_schema(ROOT / "data" / "schema")))


@pytest.fixture(scope="module", params=["strict", "lenient"])
def result(request: pytest.FixtureRequest, shipped: Facts) -> Backtest:
    return backtest(shipped, Rules.of(shipped), AsOf(DAY), request.param)


# what was decided later


def project(id_: str, *products: str, **more: Any) -> Project:
    given = {"level": "项目", "stage": "开工", "park_ids": ("park",)} | more
    return make(Project, id=id_, name_zh=id_, product_ids=products, **given)


def stage(id_: str, name: str, date: str) -> ProjectStage:
    return make(ProjectStage, id=f"{id_}{date}", project_id=id_, stage=name, date=date, event="试")


def later(*records: Record, near: bool = False) -> dict[str, Decision]:
    known = facts(*records)
    return {d.id: d for d in decisions(Chain(known), Scope("yunxi", near), DAY)}


def test_parts_roll_up_to_one_decision() -> None:
    found = later(
        project("whole", "caprolactam"),
        project("part", "pa6", level="装置", parent_id="whole", start_date="2024-01-03"),
        project("road", "gas", level="配套", parent_id="whole", start_date="2024"),
        stage("whole", "谋划", "2021"),
        stage("whole", "签约", "2022-05-01"),
    )
    assert list(found) == ["whole"]
    whole = found["whole"]
    assert set(whole.product_ids) == {"caprolactam", "pa6"}
    assert (whole.first_date, whole.date, whole.stage) == ("2021", "2022-05-01", "签约")
    assert (whole.was_planned, whole.was_building) == (True, False)


@pytest.mark.parametrize("level", ["汇总", "项目包", "配套", "片区", "平台", "地块", "里程碑"])
def test_sums_and_services_are_no_decisions(level: str) -> None:
    assert not later(project("p", "pa6", level=level, start_date="2023"))


@pytest.mark.parametrize(
    ("date", "counts"),
    [("2022-04-30", False), ("2022-05", True), ("2022", False), ("2023", True)],
)
def test_only_what_lies_wholly_after_the_day(date: str, counts: bool) -> None:
    assert bool(later(project("p", "pa6"), stage("p", "签约", date))) is counts


def test_news_and_changes_are_no_events() -> None:
    rows = [stage("p", "报道", "2023-01-01"), stage("p", "调整", "2023-02-01")]
    assert not later(project("p", "pa6"), *rows)


def test_what_was_being_built_counts_and_what_ran_does_not() -> None:
    rows = [project("p", "pa6"), stage("p", "开工", "2019-12-05"), stage("p", "投产", "2023-12")]
    assert later(*rows)["p"].was_building
    assert not later(*rows, stage("p", "投产", "2022-04-01"))


def test_given_up_counts_only_when_announced_later() -> None:
    rows = [project("p", "pa6", stage="中止"), stage("p", "核准", "2023")]
    assert list(later(*rows)) == ["p"]
    assert not later(*rows, stage("p", "谋划", "2021"))


def test_a_part_given_up_adds_nothing() -> None:
    found = later(
        project("whole", "pa6"),
        project("part", "caprolactam", stage="中止", parent_id="whole", start_date="2023"),
        stage("whole", "开工", "2024"),
    )
    assert found["whole"].product_ids == ("pa6",)


def test_where_it_stands_is_told_by_parks_units_or_firms() -> None:
    far = make(Park, id="far", name_zh="域外", scope="outside")
    event = stage("p", "签约", "2023")
    assert not later(project("p", "pa6", park_ids=("far",)), far, event)
    assert not later(project("p", "pa6", park_ids=("near",)), event)
    assert later(project("p", "pa6", park_ids=("near",)), event, near=True)
    bare = project("p", "pa6", park_ids=(), firm_ids=("gamma",))
    home = make(Firm, id="gamma", name_zh="gamma", park_ids=("park",))
    assert not later(bare, event)
    assert later(bare, home, event)
    assert later(bare, event, unit("u", "pa6", 1.0, project_id="p", status="规划"))


def test_a_unit_of_no_project_is_a_decision_of_its_own() -> None:
    found = later(unit("u", "pa6", 60.0, since="2023-03"), unit("old", "pa6", 1.0, since="2014"))
    assert [(d.id, d.stage, d.product_ids) for d in found.values()] == [
        ("unit:u", "投产", ("pa6",))
    ]


def test_a_plant_stated_on_its_feed_makes_its_main_product() -> None:
    found = later(
        project("p", "caprolactam"),
        unit("u", "caprolactam", 9.0, project_id="p", process_ids=("poly",), status="规划"),
        stage("p", "签约", "2023"),
    )
    assert found["p"].product_ids == ("pa6",)


def test_the_truth_of_yunxi_is_what_the_projects_say(shipped: Facts) -> None:
    found = {d.id: d for d in decisions(Chain(shipped), Scope("yunxi"), DAY)}
    assert len(found["ethylene-complex"].product_ids) > 15
    assert found["ethylene-complex"].was_planned
    assert not found["ethylene-complex"].was_building
    assert found["cpl-relocation"].was_building
    gone = {"xingchang-alkylation", "po-300-early", "lituo-pp-300", "shuangyang-h2o2"}
    assert not gone & set(found)  # ran already, given up, elsewhere, nearby


# how a list is measured

SETS = st.sets(st.sampled_from("abcdefg"), max_size=4)


@given(sizes=st.lists(st.integers(1, 3), min_size=1, max_size=3), truth=SETS, k=st.integers(1, 7))
def test_ties_are_expectations_over_all_orders(sizes: list[int], truth: set[str], k: int) -> None:
    letters = iter("abcdefghi")
    groups = [list(itertools.islice(letters, n)) for n in sizes]
    orders = [
        list(itertools.chain(*parts))
        for parts in itertools.product(*(itertools.permutations(g) for g in groups))
    ]
    hits = [sum(p in truth for p in order[:k]) for order in orders]
    assert measure.expected_hits(groups, truth, k) == pytest.approx(np.mean(hits))
    some = np.mean([h > 0 for h in hits])
    assert measure.chance_of_hit(groups, truth, k) == pytest.approx(some)


@given(population=st.integers(1, 400), good=st.data(), drawn=st.data(), hits=st.integers(0, 40))
def test_p_value_is_the_hypergeometric_tail(
    population: int, good: st.DataObject, drawn: st.DataObject, hits: int
) -> None:
    n_good = good.draw(st.integers(0, population))
    n_drawn = drawn.draw(st.integers(0, population))
    ours = measure.at_least(hits, population, n_good, n_drawn)
    theirs = hypergeom.sf(hits - 1, population, n_good, n_drawn)
    assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-12)


def decided(*products: str, id_: str = "d", **more: Any) -> Decision:
    given = {"was_planned": False, "was_building": False} | more
    return Decision(id_, id_, products, "2023", "2023", "签约", None, **given)


def test_decision_p_value_is_near_the_exact_one_and_repeats() -> None:
    universe = [f"p{i:02d}" for i in range(60)]
    found = [decided("p00", "p01", "p02")]
    first = measure.decision_p_values(universe, universe, found, (10,))
    assert first == measure.decision_p_values(universe, universe, found, (10,))
    assert first[10] == pytest.approx(hypergeom.sf(0, 60, 3, 10), abs=0.015)


def test_one_decision_counts_once_however_many_products_it_has() -> None:
    found = [decided("a", "b", "c"), decided("z", id_="e")]
    ours = measure.measured([("a",), ("b",), ("q",)], found, (2,))
    assert (ours.recall[2], ours.recall_decisions[2], ours.precision[2]) == (0.5, 0.5, 1.0)


def test_bootstrap_takes_decisions_whole() -> None:
    found = [decided("a", "b"), decided("c", id_="e")]
    products, struck = measure.intervals(["a", "b"], found, (2,))
    assert products[2] == (0.0, 1.0)  # drawn twice the one, or twice the other
    assert struck[2] == (0.0, 1.0)
    assert measure.intervals(["a", "b", "c"], found, (3,))[0][3] == (1.0, 1.0)


def test_nothing_decided_is_no_recall() -> None:
    ours = measure.measured([("a",)], [], (10,))
    assert ours.recall == {10: None}
    assert measure.p_values(["a"], ["a", "b"], [], (10,)) == {10: None}
    assert measure.intervals(["a"], [], (10,)) == ({10: None}, {10: None})
    assert weightings([], frozenset({"a"})) is None


def test_worthless_products_are_not_named_by_a_baseline() -> None:
    assert grouped(["a", "b"], {"a": 0.0, "b": 3.0}.__getitem__) == (("b",),)


# random weightings


def test_shipped_weights_give_the_shipped_order(shipped: Facts) -> None:
    found = evaluate(shipped, Rules.of(shipped), AsOf(DAY))
    names, order = reranked(found.gaps, shipped_shares(found.gaps))
    assert [names[i] for i in order[0]] == list(ranked_products(found.gaps))


def test_reranking_is_what_an_evaluation_with_those_weights_says(shipped: Facts) -> None:
    rules = Rules.of(shipped)
    found = evaluate(shipped, rules, AsOf(DAY))
    shares = {kind: rows[7:8] for kind, rows in random_shares(found.gaps).items()}
    given = {
        f.id: w
        for k, rows in shares.items()
        for f, w in zip(rules.weights[k], rows[0], strict=True)
    }
    again = evaluate(shipped, rules.with_weights(given), AsOf(DAY))
    names, order = reranked(found.gaps, shares)
    assert [names[i] for i in order[0]] == list(ranked_products(again.gaps))


def test_random_weightings_repeat(shipped: Facts, result: Backtest) -> None:
    again = backtest(shipped, Rules.of(shipped), AsOf(DAY), result.clock)
    assert again == result
    found = result.weightings
    assert found is not None
    assert found.n == 2000
    assert found.low <= found.median <= found.high


# the result


def test_every_truth_is_a_hit_or_a_miss_with_a_reason(shipped: Facts, result: Backtest) -> None:
    told = [h.product_id for h in result.hits] + [m.product_id for m in result.misses]
    assert sorted(told) == sorted(measure.truth_of(result.decisions))
    assert result.whole.ours.recall[30] == pytest.approx(len(result.hits) / len(told))
    for row in result.misses:
        assert texts.missed(shipped, row.why.code, row.why.values)
        if row.why.code == "below":
            rank = int(dict(row.why.values)["rank"] or 0)
            assert result.ranking[rank - 1] == row.product_id
            assert rank > 30


def test_every_reason_has_words() -> None:
    listed = {
        line.split("``")[1] for line in (misses.__doc__ or "").splitlines() if "``" in line[:3]
    }
    assert listed == set(texts.MISSED)


def test_what_is_left_out_is_left_out(result: Backtest) -> None:
    plans = result.without["plans"].ours
    open_ = [d for d in result.decisions if not d.was_planned and not d.was_building]
    assert plans.n_truth == len(measure.truth_of(open_))
    largest = max(result.decisions, key=lambda d: len(d.product_ids))
    rest = [d for d in result.decisions if d is not largest]
    assert result.without["largest_decision"].ours.n_truth == len(measure.truth_of(rest))


def test_the_day_is_never_looked_past_by_the_strict_clock(result: Backtest) -> None:
    assert (result.as_of.known == DAY) is (result.clock == "strict")


def second_region() -> Facts:
    """A region with a caprolactam plant whose owner later decides on polyamide."""
    there = {"region_id": "other"}
    return facts(
        make(Region, id="other", name_zh="别处", province="江苏", city="南通"),
        make(Park, id="east", name_zh="东区", **there),
        unit("cap", "caprolactam", 600.0, park_id="east", since="2015", as_of="2020-06"),
        project("p", "pa6", park_ids=("east",), as_of="2023-06"),
        stage("p", "签约", "2023-05-20"),
    )


@pytest.mark.parametrize("clock", ["strict", "lenient"])
def test_it_works_for_any_region_with_dates(clock: str) -> None:
    known = second_region()
    found = backtest(known, Rules.of(known), AsOf(DAY), clock, region_id="other")
    assert [(h.product_id, h.rank <= 10) for h in found.hits] == [("pa6", True)]
    assert found.whole.ours.recall[10] == 1.0
    assert not found.misses


def test_a_region_without_later_investments_says_so() -> None:
    known = second_region()
    found = backtest(known, Rules.of(known), AsOf("2024-01-01"), "strict", region_id="other")
    data = backtests.backtest(known, found)
    assert data["n_truth"] == 0
    assert set(data["recall"].values()) == {None}
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert "无从检验" in backtests.lines(known, found)[1]


# what is published


def test_json_has_the_promised_shape() -> None:
    ask = ["backtest", "--as-of", DAY, "--json", "--store", shared_store_url()]
    found = CliRunner().invoke(main, ask)
    assert found.exit_code == 0, found.output
    data = json.loads(found.stdout)
    both = (data, data["lenient"])
    for part in both:
        assert part["k"] == [10, 20, 30]
        for key in ("recall", "precision", "chance", "p_value"):
            assert list(part[key]) == ["10", "20", "30"]
        assert {"10", "20", "30"} <= set(part["without"]["ethylene_package"])
        assert {"10", "20", "30"} <= set(part["without"]["plans"])
        assert len(part["hits"]) + len(part["misses"]) == part["n_truth"]
        assert all(m["product_id"] and m["why"] and m["text"] for m in part["misses"])
    assert [part["clock"] for part in both] == ["strict", "lenient"]
    alone = CliRunner().invoke(main, [*ask, "--clock", "lenient"])
    assert json.loads(alone.stdout) == data["lenient"]


def test_the_page_is_what_the_command_writes(shipped: Facts) -> None:
    page = (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")
    assert page == report.render(shipped), "run: python -m views.reports.backtest"
