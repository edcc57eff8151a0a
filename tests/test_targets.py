"""Firms elsewhere on the real data: who is local, who is offered, marked and explained how."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import Feature as Weight
from graph.reason import Evaluation
from graph.reason.firms.candidates import related_products
from graph.reason.firms.targets import ENOUGH, Coverage, coverage, makers_to_call, targets
from graph.reason.nation.national import National
from graph.reason.priority import scored
from graph.results import Target
from views import jsonout, texts
from views.reports.results import shipped
from views.tables import targets as table
from views.tables.versus import two, versus

DAY = "2026-11-24"
EVALUATION = shipped(DAY)
FACTS = EVALUATION.chain.facts
NAMES = {n: f.id for f in FACTS.firms.values() for n in (f.name_zh, f.short_name) if n}
FOUND = {p: EVALUATION.targets_for(p) for p in FACTS.goods}
EVERY = [t for found in FOUND.values() for t in found]
LOCAL = (
    *("巴陵石化", "长岭炼化", "湖南石化", "岳阳兴长", "新岭化工", "长进公司", "惠州立拓"),
    *("海南巴陵", "金山巴陵", "凯美特气", "建长石化", "昌德科技", "催化剂云溪基地", "双阳高科"),
)
ELSEWHERE = (
    *("中国石化镇海炼化", "中国石化茂名石化", "中国石化上海石化", "东方雨虹", "佛塑科技"),
    *("浙江巴陵恒逸己内酰胺有限责任公司", "三鼎集团", "红四方肥业", "中盐株化", "隆基绿能"),
)


@pytest.mark.parametrize("name", LOCAL)
def test_who_stands_here_is_local(name: str) -> None:
    assert NAMES[name] in EVALUATION.national.local_firms
    assert not [t for t in EVERY if t.outsider and t.firm_id == NAMES[name]]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_firms_of_a_central_group_and_firms_that_never_came_are_not(name: str) -> None:
    assert NAMES[name] not in EVALUATION.national.local_firms


def test_no_local_firm_is_offered_as_an_outsider() -> None:
    local = EVALUATION.national.local_firms
    assert EVERY
    assert {t.firm_id for t in EVERY if t.outsider} & local == set()
    assert {t.firm_id for t in EVERY if not t.outsider} <= local


def test_other_firms_of_a_local_firms_group_are_offered_and_marked() -> None:
    maoming = [t for t in FOUND["sbs"] if t.firm_id == NAMES["中国石化茂名石化"]]
    assert [t.flags for t in maoming] == [("同集团",)]
    for target in EVERY:
        tied = FACTS.firms[target.firm_id].group in EVALUATION.national.local_groups
        assert ("同集团" in target.flags) == (tied and target.outsider)


def test_what_local_firms_have_elsewhere_stands_last_as_its_own_block() -> None:
    back = {p: [t.firm_id for t in f if "回引" in t.flags] for p, f in FOUND.items()}
    assert set(back["sbs"]) == {"hainan-baling", "shanghai-jinshan-baling"}
    assert set(back["metallocene-polypropylene"]) == {"huizhou-lituo", "yueyang-xingchang"}
    for found in FOUND.values():
        outside = [t.outsider for t in found]
        assert outside == sorted(outside, reverse=True)
        assert all(("回引" in t.flags) != t.outsider for t in found)
    (xingchang,) = [
        t for t in FOUND["metallocene-polypropylene"] if t.firm_id == "yueyang-xingchang"
    ]
    assert (xingchang.province, xingchang.city) == ("广东", None)  # where it went, not its seat


def test_a_firm_held_back_is_flagged_with_what_was_said_and_when() -> None:
    (target,) = [
        t for t in FOUND["propylene-oxide"] if t.firm_id == "hong-bao-li-ji-tuan-tai-xing-hua-xue"
    ]
    assert "受限" in target.flags
    (said,) = [e for e in target.evidence if e.code == "held_back"]
    assert dict(said.values)["date"] == "2023-09-21"
    assert said.source_id
    assert "能耗" in texts.evidence(said)
    for other in EVERY:
        codes = {e.code for e in other.evidence}
        assert ("受限" in other.flags) <= ("held_back" in codes)
        assert ("外迁" in other.flags) <= ("landed_elsewhere" in codes)


def test_neighbours_are_offered_only_when_there_are_few_to_call() -> None:
    some = 0
    for product_id, found in FOUND.items():
        near = [t for t in found if t.via_product_id]
        related = dict(related_products(EVALUATION.chain, product_id))
        for target in near:
            assert "邻近" in target.flags
            assert related[target.via_product_id or ""] == target.via_relation
            assert not target.lead
            assert target.via_product_id in [s.id for s in target.path]
        if len(makers_to_call(found)) >= ENOUGH:
            assert near == []
        some += bool(near)
        last_maker = max((t.rank for t in found if t.outsider and not t.via_product_id), default=0)
        assert all(t.rank > last_maker for t in near)
    assert some > 10


def test_each_firm_stands_once_per_product() -> None:
    for found in FOUND.values():
        ids = [t.firm_id for t in found]
        assert len(ids) == len(set(ids))
        assert [t.rank for t in found] == list(range(1, len(found) + 1))


def test_the_place_among_recorded_firms() -> None:
    best: dict[str, float] = {}
    for row in FACTS.producers_of["methyl-methacrylate"]:
        pooled = "合计口径:" in (row.note or "")
        if row.capacity_kt_a and row.status != "停产" and not pooled:
            firm = FACTS.owner(row.firm_id)
            best[firm] = max(best.get(firm, 0.0), row.capacity_kt_a)
    for target in FOUND["methyl-methacrylate"]:
        size = best.get(target.firm_id)
        place = None if size is None else 1 + sum(b > size for b in best.values())
        assert target.rank_national == (None if place is None else (place, len(best)))


def test_coverage_counts_makers_only() -> None:
    found = FOUND["isophorone"]
    calls = [t for t in found if t.outsider and not t.lead and t.via_product_id is None]
    told = coverage(found, DAY)
    assert isinstance(told, Coverage)
    assert told.outside == len(calls) < 5
    assert told.neighbours > 0
    assert told.with_recent_signal <= told.outside
    assert told.grade_ab <= told.outside
    recent = [
        t
        for t in calls
        if any(str(dict(e.values)["date"]) >= "2024-11" for e in t.evidence if e.code == "signal")
    ]
    assert told.with_recent_signal == len(recent)
    assert "名单不足" in table.head_line(found)
    assert f"另列邻近企业 {told.neighbours} 家" in table.head_line(found)


def test_reasons_are_at_most_four_plain_sentences() -> None:
    for target in EVERY:
        told = texts.reasons(target)
        assert 2 <= len(told) <= 4
        assert "None" not in "".join(told)
        if target.via_product_id:
            assert told[0].startswith("它做")


def test_every_piece_of_evidence_has_words_and_json_the_new_keys() -> None:
    for target in EVERY[::7]:
        assert all(texts.evidence(e) for e in target.evidence)
        out = jsonout.target(target)
        assert set(out["flags"]) <= {"同集团", "受限", "外迁", "邻近", "回引"}
        assert out["in_park"] in {"园区内", "园区外", "须定"}
        assert out["outsider"] == target.outsider
        assert out["via_product_id"] == target.via_product_id


def test_two_firms_side_by_side() -> None:
    found = makers_to_call(FOUND["methyl-methacrylate"])
    pair = two([found[3], found[0]])
    assert pair == (found[0], found[3])
    shown = versus(EVALUATION, *pair)
    assert {r.label for r in shown.rows} == {f.label_zh for f in found[0].features}
    total = sum(f.contribution for f in found[0].features)
    assert shown.total.first.points == f"{total * 100:.1f}"
    gains = {
        a.label_zh: a.contribution - b.contribution
        for a, b in zip(found[0].features, found[3].features, strict=True)
    }
    best = max(gains, key=lambda k: gains[k])
    assert f"主要因为{best}" in shown.why
    assert found[0].firm in shown.why
    assert shown.first.said
    assert shown.second.said
    assert two(found[:3]) is None


def test_firms_of_different_blocks_are_told_by_their_blocks() -> None:
    found = FOUND["isophorone"]
    maker = makers_to_call(found)[0]
    near = next(t for t in found if t.via_product_id)
    shown = versus(EVALUATION, maker, near)
    assert "邻近企业" in shown.why
    assert {r.difference for r in (*shown.rows, shown.total)} == {"—"}


def test_a_better_scored_lead_still_stands_behind_a_firm_to_call() -> None:
    found = FOUND["bisphenol-a"]
    lead = max((t for t in found if t.lead), key=lambda t: t.score)
    call = min(makers_to_call(found), key=lambda t: t.score)
    assert lead.score > call.score
    shown = versus(EVALUATION, *(two([lead, call]) or (call, lead)))
    assert shown.first.firm == call.firm
    assert "线索" in shown.why
    assert shown.total.difference.startswith("−")  # one pool: the scores are compared


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32))
def test_row_order_changes_nothing(seed: int) -> None:
    records = [r for rows in FACTS.by_kind.values() for r in rows.values()]
    random.Random(seed).shuffle(records)
    other = National(Facts.of(records), EVALUATION.region, EVALUATION.as_of)
    for product_id in ("isophorone", "sbs", "acetic-acid", "waterproof-membrane"):
        assert again(EVALUATION, other, product_id) == again(
            EVALUATION, EVALUATION.national, product_id
        )


def again(evaluation: Evaluation, national: National, product_id: str) -> tuple[Target, ...]:
    """The firms without the path, which hangs on the balances alone."""
    e = evaluation
    return targets(e.chain, e.rules, national, e.balances, product_id)


FIRM_WEIGHTS = EVALUATION.rules.weights["目标企业"]
POOLS = st.lists(
    st.fixed_dictionaries(
        {w.name: st.one_of(st.none(), st.integers(0, 5).map(float)) for w in FIRM_WEIGHTS}
    ),
    min_size=2,
    max_size=9,
)


@settings(max_examples=300, deadline=None)
@given(POOLS, st.data())
def test_hiding_a_good_feature_never_raises_a_score(
    pool: list[dict[str, float | None]], data: st.DataObject
) -> None:
    """A known value above the pool's median, made unknown, never helps."""
    before = scored(pool, FIRM_WEIGHTS)
    i = data.draw(st.integers(0, len(pool) - 1))
    good = [w for w in FIRM_WEIGHTS if is_above_median(pool, i, w)]
    for weight in good:
        hidden = [dict(row) for row in pool]
        hidden[i][weight.name] = None
        after = scored(hidden, FIRM_WEIGHTS)
        assert after[i][0] <= before[i][0] + 1e-12
        assert after[i][1] < before[i][1]


def is_above_median(pool: list[dict[str, float | None]], i: int, weight: Weight) -> bool:
    known = sorted(v for row in pool if (v := row[weight.name]) is not None)
    mine = pool[i][weight.name]
    return mine is not None and mine > known[len(known) // 2]


def test_a_firm_never_ranks_higher_for_hiding_a_leading_capacity() -> None:
    """The largest maker's capacity taken off the record: it does not move up."""
    for product_id in ("methyl-methacrylate", "acetic-acid", "caprolactam"):
        calls = makers_to_call(FOUND[product_id])
        top = max(calls, key=lambda t: t.capacity_kt_a or 0.0)
        rows = [r for r in FACTS.producers_of[product_id] if r.firm_id == top.firm_id]
        blank = FACTS.with_records(replace(r, capacity_kt_a=None) for r in rows)
        hidden = National(blank, EVALUATION.region, AsOf(DAY))
        found = [t for t in again(EVALUATION, hidden, product_id) if not t.lead]
        (now,) = [t for t in found if t.firm_id == top.firm_id]
        assert now.capacity_kt_a is None
        assert now.known_share < top.known_share
        assert now.rank >= top.rank


def test_weights_and_features_are_those_of_the_rules() -> None:
    names = [w.name for w in FIRM_WEIGHTS]
    for target in EVERY[::11]:
        assert [f.name for f in target.features] == names
        assert sum(f.contribution for f in target.features) == pytest.approx(target.score)


def test_a_capacity_says_whether_it_runs_and_of_which_year() -> None:
    (planned,) = (t for t in FOUND["epoxy-resin"] if t.firm == "珠海宏昌电子材料")
    assert table.stands(planned) == "规划(2021年)"
    for target in EVERY:
        assert (table.stands(target) is None) == (target.capacity_kt_a is None)
