"""A gap, or one way to close it, as a project at 谋划: the numbers carried over as computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.levels import Economics
from graph.model import Project, ProjectStage
from graph.reason import Evaluation
from graph.reason.evaluate import size_of
from graph.reason.routes import Plan
from graph.results import Gap, Interval

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Start:
    """What a new project begins with.

    ``values`` by column; what nobody knows is left out.  ``economics`` are the statements its
    money and land were worked out from.
    """

    values: Mapping[str, Any]
    economics: Economics | None


def from_gap(evaluation: Evaluation, gap: Gap) -> Start:
    """A project that closes a gap: product, route when there is one, size, money and land.

    A 强链 line asks for no plant of a known size; its project begins without one.
    """
    size = size_of(gap)
    routes = gap.process_ids[-1:] if gap.kind == "延链" else gap.process_ids
    return _start(
        evaluation,
        gap.product_id,
        size,
        {
            "product_ids": (gap.product_id,),
            "process_ids": routes if len(routes) == 1 else (),
        },
    )


def from_plan(evaluation: Evaluation, plan: Plan) -> Start:
    """A project that builds what one way to a product asks for.

    With several plants the size is that of the last one, and money and land are those of no
    single plant: they stay unknown.
    """
    products = tuple(dict.fromkeys(step.product_id for step in plan.steps))
    given = {"product_ids": products or (plan.product_id,), "process_ids": plan.new}
    if len(plan.new) != 1:
        return Start({**_known(evaluation), **given}, None)
    return _start(evaluation, plan.product_id, plan.kt_a, given)


def _start(
    evaluation: Evaluation, product_id: str, size: float | None, given: Mapping[str, Any]
) -> Start:
    money = evaluation.costs.estimate(product_id, size)
    numbers = {
        "capacity_kt_a": size,
        "investment_yi": _likely(money.investment_yi if money else None),
        "land_mu": _likely(money.land_mu if money else None),
        "expected_output_yi": _likely(money.output_yi if money else None),
    }
    known = {k: _rounded(v) for k, v in numbers.items() if v is not None}
    return Start({**_known(evaluation), **given, **known}, money)


def _known(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "level": "项目",
        "nature": "新建",
        "basis": "computed",
        "as_of": evaluation.as_of.valid,
    }


def _likely(span: Interval | None) -> float | None:
    return span.likely if span else None


def _rounded(value: float) -> float:
    """A computed number with no more digits than it can bear.

    Examples
    --------
    >>> _rounded(273.456789)
    273.5
    """
    return float(f"{value:.{DIGITS}g}")


def first_stage(project: Project, day: str, event: str) -> ProjectStage:
    """What is told of a project that was put down on ``day``."""
    return ProjectStage(
        id=f"{project.id}-{day}",
        project_id=project.id,
        stage=project.stage,
        date=day,
        event=event,
        basis="user",
        source_id=None,
        as_of=day,
        grade=None,
        note=None,
    )
