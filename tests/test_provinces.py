"""全国布局: each plant once, unknown never 0, and the shipped data by hand."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import make, unit
from small_nation import DAY, ask, maker, nation

from graph.model import Firm, Park, Record
from graph.reason import Evaluation
from graph.reason.nation.places import by_city, producing
from graph.reason.nation.plants import plants_of
from graph.reason.nation.provinces import (
    UNPLACED,
    Nationwide,
    ProvinceShare,
    by_province,
    nationwide,
)
from graph.reason.nation.sites import RUNNING, STOPPED
from graph.reason.nation.where import BEYOND_THE_STATISTICS, FOREIGN, PROVINCES
from views.reports.results import shipped
from views.tables.provinces import COLUMNS, key_figures, rows

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


def shares(*records: Record, product: str = "pa6", **more: Any) -> dict[str, ProvinceShare]:
    return {s.province: s for s in by_province(ask(*records, **more), product)}


def whole(*records: Record, **more: Any) -> Nationwide:
    of = ask(*records, **more)
    return nationwide(of, "pa6", by_province(of, "pa6"))


# One figure for one plant


def test_the_34_units() -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 34
    assert {"台湾", "香港", "澳门"} == set(BEYOND_THE_STATISTICS) < set(PROVINCES)


def test_years_and_sources_of_one_site_are_never_added() -> None:
    of = shares(
        *maker("a1", 100.0, firm_id="a", year="2019"),
        *maker("a2", 300.0, firm_id="a", year="2023"),
        *maker("a3", 150.0, firm_id="a", year="2025"),
        *maker("b", 40.0),
    )
    assert of["福建"].running_kt_a == 340.0
    assert of["福建"].firms == ("a", "b")
    assert [(c.name, c.capacity_kt_a) for c in of["福建"].cities] == [("福州", 340.0)]


def test_a_merged_firm_is_the_same_site() -> None:
    old = make(Firm, id="old", name_zh="old", merged_into_id="new")
    of = shares(*maker("p", 100.0, firm_id="old"), *maker("q", 120.0, firm_id="new"), old)
    assert of["福建"].running_kt_a == 120.0
    assert of["福建"].firms == ("new",)


def test_cities_add_up_and_a_vague_statement_only_adds_what_exceeds_them() -> None:
    told = [
        *maker("c1", 100.0, firm_id="a"),
        *maker("c2", 50.0, "泉州", firm_id="a"),
        *maker("c3", 180.0, "", firm_id="a"),
        *maker("c4", 400.0, "", firm_id="a", province=None),
        *maker("c5", 90.0, "无锡", firm_id="a", province="江苏"),
    ]
    of = shares(*told)
    assert of["福建"].running_kt_a == 180.0
    assert of["江苏"].running_kt_a == 90.0
    assert of[UNPLACED].running_kt_a == 400.0 - 180.0 - 90.0
    assert [p.capacity_kt_a for p in of["福建"].plants if p.is_rest] == [30.0]
    smaller = shares(*told[:4], *maker("c6", 20.0, "", firm_id="a"))
    assert smaller["福建"].running_kt_a == 150.0


def test_pooled_figures_and_missing_ones_are_unknown_never_zero() -> None:
    of = shares(*maker("a", 500.0, note="合计口径:与 PA66 合计"), *maker("b", None))
    share = of["福建"]
    assert (share.running_kt_a, share.share, share.state) == (None, None, "unsized")
    assert share.unsized == share.firms == ("a", "b")
    assert [t.capacity_kt_a for t in share.top_firms] == [None, None]
    assert set(of) == {"福建"}  # nobody has spoken of the others


def test_one_plant_of_unknown_size_leaves_its_firm_open() -> None:
    of = shares(*maker("a1", 100.0, firm_id="a"), *maker("a2", None, "泉州", firm_id="a"))
    assert (of["福建"].running_kt_a, of["福建"].unsized) == (100.0, ("a",))
    told = shares(
        *maker("a2", None, "泉州", firm_id="a"),
        *maker("a1", 100.0, firm_id="a"),
        *maker("a3", 180.0, "", firm_id="a"),
    )
    assert (told["福建"].running_kt_a, told["福建"].unsized) == (180.0, ())


# Status on the day


def test_old_statements_stand_apart() -> None:
    of = shares(
        *maker("old", 70.0, year="2012"),
        *maker("undated", 30.0, "泉州", year=None),
        *maker("stale", 60.0, "厦门", status="在建", year="2019"),
    )
    share = of["福建"]
    assert (share.running_kt_a, share.doubtful_kt_a, share.state) == (None, 160.0, "doubtful")
    assert {p.stated for p in share.plants} == {"在产", "在建"}


def test_an_old_statement_gives_way_to_a_young_one_of_its_site() -> None:
    of = shares(*maker("o", 90.0, firm_id="a", year="2012"), *maker("n", 50.0, firm_id="a"))
    assert (of["福建"].running_kt_a, of["福建"].doubtful_kt_a) == (50.0, None)
    blind = shares(*maker("o", 90.0, firm_id="a", year="2012"), *maker("n", None, firm_id="a"))
    assert (blind["福建"].state, blind["福建"].doubtful_kt_a) == ("unsized", 90.0)


def test_building_and_planned_stand_apart_until_they_run() -> None:
    rows = [
        *maker("run", 100.0, firm_id="a", year="2024"),
        *maker("more", 60.0, firm_id="a", year="2025", status="在建"),
        *maker("plan", 20.0, firm_id="a", year="2025", status="规划"),
    ]
    share = shares(*rows)["福建"]
    assert (share.running_kt_a, share.coming_kt_a) == (100.0, 60.0)
    built = shares(*rows, *maker("built", 160.0, firm_id="a", year="2026"))["福建"]
    assert (built.running_kt_a, built.coming_kt_a) == (160.0, None)


def test_what_was_stopped_since_runs_no_more() -> None:
    rows = [
        *maker("r", 100.0, firm_id="a", year="2020"),
        *maker("s", 100.0, firm_id="a", year="2022", status="停产"),
    ]
    share = shares(*rows)["福建"]
    assert (share.state, share.firms, share.running_kt_a) == ("stopped", (), None)
    assert [p.capacity_kt_a for p in share.plants] == [None]
    again = shares(*rows, *maker("t", 80.0, firm_id="a", year="2024"))["福建"]
    assert (again.state, again.running_kt_a) == ("running", 80.0)


def test_nothing_is_known_before_it_is_told() -> None:
    rows = maker("a", 100.0, year="2024")
    assert shares(*rows, day="2023-12-31") == {}
    assert shares(*rows, day="2024-12-31")["福建"].running_kt_a == 100.0


# The region


def test_plants_here_count_in_their_province_and_are_marked() -> None:
    own = [unit("u1", "pa6", 50.0), unit("u2", "pa6", 30.0), unit("u3", "pa6", 20.0, status="在建")]
    told = maker("m", 999.0, "岳阳", firm_id="alpha", province="湖南")
    other = maker("n", 10.0, "长沙", firm_id="other", province="湖南")
    share = shares(*own, *told, *other)["湖南"]
    assert (share.running_kt_a, share.coming_kt_a, share.is_home) == (90.0, 20.0, True)
    assert sorted(p.row_id for p in share.local) == ["u1", "u2", "u3"]
    of = whole(*own, *told, *other)
    assert of.local is not None
    assert (of.local.status, of.local.capacity_kt_a, of.home) == ("在产", 80.0, "湖南")


def test_a_statement_on_a_firm_here_counts_where_no_record_speaks_of_it() -> None:
    told = maker("m", 70.0, "岳阳", firm_id="alpha", province="湖南")
    assert shares(*told)["湖南"].running_kt_a == 70.0
    away = maker("w", 40.0, "广州", firm_id="alpha", province="广东")
    both = shares(unit("u", "pa6", 50.0), *told, *away)
    assert (both["湖南"].running_kt_a, both["广东"].running_kt_a) == (50.0, 40.0)


def test_a_coproduct_here_has_no_nameplate() -> None:
    of = shares(unit("u", "caprolactam", 100.0, process_ids=("capro",)), product="sulfate")
    assert (of["湖南"].state, of["湖南"].unsized) == ("unsized", ("alpha",))


def test_a_replaced_plant_does_not_count_beside_its_successor() -> None:
    old, new = unit("old", "pa6", 50.0), unit("new", "pa6", 90.0, replaces=("old",))
    assert shares(old, new)["湖南"].running_kt_a == 90.0
    coming = unit("new", "pa6", 90.0, replaces=("old",), status="在建")
    share = shares(old, coming)["湖南"]
    assert (share.running_kt_a, share.coming_kt_a) == (50.0, 90.0)


def test_units_beside_the_parks_count_where_they_stand() -> None:
    gone = make(Park, id="gone", name_zh="域外", scope="outside")
    beta = make(Firm, id="gamma", name_zh="gamma", province="海南", city="洋浦", park_ids=("gone",))
    of = shares(
        gone,
        beta,
        unit("n", "pa6", 30.0, park_id="near", firm_id="beta"),
        unit("o", "pa6", 40.0, park_id="gone", firm_id="gamma"),
        unit("x", "pa6", 5.0, park_id=None, firm_id="beta"),
        *maker("m", 35.0, "洋浦", firm_id="gamma2", province="海南"),
    )
    assert of["湖南"].running_kt_a == 30.0
    assert not of["湖南"].local
    assert of["海南"].running_kt_a == 75.0
    assert of[UNPLACED].running_kt_a == 5.0


# The country


def test_places_that_are_no_province() -> None:
    of = shares(
        *maker("a", 60.0),
        *maker("b", 20.0, "", province=None),
        *maker("c", 10.0, "", province="华东"),
        *maker("d", 200.0, "", province=FOREIGN, site="韩国丽水"),
    )
    assert list(of) == ["福建", UNPLACED, FOREIGN]
    assert (of[UNPLACED].running_kt_a, of[FOREIGN].running_kt_a) == (30.0, 200.0)
    assert (of["福建"].share, of[UNPLACED].share, of[FOREIGN].share) == (60 / 90, 30 / 90, None)
    assert [c.name for c in of[FOREIGN].cities] == ["韩国丽水"]


def test_long_names_of_provinces_and_cities_are_the_same_places() -> None:
    of = shares(
        *maker("a1", 60.0, "南宁", firm_id="a", province="广西"),
        *maker("a2", 80.0, "南宁市", firm_id="a", province="广西壮族自治区"),
    )
    assert (list(of), of["广西"].running_kt_a) == (["广西"], 80.0)


def test_coverage_is_running_here_over_the_stated_nation() -> None:
    rows = [*maker("a", 60.0), *maker("t", 40.0, "高雄", province="台湾")]
    of = whole(*rows, nation(300.0, year="2024"), nation(200.0, year="2015"))
    assert (of.coverage, of.national.year, of.national.stale) == (60.0 / 300.0, "2024", False)
    assert of.running_kt_a == 100.0
    assert whole(*rows).coverage is None
    assert whole(nation(300.0)).coverage is None
    label = "收录占全国(港澳台除外)"
    told = {kt: dict(key_figures(whole(*rows, nation(kt))))[label] for kt in (50.0, 120.0, 300.0)}
    assert told == {50.0: "收录的已超过全国数字", 120.0: "50%", 300.0: "20%,分布只供参考"}


def test_the_share_without_a_source_is_told() -> None:
    bare = {"source_id": None, "basis": "engineering-knowledge"}
    assert whole(*maker("a", 60.0), *maker("b", 5.0, "厦门", **bare)).unsourced == 0.5
    assert whole(*maker("c", None)).unsourced is None


def test_the_table_says_what_the_shares_say() -> None:
    of = ask(
        *maker("a", 60.0),
        *maker("b", None, "泉州"),
        *maker("c", 30.0, "无锡", province="江苏", status="规划", year="2026"),
    )
    table = rows(by_province(of, "pa6"))
    assert all(len(line) == len(COLUMNS) for line in table)
    fujian, jiangsu = table
    assert fujian[:7] == ("福建", 6.0, 100.0, None, None, 2, 1)
    assert fujian[7] == "福州 6 万吨/年;泉州 产能未知"
    assert jiangsu[:7] == ("江苏", None, None, 3.0, None, 1, 0)
    assert jiangsu[8] == "c 规划 3 万吨/年"


# Any statements


PLACES = [
    ("福建", "福州"),
    ("福建", ""),
    ("江苏", "无锡"),
    ("", ""),
    (FOREIGN, ""),
    ("湖南", "岳阳"),
]
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "alpha"]),
        st.sampled_from(PLACES),
        st.sampled_from([None, 5.0, 40.0, 300.0]),
        st.sampled_from(["在产", "在建", "规划", "未核", "停产"]),
        st.sampled_from([None, "2012", "2023", "2025"]),
    ),
    max_size=9,
)


def stated(told: list[Any]) -> list[Record]:
    return [
        record
        for at, (firm, (province, city), kt_a, status, year) in enumerate(told)
        for record in maker(
            f"r{at}",
            kt_a,
            city or None,
            firm_id=firm,
            province=province or None,
            status=status,
            year=year,
        )
    ]


@given(told=STATEMENTS, seed=st.randoms())
@settings(max_examples=50, deadline=None)
def test_what_holds_for_any_statements(told: list[Any], seed: Any) -> None:
    records = [unit("u", "pa6", 25.0), *stated(told)]
    of = ask(*records)
    found, plants = by_province(of, "pa6"), plants_of(of, "pa6")
    assert [p for s in found for p in s.plants] == sorted(plants, key=lambda p: places(found, p))
    for statuses, name in ((("在产",), "running"), (("在建", "规划"), "coming")):
        known = [p.capacity_kt_a for p in plants if p.status in statuses and p.capacity_kt_a]
        parts = [kt for s in found if (kt := getattr(s, f"{name}_kt_a")) is not None]
        assert sum(parts) == pytest.approx(sum(known))
        assert bool(parts) == bool(known)  # unknown is not 0
    country = nationwide(of, "pa6", found)
    inside = sum(s.running_kt_a or 0.0 for s in found if s.province != FOREIGN)
    assert country.running_kt_a == pytest.approx(inside)
    assert sum(s.share or 0.0 for s in found) == pytest.approx(1.0)
    for firm in ("a", "b"):
        if not any(who == firm and status == "停产" for who, _, _, status, _ in told):
            runs = (p for p in plants if p.firm_id == firm and p.status == RUNNING)
            assert sum(p.capacity_kt_a or 0.0 for p in runs) == running_by_hand(told, firm)
    seed.shuffle(records)
    assert by_province(ask(*records), "pa6") == found


def places(found: tuple[ProvinceShare, ...], plant: Any) -> tuple[int, Any]:
    names = [s.province for s in found]
    return names.index(plant.province or UNPLACED), plant.order


def running_by_hand(told: list[Any], firm: str) -> float:
    """Largest figure of each city; of a vaguer statement what exceeds their sum."""
    most: dict[tuple[str, str], float] = defaultdict(float)
    for who, (province, city), kt_a, status, year in told:
        if who == firm and status == "在产" and (year or "") >= "2023":
            most[province, city] = max(most[province, city], kt_a or 0.0)
    provinces: dict[str, float] = defaultdict(float)
    for (province, city), kt_a in most.items():
        if city:
            provinces[province] += kt_a
    for (province, city), kt_a in most.items():
        if province and not city:
            provinces[province] = max(provinces[province], kt_a)
    return max(sum(provinces.values()), most["", ""])


# The shipped data


def test_mma_by_hand(found: Evaluation) -> None:
    """Largest running figure of each firm and city, straight from the file."""
    sites: dict[tuple[str, str, str], float] = {}
    with (ROOT / "data/market/producers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["product_id"] == "methyl-methacrylate" and row["status"] == "在产":
                key = row["firm_id"], row["province"], row["city"]
                sites[key] = max(sites.get(key, 0.0), float(row["capacity_kt_a"]))
    sums: dict[str, float] = defaultdict(float)
    for (_, province, _), kt_a in sites.items():
        sums[province or UNPLACED] += kt_a
    of = {s.province: s for s in by_province(found, "methyl-methacrylate")}
    assert {p: s.running_kt_a for p, s in of.items() if s.running_kt_a} == dict(sums)
    assert (sums["山东"], sums[UNPLACED], sum(sums.values())) == (325.0, 50.0, 1328.0)
    assert of["福建"].state == "unsized"
    assert of["吉林"].coming_kt_a == 100.0
    assert nationwide(found, "methyl-methacrylate", of.values()).coverage == 1328.0 / 2675.0


def test_caprolactam_of_the_shipped_data(found: Evaluation) -> None:
    of = {s.province: s for s in by_province(found, "caprolactam")}
    # 600 of 湖南石化, told by its own records and by a producer row of 巴陵石化, once
    assert (of["湖南"].running_kt_a, of["湖南"].firms) == (600.0, ("hunan-petrochemical",))
    assert (of["福建"].running_kt_a, of["广西"].coming_kt_a) == (1000.0, 1200.0)
    assert nationwide(found, "caprolactam", of.values()).coverage == 3400.0 / 6950.0


def test_every_product_agrees_with_what_ranks_the_cities(found: Evaluation) -> None:
    """Where the region has no part, the sums by city are those 产地位次 is told by."""
    home = found.chain.facts.regions[found.region.region_id].city
    compared = 0
    for product_id in found.chain.facts.producers_of:
        plants = plants_of(found, product_id)
        running = [p for p in plants if p.status == RUNNING and not p.is_rest and p.city != home]
        touched = {(p.province, p.city) for p in plants if p.unit_id or p.status == STOPPED}
        sums: dict[tuple[str, str], float] = defaultdict(float)
        for plant in running:
            if plant.city and plant.capacity_kt_a is not None:
                sums[plant.province, plant.city] += plant.capacity_kt_a
        sites = by_city(producing(found.national, found.rules, product_id).sites)
        theirs = {place: kt for place, (kt, _) in sites.items() if place not in touched}
        assert {p: kt for p, kt in sums.items() if p in theirs} == pytest.approx(theirs)
        compared += len(theirs)
    assert compared > 250


def test_no_shipped_figure_turns_into_nothing(found: Evaluation) -> None:
    for product_id in found.chain.facts.goods:
        for share in by_province(found, product_id):
            told = (share.running_kt_a, share.coming_kt_a, share.doubtful_kt_a)
            assert 0.0 not in told, (product_id, share.province)
            assert share.province in (*PROVINCES, UNPLACED, FOREIGN)
            assert set(share.unsized) <= set(share.firms)
            assert (share.state == "stopped") == (not share.firms)
            if told == (None, None, None):
                assert share.state in ("unsized", "stopped")
