"""Products drawn at two places of the 物料图, so that no ribbon crosses it for a little more.

Only what is nothing but sold, or nothing but bought, can be: each part closes by itself, with
what its own plants give or take.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from views.map.sankey.net import DIGITS, FIRM, PRODUCT, UNKNOWN, Bar, Link, Net, Outside, joined

FAR = 4
"""Plants this many columns apart have a bar each."""


def parted(net: Net, column: Mapping[str, int]) -> Net:
    """Bars of products from or for plants far apart as several.

    Parameters
    ----------
    column
        Of every plant.
    """
    bars, links = dict(net.bars), set(net.links)
    for key, bar in net.bars.items():
        is_sold = key in net.into
        if bar.sort != PRODUCT or bar.open or is_sold == (key in net.out):
            continue
        mine = (net.into if is_sold else net.out)[key]
        parts = _parts({link: column[link.source if is_sold else link.target] for link in mine})
        if len(parts) == 1:
            continue
        del bars[key]
        links -= set(mine)
        for number, some in enumerate(parts):
            name = f"{key}>{number}"
            bars[name] = _told(replace(bar, key=name, is_part=True), some, mine, is_sold=is_sold)
            links |= {_moved(link, name, is_sold=is_sold) for link in some}
    return Net(dict(sorted(bars.items())), joined(links))


def _moved(link: Link, name: str, *, is_sold: bool) -> Link:
    return replace(link, target=name) if is_sold else replace(link, source=name)


def _parts(column: Mapping[Link, int]) -> list[list[Link]]:
    """Links by where their plants stand, those less than ``FAR`` from the first together."""
    out: list[list[Link]] = []
    for link in sorted(column, key=lambda k: (column[k], k.ends, k.sort)):
        if not out or column[link] - column[out[-1][0]] >= FAR:
            out.append([])
        out[-1].append(link)
    return out


def _told(bar: Bar, some: Sequence[Link], mine: Sequence[Link], *, is_sold: bool) -> Bar:
    """One part with what passes the fence there."""
    whole = bar.left if is_sold else bar.bought
    part = _outside(whole, some, mine) if whole else None
    return replace(bar, left=part) if is_sold else replace(bar, bought=part)


def _outside(whole: Outside, some: Sequence[Link], mine: Sequence[Link]) -> Outside:
    """The amount of some of a product's links, as sure as the whole or surer.

    A whole that is a floor only for links of unknown size in another part is none here.
    """
    known = [link.kt_a for link in some if link.sort != UNKNOWN]
    if not known:
        return Outside(None, "unknown")
    kt_a = round(math.fsum(known), DIGITS)
    if len(known) < len(some):
        return Outside(kt_a, "at_least")
    if whole.bound not in ("unknown", "at_least"):
        return Outside(kt_a, whole.bound)
    if all(link.sort != UNKNOWN for link in mine):
        return Outside(kt_a, "at_least")
    return Outside(kt_a, "exact" if all(link.sort == FIRM for link in some) else "likely")
