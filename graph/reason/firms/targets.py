"""目标企业: firms elsewhere worth inviting for one product, ranked with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.chain import Chain
from graph.reason.currency import years_before
from graph.reason.entry import in_park
from graph.reason.firms.appeal import Desk, Look, raw_features
from graph.reason.firms.candidates import Candidate, makers, neighbours, returning
from graph.reason.firms.dossier import HELD_BACK
from graph.reason.firms.grounds import grounds, is_tied, place
from graph.reason.firms.leads import is_lead
from graph.reason.firms.ties import product_step
from graph.reason.nation.national import National
from graph.reason.priority import DIGITS, scored
from graph.results import Balance, Feature, Step, Target
from graph.rules import Rules

__all__ = ["ENOUGH", "Coverage", "coverage", "makers_to_call", "place", "targets"]

ENOUGH = 5
NEIGHBOURS = 10
RECENT_YEARS = 2
GOOD_GRADES = frozenset({"A", "B"})
Found = tuple[Look, tuple[float, float, tuple[Feature, ...]], bool]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well one product is covered: makers elsewhere that may be called.

    ``with_recent_signal`` have moved within two years, ``grade_ab`` are vouched for by a
    statement or signal of grade A or B; ``neighbours`` and ``leads`` are counted apart.
    """

    outside: int
    with_recent_signal: int
    grade_ab: int
    neighbours: int
    leads: int


def targets(
    chain: Chain,
    rules: Rules,
    national: National,
    balances: Mapping[str, Balance],
    product_id: str,
    tie: tuple[Step, ...] = (),
) -> tuple[Target, ...]:
    """Firms to ask for one product, in four blocks that never mix.

    Makers to call come first, then makers to verify first (leads), then, when there are
    fewer than five to call, at most ten firms of neighbouring products, last what local
    firms have of the product elsewhere (回引).  Each block is a pool of its own: scores
    compare firms of one block.

    Parameters
    ----------
    balances
        What stands here: the feeds there are to spare and the surplus a route would take.
    tie
        How the product hangs together with what stands here; see :func:`local_tie`.
    """
    desk = Desk(chain, rules, national, balances, product_id)
    makers_found = _ranked(desk, makers(national, product_id))
    calls = [f for f in makers_found if not f[2]]
    found = [*calls, *(f for f in makers_found if f[2])]
    if len(calls) < ENOUGH:
        known = {look.who.firm.id for look, _, _ in found}
        near = _ranked(desk, neighbours(chain, national, product_id, known), leads=False)
        found += near[:NEIGHBOURS]
    outsiders = len(found)
    found += _ranked(desk, returning(national, product_id))
    park = in_park(chain.product(product_id), is_chemical=national.is_chemical)
    return tuple(
        _target(desk, rank, f, tie, park, outsider=rank <= outsiders)
        for rank, f in enumerate(found, 1)
    )


def _ranked(desk: Desk, pool: Sequence[Candidate], *, leads: bool = True) -> list[Found]:
    """A pool by score, what is known, size and name; with ``leads`` False without leads."""
    rows = [(c, desk.statuses(c)) for c in pool]
    told = [(c, now, is_lead(now, c.signals, desk.rules, desk.day)) for c, now in rows]
    kept = [t for t in told if leads or not t[2]]
    looks = [desk.look(c, now) for c, now, _ in kept]
    raws = [raw_features(desk, k) for k in looks]
    results = scored(raws, desk.rules.weights["目标企业"])
    found = zip(looks, results, (t[2] for t in kept), strict=True)
    return sorted(found, key=_order)


def _order(found: Found) -> tuple[float, float, float, str]:
    look, (score, share, _), _ = found
    who = look.who
    return -round(score, DIGITS), -round(share, DIGITS), -(who.capacity_kt_a or 0.0), who.firm.id


def _target(
    desk: Desk,
    rank: int,
    found: Found,
    tie: tuple[Step, ...],
    park: str,
    *,
    outsider: bool,
) -> Target:
    look, (score, share, features), lead = found
    who = look.who
    province, city = who.seat
    firm = Step("firm", who.firm.id, who.firm.name_zh)
    via = (product_step(desk.chain, who.product_id),) if who.relation else ()
    return Target(
        rank=rank,
        firm_id=who.firm.id,
        firm=who.firm.name_zh,
        product_id=desk.product_id,
        province=province,
        city=city,
        capacity_kt_a=who.capacity_kt_a,
        score=score,
        known_share=share,
        features=features,
        path=(firm, *via, product_step(desk.chain, desk.product_id), *tie),
        evidence=grounds(desk, look),
        lead=lead,
        flags=_flags(desk, who, outsider=outsider),
        via_product_id=who.product_id if who.relation else None,
        via_relation=who.relation or None,
        in_park=park,
        rank_national=look.rank,
        outsider=outsider,
    )


def _flags(desk: Desk, who: Candidate, *, outsider: bool) -> tuple[str, ...]:
    told = [s.direction for s in desk.national.dossiers.held_back(who.firm, who.product_id)]
    flags = {
        "同集团": outsider and is_tied(desk, who),
        "受限": outsider and any(d in HELD_BACK for d in told),
        "外迁": outsider and any(d not in HELD_BACK for d in told),
        "邻近": bool(who.relation),
        "回引": not outsider,
    }
    return tuple(flag for flag, holds in flags.items() if holds)


def makers_to_call(found: Iterable[Target]) -> list[Target]:
    """Outsiders that make the product and need no verifying first."""
    return [t for t in found if t.outsider and not t.lead and t.via_product_id is None]


def coverage(found: Iterable[Target], day: str) -> Coverage:
    """Counters of one product's targets on a day."""
    rows = list(found)
    calls = makers_to_call(rows)
    return Coverage(
        outside=len(calls),
        with_recent_signal=sum(_moved_since(t, years_before(day, RECENT_YEARS)) for t in calls),
        grade_ab=sum(_is_vouched_for(t) for t in calls),
        neighbours=sum(t.via_product_id is not None for t in rows),
        leads=sum(t.outsider and t.lead for t in rows),
    )


def _moved_since(target: Target, day: str) -> bool:
    told = (dict(e.values).get("date") for e in target.evidence if e.code == "signal")
    return any(isinstance(date, str) and date >= day[: len(date)] for date in told)


def _is_vouched_for(target: Target) -> bool:
    told = (e for e in target.evidence if e.code in ("producer", "signal"))
    return any(dict(e.values).get("grade") in GOOD_GRADES for e in told)
