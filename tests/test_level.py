"""产业能级: figures of 云溪 by hand, and what must hold for any figures."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import make, unit
from small_nation import DAY, ask, maker, nation

from graph.levels import LEVEL_CODES, Level
from graph.model import Record, Signal
from graph.reason import Evaluation
from graph.reason.nation.level import level_of
from graph.reason.nation.momentum import Moves
from views import level_json, level_texts
from views.reports.results import shipped
from views.tables.level import level_rows


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


def level(of: Evaluation, product_id: str) -> Level:
    return level_of(of.chain, of.rules, of.national, of.balances, product_id)


# 云溪 by hand


def test_caprolactam_by_hand(found: Evaluation) -> None:
    of = level(found, "caprolactam")
    share = of.item("share")
    assert share.value == pytest.approx(600.0 / 6950.0)
    assert (share.year, share.base_year) == ("2023", "2024")
    # 福州 1000 (连江, 2023) and 宜昌 800 (2025) are larger; 杭州, 聊城, 太原, 长治, 平顶山 smaller
    assert (of.item("rank").value, of.item("rank").of) == (3.0, 8)
    # 恒申 1000, 三宁 800, 中国石化 (the plant here) 600, 鲁西 300; 2016–2017 figures are too old
    assert of.item("top_four").value == pytest.approx(2700.0 / 6950.0)
    assert of.item("train_ratio").value == pytest.approx(600.0 / 400.0)
    assert of.item("national_self").value == pytest.approx(1 - 0.023)


def test_what_is_still_building_is_no_share_yet(found: Evaluation) -> None:
    oxide = level(found, "propylene-oxide")
    assert oxide.item("local_capacity").value == 400.0
    assert oxide.item("share").value == pytest.approx(100.0 / 3400.0)
    assert oxide.item("share").building == pytest.approx(300.0 / 3400.0)
    assert (oxide.item("rank").value, oxide.item("rank").of) == (2.0, 2)
    ethylene = level(found, "ethylene")
    assert ethylene.item("share").value == 0.0
    assert ethylene.item("share").building == pytest.approx(1000.0 / 54550.0)
    assert ethylene.item("rank").why_none == "not_running"
    assert ethylene.item("frontier_train").value == 1500.0


def test_unknown_capacity_is_no_share(found: Evaluation) -> None:
    for product_id in ("epoxy-resin", "polyamide-6"):
        of = level(found, product_id)
        for code in ("local_capacity", "share", "rank", "train_ratio"):
            assert (of.item(code).value, of.item(code).why_none) == (None, "capacity_unknown")
    assert level(found, "epoxy-resin").item("national_capacity").stale  # 2010
    assert level(found, "polyamide-6").item("national_self").value == pytest.approx(4230 / 4227)


def test_eva_is_held_against_an_old_figure(found: Evaluation) -> None:
    share = level(found, "eva").item("share")
    assert share.stale
    assert share.base_year == "2020"
    assert share.building == pytest.approx(300.0 / 972.0)


def test_every_line_has_a_value_with_year_and_basis_or_a_reason(found: Evaluation) -> None:
    for product_id in found.balances:
        of = level(found, product_id)
        assert tuple(i.code for i in of.items) == LEVEL_CODES
        for item in of.items:
            assert (item.value is None) == (item.why_none is not None)
            assert item.why_none is None or item.why_none in level_texts.WHY_NONE
            assert item.value is None or item.basis
            needs_year = item.code not in ("frontier_train", "train_ratio", "local_capacity")
            assert item.value is None or item.year or not needs_year


def test_rows_and_json_name_every_line(found: Evaluation) -> None:
    of = level(found, "epoxy-resin")
    rows = level_rows(found.chain.facts, of)
    assert [r.label for r in rows] == list(level_texts.LABELS.values())
    assert rows[0].value == "未取得(本地有装置产能未知)"
    shown = level_json.level(of)
    assert [j["value"] for j in shown] == [i.value for i in of.items]
    assert shown[1]["source_id"] == "S80202cf1"


# rules on small figures


def test_a_share_above_the_nation_is_not_told() -> None:
    share = level(ask(unit("poly", "pa6", 500.0), nation(400.0)), "pa6").item("share")
    assert (share.value, share.why_none, share.stale) == (None, "above_national", True)


def test_a_successor_is_not_added_to_what_it_replaced() -> None:
    old, new = unit("old", "pa6", 100.0), unit("new", "pa6", 250.0, replaces=("old",))
    assert level(ask(old, new, nation(1000.0)), "pa6").item("local_capacity").value == 250.0


def test_statements_of_one_site_are_never_added() -> None:
    rows = [
        *maker("p1", 300.0, firm_id="gamma", year="2023"),
        *maker("p2", 500.0, firm_id="gamma", year="2024"),
        *maker("p3", 250.0, city="聊城", firm_id="delta"),
        *maker("p4", 900.0, city="聊城", firm_id="omega", note="合计口径:两种产品合计"),
    ]
    rank = level(ask(unit("poly", "pa6", 400.0), *rows), "pa6").item("rank")
    assert (rank.value, rank.of, rank.left_out) == (2.0, 3, 1)


def test_top_four_needs_four_and_a_figure_they_fit_in() -> None:
    rows = [r for i in range(3) for r in maker(f"p{i}", 100.0 + i, city=f"市{i}")]
    here = unit("poly", "pa6", 50.0)
    top = level(ask(here, *rows, nation(1000.0)), "pa6").item("top_four")
    assert top.value == pytest.approx((100 + 101 + 102 + 50) / 1000)
    assert level(ask(*rows, nation(1000.0)), "pa6").item("top_four").why_none == "fewer_than_four"
    tight = level(ask(here, *rows, nation(300.0)), "pa6").item("top_four")
    assert tight.why_none == "above_national"
    early = level(ask(here, *rows, nation(1000.0, "2020")), "pa6").item("top_four")
    assert early.why_none == "fewer_than_four"  # plants of 2024 stand in no figure of 2020


def test_self_sufficiency_falls_back_in_order() -> None:
    def told(**more: Any) -> tuple[float | None, str | None]:
        item = level(ask(nation(None, **more)), "pa6").item("national_self")
        return item.value, item.method

    used = {"apparent_consumption_kt": 100.0}
    assert told(output_kt=80.0, **used) == (pytest.approx(0.8), "output")
    assert told(import_kt=30.0, export_kt=10.0, **used) == (pytest.approx(0.8), "net_imports")
    assert told(import_dependence_pct=25.0) == (pytest.approx(0.75), "dependence")
    assert told(import_kt=30.0) == (None, None)


@settings(max_examples=40, deadline=None)
@given(
    first=st.floats(1.0, 400.0),
    more=st.floats(0.0, 400.0),
    building=st.booleans(),
    blind=st.booleans(),
)
def test_more_local_capacity_never_lowers_the_share(
    first: float, more: float, building: bool, blind: bool
) -> None:
    rows: list[Record] = [unit("poly", "pa6", first), nation(10_000.0)]
    if blind:
        rows.append(unit("blind", "pa6", None, firm_id="beta"))
    extra = unit("next", "pa6", more, status="在建" if building else "在产")
    before, after = (level(ask(*r), "pa6").item("share") for r in (rows, [*rows, extra]))
    assert before.value is not None
    assert after.value is not None
    assert after.value >= before.value
    assert (after.building or 0.0) >= (before.building or 0.0)
    assert (after.span and after.span.high is None) == blind


def test_row_order_changes_nothing() -> None:
    records = [
        *maker("p1", 300.0, firm_id="gamma"),
        *maker("p2", 300.0, firm_id="gamma", year="2023"),
        *maker("p3", 250.0, city="聊城"),
        *maker("p4", 120.0, city="杭州", status="在建", year="2026"),
        nation(1000.0, id="a"),
        nation(900.0, id="b", grade="A"),
        unit("poly", "pa6", 400.0),
        make(Signal, id="s", firm_id="p3", date="2026-03", direction="扩建", product_ids=("pa6",)),
    ]
    seen = set()
    for turn in range(4):
        random.Random(turn).shuffle(records)
        of = ask(*records)
        moves = Moves(of.national, of.rules)
        seen.add((level(of, "pa6"), moves.momentum("pa6"), moves.crowding("pa6")))
    assert len(seen) == 1
    assert next(iter(seen))[0].item("national_capacity").value == 900.0  # the better graded


def test_nothing_later_than_the_day_counts(found: Evaluation) -> None:
    early = shipped("2021-06-30")
    for product_id in early.balances:
        for item in level(early, product_id).items:
            if item.code in ("national_capacity", "national_self") and item.year:
                assert item.year <= "2021-06"[: len(item.year)]
    assert level(early, "caprolactam").item("national_capacity").year == "2019"
    assert found is not early
