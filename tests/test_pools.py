"""资金池, 人才池: names found in texts, what fits a gap or a project and why.

Made-up funds and teams are marked 示例.  No record so marked is ever shipped: the last test looks
through everything that is.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ladder_set import shipped

from graph.desk.pool.pools import (
    Match,
    Pools,
    matches,
    matches_for_gap,
    matches_for_project,
    matches_of,
    pools,
)
from graph.desk.pool.reasons import CLOSE, STRENGTH, Sought, Why, strength
from graph.desk.pool.words import Lexicon, lexicon, spellings
from graph.model import Fund, Project, Record, Talent
from graph.results import Gap
from views.tables import pools as table

SAMPLE = "示例"


@cache
def words() -> Lexicon:
    return lexicon(shipped().chain.facts)


def ids(text: str) -> list[str]:
    return [n.id for n in words().find(text)]


def fund(**more: Any) -> Fund:
    given_: dict[str, Any] = {
        "id": "sample-fund",
        "region_id": "yunxi",
        "name_zh": f"{SAMPLE}基金",
        "holder": f"{SAMPLE}单位",
        "size_yi": 20.0,
        "focus": None,
        "stage": "设立",
        "terms": None,
        "product_ids": (),
        "date": None,
        "basis": "user",
        "source_id": None,
        "as_of": "2026-11-24",
        "grade": None,
        "note": SAMPLE,
    }
    return Fund(**{**given_, **more})


def team(**more: Any) -> Talent:
    given_: dict[str, Any] = {
        "id": "sample-team",
        "region_id": "yunxi",
        "name_zh": f"{SAMPLE}中试平台",
        "talent_type": "平台",
        "organisation": f"{SAMPLE}单位",
        "field": None,
        "product_ids": (),
        "process_ids": (),
        "date": None,
        "basis": "user",
        "source_id": None,
        "as_of": "2026-11-24",
        "grade": None,
        "note": SAMPLE,
    }
    return Talent(**{**given_, **more})


def held(*records: Record) -> Pools:
    """The pools with some records laid over what is shipped."""
    return pools(shipped().with_changes(records) if records else shipped())


def codes(found: Pools, sought: Sought, id: str) -> list[str]:
    (match,) = [m for m in matches(found, sought) if m.id == id]
    return [w.code for w in match.why]


def gap_of(product_id: str) -> Gap:
    return next(g for g in shipped().gaps if g.product_id == product_id)


# names in texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("苯酚、丙酮", ["phenol", "acetone"]),
        ("投向:苯、甲苯", ["benzene", "toluene"]),
        ("纯苯下游", ["benzene"]),
        ("苯系物治理", []),
        ("聚丙烯薄膜", ["polypropylene"]),
        ("丙烯酸羟乙酯", []),
        ("聚乙烯醇", ["polyvinyl-alcohol"]),
        ("硝基苯", ["nitrobenzene"]),
        ("ABS和PBAT", ["abs", "pbat"]),
        ("SABS1", []),
        ("PC端软件", []),
        ("双酚A型环氧树脂", ["epoxy-resin"]),
        ("年产30万吨乙烯", ["ethylene"]),
        ("己内酰胺、环氧丙烷", ["caprolactam", "propylene-oxide"]),
        ("丙烯氨氧化制丙烯腈", ["acrylonitrile-sohio"]),
        ("加氢、聚合", ["加氢工艺", "聚合工艺"]),
        ("合成橡胶", ["丁二烯·橡胶弹性体"]),
        ("石油化工", ["石油化工"]),
        ("水处理、用水", []),
        ("", []),
    ],
)
def test_names_found_in_a_text(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_every_name_of_a_product_is_found_where_it_stands_alone() -> None:
    facts = shipped().chain.facts
    goods = [p for p in facts.goods.values() if not (p.is_hub or p.is_primary)]
    assert len(goods) > 300
    for product in goods:
        spelled = spellings(product.name_zh)
        found = ids(f"({product.name_zh})") if spelled else []
        assert not spelled or product.id in found, product.name_zh


@given(st.sampled_from(["酚", "胺", "乙烯", "酸", "烷"]), st.sampled_from(["", "、", "和"]))
def test_a_name_inside_another_is_never_found(tail: str, end: str) -> None:
    """苯 before a chemical ending is part of another name, whether we know that one or not."""
    assert "benzene" not in ids(f"做苯{tail}{end}")


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = words().find(text)
    assert len({(n.kind, n.id) for n in found}) == len(found)


def test_utilities_and_raw_materials_are_named_in_passing_and_left_out() -> None:
    facts = shipped().chain.facts
    left = {p.id for p in facts.goods.values() if p.is_hub or p.is_primary}
    assert not left & {n.id for named in words().entries.values() for n in named}


# reasons


def test_each_reason_by_itself() -> None:
    gap = Sought(("polyether-polyol",))
    texts = {
        "names_product": "聚醚多元醇",
        "names_process": "软泡聚醚多元醇",
        "names_feed": "环氧丙烷",
        "names_derivative": "聚氨酯泡沫",
        "process_type": "烷基化",
        "whole_chain": "石化新材料",
    }
    for code, text in texts.items():
        found = held(team(field=text))
        assert codes(found, gap, "sample-team") == [code], text
    found = held(team(field="丙二醇"))
    assert codes(found, gap, "sample-team") == ["same_segment"]
    assert codes(held(team(field="尼龙")), Sought(("caprolactam",)), "sample-team") == [
        "names_segment"
    ]


def test_columns_speak_like_texts() -> None:
    gap = Sought(("polyether-polyol",))
    assert codes(held(team(product_ids=("polyether-polyol",))), gap, "sample-team") == [
        "names_product"
    ]
    assert codes(held(team(process_ids=("polyether-polyol-ppg",))), gap, "sample-team") == [
        "names_process"
    ]


def test_a_process_asked_about_is_the_one_that_counts() -> None:
    """环己酮 is made of 苯酚 only by that route."""
    found = held(team(field="苯酚"))
    by_phenol = Sought(("cyclohexanone",), ("phenol-hydrogenation-cyclohexanone",))
    assert codes(found, by_phenol, "sample-team") == ["names_feed"]
    other = Sought(("cyclohexanone",), ("cyclohexanol-dehydrogenation",))
    assert "sample-team" not in [m.id for m in matches(found, other)]


def test_place_state_and_size_come_after_the_product() -> None:
    found = held(fund(focus="聚醚多元醇", holder=f"岳阳市{SAMPLE}公司"))
    sought = Sought(("polyether-polyol",), (), 15.0, "谋划")
    assert codes(found, sought, "sample-fund") == [
        "names_product",
        "region",
        "state_ready",
        "covers",
    ]
    part = replace(sought, investment_yi=50.0, stage="投产")
    assert codes(found, part, "sample-fund") == ["names_product", "region", "part"]


def test_place_alone_is_no_reason_for_a_fund_with_another_aim() -> None:
    found = held(fund(focus="己内酰胺", holder=f"岳阳市{SAMPLE}公司"))
    assert "sample-fund" not in [m.id for m in matches(found, Sought(("polyether-polyol",)))]


def test_a_fund_without_an_aim_is_offered_last_and_says_so() -> None:
    found = held(fund(focus="先进制造", size_yi=None))
    named = [m for m in matches(found, Sought(("polyether-polyol",))) if m.kind == "fund"]
    assert named[-1].strength <= named[0].strength
    (mine,) = [m for m in named if m.id == "sample-fund"]
    assert mine.why[0].code == "open_focus"
    assert not mine.is_close


def test_a_stopped_fund_takes_part_in_nothing() -> None:
    stopped = held(fund(focus="聚醚多元醇", stage="停止"))
    assert "sample-fund" not in [m.id for m in matches(stopped, Sought(("polyether-polyol",)))]
    assert matches_of(stopped, "fund", "sample-fund") == ()


def test_funds_of_another_region_do_not_count() -> None:
    away = held(fund(focus="聚醚多元醇", region_id="elsewhere"))
    assert "sample-fund" not in [m.id for m in matches(away, Sought(("polyether-polyol",)))]


def test_the_strongest_stands_first_and_the_chain_at_large_last() -> None:
    found = held(
        team(id="a", field="石化"), team(id="b", field="聚醚多元醇"), team(id="c", field="环氧丙烷")
    )
    order = [m.id for m in matches(found, Sought(("polyether-polyol",))) if m.id in "abc"]
    assert order == ["b", "c", "a"]


@given(st.lists(st.sampled_from(sorted(STRENGTH)), min_size=1, max_size=8))
def test_strength_counts_each_reason_once(given_codes: list[str]) -> None:
    why = [Why(c) for c in given_codes]
    assert strength(why) == pytest.approx(sum(STRENGTH[c] for c in set(given_codes)))
    assert strength(why) == strength([*why, *why])


def test_side_reasons_together_never_make_a_match_close() -> None:
    side = [c for c, value in STRENGTH.items() if value < CLOSE]
    assert not Match("fund", "x", strength(map(Why, side)), tuple(map(Why, side))).is_close


# gaps and projects


def test_a_fund_for_a_gap_and_for_a_project() -> None:
    gap = gap_of("polyether-polyol")
    found = held(fund(product_ids=("polyether-polyol",)))
    best = matches_for_gap(found, gap)[0]
    assert (best.id, best.why[0].code) == ("sample-fund", "names_product")
    project = next(p for p in found.facts.projects.values() if p.id == "yuehua-pa6-1")
    with_money = held(fund(product_ids=("polyamide-6",), size_yi=4.0))
    first = matches_for_project(with_money, project)[0]
    assert first.id == "sample-fund"
    part = next(w for w in first.why if w.code == "part")
    assert part.values == (4.0, 10.0)


def test_what_a_fund_or_team_fits_is_close_and_sorted() -> None:
    found = held(fund(focus="己内酰胺、尼龙"), team(field="己内酰胺"))
    for uses in (
        matches_of(found, "fund", "sample-fund"),
        matches_of(found, "talent", "sample-team"),
    ):
        assert uses
        assert all(u.match.is_close for u in uses)
        order = [u.match.strength for u in uses]
        assert order == sorted(order, reverse=True)
        assert {u.kind for u in uses} == {"gap", "project"}
    projects = [u.id for u in matches_of(found, "fund", "sample-fund", 99) if u.kind == "project"]
    assert "yuehua-pa6-1" in projects
    assert "cpl-relocation" not in projects  # it runs


def test_matches_are_the_same_from_both_sides() -> None:
    found = held(fund(focus="己内酰胺"))
    from_fund = {u.id: u.match for u in matches_of(found, "fund", "sample-fund", 999) if u.gap}
    for gap in found.evaluation.gaps:
        back = [m for m in matches_for_gap(found, gap) if m.id == "sample-fund" and m.is_close]
        if gap.kind != "强链":
            assert back == ([from_fund[gap.product_id]] if gap.product_id in from_fund else [])


def test_shipped_platforms_fit_what_they_name() -> None:
    named = {t.id: matches_of(held(), "talent", t.id) for t in held().talents}
    pilot = named["q07"]
    assert {u.id for u in pilot if u.match.why[0].code == "names_product"} >= {
        "caprolactam",
        "propylene-oxide",
    }
    assert named["q05"] == ()  # 产学研协同 names nothing


# words


def test_every_reason_has_words() -> None:
    facts = shipped().chain.facts
    for code in STRENGTH:
        told = table.why_text(facts, Why(code, ("caprolactam",), "己内酰胺", (50.0, 20.0)))
        assert told
        assert "None" not in told


def test_lines_for_the_pages_of_gaps_and_projects() -> None:
    evaluation = shipped().with_changes([fund(focus="聚醚多元醇"), team(field="石化")])
    lines = table.fund_and_talent_lines(evaluation, ("polyether-polyol",), investment_yi=30.0)
    assert lines[0].text.startswith(f"资金 {SAMPLE}基金:写明产品“聚醚多元醇”")
    assert "规模 20 亿元,对投资 30 亿元不够" in lines[0].text
    assert lines[0].origin.title == "本单位填报"
    assert not [s for s in lines if "中试平台" in s.text]  # only speaks of the chain at large
    assert table.fund_and_talent_lines(evaluation, ()) == ()


def test_closeness_in_words() -> None:
    found = held(fund(focus="聚醚多元醇"), team(field="环氧丙烷"))
    said = {m.id: table.closeness(m) for m in matches(found, Sought(("polyether-polyol",)))}
    assert said["sample-fund"] == "写明产品"
    assert said["sample-team"] == "相近"
    assert said["city-industry-fund"] == "只到大类"


def test_rows_carry_source_and_grade() -> None:
    facts = shipped().chain.facts
    for row in held().funds:
        line = dict(zip(table.FUND_COLUMNS, table.fund_cells(facts, row), strict=True))
        assert line["可信度"] == "A"
        assert "291号" in str(line["来源"])
    for one in held().talents:
        cells = dict(zip(table.TALENT_COLUMNS, table.talent_cells(facts, one), strict=True))
        assert cells["来源"]
        assert cells["依据"] == "来源原文"


# what is shipped


def test_shipped_funds_and_teams_are_sourced() -> None:
    facts = shipped().chain.facts
    rows = [*facts.all(Fund).values(), *facts.all(Talent).values()]
    assert len(rows) == 17
    for row in rows:
        assert row.basis == "source"
        assert row.source_id in facts.sources


def test_no_shipped_record_is_an_example() -> None:
    facts = shipped().chain.facts
    rows = [r for kind in facts.by_kind.values() for r in kind.values()]
    assert len(rows) > 5000
    for row in rows:
        told = [getattr(row, f.name) for f in fields(row)]  # type: ignore[arg-type]
        assert not any(SAMPLE in str(value) for value in told), row
    assert {Fund, Talent, Project} <= {type(r) for r in rows}
