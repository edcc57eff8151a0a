"""What an answer would change, held against really giving it; and two days compared."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import HOME, chain_records, complex_records, facts, make, recipe, unit
from stores import shared_store_url
from test_cli_contract import DATE, MAYBE_NUMBER, MAYBE_TEXT, UNKNOWN, liantu, misfits

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Capacity, MayAlsoYield, Process, Record
from graph.reason import Evaluation, evaluate
from graph.reason.asking.survey import survey_of
from graph.reason.change.diff import Diff, compare
from graph.results import GAP_KINDS, STATES, SurveyItem
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views import change_texts, survey_texts, texts
from views.tables import asks
from views.tables import changes as change_table

TODAY = AsOf(DATE)


def ask(*records: Record, as_of: AsOf = TODAY) -> Evaluation:
    known = facts(*records)
    return evaluate(known, Rules.of(known), as_of)


def asked(evaluation: Evaluation) -> dict[tuple[str, str], SurveyItem]:
    e = evaluation
    found = survey_of(e.chain, e.rules, e.standing, e.balances)
    return {(i.unit_id, i.field): i for i in found}


def outcomes(item: SurveyItem) -> dict[str, tuple[str, ...]]:
    return {c.product_id: c.could_be for c in item.would_change}


@pytest.fixture(scope="module")
def shipped() -> Facts:
    data = HOME / "data"
    return Facts.of(read_data(data, read_schema(data / "schema")))


@pytest.fixture(scope="module")
def today(shipped: Facts) -> Evaluation:
    return evaluate(shipped, Rules.of(shipped), TODAY)


# the survey, by hand


def scaled(process_id: str, low: float, high: float) -> Record:
    """A recipe of the small chain with its usual trains."""
    rows = (r for r in chain_records() if isinstance(r, Process) and r.id == process_id)
    return replace(next(rows), scale_low_kt_a=low, scale_high_kt_a=high)


def test_a_capacity_is_tried_at_both_ends_of_the_usual_train() -> None:
    poly = unit("poly", "pa6", 300.0, firm_id="beta")  # takes 306 of caprolactam
    found = asked(ask(scaled("capro", 100.0, 400.0), unit("cap", "caprolactam", None), poly))
    item = found["cap", "capacity_kt_a"]
    assert item.tried_kt_a == (100.0, 400.0)
    assert outcomes(item)["caprolactam"] == ("弱", "富余")
    assert (item.settles, item.waits) == (1, ())
    assert set(outcomes(item)) == {"caprolactam"}, "its feeds are 断 whatever the size"
    (change,) = (c for c in item.would_change if c.product_id == "caprolactam")
    assert (change.now, change.comes, change.goes) == ("未知", ("补链", "延链"), ())


def test_without_trains_the_sizes_stated_elsewhere_then_the_need_are_tried() -> None:
    poly = unit("poly", "pa6", 100.0, firm_id="beta")
    need = asked(ask(unit("cap", "caprolactam", None), poly))["cap", "capacity_kt_a"]
    assert need.tried_kt_a == pytest.approx((51.0, 204.0))
    assert outcomes(need)["caprolactam"] == ("弱", "富余")
    sizes = [unit(f"c{i}", "caprolactam", v) for i, v in enumerate((5.0, 10.0, 20.0, 90.0))]
    stated = asked(ask(unit("cap", "caprolactam", None), poly, *sizes))["cap", "capacity_kt_a"]
    assert stated.tried_kt_a == (10.0, 20.0)


def test_two_unknowns_wait_for_each_other() -> None:
    found = asked(
        ask(unit("a", "caprolactam", None), unit("b", "caprolactam", None, firm_id="beta"))
    )
    assert "caprolactam" not in outcomes(found["a", "capacity_kt_a"])
    needy = unit("poly", "pa6", None)
    found = asked(ask(unit("a", "caprolactam", None), needy))
    assert found["poly", "capacity_kt_a"].waits == ("caprolactam",)


def test_routes_are_tried_one_by_one() -> None:
    other = recipe("anone2", "cyclohexanone", "gas", gas=-1.2)
    row = unit("k", "cyclohexanone", 100.0, process_ids=("anone", "anone2"))
    item = asked(ask(*other, row))["k", "process_ids"]
    assert outcomes(item) == {"benzene": ("不相关",), "gas": ("不相关",)}
    assert {c.goes for c in item.would_change} == {("补链",)}


def test_a_unit_that_may_not_stand_is_tried_both_ways() -> None:
    old = unit("poly", "pa6", 100.0, as_of="2015-01-01", firm_id="beta")
    evaluation = ask(old, unit("cap", "caprolactam", 102.0))
    assert evaluation.balances["caprolactam"].state == "未知"
    item = asked(evaluation)["poly", "status"]
    assert outcomes(item)["caprolactam"] == ("自足", "外销")
    assert item.settles == 1


def test_hidden_output_is_none_or_plenty() -> None:
    hidden = make(MayAlsoYield, id="h", process_id="nh3", product_id="cyclohexanone", reason="试")
    evaluation = ask(hidden, unit("n", "ammonia", 100.0), unit("cap", "caprolactam", 100.0))
    item = asked(evaluation)["n", "output"]
    assert outcomes(item) == {"cyclohexanone": ("断", "富余")}
    assert item.would_change[0].comes == ("补链", "延链")
    assert texts.survey_ask(evaluation.chain.facts, item) == (
        "请alpha填报“n”另产的cyclohexanone各多少(万吨/年)"
    )


def test_a_computed_size_is_tried_a_fifth_less_and_more() -> None:
    site = complex_records(("cyclohexanone", "anone"), ("ammonia", "nh3"))
    cap = unit("cap", "caprolactam", 600.0, complex_id="site")
    benzene = unit("b", "benzene", 500.0, process_ids=(), firm_id="beta")
    evaluation = ask(*site, cap, benzene)
    assert evaluation.balances["benzene"].state == "自足"
    item = asked(evaluation)["site:cyclohexanone", "capacity_kt_a"]
    assert item.tried_kt_a == pytest.approx((432.0, 648.0))
    assert outcomes(item)["benzene"] == ("富余",)
    assert item.product_id == "cyclohexanone"
    assert survey_texts.fact(evaluation.chain.facts, item).endswith("的实际规模")


def test_the_product_of_a_unit_stated_on_its_feed() -> None:
    found = asked(ask(unit("cap", "cyclohexanone", None, process_ids=("capro",))))
    assert found["cap", "capacity_kt_a"].product_id == "caprolactam"


def test_a_complex_is_solved_again_for_a_capacity_inside_it() -> None:
    site = complex_records(("cyclohexanone", "anone"), ("ammonia", "nh3"))
    cap = unit("cap", "caprolactam", None, complex_id="site")
    poly = unit("poly", "pa6", 100.0, complex_id="site")
    user = unit("u", "cyclohexanone", None, process_ids=("anone",), firm_id="beta")
    evaluation = ask(scaled("capro", 100.0, 400.0), *site, cap, poly, user)
    item = asked(evaluation)["cap", "capacity_kt_a"]
    for size in item.tried_kt_a:
        given_ = ask(
            scaled("capro", 100.0, 400.0), *site, replace(cap, capacity_kt_a=size), poly, user
        )
        for product_id in item.product_ids:
            state = given_.balances[product_id].state
            now = evaluation.balances[product_id].state
            assert state == now or state in outcomes(item)[product_id]


# the survey on the shipped facts


def told(shipped: Facts, item: SurveyItem, answer: Any) -> Evaluation:
    """The evaluation with the answer on record."""
    rows = [
        replace(r, **answer)
        for r in shipped.all(Capacity).values()
        if r.unit_id == item.unit_id and r.is_driver
    ]
    known = shipped.with_records(rows)
    return evaluate(known, Rules.of(known), TODAY)


def answers_to(shipped: Facts, today: Evaluation, item: SurveyItem) -> list[dict[str, Any]]:
    implied = {i.unit.unit_id for i in today.standing.implied}
    if item.field == "capacity_kt_a" and item.unit_id not in implied:
        return [{"capacity_kt_a": size} for size in item.tried_kt_a]
    if item.field == "process_ids":
        (row,) = (u for u in today.standing.counted if u.unit_id == item.unit_id)
        return [{"process_ids": (route,)} for route in row.process_ids]
    if item.field == "status":
        return [{"as_of": DATE}, {"status": "停产", "as_of": DATE}]
    return []


def test_every_prediction_comes_true_when_the_fact_is_told(
    shipped: Facts, today: Evaluation
) -> None:
    """The oracle: put each answer on record, evaluate everything, compare the states."""
    held = 0
    for item in asked(today).values():
        really: dict[str, set[str]] = {}
        for answer in answers_to(shipped, today, item):
            after = told(shipped, item, answer)
            for product_id in item.product_ids:
                really.setdefault(product_id, set()).add(after.balances[product_id].state)
        for product_id, states in really.items():
            now = today.balances[product_id].state
            assert set(outcomes(item).get(product_id, ())) == states - {now}, (item, product_id)
            held += 1
    assert held > 40


def test_the_survey_holds_every_unknown_once(today: Evaluation) -> None:
    found = asked(today)
    open_facts = {(u.unit_id, u.field) for b in today.balances.values() for u in b.unknown}
    assert set(found) == open_facts
    items = list(found.values())
    assert [i.rank for i in items] == list(range(1, len(items) + 1))
    keys = [(-len(i.would_change), -i.settles, -i.conclusions, i.unit_id, i.field) for i in items]
    assert keys == sorted(keys)
    for item in items:
        assert item.product_id in today.chain.facts.products
        assert set(outcomes(item)) | set(item.waits) <= set(item.product_ids)
        assert item.settles <= len(item.would_change)
        assert not set(outcomes(item)) & set(item.waits)
        for change in item.would_change:
            assert change.now == today.balances[change.product_id].state
            assert change.now not in change.could_be


def test_what_the_unit_makes_and_what_it_is_called(today: Evaluation) -> None:
    item = asked(today)["hnsh-allyl-chloride", "capacity_kt_a"]
    assert item.product_id == "allyl-chloride"
    assert survey_texts.fact(today.chain.facts, item).endswith("装置的设计产能")
    assert "氯丙" in survey_texts.fact(today.chain.facts, item)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_row_order_changes_nothing(seed: int, shipped: Facts, today: Evaluation) -> None:
    rows = [r for kind in shipped.by_kind.values() for r in kind.values() if r.kind == "capacity"]
    random.Random(seed).shuffle(rows)
    mixed = Facts(shipped.by_kind | {"capacity": {r.id: r for r in rows}})
    other = evaluate(mixed, Rules.of(mixed), TODAY)
    mine = {k: (i.rank, outcomes(i), i.settles) for k, i in asked(today).items()}
    assert {k: (i.rank, outcomes(i), i.settles) for k, i in asked(other).items()} == mine


# forms


def test_a_form_asks_one_firm_everything_and_computes_nothing(
    today: Evaluation, tmp_path: Path
) -> None:
    from loaders.askform import form_bytes

    today.__dict__["survey"] = tuple(asked(today).values())
    firm_id = "hunan-petrochemical"
    rows = asks.form_rows(today, firm_id)
    mine = [i for i in asked(today).values() if i.firm_id == firm_id]
    hidden = sum(len(i.product_ids) for i in mine if i.field == "output")
    assert len(rows) == sum(i.field != "output" for i in mine) + hidden
    assert all(r.cells()[3] is None for r in rows)
    path = tmp_path / "form.xlsx"
    cells = [*(r.cells() for r in rows), ("=1+1", "@SUM(A1)", "+3", None, "-4")]
    choices = [*(r.choices for r in rows), ()]
    path.write_bytes(
        form_bytes("给某企业的填报单", ("某", "某"), asks.FORM_COLUMNS, cells, choices, 3)
    )
    (sheet,) = openpyxl.load_workbook(path).worksheets
    assert sheet["A1"].value == "给某企业的填报单"
    assert tuple(c.value for c in sheet[5]) == asks.FORM_COLUMNS
    assert all(c.data_type != "f" for line in sheet.iter_rows() for c in line)
    last = sheet[5 + len(cells)]
    assert [c.value for c in last] == ["=1+1", "@SUM(A1)", "+3", None, "-4"]
    fields = {r.fact for r in rows}
    assert "采用的工艺路线" in fields
    listed = [d.formula1 for d in sheet.data_validations.dataValidation]
    assert any("LLDPE" in text or "聚乙烯" in text for text in listed)


# two days


POLY = ("poly", "pa6", 100.0)
EARLY, LATE = AsOf("2024-06-01"), AsOf("2026-06-01")


def two_days(*records: Record) -> Diff:
    return compare(ask(*records, as_of=EARLY), ask(*records, as_of=LATE))


def lines(rows: Iterable[Any]) -> set[tuple[str, str]]:
    return {(r.kind, r.product_id) for r in rows}


def test_a_consumer_that_comes_opens_a_gap_and_is_named() -> None:
    found = two_days(unit(*POLY, since="2025-03"))
    assert ("补链", "caprolactam") in lines(found.new)
    (row,) = (r for r in found.new if (r.kind, r.product_id) == ("补链", "caprolactam"))
    assert (row.before, row.state_from, row.state_to) == (None, "不相关", "断")
    came, moved = row.because
    assert (came.code, came.source_id) == ("unit_came", "S2")
    assert change_texts.because(came) == ("alpha“poly”2025-03 起在产:需用caprolactam 10.2 万吨/年")
    assert change_texts.because(moved) == "caprolactam的供需从“不相关”变为“断”"


def test_a_plant_that_comes_closes_a_gap_and_is_named() -> None:
    found = two_days(
        unit(*POLY), unit("cap", "caprolactam", 102.0, since="2025-01", firm_id="beta")
    )
    (row,) = (r for r in found.closed if r.product_id == "caprolactam")
    assert row.kind == "补链"
    assert [e.code for e in row.because][:1] == ["unit_came"]
    assert dict(row.because[0].values)["firm"] == "beta"
    assert "caprolactam" not in {p for k, p in lines(found.kept) if k == "补链"}


def test_a_consumer_that_stops_closes_a_gap_and_is_named() -> None:
    found = two_days(unit(*POLY, until="2025-01"))
    (row,) = (r for r in found.closed if r.product_id == "caprolactam")
    left = row.because[0]
    assert left.code == "unit_left"
    assert "poly" in change_texts.because(left)
    assert "不再需用caprolactam 10.2 万吨/年" in change_texts.because(left)


def test_a_successor_is_named() -> None:
    new = unit("new", "pa6", 1.0, since="2025-01", replaces=("poly",))
    found = two_days(unit(*POLY), new)
    reasons = [change_texts.because(e) for r in (*found.kept, *found.closed) for e in r.because]
    assert any("由“new”替代" in text for text in reasons)


def test_a_bigger_need_keeps_the_gap_and_says_why() -> None:
    more = unit("more", "pa6", 50.0, since="2025-03", firm_id="beta")
    (row,) = (
        r for r in two_days(unit(*POLY, since="2020"), more).kept if r.product_id == "caprolactam"
    )
    assert row.before is not None
    assert row.after is not None
    assert row.before.gap.likely == pytest.approx(102.0)
    assert row.after.gap.likely == pytest.approx(153.0)
    assert [e.code for e in row.because] == ["unit_came"]


def test_the_same_day_twice_is_no_change(today: Evaluation) -> None:
    found = compare(today, today)
    assert (found.new, found.closed) == ((), ())
    assert lines(found.kept) == {(g.kind, g.product_id) for g in today.gaps}
    assert not any(r.because for r in found.kept)


def test_backwards_new_and_closed_change_places(shipped: Facts, today: Evaluation) -> None:
    then = evaluate(shipped, Rules.of(shipped), AsOf("2022-04-30"))
    there, back = compare(then, today), compare(today, then)
    assert lines(there.new) == lines(back.closed)
    assert lines(there.kept) == lines(back.kept)
    assert [r.after.rank for r in there.new if r.after] == sorted(
        r.after.rank for r in there.new if r.after
    )
    assert lines(there.new) | lines(there.kept) == {(g.kind, g.product_id) for g in today.gaps}


def test_the_ethylene_package_explains_what_it_opened_and_closed(
    shipped: Facts, today: Evaluation
) -> None:
    then = evaluate(shipped, Rules.of(shipped), AsOf("2022-04-30"))
    found = compare(then, today)
    closed = {(r.kind, r.product_id): r for r in found.closed}
    phenol = closed["补链", "phenol"]
    came = next(e for e in phenol.because if e.code == "unit_came")
    assert dict(came.values)["unit_id"] == "hnsh-phenol-acetone"
    assert came.source_id in shipped.sources
    new = {(r.kind, r.product_id): r for r in found.new}
    units = {dict(e.values).get("unit_id") for e in new["补链", "vinyl-acetate"].because}
    assert "hnsh-eva" in units
    for row in (*found.new, *found.closed):
        assert row.because, (row.kind, row.product_id)
        assert all(change_texts.because(e) for e in row.because)
    bare = sum(e.code == "nothing_local" for r in (*found.new, *found.closed) for e in r.because)
    assert bare <= 0.1 * len((*found.new, *found.closed))


def test_the_sheet_has_every_line(shipped: Facts, today: Evaluation) -> None:
    then = evaluate(shipped, Rules.of(shipped), AsOf("2022-04-30"))
    found = compare(then, today)
    rows = change_table.sheet_rows(shipped, found)
    assert len(rows) == len(found.new) + len(found.kept) + len(found.closed)
    assert all(len(r) == len(change_table.COLUMNS) for r in rows)
    assert {r[1] for r in change_table.sheet_rows(shipped, found, ["补链"])} == {"补链"}


# the terminal


INTERVAL = {"low": MAYBE_NUMBER, "likely": MAYBE_NUMBER, "high": MAYBE_NUMBER}
CHANGE = {
    "product_id": str,
    "name_zh": str,
    "now": set(STATES),
    "could_be": [set(STATES)],
    "comes": [set(GAP_KINDS)],
    "goes": [set(GAP_KINDS)],
}
SURVEY = {
    "rank": int,
    "fact": str,
    **UNKNOWN,
    "product_id": str,
    "product_ids": [str],
    "conclusions": int,
    "would_change": [CHANGE],
    "settles": int,
    "waits": [str],
    "tried_kt_a": [(int, float)],
}
LINE = {
    "kind": set(GAP_KINDS),
    "product_id": str,
    "name_zh": str,
    "from": (dict, type(None)),
    "to": (dict, type(None)),
    "rank_from": (int, type(None)),
    "rank_to": (int, type(None)),
    "state_from": set(STATES),
    "state_to": set(STATES),
    "because": [{"text": str, "source_id": MAYBE_TEXT, "code": str}],
}


@pytest.fixture
def filled() -> str:
    return shared_store_url()


def test_survey_shape(filled: str) -> None:
    rows = liantu("survey", "--as-of", DATE, "--json", store=filled).json()
    assert list(misfits(rows, [SURVEY])) == []
    assert any(r["would_change"] for r in rows)
    text = liantu("survey", "--as-of", DATE, "--top", "3", store=filled)
    assert len(text.out.splitlines()) == 3
    assert "问清后" in text.out


def test_diff_shape_and_kind(filled: str) -> None:
    days = ("--from", "2022-04-30", "--to", DATE)
    found = liantu("diff", *days, "--json", store=filled).json()
    assert list(found) == ["新增", "持续", "补上"]
    for word, rows in found.items():
        assert rows, word
        assert list(misfits(rows, [LINE])) == []
        for row in rows:
            assert (row["from"] is None) == (word == "新增")
            assert (row["to"] is None) == (word == "补上")
            for key in ("from", "to"):
                assert row[key] is None or list(misfits(row[key], INTERVAL)) == []
    few = liantu("diff", *days, "--kind", "补链", "--json", store=filled).json()
    assert few == {w: [r for r in rows if r["kind"] == "补链"] for w, rows in found.items()}
    text = liantu("diff", *days, store=filled).out
    assert all(f"{w} {len(rows)} 条" in text for w, rows in found.items())


def test_diff_takes_its_later_day_from_as_of(filled: str) -> None:
    first = ("diff", "--from", "2022-04-30", "--json")
    assert (
        liantu(*first, "--as-of", DATE, store=filled).json()
        == liantu(*first, "--to", DATE, store=filled).json()
    )


@pytest.mark.parametrize(
    "days",
    [
        ("--from", "2026-01-02", "--to", "2026-01-01"),
        ("--from", "去年"),
        ("--from", ""),
        ("--from", "2022-13-01"),
    ],
)
def test_days_that_cannot_be_compared(filled: str, days: tuple[str, ...]) -> None:
    assert liantu("diff", *days, store=filled).refused()
