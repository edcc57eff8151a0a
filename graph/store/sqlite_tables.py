# ruff: noqa: S608 - identifiers come from the checked schema, values are parameters
"""SQL of each record kind, made from the schema once; names come from nowhere else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import SchemaMismatch
from graph.schema import Column, KindSchema, Schema
from graph.store.check import LISTS, check_model
from graph.store.codec import Codec, codec
from graph.store.relations import Relation, relations_of

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_STORAGE = {"int": "INTEGER", "bool": "INTEGER", "float": "REAL"}

FIXED = """
CREATE TABLE _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE _commit (
  commit_id TEXT PRIMARY KEY, actor TEXT NOT NULL, reason TEXT NOT NULL, time TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE _revision (
  seq INTEGER PRIMARY KEY, commit_id TEXT NOT NULL REFERENCES _commit (commit_id),
  kind TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, op TEXT NOT NULL,
  before TEXT, after TEXT, UNIQUE (kind, id, rev)
);
CREATE INDEX _ix_revision_commit ON _revision (commit_id);
CREATE TABLE _link (
  relation TEXT NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL,
  PRIMARY KEY (relation, from_id, to_id)
) WITHOUT ROWID;
CREATE INDEX _ix_link_to ON _link (relation, to_id, from_id);
CREATE TABLE _term (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  role INTEGER NOT NULL, text TEXT NOT NULL, norm TEXT NOT NULL
);
CREATE INDEX _ix_term_record ON _term (kind, id);
CREATE VIRTUAL TABLE _search USING fts5 (tokens, tokenize = 'ascii');
"""
"""Tables every data file has besides one per kind."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind: its codec, its relations and the statements that read and write it."""

    kind: KindSchema
    codec: Codec
    relations: tuple[Relation, ...]
    name: str
    columns: str
    upsert: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All kinds of a schema."""

    schema: Schema
    by_kind: Mapping[str, Table]
    relations: tuple[Relation, ...]

    def __getitem__(self, kind: str) -> Table:
        return self.by_kind[kind]


def tables_of(schema: Schema) -> Tables:
    """Statements for every kind; SchemaMismatch when schema and classes differ."""
    check_model(schema)
    relations = relations_of(schema)
    return Tables(
        schema,
        {kind.name: _table(kind, relations) for kind in schema.kinds.values()},
        relations,
    )


def _table(kind: KindSchema, relations: tuple[Relation, ...]) -> Table:
    columns = ", ".join(quoted(column.name) for column in kind.columns)
    marks = ", ".join("?" for _ in kind.columns)
    own = tuple(relation for relation in relations if relation.from_kind == kind.name)
    name = quoted(kind.name)
    upsert = f"INSERT OR REPLACE INTO {name} ({columns}, _rev) VALUES ({marks}, ?)"
    return Table(kind, codec(kind), own, name, columns, upsert)


def quoted(name: str) -> str:
    """A schema name as an SQL identifier; SchemaMismatch when it could not be one."""
    if not _NAME.fullmatch(name):
        raise SchemaMismatch(f"数据表里的名称“{name}”不能用;只能是小写字母、数字和下划线。")
    return f'"{name}"'


def storage(column: Column) -> str:
    """SQL type of a column."""
    if column.type in LISTS:
        return "TEXT NOT NULL DEFAULT '[]'"
    return _STORAGE.get(column.type, "TEXT")


def create_table(kind: KindSchema) -> list[str]:
    """Statements that make the table of a kind and index its references."""
    columns = [
        f"{quoted(column.name)} {storage(column)}" if column.name != "id" else '"id" TEXT'
        for column in kind.columns
    ]
    body = ", ".join([*columns, "_rev INTEGER NOT NULL", 'PRIMARY KEY ("id")'])
    made = [f"CREATE TABLE {quoted(kind.name)} ({body})"]
    return made + [text for column in kind.columns for text in create_index(kind, column)]


def create_index(kind: KindSchema, column: Column) -> list[str]:
    """The index of a reference column."""
    if column.type != "ref":
        return []
    name = f'"_ix_{kind.name}_{column.name}"'
    return [f"CREATE INDEX {name} ON {quoted(kind.name)} ({quoted(column.name)})"]


def shape(schema: Schema) -> dict[str, dict[str, list[str]]]:
    """Column types by kind: kind → column → [type, ref]: what a data file must agree on."""
    return {
        kind.name: {column.name: [column.type, column.ref] for column in kind.columns}
        for kind in schema.kinds.values()
    }


def digest(schema: Schema) -> str:
    """Short fingerprint of ``shape``."""
    text = json.dumps(shape(schema), sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
