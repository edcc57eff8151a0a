"""Write docs/model.md from the schema tables: ``python docs/make_model.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from graph.model import KINDS, Record
from graph.schema import Column, KindSchema, Schema
from graph.store.neo4j_model import SHORTCUTS, arrow, label, shorts
from graph.store.relations import Relation, relations_of
from loaders.schema import read_schema

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "model.md"

HEAD = """\
# Record kinds and columns

Written by `python docs/make_model.py` from `data/schema/*.csv`; do not edit by hand (a test
compares the two). Every record kind is one frozen dataclass in `graph/model/` and one or
more CSV files under `data/`.

**Conventions.** UTF-8, comma, header = column names. An empty cell means *unknown*, never 0.
Lists are joined with `;`. `bool` is 1/0. Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A `ref`
holds the id of another record; `reflist` several. Files that people load may use the Chinese
labels as headers, with the unit in brackets (`产能(万吨/年)`).

**How the kinds hang together.** A *product* is made by any one of its *processes* (OR); a
process needs all of its inputs (AND), each a *flow* with a unit consumption in t per t of main
product. A *capacity* is one statement about one unit (装置): several statements may share a
`unit_id`, one of them drives (`is_driver`), the rest are checks. A *complex* makes its interior
products inside. Firms own projects, stand in parks and supply each other. Every fact carries
`basis`, `source_id`, `as_of` and `grade`. On a Neo4j server the same stands as nodes and
relations: [In Neo4j](#in-neo4j).
"""

NEO4J = """\
## In Neo4j

What stands in the database when `LIANTU_STORE` is `neo4j://…`, from `graph/store/neo4j_model.py`.
Queries to begin with: [neo4j.md](neo4j.md). **Read with any tool, write only through LianTu**
(pages, `liantu load`, `liantu copy`): a write past it makes no revision, and the counts, search
terms and shortcuts no longer agree with the records.

**Nodes.** A record is one node with the label `Record` and that of its kind (below), its columns
as properties of their own type: numbers, booleans, lists; dates are text (`2023-05`). Unknown is
an absent property, never 0. Besides: `_key` (`<kind>/<id>`, unique), `_rev` (how often this record
was written) and `_seq` (the revision of the store that wrote it last). A record that others refer
to but that does not exist is `(:Record:Missing {_key})`, without a label of its kind.

**Relations.** Every reference column is drawn as one relation for each record it names; the
property `of` is the column (`{of: 'capacity.product_id'}`) and tells apart what shares a type.
The column itself stays on the node, too. The firm comes first where it owns or does the thing.
"""

SOURCES = """\
Every `source_id` is drawn the same way, from each of the kinds that have it, with
`of` = `<kind>.source_id`:

| column | pattern |
|---|---|
| `*.source_id` | `(:Record)-[:FROM]->(:Source)` |
"""

SHORTCUT_HEAD = """\
**Shortcuts.** A flow or a supply is a node, because it has a source and a history of its own. For
short questions each is drawn once more as a direct relation; `id` is that of the statement.

| type | pattern | stands for | properties |
|---|---|---|---|"""

BOOKS_HEAD = """\
**Bookkeeping.** Nodes that are no records, without relations; read them, leave them alone.

| label | one for | properties |
|---|---|---|"""

BOOKS = {
    "_Meta": ("the database", "key layout schema schema_digest tokens seq state _lock"),
    "_Commit": ("each write", "commit_id actor reason time"),
    "_Revision": ("each record of a write", "seq commit_id of kind id rev op before after"),
    "_Term": (
        "each name a record is found by",
        "of kind id name role text norm head length tokens",
    ),
}

BOOKS_END = """\
`_Meta.seq` is the last revision, `state` that and the number of records by kind, as JSON;
writers take turns on `_lock`. `_Revision.of` and `_Term.of` are the `_key` of a record (a
deleted one, too), `before` and `after` the record as JSON without what is unknown (absent: there
was none, there is none now), `time` is UTC. The full-text index `liantu_names` is over
`_Term.tokens` and `kind`: one token per Chinese character and per run of letters or digits, joined
by spaces.
"""


def render(schema: Schema) -> str:
    """The whole page."""
    kinds = schema.kinds.values()
    parts = [HEAD, "\n".join(_contents(kinds)), *(_section(kind) for kind in kinds)]
    return "\n".join([*parts, *_neo4j(schema)])


def _contents(kinds: Iterable[KindSchema]) -> list[str]:
    lines = ["| kind | 名称 | files under `data/` |", "|---|---|---|"]
    for kind in kinds:
        files = "<br>".join(f"`{f}`" for f in kind.files)
        lines.append(f"| [{kind.name}](#{kind.name}) | {kind.label_zh} | {files} |")
    return [*lines, ""]


def _section(kind: KindSchema) -> str:
    lines = [
        f"## {kind.name}",
        "",
        kind.label_zh,
        "",
        "| column | 名称 | type | required | 说明 |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_row(column) for column in kind.columns), ""])


def _row(column: Column) -> str:
    type_ = column.type + (f" → {column.ref}" if column.ref else "")
    unit = f" ({column.unit})" if column.unit else ""
    choices = " · ".join(column.choices)
    told = "; ".join(part for part in (choices, column.help) if part).replace("|", "\\|")
    required = "yes" if column.required else ""
    return f"| `{column.name}` | {column.label_zh} | {type_}{unit} | {required} | {told} |"


def _neo4j(schema: Schema) -> list[str]:
    """The part on nodes and relations."""
    lines = [NEO4J, "| kind | 名称 | label |", "|---|---|---|"]
    lines += [f"| {k.name} | {k.label_zh} | `:{label(k.name)}` |" for k in schema.kinds.values()]
    lines += ["", "| column | pattern |", "|---|---|"]
    lines += [
        f"| `{relation.name}` | `{pattern(relation)}` |"
        for relation in relations_of(schema)
        if relation.column != "source_id"
    ]
    lines += ["", SOURCES, SHORTCUT_HEAD, *_shortcuts(schema), "", BOOKS_HEAD]
    for name, (what, properties) in BOOKS.items():
        lines.append(f"| `{name}` | {what} | {_coded(properties.split())} |")
    return [*lines, "", BOOKS_END]


def pattern(relation: Relation) -> str:
    """How a reference column is drawn, as Cypher says it."""
    drawn = arrow(relation)
    ends = label(relation.from_kind), label(relation.to_kind)
    start, end = reversed(ends) if drawn.is_turned else ends
    return f"(:{start})-[:{drawn.type}]->(:{end})"


def _shortcuts(schema: Schema) -> Iterator[str]:
    """What a flow of each role and a supply are drawn as, asked of the code that draws them."""
    drawn = [(record, short) for record in _examples(schema) for short in shorts(record)]
    for type_ in SHORTCUTS:
        found = [pair for pair in drawn if pair[1].type == type_]
        (record, short), roles = found[0], [s.held.get("role") for _, s in found]
        start, end = (label(key.partition("/")[0]) for key in (short.start, short.end))
        told = f"with role {_coded(roles)}" if record.kind == "flow" else "with a known supplier"
        yield (
            f"| `{type_}` | `(:{start})-[:{type_}]->(:{end})`"
            f" | `{record.kind}` {told} | {_coded(sorted(('id', *short.held)))} |"
        )


def _examples(schema: Schema) -> Iterator[Record]:
    """A flow of every role, and a supply."""
    flow = {"id": "x", "process_id": "r", "product_id": "p", "t_per_t": 1.0}
    for role in schema["flow"].column("role").choices:
        yield _record("flow", flow | {"role": role})
    ends = {"from_firm_id": "a", "to_firm_id": "b"}
    yield _record("supply", ends | {"id": "x", "product_id": "p", "amount_kt_a": 1.0})


def _record(kind: str, known: Mapping[str, object]) -> Record:
    unknown: dict[str, Any] = {field.name: None for field in fields(KINDS[kind])}
    return KINDS[kind](**(unknown | dict(known)))


def _coded(words: Iterable[object]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    PAGE.write_text(render(read_schema(ROOT / "data" / "schema")), encoding="utf-8", newline="\n")
