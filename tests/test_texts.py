"""Every code has a Chinese sentence; amounts read as the users say them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_chain import HOME

from graph.results import Interval
from views import amounts, jsonout, texts
from views.reports.results import shipped

EVALUATION = shipped("2026-11-24")
FACTS = EVALUATION.chain.facts


def test_every_piece_of_evidence_becomes_a_sentence() -> None:
    for gap in EVALUATION.gaps:
        for item in gap.evidence:
            sentence = texts.evidence(item)
            assert sentence
            assert "None" not in sentence
            assert "kt" not in sentence


def test_every_unknown_becomes_a_question() -> None:
    for balance in EVALUATION.balances.values():
        for unknown in balance.unknown:
            assert texts.ask(FACTS, unknown).startswith("请")


def test_targets_say_why() -> None:
    told = [t for g in EVALUATION.gaps for t in EVALUATION.targets_for(g.product_id)]
    assert told
    for target in told:
        assert len(texts.reasons(target)) >= 2
        assert "None" not in "".join(texts.reasons(target))


def test_json_holds_no_infinity() -> None:
    text = repr([jsonout.balance(EVALUATION.chain, b) for b in EVALUATION.balances.values()])
    assert "inf" not in text.replace("info", "")


@given(st.floats(0.001, 1e5))
def test_amount_keeps_its_size(kt_a: float) -> None:
    text = amounts.amount(kt_a)
    number, unit = text.split(" ")
    back = float(number) * (0.001 if unit == "吨/年" else 10.0)
    assert math.isclose(back, kt_a, rel_tol=0.06, abs_tol=0.001)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Interval(5.0, 5.0, 5.0), "0.5 万吨/年"),
        (Interval(0.0, None, None), "上限未知"),
        (Interval(-math.inf, 5.0, 20.0), "下限未知,最可能 0.5 万吨/年,至多 2 万吨/年"),
    ],
)
def test_interval_words(value: Interval, text: str) -> None:
    assert amounts.interval(value) == text


def test_rules_and_states_are_all_worded() -> None:
    assert {g.rule_id for g in EVALUATION.gaps} <= set(texts.RULES)
    assert {b.state for b in EVALUATION.balances.values()} <= set(texts.STATE_MEANING)
    assert {b.presence for b in EVALUATION.balances.values()} <= set(texts.PRESENCE_MEANING)
    assert (HOME / "data").is_dir()
