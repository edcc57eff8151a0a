# ruff: noqa: E402 - asserts of the contract are rewritten first
"""The Neo4j store: the common contract on a real server, and what can happen to a server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import neo4j_server
import pytest
from neo4j_server import PASSWORD, Neo4jServer, running

pytest.register_assert_rewrite("store_contract")

from store_contract import StoreContract
from store_records import CHAIN, SCHEMA, Make, firm, flow, new, product, put, puts

from graph.errors import BadRequest, Conflict, SchemaMismatch, StoreUnavailable
from graph.schema import Column, KindSchema, Schema
from graph.store import neo4j_driver, neo4j_layout, open_store, tokens
from graph.store.neo4j_address import address
from graph.store.neo4j_model import arrow, label
from graph.store.protocol import Change, Store
from graph.store.relations import relations_of
from graph.store.shape import shape

ROOT = Path(__file__).parents[1]
ETHYLATION = new("process", "x", name_zh="苯烷基化", main_product_id="eb")


@pytest.fixture(scope="module")
def server() -> Neo4jServer:
    return running()


@pytest.fixture
def empty(server: Neo4jServer) -> Iterator[Neo4jServer]:
    """The server with nothing in its database, not even indexes when the test is done."""
    neo4j_server.wipe(server.driver)
    yield server
    neo4j_server.wipe(server.driver)


class TestNeo4jStore(StoreContract):
    """The common contract; another name is the one database wiped."""

    @pytest.fixture
    def make(self, server: Neo4jServer) -> Iterator[Make]:
        opened: list[Store] = []
        names: set[str | None] = set()

        def make(name: str | None = "a", clock: object = None) -> Store:
            if name is None or name not in names:
                neo4j_server.wipe(server.driver)
            names.add(name)
            store = open_store(server.url, SCHEMA, clock=clock)  # type: ignore[arg-type]
            opened.append(store)
            return store

        yield make
        for store in opened:
            store.close()

    @pytest.fixture
    def nowhere(self, server: Neo4jServer) -> str:
        neo4j_server.wipe(server.driver, also_schema=True)
        return server.url


# -- addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown", "user", "password"),
    [
        ("neo4j://u:p@h:7688/d", "neo4j://h:7688/d", "u", "p"),
        ("NEO4J+S://h", "neo4j+s://h:7687/neo4j", "neo4j", ""),
        ("bolt://a%40b:p%2F%3A@10.0.0.1", "bolt://10.0.0.1:7687/neo4j", "a@b", "p/:"),
        ("bolt+ssc://u:p@[::1]:9/x", "bolt+ssc://[::1]:9/x", "u", "p"),
    ],
)
def test_an_address_means_a_database(url: str, shown: str, user: str, password: str) -> None:
    found = address(url)
    assert (found.shown, found.user, found.password) == (shown, user, password)
    assert not password or password not in repr(found)


def test_user_and_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_NEO4J_USER", "office")
    monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", "secret")
    found = address("neo4j://h")
    assert (found.user, found.password) == ("office", "secret")


@pytest.mark.parametrize("url", ["neo4j://", "neo4j://h:port", "neo4j://h/a/b", "bolt://h?x=1"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadRequest, match="neo4j://用户名:密码@主机"):
        open_store(url, SCHEMA)


# -- the server ----------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_named(
    server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_driver, "RETRY_SECONDS", 0.5)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        with pytest.raises(StoreUnavailable, match=f"连不上数据库 bolt://127.0.0.1:{port}"):
            open_store(f"bolt://neo4j:x@127.0.0.1:{port}", SCHEMA)


def test_a_wrong_password_is_named_and_not_repeated(server: Neo4jServer) -> None:
    with pytest.raises(StoreUnavailable, match="不认这个用户名或密码") as caught:
        open_store(server.url.replace(PASSWORD, "wrong-secret"), SCHEMA)
    assert "wrong-secret" not in str(caught.value)


def test_a_wrong_database_is_named(server: Neo4jServer) -> None:
    with pytest.raises(StoreUnavailable, match="没有名为“nowhere”的库"):
        open_store(server.url.removesuffix("neo4j") + "nowhere", SCHEMA)


def test_an_encrypted_address_of_a_plain_server_is_named(
    server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_driver, "RETRY_SECONDS", 0.5)
    with pytest.raises(StoreUnavailable, match=r"加密连接没有建成|连不上数据库"):
        open_store(server.url.replace("neo4j://", "neo4j+s://"), SCHEMA)


def test_a_server_too_old_is_named(server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_driver, "OLDEST", (9999, 1))
    with pytest.raises(SchemaMismatch, match=r"是 Neo4j/5\.26\.\d+,太旧;需要"):
        open_store(server.url, SCHEMA)


def test_a_foreign_database_is_left_alone(empty: Neo4jServer) -> None:
    empty.driver.execute_query("CREATE (:Mine {a: 1})-[:R]->(:Mine {a: 2})")
    with pytest.raises(StoreUnavailable, match="不是链图写的数据"):
        open_store(empty.url, SCHEMA)
    rows = empty.driver.execute_query("MATCH (n) RETURN labels(n) AS l, n.a AS a ORDER BY a")
    assert [row.data() for row in rows.records] == [
        {"l": ["Mine"], "a": 1},
        {"l": ["Mine"], "a": 2},
    ]


def test_a_database_without_indexes_gets_them(server: Neo4jServer) -> None:
    neo4j_server.wipe(server.driver, also_schema=True)
    with open_store(server.url, SCHEMA) as store:
        put(store, *CHAIN)
        assert store.search("苯")[0].ref == ("product", "benzene")
    names = {r["name"] for r in server.driver.execute_query("SHOW INDEXES YIELD name").records}
    assert {"liantu_record", "liantu_names", "liantu_firm", "liantu_firm_basis"} <= names


@pytest.fixture(scope="module")
def mortal() -> Iterator[Neo4jServer]:
    """A server of one's own, to be killed."""
    own = Neo4jServer().start()
    yield own
    own.remove()


def test_the_store_comes_back_when_the_server_does(mortal: Neo4jServer) -> None:
    """Killed as by a power cut, the server keeps what was acknowledged; the store reconnects."""
    with open_store(mortal.url, SCHEMA) as store:
        put(store, *CHAIN)
        mortal.kill()
        mortal.start()
        assert store.get("product", ["benzene"]).revs == (1,)
        put(store, firm("after", "之后的企业"))
        mortal.restart()
        assert store.search("之后")[0].ref == ("firm", "after")
        assert store.info().last_seq == len(CHAIN) + 1


def test_a_server_dying_in_a_load_loses_nothing_and_the_load_goes_on(
    mortal: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_driver, "RETRY_SECONDS", 0.5)
    neo4j_server.wipe(mortal.driver)
    changes = puts(*(firm(f"f{n:03}", f"企业{n}") for n in range(300)))
    acknowledged: list[int] = []

    def die(done: int, _total: int) -> None:
        acknowledged.append(done)
        if done == 120:
            mortal.kill()

    with open_store(mortal.url, SCHEMA) as store:
        with pytest.raises(StoreUnavailable):
            store.bulk(changes, actor="甲", batch=40, resume="r", progress=die)
        mortal.start()
        assert acknowledged[-1] == 120
        assert store.count("firm") == store.info().last_seq == 120
        done = store.bulk(changes, actor="甲", batch=40, resume="r")
        assert (done.done, done.is_stopped) == (300, False)
        assert store.count("firm") == store.info().last_seq == 300
        assert len({r.ref for r in store.history(limit=1000)}) == 300


# -- what stands in the database -----------------------------------------------------------


def test_types_tell_a_kind_s_relations_apart() -> None:
    drawn = [(r.from_kind, arrow(r).type) for r in relations_of(SCHEMA)]
    assert len(set(drawn)) == len(drawn)
    assert len({label(kind) for kind in SCHEMA.kinds}) == len(SCHEMA.kinds)


def test_references_wait_for_what_is_not_there_yet_and_outlive_what_goes(
    empty: Neo4jServer,
) -> None:
    count = "MATCH (p:Process {id: 'x'})<-[:INPUT_OF]-(b:Product) RETURN count(*) AS n"
    missing = "MATCH (n:Missing) WHERE n._key <> 'segment/苯链' RETURN collect(n._key) AS keys"

    def ask(text: str) -> object:
        return empty.driver.execute_query(text).records[0][0]  # type: ignore[arg-type]

    with open_store(empty.url, SCHEMA) as store:
        put(store, flow("1", "x", "benzene", t_per_t=0.9))
        assert ask(count) == 0
        assert sorted(ask(missing)) == ["process/x", "product/benzene"]  # type: ignore[call-overload]
        put(store, ETHYLATION, product("benzene", "苯"), product("eb", "乙苯"))
        assert (ask(count), ask(missing)) == (1, [])
        store.write([Change.delete("product", "benzene")], actor="甲", reason="删")
        assert (ask(count), ask(missing)) == (0, ["product/benzene"])
        store.write([Change.delete("flow", "1")], actor="甲", reason="删")
        assert ask(missing) == []
        assert ask("MATCH ()-[r:INPUT_OF]->() RETURN count(r)") == 0


def test_a_changed_flow_changes_its_shortcut(empty: Neo4jServer) -> None:
    text = "MATCH (:Product)-[r:INPUT_OF]->(:Process) RETURN r.t_per_t AS t, r.role AS role"
    with open_store(empty.url, SCHEMA) as store:
        put(store, ETHYLATION, product("benzene", "苯"), product("eb", "乙苯"))
        put(store, flow("1", "x", "benzene", t_per_t=0.9))
        put(store, flow("1", "x", "benzene", t_per_t=0.8))
        rows = empty.driver.execute_query(text).records
        assert [row.data() for row in rows] == [{"t": 0.8, "role": "input"}]
        put(store, flow("1", "x", "benzene", role="byproduct", t_per_t=0.1))
        assert empty.driver.execute_query(text).records == []


# -- schema and versions -------------------------------------------------------------------


@pytest.fixture
def filled(empty: Neo4jServer) -> Neo4jServer:
    with open_store(empty.url, SCHEMA) as store:
        put(store, *CHAIN)
    return empty


def older(server: Neo4jServer, **meta: object) -> None:
    """Make the database look as if an older or newer program had made it."""
    server.driver.execute_query("MATCH (m:_Meta {key: 'store'}) SET m += $meta", meta=meta)


def test_a_newer_layout_is_refused(filled: Neo4jServer) -> None:
    older(filled, layout=neo4j_layout.LAYOUT + 1)
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled.url, SCHEMA)


def shape_with(kind: str, **types: str | None) -> str:
    held = shape(SCHEMA)
    for column, type_ in types.items():
        if type_ is None:
            del held[kind][column]
        else:
            held[kind][column] = [type_, ""]
    return json.dumps(held, sort_keys=True)


def test_columns_added_since_are_unknown(filled: Neo4jServer) -> None:
    older(filled, schema=shape_with("firm", revenue_yi=None, park_ids=None), schema_digest="old")
    with open_store(filled.url, SCHEMA) as store:
        assert set(store.scan("firm")) == {r for r in CHAIN if r.kind == "firm"}
        put(store, firm("new", park_ids=("p",), revenue_yi=1.0))
        assert store.info().counts["firm"] == 4
    open_store(filled.url, SCHEMA).close()


def test_a_database_with_columns_we_do_not_know_is_from_a_newer_program(
    filled: Neo4jServer,
) -> None:
    older(filled, schema=shape_with("firm", moon="str"), schema_digest="new")
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled.url, SCHEMA)


def test_a_column_of_another_type_is_refused(filled: Neo4jServer) -> None:
    older(filled, schema=shape_with("firm", revenue_yi="str"), schema_digest="other")
    with pytest.raises(SchemaMismatch, match="revenue_yi"):
        open_store(filled.url, SCHEMA)


def test_a_schema_that_does_not_fit_the_classes_is_refused(empty: Neo4jServer) -> None:
    kinds = dict(SCHEMA.kinds)
    old = kinds["firm"]
    columns: tuple[Column, ...] = old.columns[:-1]
    kinds["firm"] = KindSchema(old.name, old.label_zh, old.files, columns)
    with pytest.raises(SchemaMismatch, match="企业"):
        open_store(empty.url, Schema(kinds))


def test_a_text_column_that_became_a_reference_gets_its_relations(filled: Neo4jServer) -> None:
    with open_store(filled.url, SCHEMA) as store:
        put(store, new("capacity", "u", unit_id="u", firm_id="baling", product_id="benzene"))
    filled.driver.execute_query("MATCH (:Capacity)-[r]-() DELETE r")
    older(filled, schema=shape_with("capacity", firm_id="str"), schema_digest="old")
    with open_store(filled.url, SCHEMA) as store:
        (group,) = store.neighbours(("firm", "baling"))
        assert group.refs == (("capacity", "u"),)


def test_references_within_a_kind_outlive_an_upgrade_page_by_page(
    empty: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_layout, "_PAGE", 1)
    firms = [
        firm("a", owner_ids=("b",)),
        firm("b", merged_into_id="a"),
        firm("c", owner_ids=("a",)),
    ]
    with open_store(empty.url, SCHEMA) as store:
        put(store, *firms)
        before = [store.neighbours(("firm", id)) for id in "abc"]
    older(empty, schema=shape_with("firm", merged_into_id="str"), schema_digest="old")
    with open_store(empty.url, SCHEMA) as store:
        assert [store.neighbours(("firm", id)) for id in "abc"] == before


def test_names_are_indexed_again_when_tokens_change(
    filled: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.driver.execute_query("MATCH (t:_Term) DELETE t")
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    with open_store(filled.url, SCHEMA) as store:
        assert store.search("苯")[0].ref == ("product", "benzene")
        assert store.search("中石化巴陵")[0].ref == ("firm", "baling")
    monkeypatch.undo()
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled.url, SCHEMA)


# -- acknowledgements ----------------------------------------------------------------------


def test_a_write_whose_acknowledgement_was_lost_is_done_once(
    empty: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver runs a write again when the answer to its commit does not come."""
    with open_store(empty.url, SCHEMA) as store:
        put(store, firm("a", revenue_yi=0.0))
        link = store._link  # type: ignore[attr-defined]
        real = link.write

        def twice(job: object) -> object:
            real(job)
            return real(job)

        monkeypatch.setattr(link, "write", twice)
        more = store.write(
            puts(firm("a", revenue_yi=1.0)), actor="甲", reason="加", expect={("firm", "a"): 1}
        )
        monkeypatch.undo()
        assert more.revs == {("firm", "a"): 2}
        assert store.info().last_seq == 2
        with pytest.raises(Conflict):
            store.write(
                puts(firm("a", revenue_yi=2.0)), actor="甲", reason="加", expect={("firm", "a"): 1}
            )
