"""What the queries of docs/neo4j.md ought to answer, worked out from the records in Python."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from stores import SCHEMA

from graph.store.neo4j_model import label
from graph.store.relations import relations_of, targets
from graph.store.tokens import terms, tokens

DOCS = Path(__file__).parents[1] / "docs"
Row = tuple[Any, ...]


class Held:
    """Records by kind and id, as the server ought to hold them."""

    def __init__(self, records: list[Any], revisions: list[Row]) -> None:
        self.of: dict[str, dict[str, Any]] = defaultdict(dict)
        self.revisions = revisions
        for record in records:
            self.of[record.kind][record.id] = record

    def all(self, *kinds: str) -> list[Any]:
        return [record for kind in kinds for record in self.of[kind].values()]

    def named(self, kind: str, name: str) -> str:
        (found,) = [r.id for r in self.all(kind) if r.name_zh == name]
        return str(found)

    def name(self, kind: str, id: str | None) -> str | None:
        return self.of[kind][id].name_zh if id in self.of[kind] else None

    def source(self, record: Any) -> Any:
        return self.of["source"].get(record.source_id)

    @cached_property
    def makings(self) -> list[Any]:
        """What firms make: units and producers elsewhere."""
        return self.all("capacity", "producer")


def pattern_rows() -> dict[str, str]:
    """Column → pattern, as the page says."""
    page = (DOCS / "model.md").read_text(encoding="utf-8").split("\n## In Neo4j\n")[1]
    return dict(re.findall(r"^\| `([a-z_*]+\.[a-z_]+)` \| `([^`]+)` \|$", page, re.MULTILINE))


def firms_by_name(held: Held) -> list[Row]:
    asked = f" {' '.join(tokens('湖南石化'))} "
    return [
        (firm.name_zh, firm.id)
        for firm in held.all("firm")
        if any(asked in f" {term.tokens} " for term in terms(firm))
    ]


def makers(held: Held) -> list[Row]:
    found = []
    for s in held.makings:
        is_other = s.kind == "capacity" and not s.is_driver
        if held.name("product", s.product_id) == "己内酰胺" and not is_other:
            firm, source = held.name("firm", s.firm_id), held.source(s)
            date = getattr(s, "year", None) or s.as_of
            told = (source.title, source.url) if source else (None, None)
            found.append((firm, s.capacity_kt_a, s.status, date, *told))
    return found


def inputs(held: Held) -> list[Row]:
    process = held.named("process", "环己酮肟液相贝克曼重排")
    return [
        (
            held.name("product", f.product_id), f.t_per_t, f.is_main_feed, f.basis,
            getattr(held.source(f), "title", None),
        )
        for f in held.all("flow")
        if f.process_id == process and f.role in ("input", "auxiliary", "makeup")
    ]  # fmt: skip


def two_steps(held: Held) -> list[Row]:
    uses, gives = defaultdict(set), defaultdict(set)
    for flow in held.all("flow"):
        if flow.role == "input":
            uses[flow.product_id].add(flow.process_id)
        elif flow.role in ("main", "coproduct"):
            gives[flow.process_id].add(flow.product_id)
    start = held.named("product", "纯苯")
    vias: dict[str, set[str]] = defaultdict(set)
    lasts: dict[str, set[str]] = defaultdict(set)
    for via in {via for first in uses[start] for via in gives[first]}:
        for last in uses[via]:
            for end in gives[last] - {start, via}:
                if held.of["product"][end].trade == "merchant":
                    vias[end].add(str(held.name("product", via)))
                    lasts[end].add(last)
    return [(held.name("product", p), tuple(sorted(vias[p])), len(lasts[p])) for p in vias]


def park_firms(held: Held) -> list[Row]:
    park = held.named("park", "绿色化工高新区云溪片区")
    return [
        (
            firm.name_zh,
            firm.status,
            tuple(
                f"{j.name_zh}({j.stage or '未知'})"
                for j in sorted(held.all("project"), key=lambda j: j.name_zh)
                if firm.id in j.firm_ids
            ),
        )
        for firm in held.all("firm")
        if park in firm.park_ids
    ]


def projects(held: Held) -> list[Row]:
    product, found = held.named("product", "环氧丙烷"), []
    for j in held.all("project"):
        if product in j.product_ids:
            steps = [s.date for s in held.all("project_stage") if s.project_id == j.id and s.date]
            firms = tuple(sorted(str(held.name("firm", id)) for id in j.firm_ids))
            source = getattr(held.source(j), "title", None)
            last = max(steps, default=None)
            found.append(
                (j.name_zh, firms, j.stage, last, j.capacity_kt_a, j.investment_yi, source)
            )
    return found


def partners(held: Held) -> list[Row]:
    firm, found = held.named("firm", "岳阳兴长石化股份有限公司"), []
    for s in held.all("supply"):
        what = (held.name("product", s.product_id), s.amount_kt_a, s.certainty)
        if s.to_firm_id == firm:
            found.append(("供给它", held.name("firm", s.from_firm_id), *what))
        if s.from_firm_id == firm:
            found.append(("它供给", held.name("firm", s.to_firm_id), *what))
    return found


def makers_of_both(held: Held) -> list[Row]:
    made: dict[str, set[str]] = defaultdict(set)
    for s in held.makings:
        name = held.name("product", s.product_id)
        if name in ("苯酚", "丙酮") and s.status in ("在产", "在建") and s.firm_id:
            made[s.firm_id].add(name)
    firms = [held.of["firm"][id] for id, names in made.items() if len(names) == 2]
    return [(f.name_zh, f.province, f.city) for f in firms]


_TIES = (
    "HAS|OF|OWNS|WILL_MAKE|GIVES|TO|MERGED_INTO",
    ("firm", "zhe-jiang-shi-you-hua-gong"),
    ("firm", "yueyang-xingchang"),
)


def ties(held: Held) -> list[Row]:
    """All shortest ways, by breadth first over the references drawn with those types."""
    types, start, end = _TIES
    ways = pattern_rows()
    near: dict[Any, list[Any]] = defaultdict(list)
    for relation in relations_of(SCHEMA):
        told = ways.get(relation.name, "")
        if re.search(rf"\[:({types})\]", told):
            for record in held.all(relation.from_kind):
                for id in targets(record, relation):
                    here, there = (record.kind, record.id), (relation.to_kind, id)
                    near[here].append((relation.name, there))
                    near[there].append((relation.name, here))
    found: list[Row] = []
    waiting: deque[Any] = deque([((start,), ())])
    while waiting:
        nodes, names = waiting.popleft()
        if found and len(names) >= len(found[0][1]):
            break
        for name, there in near[nodes[-1]]:
            if there == end:
                records = [held.of[kind][id] for kind, id in (*nodes, there)]
                called = tuple(getattr(r, "name_zh", None) or r.id for r in records)
                found.append((called, (*names, name)))
            elif there not in nodes:
                waiting.append(((*nodes, there), (*names, name)))
    return found


def unsourced(held: Held) -> list[Row]:
    based = [r for kind in SCHEMA.kinds for r in held.all(kind) if getattr(r, "basis", None)]
    every = Counter(label(r.kind) for r in based)
    without = Counter(label(r.kind) for r in based if r.source_id is None)
    return [(kind, every[kind], number) for kind, number in without.items()]


def on_one_source(held: Held) -> list[Row]:
    found, by_product = [], defaultdict(list)
    for s in held.makings:
        if s.firm_id and s.product_id:
            by_product[s.product_id].append(s)
    for product, told in by_product.items():
        firms, sources = {s.firm_id for s in told}, {s.source_id for s in told}
        if len(firms) > 1 and len(sources) == 1 and None not in sources:
            source = held.source(told[0])
            name = held.name("product", product)
            found.append((name, len(firms), len(told), source.title, source.grade, source.url))
    return found


def of_a_source(held: Held) -> list[Row]:
    found: dict[Any, list[str]] = defaultdict(list)
    for record in (r for kind in SCHEMA.kinds for r in held.all(kind)):
        source = held.source(record) if hasattr(record, "source_id") else None
        if source is not None and "绿色化工高新区2021年情况" in source.title:
            found[source.title, label(record.kind)].append(record.id)
    return [(*what, len(ids), tuple(sorted(ids))) for what, ids in found.items()]


def of_unknown_capacity(held: Held) -> list[Row]:
    found: dict[str, set[str]] = defaultdict(set)
    for s in held.all("capacity"):
        if s.is_driver and s.capacity_kt_a is None and s.status in ("在产", "在建"):
            found[str(held.name("firm", s.firm_id))].add(str(held.name("product", s.product_id)))
    return [(firm, tuple(sorted(products))) for firm, products in found.items()]


EXPECTED: dict[int, Callable[[Held], list[Row]]] = {
    1: firms_by_name, 2: makers, 3: inputs, 4: two_steps, 5: park_firms, 6: projects,
    7: partners, 8: makers_of_both, 9: ties, 11: unsourced, 12: on_one_source,
    13: of_a_source, 14: of_unknown_capacity,
}  # fmt: skip
