# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""SQL of each record kind, made from the schema once; names come from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.schema import KindSchema, Schema
from graph.store.check import LISTS
from graph.store.codec import Codec
from graph.store.making import MAKERS
from graph.store.naming import NAME_COLUMNS
from graph.store.relations import Relation
from graph.store.shape import quoted
from graph.store.tokens import NAMED_BY

_STORAGE = {"int": "INTEGER", "bool": "INTEGER", "float": "REAL"}

LOG = """
CREATE TABLE _commit (
  number INTEGER PRIMARY KEY, commit_id TEXT NOT NULL UNIQUE, actor TEXT NOT NULL,
  reason TEXT NOT NULL, time TEXT NOT NULL
);
CREATE INDEX _ix_commit_time ON _commit (time, commit_id, actor);
CREATE INDEX _ix_commit_actor ON _commit (actor, time, commit_id);
CREATE TABLE _revision (
  seq INTEGER PRIMARY KEY, commit_number INTEGER NOT NULL REFERENCES _commit (number),
  kind TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, op TEXT NOT NULL,
  before TEXT, after TEXT, UNIQUE (kind, id, rev)
);
CREATE INDEX _ix_revision_commit ON _revision (commit_number);
"""
"""Who wrote what, for ever."""

COUNTS = """
CREATE TABLE _count (
  kind TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, n INTEGER NOT NULL
) WITHOUT ROWID;
"""
"""How many records of each kind stand, and the number the kind has in the file."""

_BARE = "content = '', columnsize = 0, tokenize = 'ascii'"
TERMS = f"""
CREATE TABLE _term (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, role INTEGER NOT NULL, text TEXT NOT NULL,
  name TEXT, parts TEXT NOT NULL
);
CREATE INDEX _ix_term_id ON _term (id);
CREATE VIRTUAL TABLE _head USING fts5 (word, {_BARE}, detail = 'none', prefix = '1 2 3 4 6 8');
CREATE VIRTUAL TABLE _name USING fts5 (parts, {_BARE}, prefix = '2 3');
CREATE VIRTUAL TABLE _sound USING fts5 (words, {_BARE}, detail = 'none', prefix = '1 2 3 4 6');
"""
"""What records are called; ``sqlite_terms`` tells how."""

FIXED = f"""
CREATE TABLE _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{LOG}{COUNTS}
CREATE TABLE _link (
  relation TEXT NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL,
  PRIMARY KEY (relation, from_id, to_id)
) WITHOUT ROWID;
CREATE INDEX _ix_link_to ON _link (relation, to_id, from_id);
{TERMS}
"""
"""Tables every data file has besides one per kind; ``_link`` holds lists of references."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind: its codec, its relations and the statements that read and write it."""

    kind: KindSchema
    codec: Codec
    relations: tuple[Relation, ...]
    name: str
    columns: str
    upsert: str
    id_at: int
    lists: tuple[Relation, ...]
    is_named: bool
    called: str
    """SQL of the best name a record has, of a table called ``f``."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All kinds of a schema."""

    schema: Schema
    by_kind: Mapping[str, Table]

    def __getitem__(self, kind: str) -> Table:
        return self.by_kind[kind]

    def is_list(self, relation: Relation) -> bool:
        """Whether a relation is a column of several references."""
        return relation in self.by_kind[relation.from_kind].lists


def tables_of(schema: Schema, codecs: Mapping[str, Codec], relations: Sequence[Relation]) -> Tables:
    """Statements for every kind."""
    return Tables(
        schema,
        {kind.name: _table(kind, codecs[kind.name], relations) for kind in schema.kinds.values()},
    )


def _table(kind: KindSchema, codec: Codec, relations: Sequence[Relation]) -> Table:
    columns = ", ".join(quoted(column.name) for column in kind.columns)
    marks = ", ".join("?" for _ in kind.columns)
    own = tuple(relation for relation in relations if relation.from_kind == kind.name)
    name = quoted(kind.name)
    upsert = f"INSERT OR REPLACE INTO {name} ({columns}, _rev) VALUES ({marks}, ?)"
    lists = tuple(relation for relation in own if relation.column in codec.lists)
    is_named = not NAMED_BY.isdisjoint(codec.names)
    id_at = codec.names.index("id")
    called = _called(codec.names)
    return Table(kind, codec, own, name, columns, upsert, id_at, lists, is_named, called)


def _called(names: Sequence[str]) -> str:
    held = [f"nullif(f.{quoted(name)}, '')" for name in NAME_COLUMNS if name in names]
    return f"coalesce({', '.join(held)})" if len(held) > 1 else held[0]


def storage(type_: str) -> str:
    """SQL type of a column's type."""
    if type_ in LISTS:
        return "TEXT NOT NULL DEFAULT '[]'"
    return _STORAGE.get(type_, "TEXT")


def create_table(kind: KindSchema) -> list[str]:
    """Statements that make the table of a kind and its indexes."""
    columns = [
        f"{quoted(column.name)} {storage(column.type)}" if column.name != "id" else '"id" TEXT'
        for column in kind.columns
    ]
    body = ", ".join([*columns, "_rev INTEGER NOT NULL", 'PRIMARY KEY ("id")'])
    return [f"CREATE TABLE {quoted(kind.name)} ({body})", *create_indexes(kind)]


def create_indexes(kind: KindSchema) -> list[str]:
    """Indexes of the references of a kind, of its basis, of who makes how much of a product."""
    names = {column.name for column in kind.columns}
    wanted = {c.name: (c.name, '"id"') for c in kind.columns if c.type == "ref"}
    if "basis" in names:
        wanted["basis"] = ("basis", '"id"')
    if kind.name in MAKERS and names >= {"product_id", "capacity_kt_a"}:
        wanted["making"] = ("product_id", '"capacity_kt_a" DESC, "id"')
    return [
        f'CREATE INDEX IF NOT EXISTS "_ix_{kind.name}_{name}" ON {quoted(kind.name)}'
        f" ({quoted(first)}, {rest}) WHERE {quoted(first)} IS NOT NULL"
        for name, (first, rest) in wanted.items()
    ]
