"""Firms elsewhere: what may be called and what must be verified first."""

from __future__ import annotations

import pytest
from small_chain import facts, make, unit

from graph.asof import AsOf
from graph.model import Firm, Producer, Record, Signal
from graph.reason import evaluate
from graph.reason.nation.statements import status_now
from graph.results import Target
from graph.rules import Rules
from views.tables.targets import head_line

DAY = "2026-11-24"
AWAY = {"province": "江苏", "city": "南京"}
RULES = Rules.of(facts())


def producer(firm: str, status: str, year: str | None, **more: float) -> list[Record]:
    row = make(
        Producer,
        id=f"{firm}-1",
        firm_id=firm,
        product_id="caprolactam",
        product_text="己内酰胺",
        status=status,
        year=year,
        **more,
    )
    return [make(Firm, id=firm, name_zh=firm, **AWAY), row]


def ask(*records: Record) -> tuple[Target, ...]:
    known = facts(unit("poly", "pa6", 100.0), *records)
    return evaluate(known, Rules.of(known), AsOf(DAY)).targets_for("caprolactam")


@pytest.mark.parametrize(
    ("status", "year", "now"),
    [
        ("在产", "2016", "在产"),
        ("在产", "2015", "未核"),
        ("在产", None, "未核"),
        ("在建", "2023", "在建"),
        ("在建", "2022", "未核"),
        ("规划", "2023-11-23", "未核"),
        ("停产", "2001", "停产"),
        ("未核", "2026", "未核"),
    ],
)
def test_a_statement_is_true_of_its_year(status: str, year: str | None, now: str) -> None:
    row = producer("f", status, year)[1]
    assert isinstance(row, Producer)
    assert status_now(row, RULES, DAY) == now


def test_leads_stand_behind_firms_to_call_whatever_their_size() -> None:
    big = producer("old", "在建", "2006", capacity_kt_a=900.0)
    small = producer("new", "在产", "2024", capacity_kt_a=10.0)
    found = ask(*big, *small)
    assert [(t.firm_id, t.lead) for t in found] == [("new", False), ("old", True)]
    assert head_line(found) == (
        "1 家企业,来自 1 个来源,可能不全;另有 1 家线索待核;名单不足,也没有收录到邻近企业"
    )


def test_a_fresh_move_makes_a_lead_a_candidate() -> None:
    move = make(
        Signal,
        id="s",
        firm_id="old",
        date="2025-03",
        direction="扩建",
        signal_text="扩建",
        product_ids=("caprolactam",),
    )
    assert [t.lead for t in ask(*producer("old", "在建", "2006"), move)] == [False]


def test_the_group_speaks_for_the_firm() -> None:
    sinopec = make(Firm, id="alpha", name_zh="甲厂", group="中国石化", park_ids=("park",))
    rows = producer("far", "在产", "2024")
    known = [sinopec, make(Firm, id="far", name_zh="远厂", group="中国石化", **AWAY), rows[1]]
    (target,) = ask(*known)
    assert any(e.code == "ties" and dict(e.values)["group"] == "中国石化" for e in target.evidence)
