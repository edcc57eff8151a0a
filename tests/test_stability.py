"""排名稳/不稳 against ranking again from the raw features with one weight changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_chain import facts, make

from graph.model import Feature as Weight
from graph.reason.gaps.stability import rank_moves, with_stability
from graph.reason.priority import order_key, percentiles, scored, shares
from graph.results import Gap, Interval
from graph.rules import Rules

SHARE = 0.2
KINDS = ("补链", "延链", "强链")
Raw = dict[str, float | None]
Pools = dict[str, tuple[list[Raw], list[Weight]]]


def weight(kind: str, name: str, value: float, direction: str = "up") -> Weight:
    return make(
        Weight, id=f"{kind}-{name}", list_name=kind, name=name, weight=value, direction=direction
    )


def line(kind: str, i: int, score: float, known: float, features: tuple, factor: float) -> Gap:
    return Gap(
        rank=0,
        kind=kind,
        product_id=f"p{i:03}",
        from_product_id=None,
        state="断",
        certain=factor == 1.0,
        gap=Interval(0.0, float(i % 3), None),
        score=score * factor,
        known_share=known,
        features=features,
        rule_id="",
        filters=(),
        in_park="须定",
        evidence=(),
        unknown=(),
        grade="一般",
    )


def lines(pools: Pools) -> list[Gap]:
    """One combined list; every fourth line is held back by a factor."""
    return [
        line(kind, i, *result, 0.7 if i % 4 == 3 else 1.0)
        for kind, (raws, weights) in pools.items()
        for i, result in enumerate(scored(raws, weights))
    ]


def places(gaps: list[Gap]) -> list[int]:
    order = sorted(range(len(gaps)), key=lambda i: order_key(gaps[i]))
    return [order.index(i) for i in range(len(gaps))]


def ranked_again(pools: Pools, share: float) -> list[dict[str, int]]:
    """For each line the move under each feature, by scoring everything anew."""
    now = places(lines(pools))
    out: list[dict[str, int]] = [{} for _ in now]
    for kind, (_, weights) in pools.items():
        for k, step in product(range(len(weights)), (1 + share, 1 - share)):
            other = [
                replace(w, weight=w.weight * step) if j == k else w for j, w in enumerate(weights)
            ]
            then = places(lines(pools | {kind: (pools[kind][0], other)}))
            name = f"{kind}:{weights[k].name}"
            for i, move in enumerate(out):
                move[name] = max(move.get(name, 0), abs(then[i] - now[i]))
    return out


NUMBERS = st.one_of(st.none(), st.integers(0, 6).map(float))
WEIGHTS = st.sampled_from([0.0, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0])


@st.composite
def pools(draw: st.DrawFn) -> Pools:
    out: Pools = {}
    for kind in KINDS[: draw(st.integers(1, 3))]:
        names = [f"f{k}" for k in range(draw(st.integers(1, 4)))]
        raws = draw(
            st.lists(st.fixed_dictionaries(dict.fromkeys(names, NUMBERS)), min_size=1, max_size=9)
        )
        values = draw(st.lists(WEIGHTS, min_size=len(names), max_size=len(names)).filter(any))
        ways = draw(st.lists(st.sampled_from(["up", "down"]), min_size=4, max_size=4))
        out[kind] = (raws, [weight(kind, *w) for w in zip(names, values, ways, strict=False)])
    return out


@settings(max_examples=300, deadline=None)
@given(pools())
def test_moves_are_those_of_ranking_again(given_pools: Pools) -> None:
    found = rank_moves(lines(given_pools), SHARE)
    wanted = ranked_again(given_pools, SHARE)
    assert set(found) == set(range(len(wanted)))
    for i, moves in enumerate(wanted):
        most, name = found[i]
        assert most == max(moves.values())
        assert (moves[name] == most) if most else name == ""


@settings(max_examples=100, deadline=None)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(given_pools: Pools, random: object) -> None:
    gaps = lines(given_pools)
    mixed = list(range(len(gaps)))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found, again = rank_moves(gaps, SHARE), rank_moves([gaps[i] for i in mixed], SHARE)
    assert all(again[j] == found[i] for j, i in enumerate(mixed))


def test_a_list_of_one_never_moves() -> None:
    one = lines(
        {"补链": ([{"a": 1.0, "b": None}], [weight("补链", "a", 0.9), weight("补链", "b", 0.1)])}
    )
    assert rank_moves(one, SHARE) == {0: (0, "")}
    assert rank_moves([], SHARE) == {}


def test_a_move_names_the_weight_that_makes_it() -> None:
    """Two lines, one strong in a, one in b; a little less a turns them round."""
    raws: list[Raw] = [{"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 2.0}]
    weights = [weight("补链", "a", 0.52), weight("补链", "b", 0.48)]
    found = rank_moves(lines({"补链": (raws, weights)}), SHARE)
    assert found == {0: (1, "补链:a"), 1: (1, "补链:a")}
    firm = [weight("补链", "a", 0.7), weight("补链", "b", 0.3)]
    assert rank_moves(lines({"补链": (raws, firm)}), SHARE) == {0: (0, ""), 1: (0, "")}


def test_lines_are_marked_by_the_parameters() -> None:
    """Sixteen lines whose order hangs on a and b alike, and one far ahead."""
    raws: list[Raw] = [{"a": float(i), "b": float(16 - i)} for i in range(16)]
    raws.append({"a": 99.0, "b": 99.0})
    gaps = lines({"补链": (raws, [weight("补链", "a", 0.5), weight("补链", "b", 0.5)])})
    rules = Rules.of(facts())
    marked = with_stability(gaps, rules)
    moves = rank_moves(gaps, rules.number("stable_weight_share"))
    assert [(g.rank_moves, g.moved_by) for g in marked] == [moves[i] for i in range(17)]
    assert [g.stable for g in marked] == [moves[i][0] <= 5 for i in range(17)]
    assert marked[16].stable
    assert {g.stable for g in marked} == {True, False}
    kept = [replace(g, rank_moves=0, moved_by="", stable=True) for g in marked]
    assert kept == gaps


# scores


def test_down_mirrors_the_percentile_and_keeps_the_raw() -> None:
    raws: list[Raw] = [{"steps": 1.0}, {"steps": 4.0}, {"steps": None}, {"steps": 2.0}]
    ups = scored(raws, [weight("延链", "steps", 1.0)])
    downs = scored(raws, [weight("延链", "steps", 1.0, "down")])
    assert [d[2][0].raw for d in downs] == [1.0, 4.0, None, 2.0]
    assert downs[0][0] > downs[3][0] > downs[1][0]
    for up, down in zip(ups, downs, strict=True):
        value = up[2][0].value
        assert down[2][0].value == (None if value is None else pytest.approx(1.0 - value))


@given(pools())
def test_weights_count_by_their_share_of_the_list(given_pools: Pools) -> None:
    for raws, weights in given_pools.values():
        doubled = [replace(w, weight=w.weight / 2) for w in weights]
        for one, two in zip(scored(raws, weights), scored(raws, doubled), strict=True):
            assert one[0] == pytest.approx(two[0])
            assert one[1] == pytest.approx(two[1])
            assert sum(f.weight for f in one[2]) == pytest.approx(1.0)
            assert 0.0 <= one[0] <= 1.0 + 1e-12


def test_unknown_is_the_median_of_the_pool() -> None:
    raws: list[Raw] = [{"a": v} for v in (5.0, 1.0, None, 9.0, 9.0)]
    known = [v for v in percentiles([r["a"] for r in raws]) if v is not None]
    (score, share, (feature,)) = scored(raws, [weight("补链", "a", 0.4)])[2]
    assert (score, share, feature.value) == (sorted(known)[1] / 2 + sorted(known)[2] / 2, 0.0, None)


def test_equal_scores_go_to_the_better_known() -> None:
    """Three lines with the middle score: the one that says less stands behind."""
    raws: list[Raw] = [{"a": 1.0}, {"a": None}, {"a": 2.0}, {"a": 3.0}]
    gaps = lines({"补链": (raws, [weight("补链", "a", 1.0)])})
    assert gaps[1].score == gaps[2].score
    order = sorted(gaps[:3], key=order_key)
    assert [g.product_id for g in order] == ["p002", "p001", "p000"]


def test_shares_of_nothing_are_nothing() -> None:
    assert shares([0.0, 0.0]) == [0.0, 0.0]
    assert sum(shares([0.3, 0.3, 0.3])) == pytest.approx(1.0)
