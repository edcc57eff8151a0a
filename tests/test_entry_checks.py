"""The ten entry checks: always all ten, never 通过 without data, a rule more never clears."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import facts, make, recipe

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Constraint, Parcel, Park, Process, Product, Record
from graph.reason.entry import Entry, checks_for, in_park, removes, restrictions, step_results
from graph.results import Filter
from graph.rules import Rules
from views.check_texts import check_text, summary
from views.reports.results import load_facts

STEPS = list(range(1, 11))
ROUTES = ("anone", "phenol-route")


def row(row_id: str = "r", **given: Any) -> Constraint:
    """A national ban on cyclohexanone unless told otherwise."""
    plain = {
        "keyword": "甲",
        "keyword_type": "product",
        "product_ids": ("cyclohexanone",),
        "rule": "新建",
        "effect": "禁建",
        "scope": "全国",
        "applies_to": "全国",
    }
    return make(Constraint, id=row_id, **(plain | given))


def known(*records: Record) -> Facts:
    """The small chain with two routes to cyclohexanone."""
    return facts(*recipe("phenol-route", "cyclohexanone", "benzene", benzene=-1.0), *records)


def lines(*records: Record, scale: float | None = None, where: str = "") -> tuple[Filter, ...]:
    seen = known(*records)
    product = seen.products["cyclohexanone"]
    region = seen.regions["yunxi"]
    return checks_for(Rules.of(seen), seen, region, product, ROUTES, scale, where)


def codes(filters: tuple[Filter, ...], step: int) -> list[tuple[str, str]]:
    return [(f.code, f.result) for f in filters if f.step == step]


def test_without_any_data_all_ten_are_there_and_none_passes() -> None:
    found = lines()
    assert [s for s, _ in groupby(f.step for f in found)] == STEPS
    assert set(step_results(found).values()) == {"须核查"}
    assert all(check_text(f) for f in found)


# 1 recognised park


@pytest.mark.parametrize(
    ("is_chemical", "source", "where", "expected"),
    [
        (True, "S1", "园区内", ("park", "通过")),
        (True, None, "园区内", ("park_unknown", "须核查")),
        (None, "S1", "园区内", ("park_unknown", "须核查")),
        (False, "S1", "园区内", ("park_none", "受限")),
        (False, "S1", "须定", ("park_none", "受限")),  # its class says chemistry
        (False, "S1", "园区外", ("park_not_needed", "通过")),
    ],
)
def test_the_park(
    is_chemical: bool | None, source: str | None, where: str, expected: tuple[str, str]
) -> None:
    park = make(Park, id="park", name_zh="园区", is_chemical=is_chemical, source_id=source)
    near = make(Park, id="near", name_zh="周边", scope="nearby", is_chemical=True)
    assert codes(lines(park, near, where=where), 1) == [expected]


# 3 directory


def classed(first: str | None, second: str | None, year: str = "2024") -> list[Record]:
    return [
        make(
            Process,
            id=i,
            name_zh=i,
            main_product_id="cyclohexanone",
            directory_class=c,
            directory_year=year,
        )
        for i, c in zip(ROUTES, (first, second), strict=True)
    ]


@pytest.mark.parametrize(
    ("first", "second", "year", "expected", "result"),
    [
        ("允许", "鼓励", "2024", ["directory_open"], "通过"),
        ("允许", None, "2024", ["directory_unknown"], "须核查"),
        ("允许", "允许", "2019", ["directory_old", "directory_old", "directory_unknown"], "须核查"),
        ("限制", "允许", "2024", ["directory_closed"], "须核查"),  # one route stays open
        ("限制", "限制", "2024", ["directory_closed", "directory_closed"], "受限"),
        ("淘汰", "淘汰", "2024", ["banned", "banned"], "受限"),
        ("淘汰", "限制", "2024", ["directory_closed", "directory_closed"], "受限"),
        ("淘汰", "淘汰", "2011", ["directory_old", "directory_old", "directory_unknown"], "须核查"),
    ],
)
def test_the_directory(
    first: str, second: str | None, year: str, expected: list[str], result: str
) -> None:
    found = lines(*classed(first, second, year))
    assert sorted(c for c, _ in codes(found, 3)) == sorted(expected)
    assert step_results(found)[3] == result
    assert (removes(found) is not None) == ("banned" in expected)


# 4 layout


def test_layout_touches_only_what_a_rule_names() -> None:
    refinery = row("l", product_ids=("gas",), check_step=4, effect="限制", keyword="炼油")
    general = row("g", product_ids=(), keyword_type="project", check_step=4)
    found = lines(refinery, general)
    assert codes(found, 4) == [("layout_not_listed", "通过")]
    assert "炼油" in check_text(next(f for f in found if f.step == 4))
    named = lines(replace(refinery, product_ids=("cyclohexanone",)), general)
    assert codes(named, 4) == [("", "受限"), ("layout_listed", "须核查"), ("general", "须核查")]


# 5 and 6: processes and goods


def routes(hazard: tuple[str, ...], other: tuple[str, ...]) -> list[Record]:
    kinds = zip(ROUTES, (hazard, other), strict=True)
    return [
        make(Process, id=i, name_zh=i, main_product_id="cyclohexanone", hazard_process=h)
        for i, h in kinds
    ]


def goods(note: str | None, other: str | None = "低危险") -> list[Record]:
    notes = {"cyclohexanone": other, "benzene": note}
    return [make(Product, id=p, name_zh=p, hazard_note=n) for p, n in notes.items()]


@pytest.mark.parametrize(
    ("hazard", "other", "note", "expected"),
    [
        (("氧化工艺",), ("不涉及",), "低危险", ("hazard_listed", "须核查")),
        (("不涉及",), (), "低危险", ("hazard_unknown", "须核查")),
        (("不涉及",), ("不涉及",), "易燃液体", ("hazard_goods", "须核查")),
        (("不涉及",), ("不涉及",), None, ("hazard_goods_unknown", "须核查")),
        (("不涉及",), ("不涉及",), "低危险", ("hazard_none", "通过")),
    ],
)
def test_supervised_processes_and_goods(
    hazard: tuple[str, ...], other: tuple[str, ...], note: str | None, expected: tuple[str, str]
) -> None:
    found = lines(*routes(hazard, other), *goods(note))
    assert codes(found, 5)[0] == expected


def test_the_rule_on_a_kind_of_process_reaches_every_route_of_that_kind() -> None:
    kind = row("k", keyword="氧化工艺", keyword_type="process", check_step=5, effect="重点监管工艺")
    kind = replace(kind, product_ids=(), process_ids=("anone",))
    found = lines(kind, *routes(("不涉及",), ("氧化工艺",)))
    (line,) = [f for f in found if f.rule_id == "k"]
    assert line.result == "须核查"
    assert "routes" not in dict(line.values)  # one by name, the other by its kind


def test_toxic_goods_are_named() -> None:
    found = lines(*goods("剧毒气体"))
    assert codes(found, 6) == [("toxic", "须核查")]
    assert "benzene" in check_text(next(f for f in found if f.step == 6))


# 10 land


def test_free_land_is_what_parcels_of_own_parks_say() -> None:
    def parcel(name: str, state: str, area: float | None, park: str = "park") -> Parcel:
        return make(Parcel, id=name, name_zh=name, state=state, area_mu=area, park_id=park)

    used = [
        parcel("a", "已供", 900.0),
        parcel("b", "低效", None),
        parcel("c", "可供", 70.0, "near"),
    ]
    assert codes(lines(*used), 10) == [("services", "须核查"), ("land_unknown", "须核查")]
    assert codes(lines(parcel("d", "可供", None)), 10)[1] == ("land_unknown", "须核查")
    found = lines(*used, parcel("d", "可供", 100.0), parcel("e", "可供", 56.5))
    (land,) = [f for f in found if f.code == "land_free"]
    assert (land.result, dict(land.values)["free_mu"], dict(land.values)["idle"]) == (
        "通过",
        156.5,
        1.0,
    )
    assert step_results(found)[10] == "须核查"  # waste water and safety grade stay open
    assert codes(lines(*used, where="园区外"), 10) == [("site_outside", "须核查")]


# What removes


@pytest.mark.parametrize(
    ("given", "gone"),
    [
        ({}, True),
        ({"effect": "淘汰"}, True),
        ({"effect": "限制"}, False),
        ({"applies_to": "本省", "scope": "湖南"}, True),
        ({"applies_to": "本区", "scope": "云溪"}, True),
        ({"applies_to": "本省", "scope": "江苏"}, False),  # another province's
        ({"applies_to": "外省"}, False),
        ({"product_ids": (), "process_ids": ("anone",)}, False),  # another route is open
        ({"product_ids": (), "process_ids": ROUTES}, True),
        ({"keyword_type": "process", "process_ids": ("anone",)}, False),
        ({"product_ids": (), "keyword_type": "site", "check_step": 2}, False),  # a condition
        ({"scale_below_kt_a": 100.0}, False),  # planned train not known
    ],
)
def test_what_takes_an_item_off_the_list(given: dict[str, Any], gone: bool) -> None:
    assert (removes(lines(row(**given))) is not None) == gone


def test_a_ban_on_small_plants_removes_only_small_plants() -> None:
    ban = row(scale_below_kt_a=100.0)
    assert removes(lines(ban, scale=99.0)) is not None
    large = lines(ban, scale=100.0)
    assert removes(large) is None
    assert ("large", "通过") in codes(large, 3)


def test_a_banned_route_is_marked_and_two_bans_close_both() -> None:
    one = row("one", product_ids=(), process_ids=("anone",))
    found = lines(one)
    assert [f.rule_id for f in restrictions(found)] == ["one"]
    assert step_results(found)[3] == "须核查"
    assert "只涉及工艺:anone;另有 1 条不受限" in check_text(restrictions(found)[0])
    both = lines(one, row("two", product_ids=(), process_ids=("phenol-route",)))
    assert removes(both) is not None
    assert step_results(both)[3] == "受限"


def test_rules_learnt_later_do_not_count() -> None:
    seen = known(row())
    later = replace(row("later"), product_ids=("pa6",))
    rules = replace(Rules.of(seen), constraints=(*seen.constraints.values(), later))
    entry = Entry(rules, seen, seen.regions["yunxi"])
    assert removes(entry.checks(seen.products["cyclohexanone"], ROUTES)) is not None
    assert removes(entry.checks(seen.products["pa6"], ("poly",))) is None


def test_row_order_changes_nothing() -> None:
    rows = [row(f"r{i}", effect=e) for i, e in enumerate(("限制", "禁建", "须核查", "鼓励"))]
    assert lines(*rows) == lines(*reversed(rows))


# Properties

EFFECTS = ("鼓励", "须核查", "准入门槛", "重点监管工艺", "限制", "淘汰", "禁建")
any_row = st.builds(
    row,
    effect=st.sampled_from(EFFECTS),
    keyword_type=st.sampled_from(("product", "process", "site", "project")),
    product_ids=st.sampled_from(((), ("cyclohexanone",), ("pa6",))),
    process_ids=st.sampled_from(((), ("anone",), ("phenol-route",), ROUTES, ("poly",))),
    check_step=st.sampled_from((1, 2, 3, 4, 5, 6, 7, 10)),
    applies_to=st.sampled_from(("全国", "本省", "外省")),
    scope=st.just("湖南"),
    scale_below_kt_a=st.sampled_from((None, 50.0, 150.0)),
)
rows = st.lists(any_row, max_size=5).map(
    lambda found: [replace(r, id=f"r{i}") for i, r in enumerate(found)]
)
scales = st.sampled_from((None, 100.0))
WORST = {"受限": 2, "须核查": 1, "通过": 0}


@settings(max_examples=150, deadline=None)
@given(rows, any_row, scales)
def test_a_rule_more_never_brings_an_item_back(
    found: list[Constraint], more: Constraint, scale: float | None
) -> None:
    less, after = lines(*found, scale=scale), lines(*found, more, scale=scale)
    assert [s for s, _ in groupby(f.step for f in after)] == STEPS
    if removes(less) is not None:
        assert removes(after) is not None
    before, then = step_results(less), step_results(after)
    assert all(WORST[then[s]] >= WORST[before[s]] for s in STEPS if s != 4)
    assert before[4] != "受限" or then[4] == "受限"


@settings(max_examples=150, deadline=None)
@given(rows, st.integers(0, 4), st.integers(0, len(EFFECTS) - 1), scales)
def test_a_stricter_effect_never_clears(
    found: list[Constraint], which: int, effect: int, scale: float | None
) -> None:
    if which >= len(found) or effect < EFFECTS.index(found[which].effect):
        return
    strict = [replace(r, effect=EFFECTS[effect]) if i == which else r for i, r in enumerate(found)]
    less, after = lines(*found, scale=scale), lines(*strict, scale=scale)
    assert removes(less) is None or removes(after) is not None
    for step, result in step_results(less).items():
        assert result != "受限" or step_results(after)[step] != "通过"


@settings(max_examples=100, deadline=None)
@given(rows, scales)
def test_another_provinces_rules_decide_nothing(
    found: list[Constraint], scale: float | None
) -> None:
    elsewhere = [replace(r, applies_to="外省") for r in found]
    assert removes(lines(*elsewhere, scale=scale)) is None
    assert not restrictions(lines(*elsewhere, scale=scale))


# The shipped data


@pytest.fixture(scope="module")
def shipped() -> tuple[Facts, Chain, Entry]:
    seen = load_facts()
    return seen, Chain(seen), Entry(Rules.of(seen), seen, seen.regions["yunxi"])


def at_yunxi(
    shipped: tuple[Facts, Chain, Entry], product_id: str, *only: str
) -> tuple[Filter, ...]:
    seen, chain, entry = shipped
    product = seen.products[product_id]
    makers = only or tuple(p.id for p in chain.makers.get(product_id, ()))
    return entry.checks(product, makers, 300.0, in_park(product))


@pytest.mark.parametrize(
    ("product_id", "results"),
    [
        # 1 park 2 shore 3 directory 4 layout 5 hazard 6 local 7 energy 8 air 9 money 10 capacity
        ("ethylene", {1: "通过", 4: "受限"}),
        ("para-xylene", {1: "通过", 4: "受限"}),
        ("yellow-phosphorus", {1: "通过", 4: "受限"}),
        ("mdi", {1: "通过", 4: "须核查"}),  # the ban on record is another province's wording
        ("styrene", {1: "通过", 4: "通过"}),
        ("epichlorohydrin", {1: "通过", 4: "通过"}),
        ("caprolactam", {1: "通过", 4: "通过"}),
        ("tdi", {1: "通过", 4: "通过"}),
        ("calcined-petroleum-coke", {1: "通过", 4: "通过"}),
    ],
)
def test_the_ten_results_of_products_here(
    shipped: tuple[Facts, Chain, Entry], product_id: str, results: dict[int, str]
) -> None:
    """Only the park and the layout list are on record; everything else is to be looked up."""
    expected = dict.fromkeys(STEPS, "须核查") | results
    assert step_results(at_yunxi(shipped, product_id)) == expected


def test_mercury_closes_one_route_to_vinyl_chloride(shipped: tuple[Facts, Chain, Entry]) -> None:
    every = at_yunxi(shipped, "vinyl-chloride")
    assert removes(every) is None
    assert [f.rule_id for f in restrictions(every)] == ["C116"]
    gone = removes(at_yunxi(shipped, "vinyl-chloride", "vcm-acetylene"))
    assert gone is not None
    assert gone.rule_id == "C116"


def test_phosgene_is_seen_in_what_is_made_with_it(shipped: tuple[Facts, Chain, Entry]) -> None:
    found = at_yunxi(shipped, "tdi")
    assert "光气" in check_text(next(f for f in found if f.code == "toxic"))
    assert {f.code for f in found if f.rule_id == "C124"} == {"elsewhere"}


def test_free_land_here(shipped: tuple[Facts, Chain, Entry]) -> None:
    (land,) = [f for f in at_yunxi(shipped, "styrene") if f.code == "land_free"]
    assert (dict(land.values)["free_mu"], land.source_id) == (356.5, "S031c7b5d")


def test_every_line_of_every_product_is_worded(shipped: tuple[Facts, Chain, Entry]) -> None:
    for product_id in shipped[0].goods:
        found = at_yunxi(shipped, product_id)
        told = [check_text(f) for f in found]
        assert all(told)
        assert "None" not in "".join(told)
        assert summary(found).count(";") == 9
