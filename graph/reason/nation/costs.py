"""What sources say of one plant of one product: its size with money, land or output value.

Value rows speak for plants anywhere, projects for the region's own.  Rows on several products
tell nothing of one; a note ``合计口径:`` marks figures that cover other products too.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.facts import Facts
from graph.levels import CostStatement
from graph.model import Project, Value
from graph.reason.nation.statements import is_pooled
from graph.reason.timeline import GIVEN_UP

PLANT_LEVELS = ("项目", "装置")
WORKED_OUT = ("computed", "estimate")
Told = tuple[str, CostStatement]


def cost_statements(facts: Facts, day: str) -> dict[str, tuple[CostStatement, ...]]:
    """Statements by product as told by ``day``, each plant once, newest first.

    Two rows of one size and one sum (or, without a sum, one area) speak of the same plant:
    the one that tells more stays, then the better graded.
    """
    out: dict[str, dict[tuple[object, ...], CostStatement]] = {}
    told = [t for t in (*_of_values(facts), *_of_projects(facts)) if _counts(t[1], day)]
    for product_id, row in sorted(told, key=lambda t: (t[0], *_merit(t[1]))):
        out.setdefault(product_id, {}).setdefault(_plant(row), row)
    return {p: tuple(sorted(rows.values(), key=_age)) for p, rows in out.items()}


def _counts(row: CostStatement, day: str) -> bool:
    by_then = not row.year or row.year <= day[: len(row.year)]
    return by_then and any(t is not None for t in (row.investment_yi, row.land_mu, row.output_yi))


def _plant(row: CostStatement) -> tuple[object, ...]:
    if row.capacity_kt_a is None:
        return (row.who,)
    first = row.investment_yi if row.investment_yi is not None else row.land_mu
    return row.capacity_kt_a, row.investment_yi is not None, first


def _merit(row: CostStatement) -> tuple[int, str, str, str]:
    told = sum(t is not None for t in (row.investment_yi, row.land_mu, row.output_yi))
    return -told, row.grade or "E", row.year or "", row.who


def _age(row: CostStatement) -> tuple[int, str]:
    return -int((row.year or "0000")[:4]), row.who


def _of_values(facts: Facts) -> Iterable[Told]:
    for row in facts.all(Value).values():
        if len(row.product_ids) == 1:
            yield (
                row.product_ids[0],
                CostStatement(
                    who=row.place_firm or row.product_text or row.id,
                    capacity_kt_a=row.investment_capacity_kt_a,
                    investment_yi=row.investment_yi,
                    land_mu=row.land_mu,
                    output_yi=row.annual_output_value_yi,
                    year=row.as_of,
                    source_id=row.source_id,
                    basis=row.basis,
                    grade=row.grade,
                    pooled=is_pooled(row),
                ),
            )


def _of_projects(facts: Facts) -> Iterable[Told]:
    """Projects of one product and stated size; a unit inside such a project is not another."""
    for row in facts.projects.values():
        parent = facts.projects.get(row.parent_id or "")
        if _is_plant(row) and not (parent and _is_plant(parent)):
            yield (
                row.product_ids[0],
                CostStatement(
                    who=row.name_zh,
                    capacity_kt_a=row.capacity_kt_a,
                    investment_yi=row.investment_yi,
                    land_mu=row.land_mu,
                    output_yi=row.expected_output_yi,
                    year=row.as_of,
                    source_id=row.source_id,
                    basis=row.basis,
                    grade=row.grade,
                    pooled=is_pooled(row),
                ),
            )


def _is_plant(row: Project) -> bool:
    """A plant somebody has stated: what the office worked out for a gap tells of no cost."""
    if row.basis in WORKED_OUT:
        return False
    one = len(row.product_ids) == 1 and row.capacity_kt_a is not None
    return one and row.level in PLANT_LEVELS and row.stage not in GIVEN_UP
