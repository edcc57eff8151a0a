"""What a newcomer can draw on here, and what occurs here without being to spare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.results import Balance, Interval

STANDS = frozenset({"在产", "在建", "联产推算"})


@dataclass(frozen=True)
class Ground:
    """The products a newcomer can draw on, and the others that occur here.

    Attributes
    ----------
    supply
        Product → what a newcomer could have, kt/a: what owners can hand to others, less what
        other plants here already take.  Its keys stand here.
    held
        Product → why it is here and yet not to be had: ``own_use``, ``taken``, ``interior``,
        ``unverified`` or ``may_yield``.
    made
        Everything a counted unit supplies, to spare or not.
    """

    supply: Mapping[str, Interval]
    held: Mapping[str, str]
    made: frozenset[str]

    @classmethod
    def of(cls, balances: Mapping[str, Balance]) -> Ground:
        """Sort the balances: to spare, held back, absent."""
        supply: dict[str, Interval] = {}
        held: dict[str, str] = {}
        made: set[str] = set()
        for product_id, balance in sorted(balances.items()):
            if not balance.interior and not any(t.side == "supply" for t in balance.terms):
                continue
            if balance.presence in STANDS:
                made.add(product_id)
            why, spare = _held_back(balance), to_spare(balance)
            if why is None and spare.high == 0.0:
                own = balance.outside_supply
                why = "own_use" if own is not None and own.high == 0.0 else "taken"
            if why is None:
                supply[product_id] = spare
            else:
                held[product_id] = why
        return cls(supply, held, frozenset(made))


def _held_back(balance: Balance) -> str | None:
    if balance.interior:
        return "interior"
    if balance.presence == "未核":
        return "unverified"
    return None if balance.presence in STANDS else "may_yield"


def to_spare(balance: Balance) -> Interval:
    """The net surplus, capped by what owners can hand to others, kt/a, end by end."""
    net, spare = balance.net, balance.outside_supply or Interval(0.0, None, None)
    return Interval(
        max(0.0, min(net.low, spare.low)),
        _capped(net.likely, spare.likely),
        _capped(net.high, spare.high),
    )


def _capped(net: float | None, spare: float | None) -> float | None:
    known = [v for v in (net, spare) if v is not None]
    return max(0.0, min(known)) if known else None
