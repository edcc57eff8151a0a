"""The knowledge graph as GraphML for Gephi, yEd, Cytoscape and networkx.

Every attribute has the type of its column (string, long, double, boolean); what is unknown is
left out, lists are joined with ``;`` and characters XML has no room for are dropped.  Nodes are
``kind:id``; edges, of which two nodes may have several, have ids of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.facts import Facts
from graph.model import Record, Source
from graph.network import Node, knowledge_graph
from graph.schema import Schema

RELATIONS_ZH = {
    "INPUT_OF": "用于",
    "YIELDS": "产出",
    "MAY_YIELD": "可能另产",
    "CONTAINS": "包含",
    "HAS": "拥有",
    "OF": "属于",
    "BY_ROUTE": "采用工艺",
    "IN": "位于",
    "PART_OF": "组成",
    "BUILDS": "建设",
    "OWNS": "投资",
    "WILL_MAKE": "将生产",
    "USES": "用地",
    "FOR": "面向",
    "ANNOUNCES": "动向",
    "MERGED_INTO": "并入",
    "MAKES_INSIDE": "内部产出",
    "SUPPLIES": "供应",
    "MAKES": "生产",
    "CITES": "来源",
}
_LABELS = ("name_zh", "title", "indicator", "event", "signal_text")
_TYPES = {"bool": "boolean", "int": "long", "float": "double"}
_ILLEGAL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)

Attributes = dict[str, Any]


def graphml_bytes(facts: Facts, schema: Schema, about: str) -> bytes:
    """The graph of ``facts`` with the sources as nodes; ``about`` describes the file.

    The description is a ``desc`` element, since Gephi reports keys of the graph as errors.
    """
    g = knowledge_graph(facts, with_sources=True)
    used: dict[tuple[str, str], None] = {}
    body = []
    for node, data in g.nodes(data=True):
        told = _data("node", node_attributes(node, data, facts, schema), used)
        body.append(f"<node id={quoteattr(node_id(node))}>{told}</node>")
    for number, (a, b, data) in enumerate(g.edges(data=True), 1):
        told = _data("edge", edge_attributes(data, facts), used)
        ends = f"source={quoteattr(node_id(a))} target={quoteattr(node_id(b))}"
        body.append(f'<edge id="e{number}" {ends}>{told}</edge>')
    types = {c.name: _TYPES.get(c.type, "string") for k in schema.kinds.values() for c in k.columns}
    keys = [
        f'<key id="{scope}_{name}" for="{scope}" attr.name="{name}"'
        f' attr.type="{types.get(name, "string")}"/>'
        for scope, name in used
    ]
    head = [_HEAD, f"<desc>{escape(clean(about))}</desc>", *keys]
    lines = [*head, '<graph edgedefault="directed">', *body, "</graph>", "</graphml>", ""]
    return "\n".join(lines).encode("utf-8")


def node_id(node: Node) -> str:
    """Kind and id in one word."""
    return clean(f"{node[0]}:{node[1]}")


def node_attributes(
    node: Node, data: Mapping[str, Any], facts: Facts, schema: Schema
) -> Attributes:
    """What a node says of itself: label, kind, every column that is no edge, its source."""
    kind, id_ = node
    record = facts.by_kind[kind][id_]
    columns = [c.name for c in schema[kind].columns if not c.ref or c.name == "source_id"]
    told: Attributes = {
        "label": next((v for n in _LABELS if (v := getattr(record, n, None))), id_),
        "kind": kind,
        "kind_zh": schema[kind].label_zh,
        "record_id": id_,
    }
    told |= {name: getattr(record, name) for name in columns if name != "id"}
    told |= {name: value for name, value in data.items() if name not in told}
    return _known(told | _source_of(record, facts))


def edge_attributes(data: Mapping[str, Any], facts: Facts) -> Attributes:
    """What an edge says: relation, the record that states it, the amounts, the source."""
    kind, id_ = data["fact"]
    rest = {name: value for name, value in data.items() if name not in ("fact", "relation")}
    told = {
        "label": RELATIONS_ZH[data["relation"]],
        "relation": data["relation"],
        "fact_kind": kind,
        "fact_id": id_,
    }
    return _known(told | rest | _source_of(facts.by_kind[kind][id_], facts))


def _source_of(record: Record, facts: Facts) -> Attributes:
    source = facts.sources.get(getattr(record, "source_id", None) or "")
    if not isinstance(source, Source):
        return {}
    return {
        "source_title": source.title,
        "source_url": source.url,
        "source_date": source.date or source.date_text,
    }


def _known(told: Mapping[str, Any]) -> Attributes:
    shown = {n: ";".join(v) if isinstance(v, tuple) else v for n, v in told.items()}
    known = {n: clean(v) if isinstance(v, str) else v for n, v in shown.items()}
    return {name: value for name, value in known.items() if value is not None and value != ""}


def clean(text: str) -> str:
    r"""``text`` without the characters XML 1.0 forbids or discourages.

    Examples
    --------
    >>> clean("苯\x00\x0b酚\ufffe")
    '苯酚'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def _data(scope: str, told: Mapping[str, Any], used: dict[tuple[str, str], None]) -> str:
    used |= dict.fromkeys((scope, name) for name in told)
    return "".join(f'<data key="{scope}_{n}">{_text(v)}</data>' for n, v in told.items())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else repr(value)
