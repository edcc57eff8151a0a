"""From one programme to a list of plans: the fronts first, then the next best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.reason.routes.amounts import downstream, shortfall, sized
from graph.reason.routes.model import Chosen, Model
from graph.reason.routes.problem import Problem
from graph.results import Interval

TRIES = 40


@dataclass(frozen=True)
class Option:
    """A choice with the problem it solves and whether its main feeds begin here."""

    problem: Problem
    choice: Chosen
    from_here: bool
    on_front: bool = False

    @property
    def measures(self) -> tuple[int, int, bool]:
        """Plants, purchases, not from here: the less the better."""
        return (*self.choice.counts, not self.from_here)


def options(problem: Problem, top: int) -> list[Option]:
    """Plans that begin with something here, then those that buy all main feeds; the next best.

    Of both kinds the front over (new plants, purchases); one that buys its main feeds stays only
    where no plan from here does with as few of both.  Feeds that can be neither bought nor made
    (missing) are as few as possible throughout.
    """
    anyhow = Model(problem)
    first = anyhow.cheapest()
    if first is None:
        return []
    missing = len(first.missing)
    begun = replace(problem, from_here=True)
    local = Model(begun)
    out = [Option(begun, c, True) for c in front(local, local.cheapest(missing=missing), top)]
    rest = front(anyhow, first, top)
    plain = [Option(problem, c, starts_here(problem, c)) for c in rest]
    out += [o for o in plain if not any(_better(a, o) or _same(a, o) for a in out)]
    model, asked = (local, begun) if out[0].from_here else (anyhow, problem)
    for option in out:
        model.forbid_again(option.choice)
    while len(out) < top and (following := model.cheapest(missing=missing)) is not None:
        out.append(Option(asked, following, starts_here(asked, following)))
        model.forbid_again(following)
    return [replace(o, on_front=not any(_better(a, o) for a in out)) for o in out[:top]]


def front(model: Model, first: Chosen | None, top: int) -> list[Chosen]:
    """``first`` with the fewest plants, then the fewest with a purchase less, to the last.

    ε-constraint method: Haimes, Lasdon & Wismer (1971), IEEE Transactions on Systems, Man, and
    Cybernetics 1(3), 296–297.
    """
    out: list[Chosen] = []
    found = first
    while found is not None and len(out) < top:
        out.append(found)
        found = (
            model.cheapest(missing=len(found.missing), purchases=len(found.bought) - 1.0)
            if found.bought
            else None
        )
    return out


def _better(one: Option, other: Option) -> bool:
    pairs = list(zip(one.measures, other.measures, strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def _same(one: Option, other: Option) -> bool:
    return one.choice.plants == other.choice.plants


def starts_here(problem: Problem, choice: Chosen) -> bool:
    """Whether the main feeds, followed back from the target, begin with what stands here."""
    maker = {w.product_id: w for w in choice.ways}
    feed = maker[problem.target].main_feed
    while feed in maker:
        feed = maker[feed].main_feed
    return problem.begins(feed)


def fewest_plants(problem: Problem) -> Chosen | None:
    """The exact smallest set of new plants where purchases cost nothing."""
    return Model(problem).cheapest()


def fed_choice(
    problem: Problem, first: Chosen, kt_a: float | None, spare: Mapping[str, Interval]
) -> Chosen | None:
    """The cheapest choice whose feeds suffice at ``kt_a``, None when there is none.

    Benders' scheme (Hooker & Ottosson 2003): a choice that falls short of a feed is cut off
    together with all others that need the feed through the same plants, unless the feed is
    topped up from outside or made by a further plant.  ``first`` is the choice that fell short.
    """
    cuts: list[tuple[Chosen, str]] = []
    choice: Chosen | None = first
    for _ in range(TRIES):
        if choice is None:
            return None
        lacking = short_feeds(problem, choice, kt_a, spare)
        if not lacking:
            return choice
        cuts += [(choice, q) for q in sorted(lacking)]
        problem = replace(problem, scarce=problem.scarce | lacking.keys())
        choice = _with_cuts(problem, cuts).cheapest(missing=len(first.missing))
    return None


def _with_cuts(problem: Problem, cuts: list[tuple[Chosen, str]]) -> Model:
    model = Model(problem)
    for choice, feed in cuts:
        unless = list(problem.makers_at.get(feed, ()))
        if feed in problem.source_at:
            unless.append(problem.source_at[feed])
        model.forbid(downstream(choice.ways, feed), unless)
    return model


def short_feeds(
    problem: Problem, choice: Chosen, kt_a: float | None, spare: Mapping[str, Interval]
) -> dict[str, float]:
    """Feeds that stand here and fall short of what is likely there, kt/a; none without a size."""
    size = kt_a if kt_a is not None else train(problem, choice)
    if size is None:
        return {}
    scarce = {q: spare[q] for q in problem.scarce}
    made = {w.product_id for w in choice.ways}
    taken = sized(choice.ways, problem.target, size, scarce).taken
    settled = made.union(choice.bought)
    return {
        q: short
        for q in sorted(problem.here.intersection(taken) - settled)
        if q in feeds_of(choice) and (short := shortfall(taken[q], spare[q]))
    }


def feeds_of(choice: Chosen) -> frozenset[str]:
    """Everything the plants take as a feed."""
    return frozenset(q for w in choice.ways for q in w.needs)


def train(problem: Problem, choice: Chosen) -> float | None:
    """The smallest usual train of the last plant, else of the product by any route, kt/a."""
    chain = problem.ways.chain
    last = choice.ways[-1] if choice.ways else None
    own = chain.facts.processes[last.process_id].scale_low_kt_a if last else None
    return own or chain.smallest_train_kt_a.get(problem.target)
