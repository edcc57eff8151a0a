"""How a product is made: each route with its unit consumptions and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.chain import Chain
from graph.facts import Facts
from graph.model import Flow, FlowStatement, Process
from views.amounts import amount, number
from views.tables.origin import Origin, origin

ROLES = {
    "input": "原料",
    "auxiliary": "辅料",
    "makeup": "补足",
    "coproduct": "联产",
    "byproduct": "副产",
    "residual": "未列",
}
TOLD = "未核"
AGREES = "与采用值一致"


@dataclass(frozen=True, slots=True)
class Portion:
    """One consumption or yield, or another statement on it."""

    name: str
    role: str
    value: str
    origin: Origin
    is_other: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One route to a product."""

    process_id: str
    name: str
    is_default: bool
    about: tuple[str, ...]
    portions: tuple[Portion, ...]


def recipes(chain: Chain, product_id: str) -> tuple[Recipe, ...]:
    """The routes that make a product, its default first."""
    default = chain.default_process(product_id)
    found = sorted(chain.makers.get(product_id, ()), key=lambda p: (p.id != default, p.id))
    return tuple(_recipe(chain.facts, p, p.id == default) for p in found)


def routes_between(chain: Chain, source_id: str, product_id: str) -> tuple[Recipe, ...]:
    """The routes to a product that take ``source_id``, with what they take of it alone."""
    return _of_one(chain, recipes(chain, product_id), source_id)


def made_with(chain: Chain, main_id: str, product_id: str) -> tuple[Recipe, ...]:
    """The routes to ``main_id`` that also yield a product, with how much of it alone."""
    return _of_one(chain, recipes(chain, main_id), product_id)


def _of_one(chain: Chain, routes: Iterable[Recipe], product_id: str) -> tuple[Recipe, ...]:
    name = chain.facts.products[product_id].name_zh
    of_it = (
        (route, tuple(portion for portion in route.portions if portion.name == name))
        for route in routes
    )
    return tuple(replace(route, portions=portions) for route, portions in of_it if portions)


def _recipe(facts: Facts, process: Process, is_default: bool) -> Recipe:
    portions: list[Portion] = []
    for flow in facts.flows_of.get(process.id, ()):
        if flow.role != "main":
            portions.append(_portion(facts, flow))
            key = (process.id, flow.product_id)
            portions += [_other(facts, s) for s in facts.statements_of.get(key, ())]
    return Recipe(process.id, process.name_zh, is_default, _about(process), tuple(portions))


def _about(process: Process) -> tuple[str, ...]:
    low, high = process.scale_low_kt_a, process.scale_high_kt_a
    scale = f"{amount(low)}到{amount(high)}" if low and high else process.scale_text or TOLD
    year = f"({process.directory_year} 年本)" if process.directory_year else ""
    parts = (
        process.reaction or "",
        f"单套规模:{scale}",
        f"重点监管工艺:{'、'.join(process.hazard_process) or TOLD}",
        f"产业目录:{process.directory_class or TOLD}{year}",
        f"专利商:{'、'.join(process.licensors)}" if process.licensors else "",
    )
    return tuple(p for p in parts if p)


def _portion(facts: Facts, flow: Flow) -> Portion:
    role = "主原料" if flow.is_main_feed else ROLES.get(flow.role, flow.role)
    told = origin(facts, flow.source_id, flow.as_of, flow.basis)
    name = facts.products[flow.product_id].name_zh
    return Portion(name, role, per_tonne(flow), told, note=flow.note or "")


def _other(facts: Facts, row: FlowStatement) -> Portion:
    told = origin(facts, row.source_id, row.as_of, row.basis)
    name = facts.products[row.product_id].name_zh
    agrees = row.reason.startswith(AGREES)
    note = row.reason if agrees else f"不采用:{row.reason}"
    return Portion(name, "旁证" if agrees else "另一说", per_tonne(row), told, True, note)


def per_tonne(row: Flow | FlowStatement) -> str:
    """吨/吨 with its range.

    Examples
    --------
    >>> from types import SimpleNamespace as N
    >>> per_tonne(N(t_per_t=1.02, low=1.0, high=1.05))
    '1.02 吨/吨(1–1.05)'
    """
    low, high = row.low, row.high
    span = f"({number(low)}–{number(high)})" if low is not None and high is not None else ""
    return f"{number(row.t_per_t)} 吨/吨{span if low != high else ''}"
