"""All records of one reading, by kind and id: what reasoning reasons about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from graph.model import (
    DESK_KINDS,
    Capacity,
    Complex,
    ComplexMember,
    Composite,
    Constraint,
    DefaultRoute,
    Firm,
    Flow,
    FlowStatement,
    Market,
    MayAlsoYield,
    Park,
    Process,
    Producer,
    Product,
    Project,
    ProjectStage,
    Record,
    Region,
    Segment,
    Signal,
    Source,
    Supply,
)

R = TypeVar("R", bound=Record)
MADE_OF = {
    "goods": {"product"},
    "statements_on": {"capacity"},
    "stages_of": {"project_stage"},
    "unit_names": {"capacity"},
    "flows_of": {"flow"},
    "statements_of": {"flow_statement"},
    "members_of": {"complex_member"},
    "default_route": {"default_route"},
    "may_also_yield": {"may_also_yield"},
    "contains": {"composite"},
    "producers_of": {"producer"},
    "signals_of": {"signal"},
    "market_of": {"market"},
}
"""Which kinds each index is made of: what may be kept when other kinds change."""


def _index(records: Iterable[R], key: str) -> dict[str, tuple[R, ...]]:
    out: dict[str, list[R]] = {}
    for record in records:
        out.setdefault(getattr(record, key), []).append(record)
    return {k: tuple(v) for k, v in out.items()}


@dataclass(frozen=True)
class Facts:
    """Records by kind, each a dict from id to record in file order.

    Examples
    --------
    >>> from graph.model import Segment
    >>> facts = Facts.of([Segment("乙烯链", 1, "#1565c0", 1, None)])
    >>> list(facts.segments)
    ['乙烯链']
    """

    by_kind: dict[str, dict[str, Record]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Facts:
        """Group ``records`` by kind; a later record with the same id wins."""
        by_kind: dict[str, dict[str, Record]] = {}
        for record in records:
            by_kind.setdefault(record.kind, {})[record.id] = record  # type: ignore[attr-defined]
        return cls(by_kind)

    def with_records(self, changed: Iterable[Record]) -> Facts:
        """The same facts with some records added or replaced; untouched indexes are shared.

        Examples
        --------
        >>> from graph.model import Segment
        >>> facts = Facts.of([Segment("乙烯链", 1, "#1565c0", 1, None)])
        >>> facts.with_records([Segment("丙烯链", 2, "#1565c0", 1, None)]).segments.keys()
        dict_keys(['乙烯链', '丙烯链'])
        """
        fresh: dict[str, dict[str, Record]] = {}
        for record in changed:
            rows = fresh.setdefault(record.kind, dict(self.by_kind.get(record.kind, {})))
            rows[record.id] = record  # type: ignore[attr-defined]
        out = Facts(self.by_kind | fresh)
        for name, kinds in MADE_OF.items():
            if name in self.__dict__ and not kinds & fresh.keys():
                out.__dict__[name] = self.__dict__[name]
        return out

    def same_tables(self, other: Facts, kinds: Iterable[str]) -> bool:
        """Whether the tables of these kinds are the very same objects in both."""
        return all(self.by_kind.get(k) is other.by_kind.get(k) for k in kinds)

    @cached_property
    def fingerprint(self) -> str:
        """Eight letters that change with anything said about the chain, the firms, the plans.

        What people leave on the map does not count.
        """
        seen = hashlib.sha256()
        for kind in sorted(self.by_kind.keys() - DESK_KINDS):
            for _, record in sorted(self.by_kind[kind].items()):
                seen.update(repr(record).encode())
        return seen.hexdigest()[:8]

    def all(self, cls: type[R]) -> dict[str, R]:
        """Every record of one kind, by id; empty when there is none."""
        return self.by_kind.get(cls.kind, {})  # type: ignore[return-value]

    @cached_property
    def products(self) -> dict[str, Product]:
        """Products by id."""
        return self.all(Product)

    @cached_property
    def goods(self) -> dict[str, Product]:
        """Products that are goods: the ledger items of the mass balance left out."""
        return {p.id: p for p in self.products.values() if p.trade != "ledger"}

    @cached_property
    def processes(self) -> dict[str, Process]:
        """Processes by id."""
        return self.all(Process)

    @cached_property
    def segments(self) -> dict[str, Segment]:
        """Segments by id."""
        return self.all(Segment)

    @cached_property
    def firms(self) -> dict[str, Firm]:
        """Firms by id, of the region and elsewhere."""
        return self.all(Firm)

    @cached_property
    def parks(self) -> dict[str, Park]:
        """Parks by id."""
        return self.all(Park)

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Regions by id."""
        return self.all(Region)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return self.all(Source)

    @cached_property
    def capacities(self) -> dict[str, Capacity]:
        """Capacity statements by id."""
        return self.all(Capacity)

    @cached_property
    def statements_on(self) -> dict[str, tuple[Capacity, ...]]:
        """Every statement on each unit."""
        return _index(self.capacities.values(), "unit_id")

    @cached_property
    def stages_of(self) -> dict[str, tuple[ProjectStage, ...]]:
        """The recorded stages of each project."""
        return _index(self.all(ProjectStage).values(), "project_id")

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """What each unit is called, from its driving statement."""
        return {c.unit_id: c.name_zh for c in self.capacities.values() if c.is_driver}

    @cached_property
    def projects(self) -> dict[str, Project]:
        """Projects by id."""
        return self.all(Project)

    @cached_property
    def complexes(self) -> dict[str, Complex]:
        """Complexes by id."""
        return self.all(Complex)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """Flows by id."""
        return self.all(Flow)

    @cached_property
    def flows_of(self) -> dict[str, tuple[Flow, ...]]:
        """Flows of each process."""
        return _index(self.flows.values(), "process_id")

    @cached_property
    def statements_of(self) -> dict[tuple[str, str], tuple[FlowStatement, ...]]:
        """Competing statements on a consumption, by (process, product)."""
        out: dict[tuple[str, str], list[FlowStatement]] = {}
        for row in self.all(FlowStatement).values():
            out.setdefault((row.process_id, row.product_id), []).append(row)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def members_of(self) -> dict[str, tuple[ComplexMember, ...]]:
        """Interior products of each complex."""
        return _index(self.all(ComplexMember).values(), "complex_id")

    @cached_property
    def default_route(self) -> dict[str, str]:
        """The declared default process of each product."""
        return {r.product_id: r.process_id for r in self.all(DefaultRoute).values()}

    @cached_property
    def may_also_yield(self) -> dict[str, tuple[str, ...]]:
        """Products a process may also yield, beyond its flows."""
        rows = _index(self.all(MayAlsoYield).values(), "process_id")
        return {p: tuple(r.product_id for r in rs) for p, rs in rows.items()}

    @cached_property
    def contains(self) -> dict[str, tuple[str, ...]]:
        """Processes a composite process already contains."""
        rows = _index(self.all(Composite).values(), "process_id")
        return {p: tuple(r.contains_id for r in rs) for p, rs in rows.items()}

    @cached_property
    def producers_of(self) -> dict[str, tuple[Producer, ...]]:
        """Statements on producers elsewhere, by product."""
        rows = (p for p in self.all(Producer).values() if p.product_id)
        return _index(rows, "product_id")

    @cached_property
    def signals_of(self) -> dict[str, tuple[Signal, ...]]:
        """Investment signals of each firm."""
        return _index(self.all(Signal).values(), "firm_id")

    @cached_property
    def market_of(self) -> dict[str, tuple[Market, ...]]:
        """National figures of each product, newest first; aggregates left out."""
        rows: dict[str, list[Market]] = {}
        for record in self.all(Market).values():
            if len(record.product_ids) == 1:
                rows.setdefault(record.product_ids[0], []).append(record)
        return {p: tuple(sorted(r, key=lambda m: m.year, reverse=True)) for p, r in rows.items()}

    @cached_property
    def constraints(self) -> dict[str, Constraint]:
        """Entry rules by id."""
        return self.all(Constraint)

    @cached_property
    def supplies(self) -> dict[str, Supply]:
        """Who supplies whom."""
        return self.all(Supply)

    def product_name(self, product_id: str) -> str:
        """The Chinese name of a product, its id where it is not on record."""
        product = self.products.get(product_id)
        return product.name_zh if product else product_id

    def firm_name(self, firm_id: str) -> str:
        """What people call a firm: its short name, else its name, else its id."""
        firm = self.firms.get(firm_id)
        return (firm.short_name or firm.name_zh) if firm else firm_id

    def owner(self, firm_id: str) -> str:
        """The firm that answers for ``firm_id`` today, following mergers."""
        seen = {firm_id}
        while (firm := self.firms.get(firm_id)) and firm.merged_into_id:
            firm_id = firm.merged_into_id
            if firm_id in seen:
                break
            seen.add(firm_id)
        return firm_id
