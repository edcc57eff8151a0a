"""Total requirement against the textbook, against a walk, and against itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import HOME, facts, make, recipe

from graph.chain import Chain
from graph.checks.mass_loops import check_mass_loops, loop_from_nothing
from graph.errors import BadRequest, ChainError, UnknownName
from graph.facts import Facts
from graph.model import DefaultRoute, Product
from graph.reason.leontief import default_takings, leontief_inverse, total_requirement
from loaders.data import read_data
from loaders.schema import read_schema

SMALL = Chain(facts())
AMOUNT = st.floats(0.0, 1e4)


@pytest.fixture(scope="module")
def shipped() -> Chain:
    data = HOME / "data"
    return Chain(Facts.of(read_data(data, read_schema(data / "schema"))))


def test_the_textbook_example() -> None:
    """Miller & Blair, Input–Output Analysis, ch. 2."""
    a = np.array([[150.0, 500.0], [200.0, 100.0]]) / np.array([1000.0, 2000.0])
    expected = [[1.25412541, 0.330033], [0.2640264, 1.12211221]]
    assert leontief_inverse(a) == pytest.approx(np.array(expected), abs=1e-7)
    assert leontief_inverse(a) @ [600.0, 1500.0] == pytest.approx([1247.5, 1841.6], abs=0.1)


@pytest.mark.parametrize("bad", [[[1.0]], [[0.0, 2.0], [0.6, 0.0]], [[0.1, 0.2]]])
def test_what_has_no_inverse_is_refused(bad: list[list[float]]) -> None:
    with pytest.raises(ChainError):
        leontief_inverse(bad)


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0.0, 0.24), min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_inverse_is_the_sum_of_all_rounds(rows: list[list[float]]) -> None:
    a = np.array(rows)
    rounds = sum(np.linalg.matrix_power(a, k) for k in range(900))
    assert leontief_inverse(a) == pytest.approx(rounds, rel=1e-6, abs=1e-9)


def test_by_hand() -> None:
    found = total_requirement(SMALL, {"pa6": 100.0})
    assert found == pytest.approx(
        {
            "benzene": 100.0 * 1.02 * 0.9 * 0.9,
            "cyclohexanone": 100.0 * 1.02 * 0.9,
            "ammonia": 100.0 * 1.02 * 0.5,
            "caprolactam": 102.0,
            "pa6": 100.0,
            "gas": 100.0 * 1.02 * 0.5 * 0.6,
        }
    )
    assert "sulfate" not in found, "a by-product is no need"
    assert total_requirement(SMALL, {}) == {}
    assert total_requirement(SMALL, {"sulfate": 3.0}) == {"sulfate": 3.0}


@settings(deadline=None)
@given(AMOUNT, AMOUNT, st.floats(0.0, 50.0))
def test_scaling_and_adding(a: float, b: float, factor: float) -> None:
    one, two = (total_requirement(SMALL, {p: v}) for p, v in (("pa6", a), ("ammonia", b)))
    both = total_requirement(SMALL, {"pa6": a, "ammonia": b})
    for product in both:
        total = one.get(product, 0.0) + two.get(product, 0.0)
        assert both[product] == pytest.approx(total, rel=1e-9, abs=1e-9)
    scaled = total_requirement(SMALL, {"pa6": a * factor})
    assert all(scaled[p] == pytest.approx(v * factor, abs=1e-6) for p, v in one.items())


def walk(chain: Chain, product: str, amount: float, out: dict[str, float], depth: int = 0) -> None:
    """The same need by following every branch, for chains without loops."""
    assert depth < 60, "a loop"
    out[product] = out.get(product, 0.0) + amount
    for other, per_t in default_takings(chain, product).items():
        walk(chain, other, amount * per_t, out, depth + 1)


@pytest.mark.parametrize(
    ("product", "through"),
    [
        ("polyamide-6", ("caprolactam", "cyclohexanone-oxime", "benzene")),
        ("polycarbonate", ("bisphenol-a", "phenol")),
        ("polypropylene", ("propylene",)),
    ],
)
def test_a_walk_agrees_on_the_shipped_chain(
    shipped: Chain, product: str, through: tuple[str, ...]
) -> None:
    walked: dict[str, float] = {}
    walk(shipped, product, 100.0, walked)
    found = total_requirement(shipped, {product: 100.0})
    assert found == pytest.approx(walked, rel=1e-9)
    assert all(found[p] > 0.0 for p in through)


def test_every_shipped_product_has_a_requirement(shipped: Chain) -> None:
    names = list(shipped.facts.goods)
    found = total_requirement(shipped, dict.fromkeys(names, 1.0))
    assert set(names) <= set(found)
    assert all(v >= 1.0 - 1e-9 for v in found.values())


def test_a_naive_default_is_a_loop_that_is_named(shipped: Chain) -> None:
    naive = {"chlorine": "deacon-hcl-oxidation", "hydrogen-chloride": "hcl-synthesis"}
    routes = [
        replace(r, process_id=naive[r.product_id])
        for r in shipped.facts.all(DefaultRoute).values()
        if r.product_id in naive
    ]
    chain = Chain(shipped.facts.with_records(routes))
    names = [chain.product(p).name_zh for p in naive]
    with pytest.raises(ChainError) as told:
        total_requirement(chain, {"pvc": 1.0} if "pvc" in chain.facts.products else {"chlorine": 1})
    assert all(name in str(told.value) for name in names)
    assert total_requirement(chain, {"ammonia": 1.0})["ammonia"] >= 1.0, "it does not get there"


def test_a_loop_that_pays_is_solved() -> None:
    loop = [
        *recipe("gasify", "gas", "ammonia", ammonia=-0.5),
        make(DefaultRoute, id="gas", product_id="gas", process_id="gasify", reason="试"),
    ]
    found = total_requirement(Chain(facts(*loop)), {"ammonia": 1.0})
    assert found == pytest.approx({"ammonia": 1 / 0.7, "gas": 0.6 / 0.7})


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"ghost": 1.0}, UnknownName),
        ({"pa6": -1.0}, BadRequest),
        ({"pa6": float("nan")}, BadRequest),
    ],
)
def test_what_cannot_be_asked(wanted: dict[str, float], error: type[Exception]) -> None:
    with pytest.raises(error):
        total_requirement(SMALL, wanted)


def test_the_shipped_chain_makes_nothing_from_nothing(shipped: Chain) -> None:
    assert check_mass_loops(shipped) == []


def planted(back: float) -> Chain:
    """benzene → 1.1 t of x per t, and x → benzene again."""
    return Chain(
        facts(
            make(Product, id="x", name_zh="某甲", short_zh="某甲"),
            *recipe("there", "x", "benzene", benzene=-1.0 / 1.1),
            *recipe("back", "benzene", "x", x=-back),
        )
    )


def test_a_loop_that_makes_mass_is_named_and_only_it() -> None:
    (found,) = check_mass_loops(planted(1.0))
    assert (found.rule, found.severity, found.ids) == ("mass-loop", "错误", ("back", "there"))
    assert "there" in found.message
    assert "back" in found.message


@settings(deadline=None)
@given(st.floats(0.5, 2.0))
def test_a_loop_is_an_error_exactly_when_it_gains(back: float) -> None:
    gains = back < 1.1 - 1e-4
    loses = back > 1.1 + 1e-4
    found = check_mass_loops(planted(back))
    assert not (gains and not found)
    assert not (loses and found)


def test_two_loops_are_two_findings() -> None:
    more = (
        *recipe("up", "sulfate", "gas", gas=-0.9),
        *recipe("down", "gas", "sulfate", sulfate=-1.0),
    )
    chain = planted(1.0)
    both = check_mass_loops(Chain(chain.facts.with_records(more)))
    assert {frozenset(f.ids) for f in both} == {
        frozenset({"back", "there"}),
        frozenset({"down", "up"}),
    }


def test_a_feed_from_outside_is_no_error() -> None:
    assert loop_from_nothing(SMALL, list(SMALL.facts.processes)) == []
