"""The nation held in NetworkX and rustworkx, for comparison; run as a process of its own.

``python -m benchmarks.scale.in_memory networkx 100000 <product> …`` builds it, asks it and
prints JSON.  Every statement is an edge from the firm (maker, listing, signal, supply, owner) that
holds what a question needs; nothing is kept on disk, no history, no search.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import Any

import networkx as nx
import rustworkx as rx

from benchmarks.scale.bare import PAGE
from benchmarks.scale.nation import firm_id, records
from benchmarks.scale.page_server import ROOT, peak_mb
from benchmarks.scale.turns import quantile, timed
from graph.model import Firm, FirmItem, Producer, Record, Signal, Supply

Edge = tuple[str, str, str, tuple[Any, ...]]
"""From, to, kind, what is held."""

Held = tuple[Any, ...]


def edges_of(record: Record) -> Iterator[Edge]:
    """The edges a record stands for."""
    match record:
        case Firm():
            for owner in record.owner_ids:
                yield owner, record.id, "owns", ()
        case Producer():
            held = (record.capacity_kt_a, record.status, record.province, record.id)
            yield record.firm_id, str(record.product_id), "makes", held
        case Supply():
            yield str(record.from_firm_id), record.to_firm_id, "supplies", (record.product_id,)
        case FirmItem():
            yield record.firm_id, record.item_id, "lists", (record.share,)
        case Signal():
            for product in record.product_ids:
                yield record.firm_id, product, "plans", (record.date, record.direction)


def first_page(makers: Iterator[tuple[str, Held]]) -> list[str]:
    """Ids of the statements of a page, largest capacity first, unknown last."""
    page = nsmallest(
        PAGE, makers, key=lambda row: (row[1][0] is None, -(row[1][0] or 0), row[1][3])
    )
    return [held[3] for _, held in page]


class InNetworkx:
    """A multigraph of all statements, and a plain one of what ties firms."""

    def __init__(self, stream: Iterator[Record]) -> None:
        self.facts: Any = nx.MultiDiGraph()
        self.ties: Any = nx.Graph()
        for record in stream:
            for a, b, kind, held in edges_of(record):
                self.facts.add_edge(a, b, kind=kind, held=held)
                if kind in ("owns", "supplies"):
                    self.ties.add_edge(a, b)

    def producers(self, product: str) -> list[str]:
        into = self.facts.in_edges(product, data=True) if product in self.facts else ()
        return first_page((a, d["held"]) for a, _, d in into if d["kind"] == "makes")

    def around(self, firm: str) -> int:
        if firm not in self.facts:
            return 0
        near = [*self.facts.out_edges(firm, data=True), *self.facts.in_edges(firm, data=True)]
        return len(near)

    def path(self, a: str, b: str) -> int | None:
        if a not in self.ties or b not in self.ties:
            return None
        try:
            return len(nx.bidirectional_shortest_path(self.ties, a, b)) - 1
        except nx.NetworkXNoPath:
            return None


class InRustworkx:
    """The same two graphs; nodes are found by a table of their ids."""

    def __init__(self, stream: Iterator[Record]) -> None:
        self.facts: Any = rx.PyDiGraph(multigraph=True)
        self.ties: Any = rx.PyGraph(multigraph=False)
        self.places: dict[str, int] = {}
        for record in stream:
            for a, b, kind, held in edges_of(record):
                ends = (self._place(a), self._place(b))
                self.facts.add_edge(*ends, (kind, held))
                if kind in ("owns", "supplies"):
                    self.ties.add_edge(*ends, None)

    def _place(self, id: str) -> int:
        if id not in self.places:
            self.places[id] = self.facts.add_node(id)
            self.ties.add_node(None)
        return self.places[id]

    def producers(self, product: str) -> list[str]:
        into = self.facts.in_edges(self.places[product]) if product in self.places else ()
        return first_page((a, held) for a, _, (kind, held) in into if kind == "makes")

    def around(self, firm: str) -> int:
        if firm not in self.places:
            return 0
        place = self.places[firm]
        return len(self.facts.out_edges(place)) + len(self.facts.in_edges(place))

    def path(self, a: str, b: str) -> int | None:
        if a not in self.places or b not in self.places or a == b:
            return None
        start, end = self.places[a], self.places[b]
        found = rx.dijkstra_shortest_paths(self.ties, start, target=end, default_weight=1.0)
        return len(found[end]) - 1 if end in found else None


LIBRARIES: dict[str, type[InNetworkx | InRustworkx]] = {
    "networkx": InNetworkx,
    "rustworkx": InRustworkx,
}


def work(library: str, firms: int, products: Sequence[str]) -> dict[str, float]:
    """Seconds of building and of each question (medians), megabytes of the graph."""
    before = peak_mb()
    start = time.perf_counter()
    held = LIBRARIES[library](records(firms, products))
    built = time.perf_counter() - start
    after = peak_mb()
    start = time.perf_counter()
    for _ in records(firms, products):
        pass
    making = time.perf_counter() - start
    spread = [firm_id(place * (firms - 1) // 9) for place in range(10)]
    asked: dict[str, list[Callable[[], object]]] = {
        "producers_s": [lambda p=p: held.producers(p) for p in _three(products)],  # type: ignore[misc]
        "around_s": [lambda f=f: held.around(f) for f in spread],  # type: ignore[misc]
        "path_s": [
            lambda a=a, b=b: held.path(a, b)  # type: ignore[misc]
            for a, b in pairwise(spread)
        ],
    }
    found = {"build_s": max(built - making, 0.0), "mb": after - before}
    for name, works in asked.items():
        found[name] = quantile([timed(one) for one in works * 3], 0.5)
    return found


def _three(products: Sequence[str]) -> list[str]:
    return [products[0], products[len(products) // 2], products[-1]]


def measure(library: str, firms: int, products: Sequence[str]) -> dict[str, float]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale.in_memory", library, str(firms), *products],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(work(sys.argv[1], int(sys.argv[2]), sys.argv[3:])))
