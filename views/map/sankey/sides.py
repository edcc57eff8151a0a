"""What touches every bar of the 物料图 on its left and its right side, from the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.map.sankey.columns import Columns
from views.map.sankey.net import UNKNOWN, Bar, Link
from views.map.sankey.order import Order, Step
from views.map.sankey.scale import THIN, hanging, least_tall, link_width, width


@dataclass(frozen=True, slots=True)
class Port:
    """What touches a bar on one side: a link by number, or ``name`` of what passes the fence."""

    link: int
    name: str
    width: float


@dataclass(frozen=True, slots=True)
class Sides:
    """Ports of one place from the top, where things come in and where they go out.

    ``least`` is how tall it is at least, px; ``is_line``: only lines without width pass, all at
    one height.
    """

    into: tuple[Port, ...]
    out: tuple[Port, ...]
    least: float
    is_line: bool = False

    @property
    def tall(self) -> float:
        """The height of the bar."""
        if self.is_line:
            return self.least
        return max(self.least, sum(p.width for p in self.into), sum(p.width for p in self.out))

    def middle(self, link: int, *, is_into: bool) -> float:
        """How far below the top of the bar the middle of a link's port is, px."""
        at = 0.0
        for port in self.into if is_into else self.out:
            if port.link == link:
                return at + port.width / 2
            at += 0.0 if self.is_line else port.width
        raise KeyError(link)


def all_sides(
    table: Columns, order: Order, scale: float, top: Mapping[str, float] | None = None
) -> dict[str, Sides]:
    """The ports of every place, those of links in the order of where they lead.

    Parameters
    ----------
    top
        Heights of all places, px; without them what hangs on a bar is below its links.
    """
    links = table.net.links
    rank = {key: i for column in order.places for i, key in enumerate(column)}
    into: dict[str, list[Step]] = {}
    out: dict[str, list[Step]] = {}
    for step in order.steps:
        out.setdefault(step.start, []).append(step)
        into.setdefault(step.end, []).append(step)
    found: dict[str, Sides] = {}
    for key in rank:
        a = sorted(into.get(key, ()), key=lambda s: (rank[s.start], s.link))
        b = sorted(out.get(key, ()), key=lambda s: (rank[s.end], s.link))
        bar = table.net.bars.get(key)
        found[key] = Sides(
            _joined(
                _ports(a, links, scale),
                _more(table, bar, scale, is_into=True),
                sum(top[s.start] < top[key] for s in a) if top else len(a),
            ),
            _joined(
                _ports(b, links, scale),
                _more(table, bar, scale, is_into=False),
                sum(top[s.end] < top[key] for s in b) if top else len(b),
            ),
            least_tall(table, key) if bar else THIN,
            bar is None and links[a[0].link].sort == UNKNOWN,
        )
    return found


def _joined(ports: list[Port], more: list[Port], above: int) -> tuple[Port, ...]:
    """What hangs on a bar between the links that lead up and those that lead down."""
    return (*ports[:above], *more, *ports[above:])


def _ports(steps: Sequence[Step], links: Sequence[Link], scale: float) -> list[Port]:
    return [Port(s.link, "", link_width(links[s.link], scale)) for s in steps]


def _more(table: Columns, bar: Bar | None, scale: float, *, is_into: bool) -> list[Port]:
    """What hangs on a bar besides the steps: 回用, what passes the fence, what is lost."""
    if bar is None:
        return []
    out = [
        Port(number, "", link_width(link, scale))
        for number, link in enumerate(table.net.links)
        if link.back and bar.key == (link.target if is_into else link.source)
    ]
    more = (h for h in hanging(table, bar) if h.is_into == is_into)
    return [*out, *(Port(-1, h.name, width(h.kt_a, scale)) for h in more)]
