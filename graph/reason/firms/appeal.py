"""What speaks for a firm: raw features of a candidate, None where nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.chain import Chain
from graph.model import Project
from graph.reason.firms.bonds import TIES, Tie
from graph.reason.firms.candidates import Candidate
from graph.reason.firms.fits import Fits, RouteFit
from graph.reason.nation.national import National, group_of
from graph.reason.nation.statements import UNVERIFIED, status_now
from graph.results import Balance
from graph.rules import Rules

RUNNING = {"在产": 1.0, "在建": 0.7, "规划": 0.4}
GRADES = {"A": 1.0, "B": 0.7, "C": 0.4, "D": 0.1}
Offer = tuple[float | None, RouteFit | None]


@dataclass(frozen=True, slots=True)
class Look:
    """A candidate with what was found out about it: features and reasons read the same.

    ``now`` are the statuses of its statements on the day; ``feed`` is what we can spare of
    what it lacks and ``surplus`` what a train of its route would take here, kt/a.
    """

    who: Candidate
    now: list[str]
    rank: tuple[int, int] | None
    tie: Tie | None
    contact: tuple[float, Project] | None
    feed: Offer
    surplus: Offer


@dataclass(frozen=True)
class Desk:
    """Everything that questions about one product share."""

    chain: Chain
    rules: Rules
    national: National
    balances: Mapping[str, Balance]
    product_id: str

    @property
    def day(self) -> str:
        """The date asked about."""
        return self.national.as_of.valid

    @cached_property
    def fits(self) -> Fits:
        """What routes would find here."""
        return Fits(self.chain, self.rules, self.balances)

    @cached_property
    def ranks(self) -> dict[str, dict[str, tuple[int, int]]]:
        """National places by product, filled by :meth:`rank`."""
        return {}

    def rank(self, who: Candidate) -> tuple[int, int] | None:
        """(place, of how many) of the firm among all recorded for its product."""
        if who.product_id not in self.ranks:
            self.ranks[who.product_id] = self.national.dossiers.ranks(who.product_id)
        return self.ranks[who.product_id].get(self.national.facts.owner(who.firm.id))

    @cached_property
    def makers_seen(self) -> dict[str, tuple[frozenset[str], frozenset[tuple[str, str | None]]]]:
        """Feeds looked at so far; filled by :meth:`_makers_of`."""
        return {}

    def _makers_of(self, feed_id: str) -> tuple[frozenset[str], frozenset[tuple[str, str | None]]]:
        """Firms on record that make a feed, and (group, city) of those plants."""
        if feed_id not in self.makers_seen:
            rows, firms = self.national.producers.get(feed_id, ()), self.national.facts.firms
            places = (
                (group, r.city or firms[r.firm_id].city)
                for r in rows
                if (group := group_of(firms[r.firm_id]))
            )
            self.makers_seen[feed_id] = frozenset(r.firm_id for r in rows), frozenset(places)
        return self.makers_seen[feed_id]

    def lacks(self, who: Candidate, feed_id: str) -> bool:
        """Whether no record says that the firm, or its group in the same city, makes it.

        A group's plant of unknown city, and one anywhere when the candidate's city is not
        known, counts as making it: no lack is claimed on a blank.
        """
        firms, places = self._makers_of(feed_id)
        group, city = group_of(who.firm), who.seat[1]
        near = any(g == group and (not city or not c or c == city) for g, c in places)
        return who.firm.id not in firms and not near

    def routes(self, who: Candidate) -> tuple[str, ...]:
        """Routes the firm is known to run for the product, else the product's default."""
        told = () if who.relation else {r.process_id for r in who.rows if r.process_id}
        known = tuple(sorted(r for r in told if r in self.chain.main_feed))
        return known or self.default_routes

    @cached_property
    def default_routes(self) -> tuple[str, ...]:
        """The product's declared or only route; empty when none speaks for it."""
        default = self.chain.default_process(self.product_id)
        return (default,) if default and default in self.chain.main_feed else ()

    def feed_we_have(self, who: Candidate, fits: Iterable[RouteFit]) -> Offer:
        """kt/a we can spare of the main feed the firm lacks; 0 when it lacks none we have."""
        best: Offer = (None, None)
        for fit in fits:
            lacks = fit.spare_kt_a != 0.0 and self.lacks(who, fit.feed_id)
            spare = fit.spare_kt_a if lacks else 0.0
            if spare is not None and (best[0] is None or spare > best[0]):
                best = spare, fit if lacks else None
        return best

    def statuses(self, who: Candidate) -> list[str]:
        """Status of every statement of a candidate on the day asked about."""
        told = [status_now(r, self.rules, self.day) for r in who.rows]
        return [*told, *(s.status for s in who.sites)]

    def look(self, who: Candidate, now: list[str]) -> Look:
        """Everything about a candidate that features and reasons share."""
        file, fits = self.national.dossiers, [self.fits.of(r) for r in self.routes(who)]
        known = [f for f in fits if f.absorbed_kt_a is not None]
        best = max(known, key=lambda f: f.absorbed_kt_a or 0.0, default=None)
        return Look(
            who,
            now,
            self.rank(who),
            None if who.is_venture else file.bonds.tie(who.firm),
            None if who.is_venture else file.bonds.contact(who.firm),
            self.feed_we_have(who, fits),
            (best.absorbed_kt_a, best) if best else (None, None),
        )


def raw_features(desk: Desk, look: Look) -> dict[str, float | None]:
    """Raw values by feature name, as in ``data/rules/features.csv``."""
    who, file, rank = look.who, desk.national.dossiers, look.rank
    told = [r.grade for rows in (who.rows, who.signals, who.sites, who.projects) for r in rows]
    half_life = desk.rules.number("momentum_half_life_years")
    no_tie = None if who.is_venture or not group_of(who.firm) else 0.0
    no_contact = None if who.is_venture else 0.0
    return {
        "capacity_kt_a": None if who.relation else who.capacity_kt_a,
        "rank_national": 1.0 - (rank[0] - 1) / rank[1] if rank and rank[1] > 1 else None,
        "experience": max((RUNNING[s] for s in look.now if s != UNVERIFIED), default=None),
        "momentum": file.momentum(who.firm.id, half_life),
        "feed_we_have": look.feed[0],
        "surplus_kt_a": look.surplus[0],
        "ties": TIES[look.tie.relation] if look.tie else no_tie,
        "strength": file.strength(who.firm),
        "contact": look.contact[0] if look.contact else no_contact,
        "evidence": max((GRADES[g] for g in told if g), default=None),
    }
