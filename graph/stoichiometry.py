"""Molar masses, element shares and what a reaction equation asks for.

Formulas are read by ``molmass``.  A polymer ``(C2H4)n`` has element shares (those of its
repeat unit) but no molar mass; a mixture, a solution or a code such as ``RECl3`` has neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from molmass import Formula, FormulaError

Atoms = Mapping[str, float]
Step = dict[str, float]
"""One reaction: formula → moles, products positive, reactants negative."""

_POLYMER = re.compile(r"^\((?P<unit>[^·]+)\)n$")
_TERM = re.compile(r"^(?P<count>\d+(?:\.\d+)?)?\s*(?P<many>[nm])?\s*(?P<formula>[A-Z(].*)$")
_REMARK = re.compile(r"[((][^()()]*[\u4e00-\u9fff][^()()]*[))]")
_ISOMER = re.compile(r"\b(?:[nimop](?:/[mop])*)-(?=[A-Z])")
_ARROW = re.compile(r"=|→|⇌|->")


def _read(text: str) -> Formula | None:
    """The formula, or None when it is not one."""
    try:
        formula = Formula(text, parse_groups=False, parse_oligos=False)
        return formula if formula.mass > 0.0 and not formula.charge else None
    except FormulaError:
        return None


@cache
def atoms(formula: str | None) -> Atoms | None:
    """Atoms in one molecule or one repeat unit; None when the formula says nothing.

    Examples
    --------
    >>> dict(atoms("(C2H4)n")), atoms("RECl3"), atoms("PTA")
    ({'C': 2, 'H': 4}, None, None)
    """
    polymer = _POLYMER.match(formula or "")
    read = _read(polymer["unit"] if polymer else formula or "")
    return None if read is None else {k: v.count for k, v in read.composition().items()}


@cache
def unit_mass(formula: str | None) -> float | None:
    """g/mol of one molecule or one repeat unit."""
    polymer = _POLYMER.match(formula or "")
    read = _read(polymer["unit"] if polymer else formula or "")
    return None if read is None else float(read.mass)


def molar_mass(formula: str | None) -> float | None:
    """g/mol of a defined substance; None for polymers, mixtures and what cannot be read.

    Examples
    --------
    >>> round(molar_mass("C6H11NO"), 2), molar_mass("(C2H4)n"), molar_mass(None)
    (113.16, None, None)
    """
    return None if _POLYMER.match(formula or "") else unit_mass(formula)


@cache
def element_shares(formula: str | None) -> Atoms | None:
    """Mass share of each element, summing to 1; None when the formula says nothing.

    Examples
    --------
    >>> round(element_shares("(C2H4)n")["C"], 3)
    0.856
    """
    polymer = _POLYMER.match(formula or "")
    read = _read(polymer["unit"] if polymer else formula or "")
    return None if read is None else {k: v.fraction for k, v in read.composition().items()}


@cache
def hill(formula: str | None) -> str | None:
    """One spelling per composition: CH3COOH and C2H4O2 agree; polymers as repeat units."""
    found = atoms(formula)
    if found is None:
        return None
    return "".join(f"{k}{v:g}" for k, v in sorted(found.items()))


def _side(text: str) -> Step | None:
    """Moles of each formula on one side; None when a term cannot be read."""
    out: Step = {}
    for raw in re.split(r"\s*\+\s*", text.strip()):
        match = _TERM.match(_ISOMER.sub("", raw.strip()))
        key = hill(match["formula"]) if match and match["many"] != "m" else None
        if match is None or key is None:
            return None
        out[key] = out.get(key, 0.0) + float(match["count"] or 1.0)
    return out


def _step(text: str) -> Step | None:
    sides = _ARROW.split(_REMARK.sub("", text))
    if len(sides) != 2:
        return None
    left, right = _side(sides[0]), _side(sides[1])
    if left is None or right is None:
        return None
    return {k: right.get(k, 0.0) - left.get(k, 0.0) for k in left | right}


@cache
def reaction_steps(reaction: str | None) -> tuple[Step, ...]:
    """The steps that can be read; words, ions and sketches are left out.

    Examples
    --------
    >>> reaction_steps("2C7H8 = C6H6 + C8H10")
    ({'C7H8': -2.0, 'C6H6': 1.0, 'C8H10': 1.0},)
    """
    read = (_step(part) for part in re.split("[;;]", reaction or ""))
    return tuple(step for step in read if step)


def unbalanced(step: Step) -> dict[str, float]:
    """Atoms a step makes (+) or loses (−)."""
    total: dict[str, float] = {}
    for key, moles in step.items():
        for element, count in (atoms(key) or {}).items():
            total[element] = total.get(element, 0.0) + moles * count
    return {k: v for k, v in total.items() if abs(v) > 1e-6}


def _moles(steps: tuple[Step, ...], feed: str, product: str, seen: frozenset[int]) -> float | None:
    """Moles of ``feed`` per mole of ``product``, through intermediate steps."""
    for index, step in enumerate(steps):
        made = step.get(product, 0.0)
        if index in seen or made <= 0.0:
            continue
        if step.get(feed, 0.0) < 0.0:
            return -step[feed] / made
        for between, moles in step.items():
            if moles < 0.0:
                more = _moles(steps, feed, between, seen | {index})
                if more is not None:
                    return -moles / made * more
    return None


def theoretical(reaction: str | None, feed: str | None, product: str | None) -> float | None:
    """T of feed per t of main product at 100 % yield; None when the equation does not say.

    Parameters
    ----------
    reaction
        The equation of the process; steps joined by a semicolon.
    feed, product
        Formulas of the input and of the main product.

    Examples
    --------
    >>> round(theoretical("C6H6 + C2H4 = C8H10", "C6H6", "C8H10"), 4)
    0.7358
    """
    from_, to = hill(feed), hill(product)
    feed_mass, product_mass = unit_mass(feed), unit_mass(product)
    if from_ is None or to is None or feed_mass is None or product_mass is None:
        return None
    steps = reaction_steps(reaction)
    if from_ == to:  # a polymer of the feed, or an isomer
        return 1.0 if any(from_ in step for step in steps) else None
    moles = _moles(steps, from_, to, frozenset())
    return None if moles is None else moles * feed_mass / product_mass
