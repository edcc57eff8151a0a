"""Total requirement through a square system with one default supply per product.

Leontief's open model: with A[i, j] = t of product i taken per t of product j on j's default
route, the output x that a final demand y needs through all stages solves  x = A x + y,
x = (I − A)⁻¹ y  (Miller & Blair, *Input–Output Analysis*, 2nd ed., ch. 2).  Co-products give no
credit: only its default process supplies a product, as in the classical model; what that
process yields besides is left aside.  A product without a default process is bought in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.chain import Chain
from graph.errors import BadRequest, ChainError, UnknownName

Matrix = NDArray[np.float64]


def leontief_inverse(a: ArrayLike) -> Matrix:
    """L = (I − A)⁻¹: output needed in all per unit of final demand.

    Parameters
    ----------
    a
        Technical coefficients, shape (n, n), ≥ 0: A[i, j] of i per unit of j.

    Raises
    ------
    ChainError
        A is not square, or ρ(A) ≥ 1: some product needs as much of itself as it gives.

    Examples
    --------
    Miller & Blair, ch. 2: Z = [[150, 500], [200, 100]], x = [1000, 2000].

    >>> leontief_inverse(np.array([[150, 500], [200, 100]]) / [1000, 2000]).round(3).tolist()
    [[1.254, 0.33], [0.264, 1.122]]
    """
    matrix = np.asarray(a, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ChainError(f"直接消耗系数表应是方的,现为 {matrix.shape}。")
    if spectral_radius(matrix) >= 1.0:
        raise ChainError("直接消耗系数表的谱半径不小于 1:有产品自耗不少于产出,没有完全需要量。")
    return np.linalg.inv(np.eye(len(matrix)) - matrix)


def spectral_radius(matrix: Matrix) -> float:
    """ρ(A), the largest absolute eigenvalue; 0 for an empty matrix."""
    return float(max(abs(np.linalg.eigvals(matrix)), default=0.0))


def total_requirement(chain: Chain, demand_kt_a: Mapping[str, float]) -> dict[str, float]:
    """Output of every product that a final demand needs, through all stages, kt/a.

    Parameters
    ----------
    demand_kt_a
        Final demand by product id, ≥ 0.

    Returns
    -------
    dict
        Products the demand reaches, in file order; the demand itself is included.

    Raises
    ------
    UnknownName
        A product is not on record.
    BadRequest
        A demand is negative or no number.
    ChainError
        A loop of default routes takes as much as it gives; its products are named.
    """
    for product_id, value in demand_kt_a.items():
        if product_id not in chain.facts.products:
            raise UnknownName("产品", product_id)
        if not math.isfinite(value) or value < 0.0:
            raise BadRequest(f"“{product_id}”的需求 {value} 不是一个不小于 0 的数。")
    names = reached(chain, demand_kt_a)
    a = requirement_matrix(chain, names)
    loop = next(iter(unpayable_loops(names, a)), None)
    if loop is not None:
        raise ChainError(loop_sentence(chain, loop))
    y = np.array([demand_kt_a.get(p, 0.0) for p in names])
    x = np.linalg.solve(np.eye(len(names)) - a, y) if names else y
    return dict(zip(names, map(float, x), strict=True))


def default_takings(chain: Chain, product_id: str) -> dict[str, float]:
    """Goods taken per t of the product on its default process; empty when it is bought in."""
    route = chain.default_process(product_id)
    net = chain.net.get(route or "", {})
    made = net.get(product_id, 0.0)
    if made <= 0.0:
        return {}
    goods = chain.facts.goods
    return {p: -v / made for p, v in net.items() if v < 0.0 and p in goods}


def reached(chain: Chain, wanted: Iterable[str]) -> list[str]:
    """Products reached from ``wanted`` along default processes, in file order."""
    queue, seen = list(wanted), set(wanted)
    while queue:
        for other in default_takings(chain, queue.pop()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return [p for p in chain.facts.products if p in seen]


def requirement_matrix(chain: Chain, names: Sequence[str]) -> Matrix:
    """A[i, j] = t of ``names[i]`` taken per t of ``names[j]`` on its default process."""
    at = {p: i for i, p in enumerate(names)}
    a = np.zeros((len(names), len(names)))
    for product_id, j in at.items():
        for other, value in default_takings(chain, product_id).items():
            if other in at:
                a[at[other], j] = value
    return a


def unpayable_loops(names: Sequence[str], a: Matrix) -> list[tuple[tuple[str, ...], float]]:
    """Loops that take at least what they give: products in order of supply, and ρ.

    ρ(A) is the largest ρ of its strongly connected parts.  Within a part the loop named is
    one that gains on every round when there is one, else all of the part.
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(names)))
    graph.add_weighted_edges_from(
        (int(i), int(j), -math.log(a[i, j])) for i, j in np.argwhere(a > 0.0)
    )
    out = []
    for part in sorted(map(sorted, nx.strongly_connected_components(graph))):
        radius = spectral_radius(a[np.ix_(part, part)])
        if radius >= 1.0:
            cycle = _cycle(graph.subgraph(part), part)
            out.append((tuple(names[i] for i in cycle), radius))
    return out


def _cycle(graph: nx.DiGraph[int], part: Sequence[int]) -> list[int]:
    """A round whose coefficients multiply to more than 1, from its first product on."""
    try:
        found = nx.find_negative_cycle(graph, part[0])[:-1]
    except nx.NetworkXError:
        return list(part)
    start = found.index(min(found))
    return found[start:] + found[:start]


def loop_sentence(chain: Chain, loop: tuple[tuple[str, ...], float]) -> str:
    """What is wrong and what to do, in one sentence."""
    products, radius = loop
    names = "→".join(chain.product(p).name_zh for p in (*products, products[0]))
    return f"默认路线循环 {names} 自耗不少于产出(ρ={radius:.2f});请改其中一种产品的默认路线。"
