"""Which column of the 物料图 every plant and product stands in, so that ribbons are short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from views.map.sankey.net import DRAWN, GIVEN, PRODUCT, UNIT, Net

UNKNOWN_PULL, KNOWN_PULL, PER_PX = 1.0, 1.0, 0.1
"""What a column more costs: of a stream of unknown size, of a known one, and per px of width."""
ROOM, LARGEST_BAR, LABEL, PASSING = 880.0, 250.0, 50.0, 4.0
"""About how tall a column and the largest bar are, and what bars and ribbons take besides, px."""
PER_PX2_OVER = 0.001
SWEEPS, SHIFTS = 8, (2, -2, 4, -4)


@dataclass(frozen=True, slots=True)
class Chart:
    """What columns are chosen for: ``wide`` are streams by their ends, px, 0 when unknown.

    ``tall`` is what a bar takes, by how many columns from its own (公用物料 beside a plant).
    """

    graph: nx.DiGraph[str]
    wide: Mapping[tuple[str, str], float]
    tall: Mapping[str, Mapping[int, float]]
    last: int

    def cost(self, column: Mapping[str, int]) -> float:
        """The length of all streams, and how much too full the columns are."""
        load = [0.0] * (self.last + 1)
        long = 0.0
        for key, tall in self.tall.items():
            for by, px in tall.items():
                load[column[key] + by] += px
        for (source, target), px in self.wide.items():
            between = range(column[source] + 1, column[target])
            long += len(between) * (KNOWN_PULL + px * PER_PX if px else UNKNOWN_PULL)
            for at in between:
                load[at] += PASSING + px
        return long + PER_PX2_OVER * sum(max(0.0, px - ROOM) ** 2 for px in load)

    def fits(self, column: Mapping[str, int]) -> bool:
        """Whether all bars are on the page."""
        return all(
            0 <= column[key] + by <= self.last for key, tall in self.tall.items() for by in tall
        )


def spread(net: Net) -> dict[str, int]:
    """The column of every plant (odd) and product (even).

    From the longest paths on, bars move as long as ribbons become shorter or full columns emptier.
    """
    graph = forward(net)
    column = depths(graph)
    chart = _chart(net, graph, column)
    now = chart.cost(column)
    for _ in range(SWEEPS):
        before = now
        for key in sorted(column):
            for by in SHIFTS:
                moved = {**column, **_shifted(graph, column, key, by)}
                cost = chart.cost(moved) if chart.fits(moved) else now
                if cost < now:
                    column, now = moved, cost
        if now == before:
            break
    return column


def _chart(net: Net, graph: nx.DiGraph[str], column: Mapping[str, int]) -> Chart:
    scale = LARGEST_BAR / (max(map(net.size, net.bars), default=0.0) or 1.0)
    tall = {key: {0: LABEL + net.size(key) * scale} for key in graph}
    for key, bar in net.bars.items():
        beside = {DRAWN: net.out, GIVEN: net.into}.get(bar.sort)
        if beside:
            link = beside[key][0]
            plant, by = (link.target, -1) if bar.sort == DRAWN else (link.source, 1)
            tall[plant][by] = tall[plant].get(by, 0.0) + LABEL + net.size(key) * scale
    wide = {ends: graph.edges[ends]["kt_a"] * scale for ends in sorted(graph.edges)}
    last = max((at + by for key, at in column.items() for by in tall[key]), default=0)
    return Chart(graph, wide, tall, last)


def _shifted(
    graph: nx.DiGraph[str], column: Mapping[str, int], key: str, by: int
) -> dict[str, int]:
    """One bar's new column, and those of the bars that it pushes before it."""
    out, pushed, step = {key: column[key] + by}, [key], 1 if by > 0 else -1
    while pushed:
        one = pushed.pop()
        for other in graph.successors(one) if by > 0 else graph.predecessors(one):
            if (out.get(other, column[other]) - out[one]) * step <= 0:
                out[other] = out[one] + step
                pushed.append(other)
    return out


def forward(net: Net) -> nx.DiGraph[str]:
    """Plants and products between them, without the links that close a circle."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, bar in net.bars.items():
        if bar.sort in (UNIT, PRODUCT):
            graph.add_node(key, is_unit=bar.sort == UNIT)
    for link in net.links:
        if link.source in graph and link.target in graph:
            weight = graph.get_edge_data(*link.ends, {"kt_a": 0.0})["kt_a"] + link.kt_a
            graph.add_edge(*link.ends, kt_a=weight)
    for part in sorted(map(sorted, nx.strongly_connected_components(graph))):
        if len(part) > 1:
            _open(graph, graph.subgraph(part).copy())
    return graph


def _open(graph: nx.DiGraph[str], part: nx.DiGraph[str]) -> None:
    """Take the smallest link of every circle out of ``graph``."""
    while True:
        try:
            circle = [(edge[0], edge[1]) for edge in nx.find_cycle(part)]
        except nx.NetworkXNoCycle:
            return
        weakest = min(circle, key=lambda ends: (part.edges[ends]["kt_a"], ends))
        part.remove_edge(*weakest)
        graph.remove_edge(*weakest)


def depths(graph: nx.DiGraph[str]) -> dict[str, int]:
    """Longest path from the start; what comes from nowhere stands right before its use."""
    out: dict[str, int] = {}
    order = list(nx.lexicographical_topological_sort(graph))
    for key in order:
        before = [out[other] for other in graph.predecessors(key)]
        out[key] = max(before) + 1 if before else int(graph.nodes[key]["is_unit"])
    for key in reversed(order):
        after = [out[other] for other in graph.successors(key)]
        if after and not graph.in_degree(key):
            out[key] = min(after) - 1
    return out
