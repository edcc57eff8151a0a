"""Each recipe rule fires on the fault it is for, and on nothing in a sound small chain."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_chain import HOME, make

from graph.chain import Chain
from graph.checks import recipe_rules as rules
from graph.checks.gbt4754 import is_known_class
from graph.elements import account
from graph.facts import Facts
from graph.model import Capacity, Flow, MayAlsoYield, Process, Producer, Product, Record
from graph.results import Finding
from loaders.data import read_data
from loaders.schema import read_schema

FORMULAS = {"ethylene": "C2H4", "chlorine": "Cl2", "edc": "C2H4Cl2", "vcm": "C2H3Cl", "hcl": "HCl"}
RECIPES = {
    "direct": ("C2H4 + Cl2 = C2H4Cl2", {"edc": 1.0, "ethylene": -0.2892, "chlorine": -0.7308}),
    "crack": ("C2H4Cl2 = C2H3Cl + HCl", {"vcm": 1.0, "edc": -1.62, "hcl": 0.5834}),
}
FEEDS = {"direct": "ethylene", "crack": "edc"}


def flow(process: str, product: str, role: str, value: float, **more: object) -> Flow:
    given = {"basis": "stoichiometry", "note": "化学计量÷收率98%", "source_id": None} | more
    return make(
        Flow,
        id=f"{process}|{product}|{role}",
        process_id=process,
        product_id=product,
        role=role,
        t_per_t=value,
        is_main_feed=role == "input" and FEEDS.get(process) == product,
        **given,
    )


def sound() -> dict[str, Record]:
    """Two recipes with a loss row each, closed in mass and elements."""
    rows: list[Record] = [
        make(Product, id=n, name_zh=n, short_zh=n, formula=f) for n, f in FORMULAS.items()
    ]
    rows.append(make(Product, id="loss", name_zh="损耗", short_zh="损耗", trade="ledger"))
    for name, (reaction, amounts) in RECIPES.items():
        main = next(iter(amounts))
        rows.append(
            make(Process, id=name, main_product_id=main, reaction=reaction, basis="stoichiometry")
        )
        for product, value in amounts.items():
            role = "main" if product == main else "input" if value < 0 else "byproduct"
            rows.append(flow(name, product, role, abs(value)))
        left = -sum(amounts.values())
        rows.append(flow(name, "loss", "residual", left, basis="computed", note="重组分"))
    return {r.id: r for r in rows}  # type: ignore[attr-defined]


def hit(*changed: Record, drop: str = "") -> set[str]:
    records = sound() | {r.id: r for r in changed}  # type: ignore[attr-defined]
    records.pop(drop, None)
    chain = Chain(Facts.of(records.values()))
    return {f.rule for rule in rules.RULES for f in rule(chain)}


def changed(record_id: str, **more: object) -> Record:
    return replace(sound()[record_id], **more)


FAULTS: dict[str, list[Record]] = {
    "mass": [changed("crack|edc|input", t_per_t=1.70)],
    "elements": [
        changed("direct|chlorine|input", t_per_t=0.60),
        changed("direct|ethylene|input", t_per_t=0.42),
    ],
    "theory-ratio": [changed("direct|ethylene|input", t_per_t=0.55)],
    "reaction": [changed("direct", reaction="C2H4 + 2Cl2 = C2H4Cl2")],
    "yield": [changed("direct|ethylene|input", note=None)],
    "ledger": [flow("direct", "loss", "byproduct", 0.02)],
    "formula": [changed("vcm", formula="VCM单体")],
    "molar-mass": [changed("vcm", cas="75-01-4"), changed("edc", cas="75-01-4")],
    "industry": [changed("vcm", gbt4754_class="2618")],
    "makeable": [
        make(Product, id="eo", name_zh="eo", short_zh="eo"),
        make(Producer, id="p", product_id="eo"),
    ],
    "no-flow": [make(Product, id="eo", name_zh="eo", short_zh="eo")],
}


def test_a_sound_chain_has_no_finding() -> None:
    assert hit() == set()


@pytest.mark.parametrize("rule", FAULTS)
def test_a_rule_fires_on_its_fault(rule: str) -> None:
    assert rule in hit(*FAULTS[rule])


def test_without_its_ledger_row_a_recipe_does_not_close() -> None:
    assert {"mass"} <= hit(drop="direct|loss|residual")


def test_other_recipes_are_given_six_percent() -> None:
    loose = changed("crack|edc|input", t_per_t=1.66)
    stated = changed("crack|loss|residual", basis="estimate")
    known = changed("crack", basis="engineering-knowledge")
    assert "mass" in hit(loose, stated)
    assert "mass" not in hit(loose, stated, known)


def test_a_computed_ledger_row_that_is_stale_is_told() -> None:
    known = changed("crack", basis="engineering-knowledge")
    assert "mass" not in hit(known)
    assert "mass" in hit(known, changed("crack|edc|input", t_per_t=1.66))


def test_a_ledger_row_counts_by_its_formula() -> None:
    named = changed("loss", formula="H2O")
    assert "elements" in hit(named, changed("crack|edc|input", t_per_t=1.66))


def test_a_mixture_is_not_held_to_its_formula() -> None:
    wrong = FAULTS["elements"]
    mixed = changed("edc", note="成分说明:粗品")
    assert "elements" not in hit(*wrong, mixed, changed("crack|edc|input", note="收率 化学计量"))
    records = sound() | {mixed.id: mixed}  # type: ignore[attr-defined]
    assert account(Chain(Facts.of(records.values())), "direct").open_out > 1.0


def test_what_is_explained_is_no_finding() -> None:
    short = changed("direct|ethylene|input", t_per_t=0.55, note="收率;理论比说明:联产另计")
    assert "theory-ratio" not in hit(short)
    basket = make(Product, id="eo", name_zh="eo", short_zh="eo", note="配方说明:品类名")
    assert not {"no-flow", "makeable"} & hit(basket, make(Producer, id="p", product_id="eo"))


def test_a_large_residual_says_why() -> None:
    silent = changed("direct|loss|residual", t_per_t=0.2, note=None)
    assert "ledger" in hit(silent, changed("direct|ethylene|input", t_per_t=0.47))


def test_what_a_process_may_also_yield_can_be_made() -> None:
    eo = make(Product, id="eo", name_zh="eo", short_zh="eo")
    local = make(Capacity, id="u", unit_id="u", product_id="eo", is_driver=True)
    may = make(MayAlsoYield, id="m", process_id="crack", product_id="eo", reason="试")
    assert {"makeable", "no-flow"} <= hit(eo, local)
    assert not {"makeable", "no-flow"} & hit(eo, local, may)


@pytest.mark.parametrize("code", ["2614", "26", "261", "0711", "3985"])
def test_known_industry_classes(code: str) -> None:
    assert is_known_class(code)


@pytest.mark.parametrize("code", ["2618", "2", "26140", "9800", "26a4", "299"])
def test_unknown_industry_classes(code: str) -> None:
    assert not is_known_class(code)


@pytest.fixture(scope="module")
def shipped() -> Chain:
    data = HOME / "data"
    return Chain(Facts.of(read_data(data, read_schema(data / "schema"))))


@pytest.mark.parametrize("rule", rules.RULES, ids=[r.__name__ for r in rules.RULES])
def test_the_shipped_chain_passes(rule: Callable[[Chain], list[Finding]], shipped: Chain) -> None:
    found = rule(shipped)
    assert not found, "\n".join(f.message for f in found)


def test_the_element_rule_reaches_most_recipes(shipped: Chain) -> None:
    reached = [p for p in shipped.facts.processes if not account(shipped, p).open_in]
    assert len(reached) >= 250


def test_ledger_rows_are_never_supply_or_demand(shipped: Chain) -> None:
    ledger = {p.id for p in shipped.facts.products.values() if p.trade == "ledger"}
    assert ledger
    assert not any(ledger & set(row) for row in shipped.net.values())
