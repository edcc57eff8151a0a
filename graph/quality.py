"""How well the facts are founded: shares by family and grade, and what to mend next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.asof import AsOf
from graph.chain import LEDGER_ROLES, Chain
from graph.facts import Facts
from graph.model import Capacity, Flow
from graph.reason.recipes import listed_routes
from graph.reason.units import Region, region_units

STANDING = ("在产", "在建", "规划")
WEAK_GRADES = ("C", "D")
SOURCED = ("source", "source-derived", "source-range", "source-route", "dataset")


def is_sourced(record: object) -> bool:
    """Whether a fact names a source and claims one."""
    return getattr(record, "basis", None) in SOURCED and bool(getattr(record, "source_id", None))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; ``of`` 0 leaves the ratio unknown."""

    sourced: int
    of: int

    @property
    def ratio(self) -> float | None:
        """Sourced ÷ of, None when there is nothing to count.

        Examples
        --------
        >>> Share(1, 4).ratio, Share(0, 0).ratio
        (0.25, None)
        """
        return self.sourced / self.of if self.of else None

    @classmethod
    def over(cls, records: Iterable[object]) -> Share:
        """Count ``records``."""
        rows = list(records)
        return cls(sum(map(is_sourced, rows)), len(rows))


@dataclass(frozen=True, slots=True)
class Family:
    """Unit consumptions of the processes whose main product is of one family."""

    family: str
    processes: int
    flows: Share
    main_feeds: Share


@dataclass(frozen=True, slots=True)
class Quality:
    """What ``check --json``, docs/data.md and 数据质量 show.

    ``flows`` leaves out the main rows (1 t by definition) and the ledger rows that close a
    balance; ``local`` are those of the routes that run, are built or planned in a region.
    ``running`` counts driving statements in production in the regions' own parks.
    """

    facts: Share
    flows: Share
    main_feeds: Share
    local_flows: Share
    local_main_feeds: Share
    families: tuple[Family, ...]
    grades: dict[str, int]
    kinds: dict[str, Share]
    running: int
    running_unknown: int


def quality(facts: Facts, day: str) -> Quality:
    """Count everything once; ``day`` (ISO) decides which local units stand."""
    chain = Chain(facts)
    flows = [f for f in facts.flows.values() if is_consumption(f)]
    here = local_processes(chain, day)
    local = [f for f in flows if f.process_id in here]
    stated = {
        kind: [r for r in rows.values() if hasattr(r, "basis")]
        for kind, rows in facts.by_kind.items()
    }
    every = [r for rows in stated.values() for r in rows]
    running = [u for u in _own_units(facts, day) if u.status == "在产"]
    return Quality(
        facts=Share.over(every),
        flows=Share.over(flows),
        main_feeds=Share.over(f for f in flows if f.is_main_feed),
        local_flows=Share.over(local),
        local_main_feeds=Share.over(f for f in local if f.is_main_feed),
        families=_families(facts, flows),
        grades=_grades(every),
        kinds={kind: Share.over(rows) for kind, rows in stated.items() if rows},
        running=len(running),
        running_unknown=sum(u.capacity_kt_a is None for u in running),
    )


def is_consumption(flow: Flow) -> bool:
    """Whether a flow is a figure somebody could look up: no main row, no ledger row."""
    return flow.role != "main" and flow.role not in LEDGER_ROLES


def local_processes(chain: Chain, day: str) -> frozenset[str]:
    """Routes that run, are built or planned in any region's own or nearby parks."""
    facts = chain.facts
    units = [
        unit
        for region_id in facts.regions
        for unit in region_units(facts, Region(region_id, with_nearby=True), AsOf(day))
    ]
    routes = {r for u in units if u.status in STANDING for r in listed_routes(chain, u)}
    inside = {m.process_id for members in facts.members_of.values() for m in members}
    planned = {p for project in facts.projects.values() for p in project.process_ids}
    return frozenset(routes | inside | planned)


def _own_units(facts: Facts, day: str) -> Iterable[Capacity]:
    for region_id in facts.regions:
        yield from region_units(facts, Region(region_id), AsOf(day))


def _families(facts: Facts, flows: Iterable[Flow]) -> tuple[Family, ...]:
    by_family: dict[str, list[Flow]] = {}
    for flow in flows:
        main = facts.processes[flow.process_id].main_product_id
        by_family.setdefault(facts.products[main].family, []).append(flow)
    found = [
        Family(
            family,
            len({f.process_id for f in rows}),
            Share.over(rows),
            Share.over(f for f in rows if f.is_main_feed),
        )
        for family, rows in by_family.items()
    ]
    return tuple(sorted(found, key=lambda f: (-f.flows.of, f.family)))


def _grades(records: Iterable[object]) -> dict[str, int]:
    """Facts by grade; 无 = no source."""
    count = Counter(
        (getattr(r, "grade", None) or "未评") if is_sourced(r) else "无" for r in records
    )
    return {g: count[g] for g in ("A", "B", "C", "D", "未评", "无") if count[g]}
