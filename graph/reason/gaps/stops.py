"""What is lost when one plant stops: shortage is shared out, step by step.

Nodes are plants; a closed complex is one node, since what passes inside it is in no
balance.  Each plant runs at the share of its scarcest input.  For every product

    share = min(1, (what still runs makes of it + what is bought in today) ÷ full demand)

where bought in today = max(0, demand − supply) with everything running.  Shares fall from
1 to a fixed point (monotone, so loops settle).  Surplus and other makers stand in by
themselves: they are supply.  Purchases beyond today's are not assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.chain import Chain
from graph.reason.standing import Standing
from graph.results import StopLoss, Term

ROUNDS = 60
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """Nodes × products: likely supply and demand, kt/a, and what each node needs to run."""

    nodes: tuple[str, ...]
    firms: tuple[str, ...]
    products: tuple[str, ...]
    supply: Matrix
    demand: Matrix
    needs: Matrix  # 1 where the node stops without the product
    main: Matrix  # likely output of main products, kt/a
    unknown: Matrix  # 1 where the node makes a main product of unknown amount


def stop_losses(chain: Chain, stand: Standing) -> tuple[StopLoss, ...]:
    """The loss behind every node that makes something, largest known loss first."""
    node_of = _node_of(stand)
    found = [
        _loss(site, k, shares)
        for terms in connected(stand.terms, node_of)
        for site in (lay_out(chain, node_of, terms),)
        for k, shares in enumerate(settle(site))
        if _makes(site, k)
    ]
    return tuple(
        sorted(found, key=lambda s: (-(s.downstream_kt_a or 0.0), -(s.own_kt_a or 0.0), s.node_id))
    )


def connected(every: Sequence[Term], node_of: Mapping[str, str]) -> list[list[Term]]:
    """The terms in groups that share no plant and no product: a stop stays in its group."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while (above := parent.setdefault(key, key)) != key:
            parent[key] = parent.setdefault(above, above)
            key = above
        return key

    for term in every:
        parent[root(("n", node_of[term.unit_id]))] = root(("p", term.product_id))
    groups: dict[tuple[str, str], list[Term]] = {}
    for term in every:
        groups.setdefault(root(("p", term.product_id)), []).append(term)
    return list(groups.values())


def _makes(site: Site, k: int) -> bool:
    return bool(site.main[k].any() or site.unknown[k].any())


def lay_out(chain: Chain, node_of: Mapping[str, str], terms: Sequence[Term]) -> Site:
    """Put the terms into matrices; auxiliary inputs and hubs stop nobody."""
    owners = {node_of[t.unit_id]: t.firm_id for t in reversed(terms)}
    nodes = tuple(dict.fromkeys(node_of[t.unit_id] for t in terms))
    products = tuple(dict.fromkeys(t.product_id for t in terms))
    row, col = ({n: i for i, n in enumerate(names)} for names in (nodes, products))
    supply, demand, needs, main, unknown = (np.zeros((len(nodes), len(products))) for _ in range(5))
    for term in terms:
        at = row[node_of[term.unit_id]], col[term.product_id]
        likely = term.amount.likely
        if term.side == "demand":
            demand[at] += likely or 0.0
            needs[at] = max(needs[at], float(_is_vital(chain, term)))
        elif term.role != "may_also_yield":
            supply[at] += likely or 0.0
            if term.role == "main":
                main[at] += likely or 0.0
                unknown[at] = float(likely is None)
    firms = tuple(owners[n] for n in nodes)
    return Site(nodes, firms, products, supply, demand, needs, main, unknown)


def _node_of(stand: Standing) -> dict[str, str]:
    units = (*stand.counted, *(i.unit for i in stand.implied))
    return {u.unit_id: u.complex_id or u.unit_id for u in units}


def _is_vital(chain: Chain, term: Term) -> bool:
    """Whether the plant surely takes it: an input of some likely or unknown amount, no hub."""
    takes = term.amount.likely is None or term.amount.likely > 0.0
    return takes and term.role == "input" and not chain.product(term.product_id).is_hub


def settle(site: Site) -> Matrix:
    """Shares at which the nodes run, one row per stopped node."""
    full = site.demand.sum(axis=0)
    bought = np.maximum(0.0, full - site.supply.sum(axis=0))
    known = full > 0.0
    whole = np.where(known, full, 1.0)
    stopped = 1.0 - np.eye(len(site.nodes))
    shares = stopped
    for _ in range(ROUNDS):
        have = (shares @ site.supply + bought) / whole
        cover = np.where(known, np.minimum(1.0, have), _made(site, shares))
        new = np.minimum(shares, _scarcest(site, cover))
        if np.allclose(new, shares, atol=1e-6):
            break
        shares = new
    return shares


def _scarcest(site: Site, cover: Matrix) -> Matrix:
    """For each stop and node, the smallest cover among what the node needs."""
    node, product = np.nonzero(site.needs)
    out = np.ones((len(cover), len(site.nodes)))
    if len(node):
        starts = np.flatnonzero(np.r_[True, node[1:] != node[:-1]])
        out[:, node[starts]] = np.minimum.reduceat(cover[:, product], starts, axis=1)
    return out


def _made(site: Site, shares: Matrix) -> Matrix:
    """Where no demand is known: 0 when all makers of the product have stopped, else 1."""
    makers = (site.supply + site.unknown) > 0.0
    running = shares @ makers.astype(float)
    return np.where((makers.sum(axis=0) > 0) & (running <= 0.0), 0.0, 1.0)


def _loss(site: Site, k: int, shares: Matrix) -> StopLoss:
    others = 1.0 - shares
    others[k] = 0.0
    lost = others @ site.main
    hit = (others[:, None] * site.unknown).sum(axis=0)
    own = site.main[k]
    made = own + site.unknown[k]
    products: Sequence[str] = site.products
    return StopLoss(
        node_id=site.nodes[k],
        firm_id=site.firms[k],
        product_ids=tuple(p for p, v in zip(products, made, strict=True) if v > 0.0),
        own_kt_a=float(own.sum()) if own.any() else None,
        lost=tuple(
            sorted(
                ((p, float(v)) for p, v in zip(products, lost, strict=True) if v > 1e-6),
                key=lambda pair: (-pair[1], pair[0]),
            )
        ),
        unknown=tuple(p for p, v in zip(products, hit, strict=True) if v > 0.0),
    )
