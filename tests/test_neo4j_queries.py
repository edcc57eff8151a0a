"""Every query of docs/neo4j.md on a real server, and the picture docs/model.md gives of it.

The server is filled with the shipped facts, and a person's edits; every answer is held against the
same worked out here from the records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase
from neo4j_server import running, wipe
from query_answers import DOCS, EXPECTED, Held, Row, pattern_rows
from stores import DATA, SCHEMA, SERVER, a_store_url

from graph.store import neo4j_driver, neo4j_layout, open_store
from graph.store.codec import codec
from graph.store.neo4j_address import address
from graph.store.neo4j_model import label
from graph.store.protocol import Change
from graph.store.relations import relations_of, targets
from loaders.data import read_data
from loaders.seed import ensure_store_at

QUERIES = {
    int(number): text
    for number, text in re.findall(
        r"^### (\d+)\. [^\n]+\n```cypher\n(.*?)^```",
        (DOCS / "neo4j.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The server, empty."""
    if SERVER is not None:
        return a_store_url(tmp_path_factory.mktemp("queries"))
    wipe(running().driver)
    return running().url


@pytest.fixture(scope="module")
def held(url: str) -> Held:
    """Fill the server, and let a person add, change and delete something."""
    ensure_store_at(url, DATA, SCHEMA)
    shipped: list[Any] = list(read_data(DATA, SCHEMA))
    records = {(r.kind, r.id): r for r in shipped}
    firm = next(r for ref, r in records.items() if ref[0] == "firm")
    word = next(ref for ref in records if ref[0] == "word")
    changes = [
        Change.put(replace(firm, id="test-firm", name_zh="测试企业甲")),
        Change.put(replace(firm, note="改过")),
        Change.delete(*word),
    ]
    with open_store(url, SCHEMA) as store:
        done = store.write(changes, actor="张三", reason="测试")
        time = store.history(commit_id=done.commit_id)[0].time
    told = ("新增", "修改", "删除")
    revisions = [
        (time, "张三", "测试", "/".join(change.ref), what, records.get(change.ref), change.record)
        for change, what in zip(changes, told, strict=True)
    ]
    for change in changes:
        if change.record is None:
            del records[change.ref]
        else:
            records[change.ref] = change.record
    return Held(list(records.values()), revisions)


@pytest.fixture(scope="module")
def driver(url: str, held: Held) -> Iterator[Driver]:
    """A connection as Neo4j Browser has one, past LianTu."""
    at = address(url)
    with GraphDatabase.driver(
        at.uri, auth=(at.user, at.password), notifications_min_severity="OFF"
    ) as opened:
        yield opened


def rows(driver: Driver, text: str) -> list[Row]:
    """Rows of a query; lists as tuples."""
    found = driver.execute_query(text, routing_="r").records
    return [tuple(tuple(v) if isinstance(v, list) else v for v in row.values()) for row in found]


CHANGES = 10
"""The query of what people changed, held against the edits."""


def test_every_query_of_the_page_has_an_answer_here() -> None:
    assert set(QUERIES) == {*EXPECTED, CHANGES}
    assert all(text.startswith("// ") for text in QUERIES.values()), "each begins with a comment"


@pytest.mark.parametrize("number", sorted(EXPECTED))
def test_query_answers_what_the_records_say(number: int, held: Held, driver: Driver) -> None:
    wanted = EXPECTED[number](held)
    found = rows(driver, QUERIES[number])
    assert wanted, "the shipped facts give this query something to find"
    assert Counter(found) == Counter(wanted)


def test_query_of_changes_gives_the_edits_of_people(held: Held, driver: Driver) -> None:
    found = rows(driver, QUERIES[CHANGES])
    assert [row[:5] for row in found] == [row[:5] for row in held.revisions]
    for (*_, before, after), (*_, was, now) in zip(found, held.revisions, strict=True):
        for text, record in ((before, was), (after, now)):
            read = record and codec(SCHEMA[record.kind]).from_json
            assert text is None if record is None else read(text) == record


def test_queries_only_read(driver: Driver) -> None:
    for text in QUERIES.values():
        kind = driver.execute_query(f"EXPLAIN {text}").summary.query_type
        assert kind == "r"


def test_makers_come_largest_first_and_unknown_last(driver: Driver) -> None:
    amounts = [row[1] for row in rows(driver, QUERIES[2])]
    known = [amount for amount in amounts if amount is not None]
    assert amounts == [*sorted(known, reverse=True), *[None] * (len(amounts) - len(known))]


# docs/model.md, In Neo4j


def test_every_reference_of_the_records_is_drawn_as_the_page_says(
    held: Held, driver: Driver
) -> None:
    told = pattern_rows()
    wanted: Counter[Row] = Counter()
    for relation in relations_of(SCHEMA):
        way = told.get(relation.name)
        if way is None:
            assert relation.column == "source_id"
            way = told["*.source_id"].replace("Record", label(relation.from_kind))
        for record in held.all(relation.from_kind):
            for id in targets(record, relation):
                assert id in held.of[relation.to_kind], "the shipped facts refer to nothing missing"
                wanted[relation.name, way] += 1
    found = rows(
        driver,
        "MATCH (a:Record)-[r]->(b:Record) WHERE r.of IS NOT NULL"
        " WITH r.of AS of, '(:' + [l IN labels(a) WHERE l <> 'Record'][0] + ')-[:' + type(r) +"
        " ']->(:' + [l IN labels(b) WHERE l <> 'Record'][0] + ')' AS way"
        " RETURN of, way, count(*)",
    )
    assert {row[:2]: row[2] for row in found} == dict(wanted)


def test_every_record_is_a_node_of_its_label(held: Held, driver: Driver) -> None:
    page = (DOCS / "model.md").read_text(encoding="utf-8")
    labels = dict(re.findall(r"^\| ([a-z_]+) \| [^|]+ \| `:(\w+)` \|$", page, re.MULTILINE))
    assert set(labels) == set(SCHEMA.kinds)
    found = rows(driver, "MATCH (n:Record) UNWIND labels(n) AS l RETURN l, count(*)")
    wanted = {labels[kind]: len(held.of[kind]) for kind in SCHEMA.kinds if held.of[kind]}
    assert dict(found) == wanted | {"Record": sum(wanted.values())}


def test_shortcuts_say_what_the_statements_say(held: Held, driver: Driver) -> None:
    wanted: Counter[Row] = Counter()
    for f in held.all("flow"):
        ends = ("INPUT_OF", f.product_id, f.process_id)
        if f.role not in ("input", "auxiliary", "makeup"):
            ends = ("YIELDS", f.process_id, f.product_id)
        wanted[(*ends, f.id, f.role, f.t_per_t, None, None)] += 1
    for s in held.all("supply"):
        if s.from_firm_id:
            ends = ("SUPPLIES", s.from_firm_id, s.to_firm_id)
            wanted[(*ends, s.id, None, None, s.amount_kt_a, s.product_id)] += 1
    found = rows(
        driver,
        "MATCH (a)-[r:INPUT_OF|YIELDS|SUPPLIES]->(b) RETURN type(r), a.id, b.id, r.id, r.role,"
        " r.t_per_t, r.amount_kt_a, r.product_id",
    )
    assert Counter(found) == wanted


def test_bookkeeping_nodes_have_the_properties_the_page_says(driver: Driver) -> None:
    page = (DOCS / "model.md").read_text(encoding="utf-8").split("**Bookkeeping.**")[1]
    told = {
        name: set(re.findall(r"`(\w+)`", properties))
        for name, properties in re.findall(r"^\| `(_\w+)` \| [^|]+ \| (.+) \|$", page, re.MULTILINE)
    }
    found = rows(
        driver,
        "MATCH (n) WHERE NOT n:Record UNWIND keys(n) AS key"
        " RETURN labels(n)[0], collect(DISTINCT key)",
    )
    assert {name: set(keys) for name, keys in found} == told
    assert rows(driver, "MATCH (n) WHERE NOT n:Record AND EXISTS {(n)--()} RETURN n") == []


# docs/operations.md


def test_operations_page_has_every_sentence_an_operator_may_see() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows_ = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    told = {re.sub(r"[ …“”()]|代码", "", row) for row in rows_}
    sentences = [
        text
        for module in (neo4j_driver, neo4j_layout)
        for name, text in vars(module).items()
        if name.startswith("_") and isinstance(text, str) and text.endswith("。")
    ]
    assert len(sentences) > 10
    for text in sentences:
        said = re.sub(r"{\w+}|[ “”()]", "", text)
        assert any(said.startswith(row) for row in told if len(row) > 4), text


def test_operations_page_tells_the_limits_of_the_program() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8").replace("\n", "")
    told = {
        "建连接 {:g} 秒": neo4j_driver.CONNECT_SECONDS,
        "重试共 {:g} 秒": neo4j_driver.RETRY_SECONDS,
        "一次读最多 {:g} 秒": neo4j_driver.READ_SECONDS,
        "一次写最多 {:g} 秒": neo4j_driver.WRITE_SECONDS,
        "每个进程最多 {:g} 个连接": neo4j_driver.POOL,
    }
    for text, value in told.items():
        assert text.format(value) in page
