"""Each rule fires on the fault it is for, and the shipped data are free of errors."""

from dataclasses import replace

import pytest
from small_chain import HOME, chain_records, complex_records, make, recipe, unit

from graph.checks import run_checks, tally
from graph.checks.chain_rules import cas_is_valid
from graph.facts import Facts
from graph.model import Composite, Constraint, Flow, Product, Record
from loaders.data import read_data
from loaders.schema import read_schema


def rules_hit(*records: Record) -> set[str]:
    return {f.rule for f in run_checks(Facts.of([*chain_records(), *records]))}


def base(kind: type[Record], record_id: str) -> Record:
    return next(r for r in chain_records() if isinstance(r, kind) and r.id == record_id)


def faults() -> list[tuple[str, list[Record]]]:
    benzene = base(Product, "benzene")
    feed = base(Flow, "anone|benzene|input")
    return [
        ("main-row", [replace(base(Flow, "anone|cyclohexanone|main"), t_per_t=2.0)]),
        ("main-feed", [replace(feed, is_main_feed=False)]),
        ("range", [replace(feed, low=5.0)]),
        ("mass", [replace(feed, t_per_t=3.0)]),
        ("names", [replace(benzene, aliases=("ammonia",))]),
        ("cas", [replace(benzene, cas="71-43-3")]),
        ("drawing", [replace(benzene, drawing_parent="benzene")]),
        ("default-route", list(recipe("gasify", "gas", "benzene", benzene=-1.0))),
        ("unsourced", [replace(feed, source_id=None)]),
        ("source-lost", [replace(feed, source_id="nowhere")]),
        ("reference", [replace(feed, product_id="ghost")]),
        ("driver", [replace(unit("u", "pa6", 1.0), is_driver=False)]),
        ("unit-basis", [unit("u", "pa6", 1.0, process_ids=("anone",))]),
        ("short-name", [replace(benzene, short_zh="ammonia")]),
        ("check-step", [make(Constraint, id="r", check_step=11)]),
        (
            "composite",
            [
                make(Composite, id="c", process_id="poly", contains_id="capro", reason="试"),
                unit("u", "pa6", 1.0, process_ids=("poly",)),
                unit("v", "caprolactam", 1.0, process_ids=("capro",)),
            ],
        ),
        (
            "complex",
            [
                *complex_records(("cyclohexanone", "capro")),
                unit("u", "caprolactam", 1.0, complex_id="site"),
            ],
        ),
    ]


@pytest.mark.parametrize(("rule", "records"), faults(), ids=[f[0] for f in faults()])
def test_a_rule_fires_on_its_fault(rule: str, records: list[Record]) -> None:
    assert rule in rules_hit(*records)
    assert rule not in rules_hit() or rule == "mass"


def test_a_loop_that_feeds_on_itself_is_named() -> None:
    from graph.model import DefaultRoute

    loop = [
        *recipe("gasify", "gas", "ammonia", ammonia=-2.0),
        make(DefaultRoute, id="gas", product_id="gas", process_id="gasify", reason="试"),
    ]
    found = [f for f in run_checks(Facts.of([*chain_records(), *loop])) if f.rule == "loops"]
    assert set(found[0].ids) == {"gas", "ammonia"}


@pytest.mark.parametrize("cas", ["71-43-2", "100-42-5", "80-05-7", "7732-18-5"])
def test_cas_check_digit(cas: str) -> None:
    assert cas_is_valid(cas)
    assert not cas_is_valid(cas[:-1] + str((int(cas[-1]) + 1) % 10))


def shipped() -> Facts:
    data = HOME / "data"
    return Facts.of(read_data(data, read_schema(data / "schema")))


def test_shipped_data_have_no_finding() -> None:
    found = run_checks(shipped())
    assert not found, "\n".join(f.message for f in found)


def test_shipped_data_attach() -> None:
    counts = tally(shipped())
    assert counts["unattached"] / (counts["attached"] + counts["unattached"]) <= 0.05
    assert counts["process"] >= 330
    assert counts["product"] >= 333
    assert counts["flow"] >= 1376
