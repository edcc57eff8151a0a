"""Routes on random small chains against brute force, and the rules one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain as joined
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from small_chain import make, recipe

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Flow, Product
from graph.reason.routes import distances
from graph.reason.routes.amounts import ask, sized
from graph.reason.routes.distances import steps_from_here
from graph.reason.routes.model import Chosen, Model
from graph.reason.routes.problem import Problem
from graph.reason.routes.search import (
    fed_choice,
    fewest_plants,
    front,
    options,
    short_feeds,
    starts_here,
)
from graph.reason.routes.ways import Ways
from graph.results import Interval

NAMES = ("a", "b", "c", "d", "e")
HUB = "steam"
TARGET = "a"
LOOP = (
    ("bc", "b", {"c": -0.5}),
    ("cb", "c", {"b": -0.5}),
    ("bd", "b", {"d": -0.5}),
    ("ce", "c", {"e": -0.5}),
)
"""Two products made from each other, each with a source of its own somewhere in the world."""


@dataclass(frozen=True)
class Case:
    """A chain, what stands here of it, and the question how to make ``a``."""

    chain: Chain
    here: frozenset[str]

    def __repr__(self) -> str:
        rows = (f"{w.product_id}<-{'+'.join(w.needs)}" for w in self.ways.written)
        trades = (
            f"{p.id}:{p.trade[0]}{'P' * p.is_primary}" for p in self.chain.facts.goods.values()
        )
        return f"{' '.join(rows)} | {' '.join(trades)} | {sorted(self.here)}"

    @property
    def ways(self) -> Ways:
        return Ways(self.chain)


def small(
    trades: dict[str, str],
    recipes: Iterable[tuple[str, str, dict[str, float]]],
    primary: Iterable[str] = (),
) -> Chain:
    """Products with their trade; recipes as (id, product, flows), the first input its main feed."""
    raw = set(primary)
    rows = [
        make(Product, id=p, name_zh=p, trade=t, is_primary=p in raw, is_hub=p == HUB)
        for p, t in trades.items()
    ]
    found = list(rows)
    for name, product, flows in recipes:
        feed = next((q for q, v in flows.items() if v < 0), "")
        found += recipe(name, product, feed, **flows)
    return Chain(Facts.of(found))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Five products, up to seven recipes of one or two inputs among few: loops are common."""
    trade = st.sampled_from(["merchant", "fence", "fence"])
    trades = {p: draw(trade) for p in NAMES} | {HUB: "fence"}
    inputs = st.lists(st.sampled_from("abcbcbcde" + "h"), min_size=1, max_size=2, unique=True)
    recipes = list(LOOP if draw(st.booleans()) else ())
    for i in range(draw(st.integers(3, 7 - len(recipes)))):
        product = draw(st.sampled_from("abbcc")) if i else TARGET
        feeds = [HUB if q == "h" else q for q in draw(inputs) if q != product]
        if feeds:
            recipes.append((f"r{i}", product, dict.fromkeys(feeds, -0.5)))
    here = draw(st.sets(st.sampled_from("bdde"), max_size=1))
    raw = draw(st.sets(st.sampled_from("de"), max_size=1))
    return Case(small(trades, recipes, raw), frozenset(here))


def subsets(items: Iterable[str]) -> Iterator[frozenset[str]]:
    pool = sorted(items)
    sizes = range(len(pool) + 1)
    return (frozenset(s) for s in joined.from_iterable(combinations(pool, n) for n in sizes))


def plans(problem: Problem) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Every founded (plants, feeds from outside), by trying all of them."""
    banned = problem.ways.made_from_itself.get(TARGET, frozenset()) | {TARGET}
    ways = {w.process_id: w for w in problem.ways.sources}
    needs = {q for w in ways.values() for q in w.needs} - problem.here
    for plants in subsets(ways):
        for outside in subsets(needs - banned):
            held, left = set(problem.here | outside), set(plants)
            while ready := {p for p in left if held.issuperset(ways[p].needs)}:
                left -= ready
                held |= {ways[p].product_id for p in ready}
            if not left and TARGET in held:
                yield plants, outside


def measure(problem: Problem, plan: tuple[frozenset[str], frozenset[str]]) -> tuple[int, int, int]:
    missing = {q for q in plan[1] if not problem.ways.buyable(q)}
    return len(missing), len(plan[0]), len(plan[1] - missing)


def undominated(points: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    pool = set(points)
    return {p for p in pool if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in pool)}


def lean(problem: Problem, plan: tuple[frozenset[str], frozenset[str]]) -> Chosen | None:
    """The plan as a choice when nothing of it is idle and nothing has two sources, else None."""
    ways = sorted((w for w in problem.ways.sources if w.process_id in plan[0]), key=str)
    mains = [w.product_id for w in ways]
    fed = {q for w in ways for q in w.needs}
    idle = set(mains) - fed - {TARGET} or plan[1] - fed
    if idle or len(set(mains)) < len(mains) or plan[1] & set(mains):
        return None
    if TARGET in fed or set(mains) & problem.here:
        return None
    return Chosen(tuple(ways), tuple(sorted(plan[1])), ())


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_front_is_that_of_brute_force(case: Case) -> None:
    problem = Problem.of(case.ways, TARGET, case.here)
    measures = [measure(problem, plan) for plan in plans(problem)]
    model = Model(problem)
    first = model.cheapest()
    if first is None:
        assert measures == []
        return
    least = min(m for m, _, _ in measures)
    assert len(first.missing) == least
    expected = undominated((n, b) for m, n, b in measures if m == least)
    assert {c.counts for c in front(model, first, 99)} == expected


@settings(max_examples=150, deadline=None)
@given(cases())
def test_with_no_limit_every_lean_plan_comes_once(case: Case) -> None:
    problem = Problem.of(case.ways, TARGET, case.here)
    found = options(problem, 999)
    pool = [(p, c) for p in plans(problem) if (c := lean(problem, p)) is not None]
    if not pool:
        assert found == []
        return
    least = min(measure(problem, p)[0] for p, _ in pool)
    wanted = {p: starts_here(problem, c) for p, c in pool if measure(problem, p)[0] == least}
    told = {
        (o.choice.plants, frozenset((*o.choice.bought, *o.choice.missing))): o.from_here
        for o in found
    }
    assert len(told) == len(found)
    assert told.items() <= wanted.items()
    begun = {p for p, local in wanted.items() if local}
    assert begun <= set(told)
    if not begun:
        assert set(told) == set(wanted)
    for option in found:
        if option.on_front:
            assert not any(
                all(a <= b for a, b in zip(o.measures, option.measures, strict=True))
                and o.measures != option.measures
                for o in found
            )


@settings(max_examples=150, deadline=None)
@given(cases())
def test_distances_are_never_below_the_fewest_plants(case: Case) -> None:
    ways = case.ways
    told = distances(case.chain, case.here)
    problem = Problem.of(
        ways,
        TARGET,
        case.here,
        buys=lambda q: ways.given(q) or (q not in ways.makers and ways.buyable(q)),
        may_miss=False,
    )
    exact = fewest_plants(problem)
    free = {q for q in (*NAMES, HUB) if problem.buys(q)}
    tries = [len(s) for s, o in plans(problem) if o <= free]
    assert (None if exact is None else len(exact.ways)) == min(tries, default=None)
    if exact is not None:
        assert told[TARGET] >= len(exact.ways)
        fed = [q for w in exact.ways for q in w.needs if q not in case.here | free]
        if len(exact.ways) <= 2 or len(set(fed)) == len(fed) == len(exact.ways) - 1:
            assert told[TARGET] == len(exact.ways)  # no plant serves two


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_hub_shortens_nothing(case: Case) -> None:
    ways = case.ways
    without, with_hub = (
        options(Problem.of(ways, TARGET, here), 99) for here in (case.here, case.here | {HUB})
    )
    if without and with_hub:
        assert min(len(o.choice.ways) for o in with_hub) == min(len(o.choice.ways) for o in without)
    assert {o.choice.plants for o in with_hub if o.from_here} == {
        o.choice.plants for o in without if o.from_here
    }
    bare = distances(case.chain, case.here)
    assert distances(case.chain, case.here | {HUB}) == bare
    assert steps_from_here(ways, case.here | {HUB}) == steps_from_here(ways, case.here)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_row_order_changes_nothing(case: Case) -> None:
    records = [r for kind in case.chain.facts.by_kind.values() for r in kind.values()]
    turned = Ways(Chain(Facts.of(reversed(records))))
    told = options(Problem.of(case.ways, TARGET, case.here), 9)
    again = options(Problem.of(turned, TARGET, case.here), 9)
    assert [(o.choice.plants, o.choice.bought) for o in told] == [
        (o.choice.plants, o.choice.bought) for o in again
    ]


@settings(max_examples=80, deadline=None)
@given(cases(), st.lists(st.floats(0.1, 3.0), min_size=40, max_size=40))
def test_rates_are_those_of_the_linear_programme(case: Case, per_t: list[float]) -> None:
    problem = Problem.of(case.ways, TARGET, case.here)
    chosen = Model(problem).cheapest()
    if chosen is None:
        return
    numbers = iter(per_t)
    ways = [replace(w, t_per_t={q: next(numbers) for q in w.t_per_t}) for w in chosen.ways]
    found = sized(ways, TARGET, 100.0, {})
    made = [w.product_id for w in ways]
    rows = [[float(w.product_id == p) - w.t_per_t.get(p, 0.0) for w in ways] for p in made]
    exact = linprog(
        np.ones(len(ways)),
        A_eq=np.array(rows),
        b_eq=[100.0 if p == TARGET else 0.0 for p in made],
    )
    assert [found.rates[w.process_id] for w in ways] == pytest.approx(list(exact.x))


def choice_of(problem: Problem) -> Chosen:
    found = Model(problem).cheapest()
    assert found is not None
    return found


def ids(choice: Chosen | None) -> tuple[str, ...] | None:
    return None if choice is None else tuple(w.process_id for w in choice.ways)


def test_a_loop_is_no_plan() -> None:
    trades = dict.fromkeys("abc", "fence")
    looped = small(trades, [("ab", "a", {"b": -1.0}), ("ba", "b", {"a": -1.0, "c": -0.1})])
    assert fewest_plants(Problem.of(Ways(looped), "a", {"c"}, may_miss=False)) is None
    longer = [("ab", "a", {"b": -1.0}), ("bc", "b", {"c": -1.0}), ("cb", "c", {"b": -1.0})]
    assert fewest_plants(Problem.of(Ways(small(trades, longer)), "a", (), may_miss=False)) is None
    founded = small(dict.fromkeys("abcde", "fence"), [*LOOP, ("ab", "a", {"b": -1.0})])
    assert len(Ways(founded).sources) == 5
    assert fewest_plants(Problem.of(Ways(founded), "a", (), may_miss=False)) is None
    assert ids(choice_of(Problem.of(Ways(founded), "a", {"e"}))) == ("ce", "bc", "ab")
    assert "a" not in distances(looped, {"c"})


@pytest.mark.parametrize("stands", [(), ("poly",)])
def test_taking_apart_what_is_made_of_it_is_no_source(stands: tuple[str, ...]) -> None:
    trades = dict.fromkeys(("mono", "poly", "yarn", "oil"), "merchant")
    recipes = [
        ("make", "mono", {"oil": -1.0}),
        ("poly", "poly", {"mono": -1.0}),
        ("spin", "yarn", {"poly": -1.0}),
        ("apart", "mono", {"poly": -1.1}),
        ("unspin", "mono", {"yarn": -1.1}),
    ]
    ways = Ways(small(trades, recipes))
    assert ways.made_from_itself["mono"] == {"poly", "yarn"}
    found = options(Problem.of(ways, "mono", stands), 99)
    assert [o.choice.plants for o in found] == [{"make"}]
    only = Ways(small(trades | {"mono": "fence"}, recipes[1:]))
    assert options(Problem.of(only, "mono", stands), 99) == []
    assert "mono" not in distances(only.chain, stands)


def test_nor_is_it_one_by_a_detour() -> None:
    trades = dict.fromkeys(("mono", "poly", "oligo", "corn", "oil"), "merchant")
    recipes = [
        ("make", "mono", {"oil": -1.0}),
        ("close", "mono", {"oligo": -1.0}),
        ("poly", "poly", {"mono": -1.0}),
        ("cut", "oligo", {"poly": -1.0}),
        ("grow", "oligo", {"corn": -1.0}),
    ]
    ways = Ways(small(trades, recipes))
    for stands in ((), ("poly",)):
        found = options(Problem.of(ways, "mono", stands), 99)
        told = {o.choice.plants for o in found}
        assert told == {frozenset({"make"}), frozenset({"close"}), frozenset({"grow", "close"})}


def test_a_real_second_source_makes_the_way_back_a_way() -> None:
    trades = dict.fromkeys(("mono", "poly", "oil", "corn"), "merchant")
    recipes = [
        ("make", "mono", {"oil": -1.0}),
        ("poly", "poly", {"mono": -1.0}),
        ("grown", "poly", {"corn": -1.0}),
        ("apart", "mono", {"poly": -1.1}),
    ]
    ways = Ways(small(trades, recipes))
    assert "mono" not in ways.made_from_itself
    assert ids(choice_of(Problem.of(ways, "mono", {"corn"}, buys=ways.given))) == (
        "grown",
        "apart",
    )


def test_a_coproduct_is_no_reason_to_build() -> None:
    trades = dict.fromkeys(("phenol", "acetone", "mibk", "cumene"), "merchant")
    chain = small(
        trades,
        [
            ("cumox", "phenol", {"cumene": -1.3, "acetone": 0.6}),
            ("cond", "mibk", {"acetone": -1.2}),
        ],
    )
    ways = Ways(chain)
    assert options(Problem.of(ways, "acetone", {"cumene"}), 9) == []
    (only,) = options(Problem.of(ways, "mibk", {"cumene"}), 9)
    assert (only.choice.plants, only.choice.bought) == ({"cond"}, ("acetone",))
    (local,) = options(Problem.of(ways, "mibk", {"cumene", "acetone"}), 9)
    assert (local.choice.bought, local.from_here) == ((), True)


def test_an_auxiliary_is_neither_a_plant_nor_a_purchase_that_counts() -> None:
    chain = small(
        dict.fromkeys(("pa", "salt", "acid", "oil"), "merchant"),
        [("poly", "pa", {"salt": -1.0, "acid": -0.02}), ("acid", "acid", {"oil": -1.0})],
    )
    flow = chain.facts.flows["poly|acid|input"]
    chain.facts.by_kind["flow"]["poly|acid|input"] = replace(flow, role="auxiliary")
    chosen = choice_of(Problem.of(Ways(chain), "pa", {"salt"}))
    assert isinstance(flow, Flow)
    assert (ids(chosen), chosen.bought) == (("poly",), ())
    assert chosen.ways[0].auxiliary == ("acid",)


GAS = small(
    {
        "gas": "fence",
        "naphtha": "merchant",
        "ethylene": "fence",
        "va": "merchant",
        "eva": "merchant",
    },
    [
        ("recover", "ethylene", {"gas": -1.2}),
        ("crack", "ethylene", {"naphtha": -3.0}),
        ("eva", "eva", {"ethylene": -0.8, "va": -0.25}),
    ],
)


def test_a_feed_that_is_not_there_is_seen_and_led_around() -> None:
    problem = Problem.of(Ways(GAS), "eva", {"gas", "va"})
    first, spare = choice_of(problem), {"gas": Interval(93.0, 93.0, 93.0)}
    spare["va"] = Interval(100.0, 100.0, 100.0)
    assert ids(first) == ("recover", "eva")
    asked = ask(first.ways, "eva", 300.0, spare, first.bought)
    assert (asked.enough, asked.short) == (False, (("gas", pytest.approx(195.0)),))
    assert ask(first.ways, "eva", 90.0, spare, first.bought).enough is True
    fed = fed_choice(problem, first, 300.0, spare)
    assert ids(fed) == ("crack", "eva")
    assert fed is not None
    assert short_feeds(problem, fed, 300.0, spare) == {}


def test_a_feed_that_falls_short_is_topped_up_or_made_besides() -> None:
    trades = dict.fromkeys(("oil", "sm", "ps"), "merchant")
    chain = small(trades, [("ps", "ps", {"sm": -1.0}), ("sm", "sm", {"oil": -1.1})])
    spare = {"sm": Interval(6.0, 6.0, 6.0), "oil": Interval(0.0, 900.0, None)}
    problem = Problem.of(Ways(chain), "ps", {"sm"})
    bought = fed_choice(problem, choice_of(problem), 100.0, spare)
    assert bought is not None
    assert (ids(bought), bought.bought) == (("ps",), ("sm",))
    topped = ask(bought.ways, "ps", 100.0, spare, bought.bought).topped_up
    assert topped == (("sm", pytest.approx(94.0)),)
    unsold = Problem.of(Ways(chain), "ps", {"sm", "oil"}, buys=lambda q: False)
    made = fed_choice(unsold, choice_of(unsold), 100.0, spare)
    assert made is not None
    assert ids(made) == ("sm", "ps")
    asked = ask(made.ways, "ps", 100.0, spare, made.bought)
    assert asked.rates["sm"] == pytest.approx(94.0)
    assert asked.taken["oil"] == pytest.approx(94.0 * 1.1)
    assert asked.enough is None  # how much oil there is nobody knows for certain
