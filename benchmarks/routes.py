"""Routes to ten products against one bare HiGHS solve of the same size."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, milp

from benchmarks.reasoning import DATA, DATE, medians
from graph.facts import Facts
from graph.reason import evaluate
from graph.reason.routes import Router
from graph.reason.routes.model import Model
from graph.reason.routes.problem import Problem
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema

TARGETS = (
    *("methyl-methacrylate", "polycarbonate", "adiponitrile", "polyamide-66", "tdi"),
    *("mdi", "pbat", "spandex", "carbon-fiber", "polyether-polyol"),
)


def against_bare(repeats: int = 9) -> dict[str, float]:
    """Seconds for ten targets (all plans), for one bare solve, and their ratio.

    The bare solve is the 0/1 programme of the largest of the ten, handed to HiGHS ready made:
    no chain to read, no cuts, no second plan.
    """
    facts = Facts.of(read_data(DATA, read_schema(DATA / "schema")))
    found = evaluate(facts, Rules.of(facts), DATE)
    router = Router(found.chain, found.balances)
    problems = [Problem.of(router.ways, t, router.ground.supply) for t in TARGETS]
    largest = max(problems, key=lambda p: p.size[1])
    rows, size = Model(largest).constraint(np.inf, np.inf), largest.size[1]

    def bare() -> object:
        return milp(
            largest.cost, integrality=np.ones(size), bounds=Bounds(0.0, 1.0), constraints=rows
        )

    ours, theirs = medians(
        [lambda: [Router(found.chain, found.balances).routes_to(t) for t in TARGETS], bare],
        repeats,
    )
    return {"routes_s": ours, "bare_s": theirs, "ratio": ours / theirs}
