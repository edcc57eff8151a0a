"""过剩预警: the three figures on small numbers, and the warnings of the chain judged by hand."""

from typing import Any

import pytest
from small_nation import DAY, ask, nation

from graph.levels import Oversupply
from graph.reason import Evaluation
from graph.reason.nation.oversupply import oversupply
from views import level_texts
from views.reports.results import shipped
from views.tables.level import warning


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return shipped(DAY)


def warned(**figures: Any) -> Oversupply | None:
    of = ask(nation(figures.pop("capacity", None), figures.pop("year", "2025"), **figures))
    return oversupply(of.national, of.rules, "pa6")


def test_a_surplus_is_warned_of_by_any_of_three_figures() -> None:
    by = {
        "capacity": warned(capacity=1300.0, apparent_consumption_kt=1000.0),
        "utilisation": warned(capacity=1000.0, output_kt=650.0),
        "export": warned(output_kt=100.0, import_kt=5.0, export_kt=20.0),
    }
    for reason, found in by.items():
        assert found is not None
        assert found.reasons == (reason,)


def test_busy_plants_or_too_few_figures_are_no_surplus() -> None:
    assert warned(capacity=1500.0, output_kt=1200.0, apparent_consumption_kt=1000.0) is None
    assert warned(capacity=1290.0, apparent_consumption_kt=1000.0) is None
    assert warned(capacity=1500.0) is None
    assert warned(apparent_consumption_kt=100.0, output_kt=500.0) is None


def test_figures_of_different_rows_are_never_held_together() -> None:
    rows = nation(2000.0, "2025"), nation(None, "2024", apparent_consumption_kt=1000.0)
    of = ask(*rows)
    assert oversupply(of.national, of.rules, "pa6") is None


def test_the_newest_telling_row_decides() -> None:
    old = nation(1000.0, "2016", output_kt=500.0)
    stale = ask(old)
    found = oversupply(stale.national, stale.rules, "pa6")
    assert found is not None
    assert found.stale
    of = ask(old, nation(1000.0, "2024", output_kt=840.0))
    assert oversupply(of.national, of.rules, "pa6") is None


def test_warnings_of_the_chain_are_those_judged_by_hand(found: Evaluation) -> None:
    every = [oversupply(found.national, found.rules, p) for p in found.balances]
    told = {w.product_id for w in every if w and not w.stale}
    assert told == {
        "adipic-acid",
        "alkylate",
        "dimethyl-carbonate",
        "ethylene-glycol",
        "lithium-battery-electrolyte",
        "mdi",
        "needle-coke",
        "ortho-xylene",
        "polyamide-66",
        "polypropylene",
        "ptmeg",
    }
    assert "caprolactam" not in told  # 2016: 68 % of capacity used; later rows do not tell
    ptmeg = oversupply(found.national, found.rules, "ptmeg")
    assert ptmeg is not None
    assert ptmeg.capacity_ratio == pytest.approx(1251 / 740)
    assert ptmeg.utilisation == pytest.approx(770 / 1251)
    said = warning(found.chain.facts, ptmeg)
    assert said is not None
    assert "1.69 倍" in said.text
    assert "62%" in said.text
    assert said.origin.url


def test_reservations_are_said(found: Evaluation) -> None:
    nylon = oversupply(found.national, found.rules, "polyamide-66")
    assert nylon is not None
    assert "29%靠进口" in level_texts.oversupply(nylon)
    assert "旧数" in (warning_text(found, "epoxy-resin"))
    assert "预计" in warning_text(found, "lithium-battery-electrolyte")


def warning_text(of: Evaluation, product_id: str) -> str:
    said = warning(of.chain.facts, oversupply(of.national, of.rules, product_id))
    assert said is not None
    return said.text
