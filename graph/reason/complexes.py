"""Closed complexes: interior products get implied units sized by a square system.

For a complex with interior products N, one declared route each, and stated units
whose net production of N is b, the implied rates x solve  A x = −b  where A[n, m] is
the net t of n per t of m's main product.  A negative x would mean the declared
routes cannot run the site: an error, never a silent zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.chain import Chain
from graph.errors import ChainError
from graph.model import Capacity, ComplexMember
from graph.reason.recipes import unit_terms
from graph.results import Term

TOLERANCE_KT_A = 1e-9


@dataclass(frozen=True)
class Implied:
    """An interior unit whose size follows from the rest of its complex, kt/a."""

    unit: Capacity
    capacity_kt_a: float
    stated: bool  # the unit has a row of its own (capacity unknown)


def implied_units(chain: Chain, complex_id: str, units: Sequence[Capacity]) -> tuple[Implied, ...]:
    """Size the interior units of one complex.

    Parameters
    ----------
    units
        The counted units of this complex; interior ones without a stated capacity
        are sized here, all others are taken as they are.

    Raises
    ------
    ChainError
        When the interior system is singular or asks for a negative size.
    """
    members = chain.facts.members_of.get(complex_id, ())
    stated = {u.product_id for u in units if u.capacity_kt_a is not None}
    open_members = tuple(m for m in members if m.product_id not in stated)
    outer = [u for u in units if u.capacity_kt_a is not None]
    if not open_members or not outer:
        return ()
    sizes = _solve(chain, complex_id, open_members, _net_of(chain, outer))
    rows = {u.product_id: u for u in units if u.capacity_kt_a is None}
    return tuple(
        _implied(m, max(0.0, size), rows.get(m.product_id), outer[0])
        for m, size in zip(open_members, sizes, strict=True)
        if size > TOLERANCE_KT_A or m.product_id in rows
    )


def _net_of(chain: Chain, units: Sequence[Capacity]) -> dict[str, float]:
    """Likely net production of the stated units, kt/a by product."""
    net: dict[str, float] = {}
    for unit in units:
        for term in unit_terms(chain, unit, unit.capacity_kt_a):
            if term.amount.likely is not None:
                sign = 1.0 if term.side == "supply" else -1.0
                net[term.product_id] = net.get(term.product_id, 0.0) + sign * term.amount.likely
    return net


def _solve(
    chain: Chain, complex_id: str, members: Sequence[ComplexMember], net: dict[str, float]
) -> list[float]:
    a = np.array(
        [[chain.net[m.process_id].get(n.product_id, 0.0) for m in members] for n in members]
    )
    b = np.array([-net.get(n.product_id, 0.0) for n in members])
    try:
        sizes = np.linalg.solve(a, b)
    except np.linalg.LinAlgError as error:
        names = "、".join(m.product_id for m in members)
        raise ChainError(
            f"联合装置“{complex_id}”的内部产品({names})解不出规模:"
            "请检查每个内部产品的工艺,是否有一个产品由两处供应或互相循环。"
        ) from error
    for member, size in zip(members, sizes, strict=True):
        if size < -TOLERANCE_KT_A:
            raise ChainError(
                f"联合装置“{complex_id}”内的“{member.product_id}”算出负的规模 {size:.1f} kt/a:"
                f"声明的工艺“{member.process_id}”与别的装置重复供应,请改正内部产品表。"
            )
    return [float(s) for s in sizes]


def _implied(member: ComplexMember, size: float, row: Capacity | None, outer: Capacity) -> Implied:
    base = row or outer
    unit = replace(
        base,
        unit_id=row.unit_id if row else f"{member.complex_id}:{member.product_id}",
        name_zh=row.name_zh if row else member.product_id,
        product_id=member.product_id,
        process_ids=(member.process_id,),
        capacity_kt_a=size,
        replaces=(),
        basis="computed",
        source_id=row.source_id if row else None,
        as_of=row.as_of if row else outer.as_of,
    )
    return Implied(unit, size, row is not None)


def interior_products(chain: Chain, complex_ids: Sequence[str]) -> frozenset[str]:
    """Products made inside the given complexes."""
    return frozenset(m.product_id for c in complex_ids for m in chain.facts.members_of.get(c, ()))


def outside_terms(
    chain: Chain, units: Sequence[Capacity], implied: Sequence[Implied]
) -> tuple[Term, ...]:
    """Terms of a complex as the outside sees them: interior products left out."""
    complex_ids = sorted({u.complex_id for u in units if u.complex_id})
    inside = interior_products(chain, complex_ids)
    sized = {i.unit.unit_id for i in implied}
    terms: list[Term] = []
    for unit in units:
        if unit.unit_id not in sized:
            terms.extend(unit_terms(chain, unit, unit.capacity_kt_a))
    for item in implied:
        terms.extend(unit_terms(chain, item.unit, item.capacity_kt_a, computed=True))
    return tuple(t for t in terms if t.product_id not in inside)
