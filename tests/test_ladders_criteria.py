"""认定标准: the method follows the day, every rule says where it is from, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ladder_set import shipped

from graph.desk.ladder.criteria import barred, in_force, methods, scale_line, tally
from graph.desk.ladder.criteria_checks import (
    CHECKS,
    GIANT,
    MET,
    SHORT,
    SRDI,
    UNKNOWN,
    Verdict,
    verdicts,
)
from graph.desk.ladder.figures import FIELDS, Told, Years
from graph.model import Criterion, Firm
from views.tables.ladder import words

OLD, NEW = "2026-03-31", "2026-04-01"
FLOWS = (SRDI, GIANT)


def firm(**more: Any) -> Firm:
    found: Firm = replace(shipped().chain.facts.firms["kelifu"], **more)
    return found


def figures(**by_year: dict[str, float]) -> Years:
    """Figures by year, as ``y2025={"revenue_wan": 3000.0}``."""
    return {
        int(y[1:]): {f: Told(v, int(y[1:]), None, "user", None) for f, v in told.items()}
        for y, told in by_year.items()
    }


def judged(flow: str, day: str, years: Years, **of_firm: Any) -> dict[str, Verdict]:
    rows = in_force(shipped().chain.facts, flow, day)
    return {v.criterion.item: v for v in verdicts(rows, firm(**of_firm), years, day)}


# the rules themselves


def test_every_rule_has_a_source_that_exists() -> None:
    facts = shipped().chain.facts
    rows = facts.all(Criterion).values()
    assert len(rows) >= 40
    for row in rows:
        assert row.basis == "source"
        assert row.source_id in facts.sources
        assert row.grade == facts.sources[row.source_id].grade


def test_a_number_in_a_rule_stands_in_its_words() -> None:
    for row in shipped().chain.facts.all(Criterion).values():
        if row.value is not None:
            assert f"{row.value:g}" in row.text, row.id


@pytest.mark.parametrize("flow", FLOWS)
def test_the_method_changes_with_the_day(flow: str) -> None:
    facts = shipped().chain.facts
    old, new = in_force(facts, flow, OLD), in_force(facts, flow, NEW)
    assert {c.scheme.split("(")[1] for c in old} == {"工信部企业〔2022〕63号)"}
    assert {c.scheme.split("(")[1] for c in new} == {"工信部企业〔2026〕2号)"}
    assert not set(old) & set(new)
    assert in_force(facts, flow, "2022-05-31") == ()
    assert [m[2] for m in methods(facts, flow)] == ["2026-03-31", None]


def test_the_line_of_scale_is_two_thousand_since_2011() -> None:
    facts = shipped().chain.facts
    assert scale_line(facts, "2026-11-24") == 2000.0
    assert scale_line(facts, "2011-06-01") == 2000.0
    assert scale_line(facts, "2010-12-31") is None


def test_what_was_not_found_is_said_and_never_judged() -> None:
    rows = [c for c in shipped().chain.facts.all(Criterion).values() if "原文未见" in c.text]
    assert [c.id for c in rows] == ["giant-2022-chain"]
    found = judged(GIANT, OLD, figures(y2025=dict.fromkeys(FIELDS, 1e9)))["产业链配套与产品领域"]
    assert (found.result, found.code) == (UNKNOWN, "not_seen")
    assert words.verdict_text(found) == "未知(标准原文未见)"


def test_every_check_is_of_an_item_some_rule_asks_for() -> None:
    items = {c.item for c in shipped().chain.facts.all(Criterion).values()}
    assert set(CHECKS) <= items


# nothing is guessed


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("day", [OLD, NEW])
def test_a_firm_nothing_is_known_of_meets_nothing_and_fails_nothing(flow: str, day: str) -> None:
    found = judged(flow, day, {}, founded=None, specialised=None)
    assert tally(found.values()) == (0, 0, len(found))


@pytest.mark.parametrize("flow", FLOWS)
def test_figures_of_another_year_do_not_stand_in(flow: str) -> None:
    """Applying in 2026 the last full year is 2025; 2023 says nothing of it."""
    years = figures(y2023=dict.fromkeys(("revenue_wan", "output_wan", "rd_wan"), 1e6))
    found = judged(flow, NEW, years)
    assert tally(found.values())[:2] == (0, 0)


@given(st.dictionaries(st.sampled_from(FIELDS), st.floats(0, 1e8), max_size=4), st.booleans())
def test_more_is_never_worse(given_figures: dict[str, float], is_new: bool) -> None:
    day = NEW if is_new else OLD
    low = judged(SRDI, day, figures(y2024=given_figures, y2025=given_figures))
    scaled = {k: 2 * v + 1.0 for k, v in given_figures.items()}
    high = judged(SRDI, day, figures(y2024=scaled, y2025=scaled))
    for item in ("上年营收或股权融资", "上年研发费用", "近两年每年研发费用"):
        if item in low and low[item].result == MET:
            assert high[item].result == MET


# each item at its edge


def test_turnover_leaves_another_way_open_for_srdi_but_not_for_giants() -> None:
    found = judged(SRDI, NEW, figures(y2025={"revenue_wan": 1499.0}))["上年营收或股权融资"]
    assert (found.result, found.other_way, found.value) == (SHORT, True, 1499.0)
    assert "另有通道" in words.verdict_text(found)
    assert (
        judged(SRDI, NEW, figures(y2025={"revenue_wan": 1500.0}))["上年营收或股权融资"].result
        == MET
    )
    assert (
        judged(SRDI, OLD, figures(y2025={"revenue_wan": 1499.0}))["上年营收或股权融资"].result
        == MET
    )
    giant = judged(GIANT, NEW, figures(y2025={"revenue_wan": 4999.0}))["上年营收"]
    assert (giant.result, giant.other_way) == (SHORT, False)


def test_both_years_of_research_count_and_one_short_year_settles_it() -> None:
    good = {"revenue_wan": 4000.0, "rd_wan": 120.0}
    item, share = "近两年每年研发费用", "近两年每年研发占比"
    both = judged(SRDI, NEW, figures(y2024=good, y2025=good))
    assert both[item].result == both[share].result == MET
    assert both[share].value == pytest.approx(3.0)
    one = judged(SRDI, NEW, figures(y2025=good))
    assert one[item].result == one[share].result == UNKNOWN
    poor = judged(SRDI, NEW, figures(y2024={"rd_wan": 99.0}))
    assert poor[item].result == SHORT
    assert poor[share].result == UNKNOWN  # no turnover to hold it against


def test_two_years_of_research_together() -> None:
    item = "近两年研发费用合计"
    assert judged(GIANT, NEW, figures(y2025={"rd_wan": 1200.0}))[item].result == MET
    assert judged(GIANT, NEW, figures(y2025={"rd_wan": 1199.0}))[item].result == UNKNOWN
    both = judged(GIANT, NEW, figures(y2024={"rd_wan": 600.0}, y2025={"rd_wan": 599.0}))
    assert both[item].result == SHORT


def test_growth_is_a_mean_in_the_old_method_and_compound_in_the_new() -> None:
    years = figures(y2023={"revenue_wan": 100.0}, y2024={"revenue_wan": 80.0})
    whole = {**years, **figures(y2025={"revenue_wan": 110.0})}
    old = judged(GIANT, OLD, whole)["近两年平均增长率"]
    new = judged(GIANT, NEW, whole)["近两年复合增长率"]
    assert old.value == pytest.approx(100 * ((-0.2) + 0.375) / 2)
    assert old.result == MET
    assert new.value == pytest.approx(100 * (1.1**0.5 - 1))
    assert new.result == SHORT
    assert judged(GIANT, NEW, years)["近两年复合增长率"].result == UNKNOWN


@pytest.mark.parametrize(
    ("revenue", "share", "expected"),
    [
        (10_000.0, 3.0, MET),
        (10_000.0, 2.9, SHORT),
        (9_999.0, 5.9, SHORT),
        (9_999.0, 6.0, MET),
        (4_999.0, 50.0, UNKNOWN),
    ],
)
def test_research_of_giants_was_asked_by_turnover(
    revenue: float, share: float, expected: str
) -> None:
    one = {"revenue_wan": revenue, "rd_wan": revenue * share / 100}
    found = judged(GIANT, OLD, figures(y2024=one, y2025=one))
    assert found["近两年研发强度(按营收分档)"].result == expected


def test_a_young_firm_cannot_have_the_years_and_an_old_one_may() -> None:
    item = "细分市场年限"
    young = judged(SRDI, NEW, {}, founded="2024-05")[item]
    assert (young.result, young.value) == (SHORT, 2.0)
    old = judged(SRDI, NEW, {}, founded="1989")[item]
    assert (old.result, old.code, old.value) == (UNKNOWN, "judged", 37.0)
    assert judged(SRDI, NEW, {}, founded="2023")[item].result == UNKNOWN


def test_patents_known_to_be_none_fall_short_with_another_way() -> None:
    item = "Ⅰ类知识产权或免考"
    none = judged(SRDI, NEW, figures(y2024={"patents": 0.0}))[item]
    assert (none.result, none.other_way) == (SHORT, True)
    enough = judged(SRDI, NEW, figures(y2024={"patents": 1.0}))[item]
    assert (enough.result, enough.code) == (UNKNOWN, "judged")  # of the main product, and used?
    assert words.verdict_text(enough) == "未知(已知 1 项;要人看材料定)"
    assert judged(GIANT, NEW, figures(y2024={"patents": 3.0}))[item].result == SHORT


def test_a_title_on_record_settles_the_step_below() -> None:
    item = "前置称号"
    assert judged(GIANT, NEW, {}, specialised="省专精特新")[item].result == MET
    assert judged(GIANT, NEW, {}, specialised="高新技术企业")[item].result == UNKNOWN
    assert judged(SRDI, NEW, {}, specialised="创新型中小企业")[item].result == MET


def test_large_firms_and_branches_may_not_apply() -> None:
    firms = shipped().chain.facts.firms
    assert barred(firms["hunan-petrochemical"]) == "large"
    assert barred(firms["sinopec-catalyst-yunxi"]) == "branch"
    assert barred(firms["hunan-juren-chemical"]) is None


def test_every_verdict_has_words() -> None:
    one = {"revenue_wan": 3000.0, "rd_wan": 80.0, "patents": 0.0}
    for flow in FLOWS:
        for day in (OLD, NEW):
            years = figures(y2023=one, y2024=one, y2025=one)
            for row in judged(flow, day, years, founded="2001").values():
                assert words.RESULT[row.result] in words.verdict_text(row)
                assert words.verdict_short(row).startswith(words.RESULT[row.result])
