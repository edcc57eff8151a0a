"""The reference chain as net coefficients.

A process is an AND of its inputs, a product an OR of its processes.  Coefficients
are tonnes per tonne of main product, outputs positive, inputs negative, netted
inside one process (a solvent that comes back cancels).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.errors import ChainError
from graph.facts import Facts
from graph.model import Flow, Process, Product

INPUT_ROLES = frozenset({"input", "auxiliary"})
LEDGER_ROLES = frozenset({"makeup", "residual"})
"""What closes the mass balance on either side: seen, never supply or demand."""


CHAIN_KINDS = ("product", "process", "flow", "default_route")


@dataclass(frozen=True)
class Chain:
    """Products, processes and flows with the look-ups reasoning needs."""

    facts: Facts

    def moved_to(self, facts: Facts) -> Chain:
        """The chain of other facts; the look-ups are shared when no chain table differs."""
        out = Chain(facts)
        if facts.same_tables(self.facts, CHAIN_KINDS):
            out.__dict__.update({k: v for k, v in self.__dict__.items() if k != "facts"})
        return out

    @cached_property
    def net(self) -> dict[str, dict[str, float]]:
        """Net t per t of main product: ``net[process][product]``."""
        out: dict[str, dict[str, float]] = {}
        for process_id, flows in self.facts.flows_of.items():
            row: dict[str, float] = {}
            for flow in flows:
                if flow.role in LEDGER_ROLES:
                    continue
                sign = -1.0 if flow.role in INPUT_ROLES else 1.0
                row[flow.product_id] = row.get(flow.product_id, 0.0) + sign * flow.t_per_t
            out[process_id] = row
        return out

    @cached_property
    def flow_at(self) -> dict[tuple[str, str], Flow]:
        """The flow that speaks for (process, product): the larger one when it is both."""
        out: dict[tuple[str, str], Flow] = {}
        for flow in self.facts.flows.values():
            if flow.role in LEDGER_ROLES:
                continue
            key = (flow.process_id, flow.product_id)
            if key not in out or flow.t_per_t > out[key].t_per_t:
                out[key] = flow
        return out

    @cached_property
    def makers(self) -> dict[str, tuple[Process, ...]]:
        """Processes whose main product it is."""
        out: dict[str, list[Process]] = {}
        for process in self.facts.processes.values():
            out.setdefault(process.main_product_id, []).append(process)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def main_feed(self) -> dict[str, Flow]:
        """The one main feed of each process."""
        return {f.process_id: f for f in self.facts.flows.values() if f.is_main_feed}

    @cached_property
    def fed_by(self) -> dict[str, tuple[Process, ...]]:
        """Processes whose main feed it is."""
        out: dict[str, list[Process]] = {}
        for process_id, flow in self.main_feed.items():
            out.setdefault(flow.product_id, []).append(self.facts.processes[process_id])
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def smallest_train_kt_a(self) -> dict[str, float]:
        """Smallest economic train known for each product, kt/a."""
        out: dict[str, float] = {}
        for process in self.facts.processes.values():
            if process.scale_low_kt_a:
                known = out.get(process.main_product_id)
                scale = process.scale_low_kt_a
                out[process.main_product_id] = scale if known is None else min(known, scale)
        return out

    def trains_kt_a(self, process_ids: Iterable[str]) -> tuple[float | None, float | None]:
        """The smallest and the largest usual train of some routes, kt/a; None = not known."""
        rows = [self.facts.processes[r] for r in process_ids]
        low = [p.scale_low_kt_a for p in rows if p.scale_low_kt_a]
        high = [p.scale_high_kt_a for p in rows if p.scale_high_kt_a]
        return min(low, default=None), max(high, default=None)

    @cached_property
    def next_to(self) -> dict[str, tuple[str, ...]]:
        """Products one main feed up or down from each, in order of product id."""
        out: dict[str, set[str]] = {}
        for process_id, flow in self.main_feed.items():
            main = self.facts.processes[process_id].main_product_id
            out.setdefault(flow.product_id, set()).add(main)
            out.setdefault(main, set()).add(flow.product_id)
        return {k: tuple(sorted(v - {k})) for k, v in out.items()}

    def product(self, product_id: str) -> Product:
        """The product called ``product_id``; KeyError when unknown."""
        return self.facts.products[product_id]

    def default_process(self, product_id: str) -> str | None:
        """Declared default supply of a product, else its only maker, else None."""
        declared = self.facts.default_route.get(product_id)
        if declared:
            return declared
        makers = self.makers.get(product_id, ())
        return makers[0].id if len(makers) == 1 else None

    def coefficient(self, process_id: str, product_id: str) -> float:
        """Net t of ``product_id`` per t of main product.

        Raises
        ------
        ChainError
            When the process neither takes nor yields the product.
        """
        value = self.net.get(process_id, {}).get(product_id, 0.0)
        if value == 0.0:
            raise ChainError(
                f"工艺“{process_id}”既不消耗也不产出“{product_id}”,产能不能按它计;"
                "请改正装置的工艺或产能所指产品。"
            )
        return value
