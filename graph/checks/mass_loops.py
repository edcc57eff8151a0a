"""Mass from nothing: a set of processes that gives without taking.

With B[p, r] = net t of good p per t of process r's main product, the program

    max Σ_p (B x)_p   subject to   B x ≥ 0,  0 ≤ x ≤ 1

is positive exactly when some set of processes, run together, needs nothing from outside and
still yields something (a "land of Cockaigne": Koopmans, *Activity Analysis of Production and
Allocation*, 1951, ch. III).  Needs may run through any loop; this one is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.chain import Chain
from graph.results import Finding

if TYPE_CHECKING:
    from scipy.sparse import csc_array

GAIN = 1e-5
"""t per t run; the solver keeps its constraints to 1e-7."""


def check_mass_loops(chain: Chain) -> list[Finding]:
    """No set of processes makes goods out of nothing; each loop that does is named."""
    out = []
    processes = list(chain.facts.processes)
    while loop := loop_from_nothing(chain, processes):
        names = "、".join(chain.facts.processes[p].name_zh for p in loop)
        text = (
            f"工艺 {names} 连起来不用外来原料也有净产出,等于无中生有;"
            "请核对这几条工艺的单耗,回收路线每转一圈应有损耗。"
        )
        out.append(Finding("mass-loop", "错误", tuple(loop), text))
        processes = [p for p in processes if p not in loop]
    return out


def loop_from_nothing(chain: Chain, processes: Sequence[str]) -> list[str]:
    """The fewest of ``processes`` that together make mass from nothing; none: empty.

    One at a time each process of the best solution is left out for good when the rest still
    gains: what remains needs every one of its members.
    """
    loop = _gaining(chain, processes)
    for process_id in tuple(loop):
        rest = [p for p in loop if p != process_id]
        if rest and (smaller := _gaining(chain, rest)):
            loop = smaller
    return sorted(loop)


def _gaining(chain: Chain, processes: Sequence[str]) -> list[str]:
    """Processes that run in the best solution; empty when nothing can be gained."""
    matrix = _net_matrix(chain, processes)
    if not matrix.shape[1]:
        return []
    gain = np.asarray(matrix.sum(axis=0)).ravel()
    goods, count = matrix.shape
    from scipy.optimize import linprog  # a third of a second, and only checks need it

    found = linprog(
        -gain,
        A_ub=-matrix,
        b_ub=np.zeros(goods),
        bounds=(0.0, 1.0),
        method="highs",
    )
    if found.x is None or -found.fun <= GAIN:
        return []
    return [processes[j] for j in range(count) if found.x[j] > 1e-9]


def _net_matrix(chain: Chain, processes: Sequence[str]) -> csc_array:
    """B, goods × processes, t per t of main product; ledger items left out."""
    at = {p: i for i, p in enumerate(chain.facts.goods)}
    cells = [
        (at[p], j, value)
        for j, process_id in enumerate(processes)
        for p, value in chain.net.get(process_id, {}).items()
        if p in at
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    from scipy.sparse import csc_array

    return csc_array((values, (rows, columns)), shape=(len(at), len(processes)))
