"""The chain as an AND-OR hypergraph: a way makes one product and needs ALL of its inputs.

Hubs (steam, hydrogen, hydrogen chloride …) are utilities: always to be had, never a step.  Only
where a hub is the main feed (ammonia from hydrogen) it is an input like any other, since a plant
whose one feed comes by pipe from nowhere would look like a plant that lives on what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from graph.chain import Chain
from graph.model import Process


@dataclass(frozen=True, slots=True)
class Way:
    """One process: what it makes and everything it takes, each id list sorted.

    ``t_per_t`` is net t per t of main product for every input, > 0.
    """

    process_id: str
    product_id: str
    needs: tuple[str, ...]
    auxiliary: tuple[str, ...]
    utilities: tuple[str, ...]
    main_feed: str | None
    t_per_t: Mapping[str, float]
    usual: bool  # the declared default route, or the only one


def way_of(chain: Chain, process: Process) -> Way:
    """The process with its inputs sorted into feeds, auxiliaries and utilities."""
    main_flow = chain.main_feed.get(process.id)
    main = main_flow.product_id if main_flow else None
    taken = {q: -v for q, v in sorted(chain.net[process.id].items()) if v < 0.0}
    needs, auxiliary, utilities = [], [], []
    for q in taken:
        if chain.flow_at[(process.id, q)].role == "auxiliary":
            auxiliary.append(q)
        elif chain.product(q).is_hub and q != main:
            utilities.append(q)
        else:
            needs.append(q)
    usual = chain.default_process(process.main_product_id) == process.id
    return Way(
        process.id,
        process.main_product_id,
        tuple(needs),
        tuple(auxiliary),
        tuple(utilities),
        main if main in taken else None,
        taken,
        usual,
    )


@dataclass(frozen=True)
class Ways:
    """Every way of a chain that can be a source of its product."""

    chain: Chain

    @cached_property
    def written(self) -> tuple[Way, ...]:
        """All processes of the chain as written, by id."""
        processes = self.chain.facts.processes
        return tuple(way_of(self.chain, processes[p]) for p in sorted(processes))

    @cached_property
    def made_from_itself(self) -> dict[str, frozenset[str]]:
        """Per product, what cannot be made without it, among things it can be made from.

        Polyamide 6 for caprolactam: a product one gets by taking apart what is made of it.
        """
        return _made_from_itself(self.chain, self.written)

    @cached_property
    def sources(self) -> tuple[Way, ...]:
        """The ways that are a source: none of their feeds is made only from the product."""
        back = self.made_from_itself
        none: frozenset[str] = frozenset()
        return tuple(w for w in self.written if back.get(w.product_id, none).isdisjoint(w.needs))

    @cached_property
    def makers(self) -> dict[str, tuple[Way, ...]]:
        """The sources of each product, by process id."""
        out: dict[str, list[Way]] = {}
        for way in self.sources:
            out.setdefault(way.product_id, []).append(way)
        return {p: tuple(found) for p, found in out.items()}

    def buyable(self, product_id: str) -> bool:
        """Whether it may come from outside: a merchant good, a raw material or a utility."""
        product = self.chain.product(product_id)
        return product.trade == "merchant" or product.is_primary or product.is_hub

    def given(self, product_id: str) -> bool:
        """Raw materials and hubs: always to be had, nobody builds a plant to get them."""
        product = self.chain.product(product_id)
        return product.is_primary or product.is_hub


def _made_from_itself(chain: Chain, ways: Iterable[Way]) -> dict[str, frozenset[str]]:
    rows = tuple(ways)
    graph = nx.DiGraph((q, w.product_id) for w in rows for q in w.needs)
    ground = _ground_of_the_world(chain, rows)
    out: dict[str, frozenset[str]] = {}
    for loop in nx.strongly_connected_components(graph):
        for product in sorted(loop) if len(loop) > 1 else ():
            without = _derivable(rows, ground - {product}, never=product)
            withit = _derivable(rows, ground | {product})
            out[product] = frozenset((loop & withit) - without - {product})
    return {p: q for p, q in out.items() if q}


def _ground_of_the_world(chain: Chain, ways: Iterable[Way]) -> set[str]:
    """Raw materials, hubs and what no process makes on purpose."""
    made = {w.product_id for w in ways}
    goods = chain.facts.products.values()
    return {p.id for p in goods if p.is_primary or p.is_hub or p.id not in made}


def _derivable(ways: tuple[Way, ...], ground: set[str], never: str | None = None) -> set[str]:
    """Everything that can be made, step by step, from ``ground``."""
    waiting = {w.process_id: {q for q in w.needs if q not in ground} for w in ways}
    users: dict[str, list[Way]] = {}
    for way in ways:
        for q in waiting[way.process_id]:
            users.setdefault(q, []).append(way)
    found, ready = set(ground), [w for w in ways if not waiting[w.process_id]]
    while ready:
        product = ready.pop().product_id
        if product in found or product == never:
            continue
        found.add(product)
        for user in users.get(product, ()):
            waiting[user.process_id].discard(product)
            if not waiting[user.process_id]:
                ready.append(user)
    return found
