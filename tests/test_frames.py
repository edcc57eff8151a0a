"""Results as tables say the same as the results, and the workbook says it in 万吨/年."""

import math
from pathlib import Path

import openpyxl
import pytest

from graph.frames import balances_frame, gaps_frame, segments_frame, terms_frame
from views.reports.results import shipped
from views.reports.workbook import write_results

FOUND = shipped("2026-11-24")


def test_balances_frame() -> None:
    frame = balances_frame(FOUND)
    assert list(frame.index) == list(FOUND.balances)
    row = frame.loc["methanol"]
    assert row["demand_likely_kt_a"] == pytest.approx(91.6075)
    assert (row["state"], row["presence"]) == ("断", "无")
    assert frame.loc["benzene", "supply_high_kt_a"] == math.inf


def test_terms_add_up_to_the_balances() -> None:
    terms = terms_frame(FOUND)
    low = terms.groupby(["product_id", "side"])["amount_low_kt_a"].sum()
    frame = balances_frame(FOUND)
    for (product, side), total in low.items():
        assert frame.loc[product, f"{side}_low_kt_a"] == pytest.approx(total)


def test_gaps_frame() -> None:
    frame = gaps_frame(FOUND)
    assert list(frame.index) == list(range(1, len(FOUND.gaps) + 1))
    assert frame["score"].is_monotonic_decreasing
    assert set(frame["kind"]) == {"补链", "延链", "强链"}


def test_segments_frame() -> None:
    frame = segments_frame(FOUND)
    assert len(frame) == len(FOUND.chain.facts.segments) == 16
    assert frame["products"].sum() == len(FOUND.chain.facts.goods)
    assert (frame["standing"] + frame["coming"] <= frame["products"]).all()
    assert frame["lacking"].sum() > 0


def test_results_workbook(tmp_path: Path) -> None:
    path = tmp_path / "测算结果.xlsx"
    write_results(FOUND, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "缺口", "子链", "平衡", "逐项计算", "摸底"]
    head, *rows = list(book["平衡"].iter_rows(values_only=True))
    methanol = next(r for r in rows if r[0] == "甲醇")
    assert methanol[head.index("需求(万吨/年)")] == pytest.approx(9.16075)
    benzene = next(r for r in rows if r[0] == "纯苯")
    assert benzene[head.index("供给上限(万吨/年)")] is None
    assert len(list(book["缺口"].rows)) == len(FOUND.gaps) + 1
