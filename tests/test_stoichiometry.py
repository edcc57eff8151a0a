"""Molar masses, element shares and theoretical consumptions from formulas and equations."""

import pytest
from small_chain import HOME

from graph.chain import Chain
from graph.checks.recipe_rules import theory_ratio
from graph.facts import Facts
from graph.stoichiometry import (
    atoms,
    element_shares,
    molar_mass,
    reaction_steps,
    theoretical,
    unbalanced,
)
from loaders.data import read_data
from loaders.schema import read_schema


@pytest.mark.parametrize(
    ("formula", "mass"),
    [("C6H6", 78.112), ("C6H11NO", 113.158), ("(NH4)2SO4", 132.139), ("Al2Si2O5(OH)4", 258.157)],
)
def test_molar_mass(formula: str, mass: float) -> None:
    assert molar_mass(formula) == pytest.approx(mass, abs=0.01)


@pytest.mark.parametrize("formula", [None, "", "(C2H4)n", "RECl3", "HCl·aq", "PTA", "空气", "NO3-"])
def test_what_has_no_molar_mass(formula: str | None) -> None:
    assert molar_mass(formula) is None


def test_a_polymer_has_element_shares() -> None:
    shares = element_shares("(C2H4)n")
    assert shares is not None
    assert shares["C"] == pytest.approx(0.8563, abs=1e-3)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert atoms("(C2H4)n") == {"C": 2, "H": 4}


@pytest.mark.parametrize(
    "reaction",
    [
        "物理加工",
        "n C8H8 + m C4H6 → SBS",
        "酸酐 + 二元醇 → 聚酯 + H2O",
        "C12H18 → C12H24 → C12H22O",
    ],
)
def test_words_and_sketches_are_not_read(reaction: str) -> None:
    assert reaction_steps(reaction) == ()


def test_an_unbalanced_step_is_told() -> None:
    (wrong,) = reaction_steps("C2H4 + Cl2 = C2H3Cl")
    assert unbalanced(wrong) == {"H": -1.0, "Cl": -1.0}
    (right,) = reaction_steps("2C2H4 + O2 → 2C2H4O")
    assert unbalanced(right) == {}


@pytest.mark.parametrize(
    ("reaction", "feed", "product", "least"),
    [
        ("C6H6 + C2H4 = C8H10", "C6H6", "C8H10", 0.7358),
        ("CH3OH + CO = CH3COOH", "CH4O", "C2H4O2", 0.5336),
        ("C6H10 + C2H4O2 = C8H14O2; C8H14O2 + 2H2 = C6H12O + C2H6O", "C6H10", "C6H12O", 0.8201),
        ("C6H6 + 2H2 = C6H10; C6H6 + 3H2 = C6H12", "C6H6", "C6H10", 0.9509),
        ("n C2H4 = (C2H4)n", "C2H4", "(C2H4)n", 1.0),
        ("C8H6O4 + C2H6O2 = (C10H8O4) + 2H2O", "C8H6O4", "(C10H8O4)n", 0.8645),
        ("m/o-C8H10 = p-C8H10", "C8H10", "C8H10", 1.0),
    ],
)
def test_theoretical_consumption(reaction: str, feed: str, product: str, least: float) -> None:
    assert theoretical(reaction, feed, product) == pytest.approx(least, abs=2e-4)


@pytest.mark.parametrize(
    ("reaction", "feed", "product"),
    [
        (None, "C6H6", "C8H10"),
        ("C6H6 + C2H4 = C8H10", "C7H8", "C8H10"),
        ("C6H6 + C2H4 = C8H10", "C6H6", None),
    ],
)
def test_no_equation_no_theory(reaction: str | None, feed: str, product: str | None) -> None:
    assert theoretical(reaction, feed, product) is None


def test_most_equations_of_the_shipped_chain_give_a_theory() -> None:
    data = HOME / "data"
    chain = Chain(Facts.of(read_data(data, read_schema(data / "schema"))))
    ratios = [r for p in chain.facts.processes if (r := theory_ratio(chain, p)) is not None]
    assert len(ratios) >= 190
    assert sum(r > 0.9 for r in ratios) > len(ratios) / 2
