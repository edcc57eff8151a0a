"""Records → ties: who makes, supplies, owns, joins what, each as one edge between two things.

A statement (capacity, producer, supply, …) is never a thing of its own: it is the label and the
proof of an edge.  Things are firms, products, projects, parks and items of a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.facts import Facts
from graph.model import Record
from graph.store.values import Around, Ref
from views.amounts import amount, percent

DATASET = "dataset"
DATASET_WORD = "名录数据,未核实"
GUESSED = "推测"
Names = Mapping[Ref, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What words need beside the records: names, and which (process, product) are a feed."""

    names: Names
    feeds: frozenset[tuple[str, str]] = frozenset()

    def name(self, ref: Ref) -> str:
        """What a thing is called; its id when nobody knows."""
        return self.names.get(ref, ref[1])

    def is_feed(self, record: Any) -> bool:
        """Whether a unit is measured by what it takes in (a refinery by its crude)."""
        routes = getattr(record, "process_ids", None) or (getattr(record, "process_id", None),)
        return any((route or "", record.product_id) in self.feeds for route in routes)


def feeds_of(facts: Facts) -> frozenset[tuple[str, str]]:
    """Feeds by route; what is only ever bought is one without any route."""
    taken = {(f.process_id, f.product_id) for f in facts.flows.values() if f.role == "input"}
    return frozenset(taken | {("", p.id) for p in facts.products.values() if p.is_primary})


AROUND: Mapping[str, tuple[str, ...]] = {
    "firm": (
        "capacity.firm_id",
        "producer.firm_id",
        "supply.to_firm_id",
        "supply.from_firm_id",
        "firm_item.firm_id",
        "project.firm_ids",
        "firm.park_ids",
        "firm.owner_ids",
        "firm.merged_into_id",
    ),
    "product": (
        "capacity.product_id",
        "producer.product_id",
        "supply.product_id",
        "project.product_ids",
    ),
    "project": ("project.firm_ids", "project.product_ids", "project.park_ids"),
    "park": ("firm.park_ids", "project.park_ids"),
    "item": ("firm_item.item_id",),
}
"""Relations that are drawn around a thing of each kind."""

EXPLAINING = (
    "firm.owner_ids",
    "firm.merged_into_id",
    "supply.from_firm_id",
    "supply.to_firm_id",
    "supply.product_id",
    "capacity.firm_id",
    "capacity.product_id",
    "producer.firm_id",
    "producer.product_id",
    "firm_item.firm_id",
    "firm_item.item_id",
    "project.firm_ids",
    "project.product_ids",
    "firm.park_ids",
)
"""Relations that explain what two firms have to do with each other; a shared source does not."""

STATEMENTS = frozenset({"capacity", "producer", "supply", "firm_item", "project_stage"})
"""Kinds that say something of things and are no things themselves."""

_LEGAL = re.compile(r"(?:集团)?(?:有限责任公司|股份有限公司|有限公司|股份公司)$")
SHOWN_NAME = 13


@dataclass(frozen=True, slots=True)
class Tie:
    """One edge between two things.

    ``code`` is its kind: make, take, plan, supply, need, owner, merged, park, part, site or item;
    ``label`` is short, for the drawing; ``proof`` is the record that says so.
    """

    code: str
    start: Ref
    end: Ref
    label: str
    is_certain: bool
    proof: Record

    @property
    def is_dataset(self) -> bool:
        """Whether it stands in a directory only and nobody checked it."""
        return is_dataset(self.proof)


def is_dataset(record: Record) -> bool:
    """Whether a record comes from a data set that nobody checked row by row."""
    return getattr(record, "basis", None) == DATASET


def ref_of(record: Record) -> Ref:
    """Kind and id of a record."""
    return record.kind, str(getattr(record, "id", ""))


def name_of(record: Record) -> str:
    """What people call a record: its short name, else its name, else its id."""
    for field in ("short_name", "name_zh", "name", "title"):
        if text := getattr(record, field, None):
            return str(text)
    return ref_of(record)[1]


def names_of(around: Around) -> dict[Ref, str]:
    """Names of everything an ``Around`` speaks of, short ones first."""
    out = dict(around.names)
    for group in around.groups:
        out.update((ref_of(record), name_of(record)) for record in group.records)
    out[ref_of(around.record)] = name_of(around.record)
    return out


def short_name(name: str) -> str:
    """A name that fits a box: without its legal form, cut when it is still long.

    Examples
    --------
    >>> short_name("岳阳兴长石化股份有限公司"), short_name("苯")
    ('岳阳兴长石化', '苯')
    >>> short_name("湖南某某非常长的名字新材料科技发展有限公司")
    '湖南某某非常长的名字新材…'
    """
    short = _LEGAL.sub("", name) or name
    return short if len(short) <= SHOWN_NAME else short[: SHOWN_NAME - 1] + "…"


def ties_of(around: Around, known: Known) -> tuple[Tie, ...]:
    """Every tie an ``Around`` holds, in the order of its groups; each once."""
    here = around.record
    found = (
        tie
        for group in around.groups
        for record in group.records
        for tie in _between(here, record, group.relation, group.direction == "out", known)
    )
    return tuple(dict.fromkeys(found))


def _between(
    here: Record, there: Record, relation: str, is_out: bool, known: Known
) -> Iterator[Tie]:
    if there.kind in STATEMENTS:
        yield from statement_ties(there, known, here.kind == "product")
    elif relation in _DIRECT:
        start, end = (here, there) if is_out else (there, here)
        yield direct_tie(relation, start, ref_of(end))


def statement_ties(record: Record, known: Known, of_product: bool = False) -> Iterator[Tie]:
    """The edge a statement stands for; none when an end of it is unknown.

    Examples
    --------
    >>> from graph.model import Supply
    >>> row = Supply("s", "a", "b", "benzene", None, None, "推测", "source", None, None, None, None)
    >>> [(t.code, t.start[1], t.end[1], t.label) for t in statement_ties(
    ...     row, Known({("product", "benzene"): "苯"}))]
    [('supply', 'a', 'b', '供 苯 未知')]
    """
    make = _STATED.get(record.kind)
    if make is not None:
        tie = make(record, known, of_product)
        if tie is not None and tie.start != tie.end:
            yield tie


def _made(record: Any, known: Known, of_product: bool) -> Tie | None:
    if not record.product_id:
        return None
    ends = ("firm", record.firm_id), ("product", record.product_id)
    code = "take" if known.is_feed(record) else "make"
    return Tie(code, *ends, made_label(record), record.status != "未核", record)


def made_label(record: Any) -> str:
    """How much of it, and how it stands when it is not simply running.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> made_label(Row(capacity_kt_a=300.0, status="在产"))
    '30 万吨/年'
    >>> made_label(Row(capacity_kt_a=None, status="在建"))
    '产能未知 在建'
    """
    size = "产能未知" if record.capacity_kt_a is None else amount(record.capacity_kt_a)
    return size if record.status == "在产" else f"{size} {record.status}"


def _supplied(record: Any, known: Known, of_product: bool) -> Tie | None:
    product = ("product", record.product_id)
    certain = record.certainty != GUESSED
    if of_product or record.from_firm_id is None:
        size = amount(record.amount_kt_a)
        return Tie("need", product, ("firm", record.to_firm_id), f"用 {size}", certain, record)
    label = f"供 {known.name(product)} {amount(record.amount_kt_a)}"
    ends = ("firm", record.from_firm_id), ("firm", record.to_firm_id)
    return Tie("supply", *ends, label, certain, record)


def _listed(record: Any, known: Known, of_product: bool) -> Tie | None:
    ends = ("firm", record.firm_id), ("item", record.item_id)
    share = "" if record.share is None else f"占营收 {percent(record.share)}"
    return Tie("item", *ends, share, not is_dataset(record), record)


_STATED: Mapping[str, Callable[[Any, Known, bool], Tie | None]] = {
    "capacity": _made,
    "producer": _made,
    "supply": _supplied,
    "firm_item": _listed,
}
_DIRECT: Mapping[str, tuple[str, bool]] = {
    "firm.owner_ids": ("owner", False),
    "firm.merged_into_id": ("merged", False),
    "firm.park_ids": ("park", False),
    "project.firm_ids": ("part", True),
    "project.product_ids": ("plan", False),
    "project.park_ids": ("site", False),
}
"""Code of a reference column, and whether the tie runs against the reference."""


def direct_tie(relation: str, holder: Record, target: Ref) -> Tie:
    """The edge of a reference column of ``holder`` that leads to ``target``."""
    code, is_turned = _DIRECT[relation]
    ends = (target, ref_of(holder)) if is_turned else (ref_of(holder), target)
    label = str(getattr(holder, "stage", "")) if code in ("part", "plan") else ""
    return Tie(code, *ends, label, not is_dataset(holder), holder)


def tie_between(a: Record, b: Record, relation: str) -> Tie:
    """The edge of a reference column between two things, whichever of them holds it."""
    holder, target = (a, b) if _holds(a, relation, b) else (b, a)
    return direct_tie(relation, holder, ref_of(target))


def _holds(record: Record, relation: str, other: Record) -> bool:
    kind, _, column = relation.partition(".")
    value = getattr(record, column, None) if record.kind == kind else None
    return ref_of(other)[1] in (value if isinstance(value, tuple) else (value,))
