"""Open a database: make it ours, recognise it, bring it to this program's schema, or refuse it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import SchemaMismatch, StoreUnavailable
from graph.schema import Schema
from graph.store import tokens
from graph.store.making import MAKERS
from graph.store.neo4j_codec import NodeCodec
from graph.store.neo4j_draw import draw_anew
from graph.store.neo4j_driver import Link, Runner
from graph.store.neo4j_model import label
from graph.store.neo4j_terms import name_anew
from graph.store.relations import Relation
from graph.store.shape import agreed, quoted, refuse_newer, shape

LAYOUT = 1
STORE = "store"
_PAGE = 500

_FOREIGN = "数据库 {at} 里有不是链图写的数据;请换一个空的库,或用别的库名。"
_NEWER = "数据库 {at} 由更新版本的链图建立;请升级程序,或另指定一个库。"
_CHANGED = "数据库 {at} 里“{label}”的“{column}”与本程序的类型不同;请用建立它的版本打开。"

_FIXED = (
    "CREATE CONSTRAINT liantu_record IF NOT EXISTS FOR (n:Record) REQUIRE n._key IS UNIQUE",
    "CREATE CONSTRAINT liantu_meta IF NOT EXISTS FOR (n:_Meta) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT liantu_commit IF NOT EXISTS FOR (n:_Commit) REQUIRE n.commit_id IS UNIQUE",
    "CREATE CONSTRAINT liantu_revision IF NOT EXISTS FOR (n:_Revision) REQUIRE n.seq IS UNIQUE",
    "CREATE INDEX liantu_revision_of IF NOT EXISTS FOR (n:_Revision) ON (n.of, n.rev)",
    "CREATE INDEX liantu_revision_commit IF NOT EXISTS FOR (n:_Revision) ON (n.commit_id)",
    "CREATE INDEX liantu_commit_time IF NOT EXISTS FOR (n:_Commit) ON (n.time)",
    "CREATE INDEX liantu_term_of IF NOT EXISTS FOR (n:_Term) ON (n.of)",
    "CREATE INDEX liantu_term_head IF NOT EXISTS FOR (n:_Term) ON (n.head)",
    "CREATE FULLTEXT INDEX liantu_names IF NOT EXISTS FOR (n:_Term) ON EACH [n.tokens, n.kind]"
    " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
)
"""Indexes every database has besides those of the kinds."""

_META = "MATCH (m:_Meta {key: $store}) RETURN m {.*} AS meta"
_BEGIN = (
    "MERGE (m:_Meta {key: $store})"
    " ON CREATE SET m += $current, m.layout = $layout, m.seq = 0, m.state = $state"
)
_HOLD = "MATCH (m:_Meta {key: $store}) SET m._lock = $store RETURN m {.*} AS meta"
_SETTLE = "MATCH (m:_Meta {key: $store}) SET m += $current, m.layout = $layout"


def prepare(
    link: Link, schema: Schema, codecs: Mapping[str, NodeCodec], relations: tuple[Relation, ...]
) -> None:
    """Make the database one of this program's schema.

    Raises
    ------
    StoreUnavailable
        It holds what is not ours.
    SchemaMismatch
        A newer program made it.
    """
    meta = _meta(link)
    if meta is None:
        if link.run("MATCH (n) RETURN count(n) AS n")[0]["n"]:
            if _meta(link) is None:  # nobody was faster
                raise StoreUnavailable(_FOREIGN.format(at=link.address.shown))
        else:
            _index(link, schema)
            state = json.dumps({"seq": 0, "counts": {}})
            link.write(
                lambda tx: tx.run(
                    _BEGIN, store=STORE, current=agreed(schema), layout=LAYOUT, state=state
                )
            )
        meta = _meta(link) or {}
    if meta["layout"] > LAYOUT:
        raise SchemaMismatch(_NEWER.format(at=link.address.shown))
    if any(meta.get(name) != value for name, value in agreed(schema).items()):
        _migrate(link, schema, codecs, relations, meta)


def _meta(link: Link) -> dict[str, Any] | None:
    rows = link.run(_META, store=STORE)
    return rows[0]["meta"] if rows else None


def _index(link: Link, schema: Schema) -> None:
    """Make every constraint and index; those that stand are left alone."""
    for statement in (*_FIXED, *_of_kinds(schema)):
        link.alone(statement)
    link.alone("CALL db.awaitIndexes(300)")


def _of_kinds(schema: Schema) -> Iterator[str]:
    for kind in schema.kinds.values():
        quoted(kind.name)
        node = f"FOR (n:{label(kind.name)})"
        yield (f"CREATE CONSTRAINT liantu_{kind.name} IF NOT EXISTS {node} REQUIRE n.id IS UNIQUE")
        names = {column.name for column in kind.columns}
        if "basis" in names:
            yield f"CREATE INDEX liantu_{kind.name}_basis IF NOT EXISTS {node} ON (n.basis)"
        if kind.name in MAKERS:
            largest = "(n.product_id, n.capacity_kt_a)"
            yield f"CREATE INDEX liantu_{kind.name}_largest IF NOT EXISTS {node} ON {largest}"


def _migrate(
    link: Link,
    schema: Schema,
    codecs: Mapping[str, NodeCodec],
    relations: tuple[Relation, ...],
    meta: Mapping[str, Any],
) -> None:
    """Bring indexes, references and search terms up to the schema; may be begun again."""
    if int(meta["tokens"]) > tokens.VERSION:
        raise SchemaMismatch(_NEWER.format(at=link.address.shown))
    before: dict[str, dict[str, list[str]]] = json.loads(meta["schema"])
    at = link.address.shown

    def changed(label: str, column: str) -> str:
        return _CHANGED.format(at=at, label=label, column=column)

    refuse_newer(before, schema, _stored, _NEWER.format(at=at), changed)
    _index(link, schema)
    is_retold = int(meta["tokens"]) != tokens.VERSION
    for kind in schema.kinds.values():
        if is_retold or _is_redrawn(before.get(kind.name, {}), shape(schema)[kind.name]):
            own = tuple(r for r in relations if r.from_kind == kind.name)
            _reindex_kind(link, kind.name, codecs[kind.name], own)
    link.write(lambda tx: tx.run(_SETTLE, store=STORE, current=agreed(schema), layout=LAYOUT))


def _is_redrawn(before: dict[str, list[str]], now: dict[str, list[str]]) -> bool:
    """Whether a column that stood before became a reference, or one to another kind."""
    return any(before[name] != now[name] for name in before if name in now)


def _reindex_kind(link: Link, kind: str, codec: NodeCodec, relations: tuple[Relation, ...]) -> None:
    """A page at a time, each under the writers' lock."""
    text = (
        f"MATCH (n:{label(kind)}) WHERE n.id > $after"
        " RETURN n {.*} AS held ORDER BY n.id LIMIT $page"
    )

    def page(tx: Runner, after: str) -> str | None:
        tx.run(_HOLD, store=STORE)
        rows = tx.run(text, after=after, page=_PAGE)
        records = [codec.record(row["held"]) for row in rows]
        draw_anew(tx, kind, records, relations)
        name_anew(tx, kind, records)
        return str(rows[-1]["held"]["id"]) if rows else None

    after: str | None = ""
    while after is not None:
        after = link.write(lambda tx, after=after: page(tx, after))  # type: ignore[misc]


def _stored(type_: str) -> str:
    """What a column's values are in the database, whatever it means."""
    plain: dict[str, str] = dict.fromkeys(("str", "date", "ref"), "text")
    return plain.get(type_, "list" if type_ in ("list", "reflist") else type_)


__all__ = ["LAYOUT", "STORE", "prepare"]
