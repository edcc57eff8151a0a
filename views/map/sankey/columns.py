"""Columns of the 物料图: by longest path, small bars of a column together as 其余."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from views.map.sankey.depth import depths, forward, spread
from views.map.sankey.net import (
    DIGITS,
    DRAWN,
    GIVEN,
    GROUPS,
    PRODUCT,
    UNIT,
    Bar,
    Net,
    Outside,
    joined,
)
from views.map.sankey.parts import parted


@dataclass(frozen=True, slots=True)
class Columns:
    """A net whose bars have a column, 0 at the left; plants stand in odd ones."""

    net: Net
    column: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many columns there are."""
        return max(self.column.values(), default=-1) + 1


def columns(net: Net) -> Columns:
    """Put every bar into a column.

    Examples
    --------
    >>> from views.map.sankey.net import Link
    >>> bars = {k: Bar(k, s, (k[2:],)) for k, s in (("p:a", PRODUCT), ("u:b", UNIT))}
    >>> dict(columns(Net(bars, (Link("p:a", "u:b", "firm", 1.0),))).column)
    {'p:a': 0, 'u:b': 1}
    """
    net = parted(net, depths(forward(net)))
    column = spread(net)
    for key, bar in net.bars.items():
        if bar.sort == DRAWN:
            column[key] = column[net.out[key][0].target] - 1
        if bar.sort == GIVEN:
            column[key] = column[net.into[key][0].source] + 1
    return _renamed(Columns(net, column), {key: key for key in net.bars})


def merged(table: Columns, least_kt_a: Mapping[int, float], *, mixed: bool = True) -> Columns:
    """Bars below the ``least_kt_a`` of their column as 其余, those of one plant by themselves.

    Parameters
    ----------
    mixed
        Whether those of several plants may stand together too; ribbons then cross more.
    """
    net, column = table.net, table.column
    small = [key for key in net.bars if net.size(key) < least_kt_a.get(column[key], 0.0)]
    plant = {key: _plant(net, key) for key in small}
    near = {key: _rest(net, key, column[key]) + plant[key] for key in small if mixed or plant[key]}
    count = Counter(near.values())
    rest = {
        key: _rest(net, key, column[key]) if mixed and count[name] == 1 else name
        for key, name in near.items()
    }
    count = Counter(rest.values())
    return _renamed(table, {k: rest[k] if count[rest.get(k, "")] > 1 else k for k in net.bars})


def _renamed(table: Columns, name: Mapping[str, str]) -> Columns:
    """Bars of one name as one, and the links that now go back marked."""
    whole = _grouped(table.net, name)
    column = {name[key]: value for key, value in table.column.items()}
    turned = (replace(k, back=column[k.target] <= column[k.source]) for k in whole.links)
    return Columns(Net(whole.bars, joined(turned)), column)


def _rest(net: Net, key: str, column: int) -> str:
    """The 其余 a bar would join: its column and whether it is fed, feeds, both or is a plant."""
    bar = net.bars[key]
    if bar.sort == UNIT:
        return f"u:~{column:02d}"
    role = "in" if key not in net.into else bar.group if key not in net.out else "mid"
    return f"p:~{column:02d}{role}"


def _plant(net: Net, key: str) -> str:
    """The plant a product is tied to; empty when it is tied to several."""
    into, out = net.into.get(key, ()), net.out.get(key, ())
    plants = {link.source for link in into} | {link.target for link in out}
    return min(plants) if len(plants) == 1 and net.bars[key].sort != UNIT else ""


def _grouped(net: Net, name: Mapping[str, str]) -> Net:
    """The same net with bars of one name as one."""
    members: dict[str, list[Bar]] = {}
    for key, bar in net.bars.items():
        members.setdefault(name[key], []).append(bar)
    bars = {key: _together(key, members[key]) for key in sorted(members)}
    links = (replace(k, source=name[k.source], target=name[k.target]) for k in net.links)
    return Net(bars, joined(links))


def _together(key: str, bars: Sequence[Bar]) -> Bar:
    if len(bars) == 1:
        return replace(bars[0], key=key)
    sorts = {bar.sort for bar in bars}
    known = [bar.difference_kt_a for bar in bars if bar.difference_kt_a is not None]
    return Bar(
        key,
        next(iter(sorts)) if len(sorts) == 1 else PRODUCT,
        tuple(sorted({m for bar in bars for m in bar.members})),
        min((bar.group for bar in bars if bar.group), key=GROUPS.index, default=""),
        total(bar.bought for bar in bars),
        total(bar.left for bar in bars),
        any(bar.open for bar in bars),
        round(math.fsum(known), DIGITS) if known else None,
    )


def total(parts: Iterable[Outside | None]) -> Outside | None:
    """Several figures as one; a missing one makes it a floor, a ceiling beside a floor a guess.

    Examples
    --------
    >>> total([Outside(2.0, "exact"), Outside(None, "unknown"), None])
    Outside(kt_a=2.0, bound='at_least')
    """
    told = [part for part in parts if part]
    if not told:
        return None
    known = [part.kt_a for part in told if part.kt_a is not None]
    if not known:
        return Outside(None, "unknown")
    return Outside(round(math.fsum(known), DIGITS), _bound_of({part.bound for part in told}))


def _bound_of(bounds: set[str]) -> str:
    below, above = bool(bounds & {"unknown", "at_least"}), "at_most" in bounds
    if below or above:
        return "likely" if below and above else "at_least" if below else "at_most"
    return "likely" if "likely" in bounds else "exact"
