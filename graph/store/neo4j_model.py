"""How records and references look as nodes and relations; docs/model.md shows it to readers.

Every record is one node with two labels, ``Record`` and its kind (``Product``, ``FlowStatement``),
and its columns as properties.  Every reference is one relation whose property ``of`` names the
column (``capacity.product_id``).  A record referred to before it exists is a ``Record:Missing``
node without a kind, so that no reference is lost and none leads to a fact that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Record
from graph.store.relations import Relation
from graph.store.shape import quoted
from graph.store.values import Ref

_TYPES = {
    "capacity.firm_id": "<HAS",
    "capacity.product_id": "OF",
    "capacity.process_ids": "BY",
    "complex_member.complex_id": "PART_OF",
    "composite.contains_id": "CONTAINS",
    "figure.region_id": "ABOUT",
    "firm.merged_into_id": "MERGED_INTO",
    "firm.owner_ids": "<OWNS",
    "firm_item.firm_id": "<HAS",
    "firm_item.item_id": "OF",
    "firm_name.firm_id": "<CALLED",
    "flow.process_id": "<HAS",
    "flow.product_id": "OF",
    "flow_statement.process_id": "<HAS",
    "flow_statement.product_id": "OF",
    "item_link.from_item_id": "FROM_ITEM",
    "item_link.to_item_id": "TO_ITEM",
    "process.main_product_id": "MAKES",
    "producer.firm_id": "<HAS",
    "producer.product_id": "OF",
    "producer.process_id": "BY",
    "project.firm_ids": "<OWNS",
    "project.parent_id": "PART_OF",
    "project.process_ids": "BY",
    "project.product_ids": "WILL_MAKE",
    "project.region_id": "OF_REGION",
    "project_stage.project_id": "<HAS",
    "signal.firm_id": "<HAS",
    "signal.product_ids": "ABOUT",
    "signal.process_ids": "BY",
    "supply.from_firm_id": "<GIVES",
    "supply.to_firm_id": "TO",
    "supply.product_id": "OF",
    "supply.for_product_id": "FOR",
}
"""Relations with a name of their own; ``<`` where the record referred to is the start."""

_BY_COLUMN = {"source_id": "FROM", "park_id": "IN", "park_ids": "IN", "region_id": "IN"}


@dataclass(frozen=True, slots=True)
class Arrow:
    """How a reference is drawn: its type, and whether it starts at the record referred to."""

    relation: Relation
    type: str
    is_turned: bool


@dataclass(frozen=True, slots=True)
class Short:
    """A direct relation that stands for a statement node, for people who write Cypher.

    ``id`` is the statement's; ``held`` further properties.
    """

    type: str
    start: str
    end: str
    id: str
    held: dict[str, object]


SHORTCUTS = ("INPUT_OF", "YIELDS", "SUPPLIES")
"""Types of :class:`Short`, in no walk: each only repeats a flow or a supply."""

_INPUTS = ("input", "auxiliary", "makeup")


def label(kind: str) -> str:
    """The label of a kind.

    Examples
    --------
    >>> label("flow_statement")
    'FlowStatement'
    """
    quoted(kind)  # a name the schema may not have would end up in Cypher
    return "".join(part.capitalize() for part in kind.split("_"))


def key(ref: Ref) -> str:
    """The property ``_key`` of a record's node."""
    return f"{ref[0]}/{ref[1]}"


def ref(key: str) -> Ref:
    """The record a ``_key`` means.

    Examples
    --------
    >>> ref("firm/a/b")
    ('firm', 'a/b')
    """
    kind, _, id = key.partition("/")
    return kind, id


def arrow(relation: Relation) -> Arrow:
    """How a relation is drawn."""
    quoted(relation.column)
    column = relation.column
    plain = column.removesuffix("_ids").removesuffix("_id").upper()
    told = _TYPES.get(relation.name) or _BY_COLUMN.get(column) or plain
    return Arrow(relation, told.lstrip("<"), told.startswith("<"))


def arrows(relations: Iterable[Relation]) -> tuple[Arrow, ...]:
    """How relations are drawn."""
    return tuple(arrow(relation) for relation in relations)


def types(found: Sequence[Arrow]) -> str:
    """The types of some arrows, as a pattern names them; none is a type nothing has."""
    return "|".join(sorted({a.type for a in found})) or "_NONE"


def shorts(record: Record) -> tuple[Short, ...]:
    """The direct relations a record stands for."""
    held = {name: getattr(record, name, None) for name in ("t_per_t", "role", "amount_kt_a")}
    known = {name: value for name, value in held.items() if value is not None}
    id = str(getattr(record, "id", ""))
    if record.kind == "flow":
        product = key(("product", str(getattr(record, "product_id", ""))))
        process = key(("process", str(getattr(record, "process_id", ""))))
        if known.get("role") in _INPUTS:
            return (Short("INPUT_OF", product, process, id, known),)
        return (Short("YIELDS", process, product, id, known),)
    if record.kind == "supply" and getattr(record, "from_firm_id", None):
        giver = key(("firm", str(getattr(record, "from_firm_id", ""))))
        taker = key(("firm", str(getattr(record, "to_firm_id", ""))))
        known["product_id"] = getattr(record, "product_id", None)
        return (Short("SUPPLIES", giver, taker, id, known),)
    return ()
