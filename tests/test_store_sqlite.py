# ruff: noqa: E402 - the tests' folder must be on the path first
"""The SQLite store: the common contract, and what can happen to a file."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # importlib mode leaves the tests' folder off the path
pytest.register_assert_rewrite("store_contract")

from store_contract import StoreContract
from store_records import CHAIN, SCHEMA, Make, firm, noon, product, put, puts, unit
from store_same import same_reads

from graph.errors import BadRequest, SchemaMismatch, StoreUnavailable
from graph.model import Record
from graph.schema import Column, KindSchema, Schema
from graph.store import open_store, sqlite_layout, sqlite_path, sqlite_pool, tokens
from graph.store.protocol import Change, Store, Where
from graph.store.shape import shape
from loaders.data import read_data

ROOT = Path(__file__).parents[1]


class TestSqliteStore(StoreContract):
    """The common contract on files in a folder with a Chinese name."""

    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Make]:
        opened: list[Store] = []
        numbers = itertools.count()

        def make(name: str | None = "链图 数据", clock: object = None) -> Store:
            path = tmp_path / "岳阳 云溪" / f"{name or next(numbers)}.db"
            store = open_store(f"sqlite:///{path.as_posix()}", SCHEMA, clock=clock)  # type: ignore[arg-type]
            opened.append(store)
            return store

        yield make
        for store in opened:
            store.close()

    @pytest.fixture
    def nowhere(self, tmp_path: Path) -> str:
        return f"sqlite:///{(tmp_path / '岳阳 云溪' / '还没有.db').as_posix()}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def filled(path: Path) -> Path:
    store = open_store(path, SCHEMA)
    put(store, *CHAIN)
    store.close()
    return path


def changed(kind: str, change: Callable[[tuple[Column, ...]], tuple[Column, ...]]) -> Schema:
    """The schema with other columns for one kind."""
    kinds = dict(SCHEMA.kinds)
    old = kinds[kind]
    kinds[kind] = KindSchema(old.name, old.label_zh, old.files, change(old.columns))
    return Schema(kinds)


# -- addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///C:/数据/链图.db", "C:/数据/链图.db"),
        ("sqlite:///rel/a.db", "rel/a.db"),
        ("sqlite:////var/a.db", "/var/a.db"),
        ("SQLITE:///a.db", "a.db"),
        ("C:/x/a b.db", "C:/x/a b.db"),
        ("/tmp/a%20b?.db", "/tmp/a%20b?.db"),
        ("~/a.db", str(Path.home() / "a.db")),
    ],
)
def test_an_address_means_a_file(url: str, path: str) -> None:
    assert sqlite_path(url).as_posix() == path


@pytest.mark.parametrize(
    "url",
    ["", "sqlite:///", "sqlite://host/a.db", "mysql://u@h/d", "neo4j+x://h", ":memory:",
     "sqlite:///:memory:", "~nobody-here/a.db", "a\0b"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadRequest):
        open_store(url, SCHEMA)


def test_a_refused_address_says_what_is_accepted() -> None:
    with pytest.raises(BadRequest, match=r"sqlite:///路径"):
        open_store("mysql://u@h/d", SCHEMA)


def test_a_relative_address_stays_where_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///子/a.db", SCHEMA)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    put(store, firm("a"))
    store.close()
    assert [p.name for p in (tmp_path / "子").iterdir()] == ["a.db"]


# -- the file ------------------------------------------------------------------------------


def test_the_file_carries_our_mark_and_uses_wal(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    values = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode")
    }
    connection.close()
    assert values == {
        "application_id": sqlite_layout.APPLICATION_ID,
        "user_version": sqlite_layout.LAYOUT,
        "journal_mode": "wal",
    }
    lent = sqlite_pool.connect(filled)
    assert lent.execute("PRAGMA foreign_keys").fetchone() == (1,)
    lent.close()


def test_every_reference_column_is_indexed(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    indexed = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    for kind in SCHEMA.kinds.values():
        for column in kind.columns:
            if column.type == "ref":
                assert f"_ix_{kind.name}_{column.name}" in indexed


def test_a_foreign_database_is_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (a)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="不是链图的数据文件"):
        open_store(path, SCHEMA)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"\xff" * 5000, "产品,产能\n苯,5\n".encode("gbk") * 300])
def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="不是链图的数据文件"):
        open_store(path, SCHEMA)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    store = open_store(path, SCHEMA)
    assert store.info().last_seq == 0
    store.close()


def test_a_folder_is_no_data_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="是文件夹"):
        open_store(tmp_path, SCHEMA)


def test_a_folder_that_cannot_be_made_is_named(filled: Path) -> None:
    with pytest.raises(StoreUnavailable, match="打不开数据文件"):
        open_store(filled / "sub" / "a.db", SCHEMA)


_AS_NOBODY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from graph.errors import StoreUnavailable
from graph.store import open_store
from graph.store.protocol import Change
from loaders.schema import read_schema
schema = read_schema(Path(sys.argv[1]) / "data" / "schema")
import graph.store.tokens
if hasattr(os, "getuid") and os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    store = open_store(sys.argv[2], schema)
    store.write([Change.delete("firm", "baling")], actor="a", reason="b")
except StoreUnavailable as error:
    sys.stdout.buffer.write(str(error).encode("utf-8"))
"""


def run_as_nobody(path: Path) -> str:
    """What a user without rights is told; root would be let in anywhere."""
    ran = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(ROOT), str(path)], capture_output=True, check=True
    )
    return ran.stdout.decode("utf-8")


@pytest.fixture
def open_tmp(tmp_path: Path) -> Iterator[Path]:
    """A folder everybody can enter but not write."""
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    inner = tmp_path / "只读"
    inner.mkdir()
    yield inner
    inner.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_folder_without_right_to_write_is_named(open_tmp: Path) -> None:
    open_tmp.chmod(0o555)
    told = run_as_nobody(open_tmp / "a.db")
    assert told.startswith(("打不开数据文件", "没有写入"))
    assert told.endswith("。")
    assert "\n" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_file_without_right_to_write_is_named(open_tmp: Path) -> None:
    path = open_tmp / "a.db"
    store = open_store(path, SCHEMA)
    put(store, *CHAIN)
    store.close()
    path.chmod(0o444)
    open_tmp.chmod(0o555)
    assert run_as_nobody(path).startswith(("打不开数据文件", "没有写入"))


def test_a_locked_file_is_named(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_pool, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(filled, isolation_level=None)
    store = open_store(filled, SCHEMA)
    other.execute("BEGIN IMMEDIATE")
    assert store.count("firm") == 3
    with pytest.raises(StoreUnavailable, match="正被别的程序占用"):
        put(store, firm("x"))
    other.execute("ROLLBACK")
    put(store, firm("x"))
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    store.close()
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match="正被别的程序占用"):
        open_store(filled, SCHEMA)
    other.close()


def test_a_damaged_file_is_named(path: Path) -> None:
    store = open_store(path, SCHEMA)
    store.bulk(puts(*(firm(f"f{n}", f"企业{n}") for n in range(2000))), actor="甲")
    store.close()
    content = bytearray(path.read_bytes())
    noise = random.Random(1)
    for start in range(8192, len(content), 4096):
        content[start : start + 600] = noise.randbytes(600)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="已损坏"):  # noqa: PT012
        broken = open_store(path, SCHEMA)
        try:
            for kind in SCHEMA.kinds:
                broken.scan(kind)
        finally:
            broken.close()


def test_a_fault_in_the_middle_of_a_write_undoes_all_of_it(filled: Path) -> None:
    other = sqlite3.connect(filled)
    other.execute(
        "CREATE TRIGGER stop BEFORE INSERT ON firm WHEN NEW.id = 'stop'"
        " BEGIN SELECT RAISE(ABORT, 'stop'); END"
    )
    other.commit()
    other.close()
    store = open_store(filled, SCHEMA)
    before = (store.info(), store.history(), store.search("新来"))
    with pytest.raises(StoreUnavailable):
        put(store, firm("one", "新来的"), firm("stop"), firm("two"))
    assert (store.info(), store.history(), store.search("新来")) == before
    put(store, firm("one"))
    store.close()


# -- schema and versions -------------------------------------------------------------------


def test_a_newer_layout_is_refused(filled: Path) -> None:
    other = sqlite3.connect(filled)
    other.execute(f"PRAGMA user_version = {sqlite_layout.LAYOUT + 1}")
    other.close()
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled, SCHEMA)


def test_a_schema_that_does_not_fit_the_classes_is_refused(path: Path) -> None:
    with pytest.raises(SchemaMismatch, match="企业"):
        open_store(path, changed("firm", lambda columns: columns[:-1]))
    assert not path.exists()


def older(filled: Path, *statements: str, **meta: str) -> None:
    """Make a data file look as if an older or newer program had made it."""
    other = sqlite3.connect(filled)
    for statement in statements:
        other.execute(statement)
    for key, value in meta.items():
        other.execute("UPDATE _meta SET value = ? WHERE key = ?", (value, key))
    other.commit()
    other.close()


def shape_without(kind: str, *columns: str, **types: str) -> str:
    held = shape(SCHEMA)
    for column in columns:
        del held[kind][column]
    for column, type_ in types.items():
        held[kind][column] = [type_, ""]
    return json.dumps(held, sort_keys=True)


def test_columns_and_kinds_added_since_are_made(filled: Path) -> None:
    schema = shape_without("firm", "revenue_yi", "park_ids", "merged_into_id", "is_above_scale")
    held = json.loads(schema)
    del held["signal"]
    older(
        filled,
        "DROP INDEX _ix_firm_merged_into_id",
        "ALTER TABLE firm DROP COLUMN revenue_yi",
        "ALTER TABLE firm DROP COLUMN park_ids",
        "ALTER TABLE firm DROP COLUMN merged_into_id",
        "ALTER TABLE firm DROP COLUMN is_above_scale",
        "DROP TABLE signal",
        schema=json.dumps(held, sort_keys=True),
    )
    store = open_store(filled, SCHEMA)
    found = {record for record in CHAIN if record.kind == "firm"}
    assert set(store.scan("firm")) == found
    assert store.count("signal") == 0
    put(store, firm("new", park_ids=("p",), revenue_yi=1.0, is_above_scale=True))
    assert store.count("firm", where=[Where("park_ids", "contains", "p")]) == 1
    store.close()
    again = open_store(filled, SCHEMA)
    assert again.info().counts["firm"] == len(found) + 1
    again.close()


def test_a_file_with_columns_we_do_not_know_is_from_a_newer_program(filled: Path) -> None:
    older(filled, schema=shape_without("firm", moon="str"))
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled, SCHEMA)


def test_a_column_of_another_type_is_refused(filled: Path) -> None:
    older(filled, schema=shape_without("firm", revenue_yi="str"))
    with pytest.raises(SchemaMismatch, match="revenue_yi"):
        open_store(filled, SCHEMA)


def test_a_text_column_that_became_a_reference_gets_its_links(path: Path) -> None:
    store = open_store(path, SCHEMA)
    put(store, firm("f"), product("p", "苯"), unit("u", "f", "p"))
    store.close()
    older(path, "DELETE FROM _link", schema=shape_without("capacity", firm_id="str"))
    again = open_store(path, SCHEMA)
    assert [g.refs for g in again.neighbours(("firm", "f"))] == [(("capacity", "u"),)]
    again.close()


def test_names_are_indexed_again_when_tokens_change(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied = (f"INSERT INTO {n} ({n}) VALUES ('delete-all')" for n in ("_head", "_name", "_sound"))
    older(filled, "DELETE FROM _term", *emptied)
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    store = open_store(filled, SCHEMA)
    assert store.search("苯")[0].ref == ("product", "benzene")
    store.close()
    monkeypatch.undo()
    with pytest.raises(SchemaMismatch, match="更新版本"):
        open_store(filled, SCHEMA)


def test_old_revisions_lack_columns_added_since(filled: Path) -> None:
    older(filled, "UPDATE _revision SET after = json_remove(after, '$.city', '$.aliases')")
    store = open_store(filled, SCHEMA)
    (revision,) = store.history(ref=("firm", "baling"))
    assert revision.after == dataclasses.replace(CHAIN[9], aliases=())
    store.close()


_LAYOUT_1 = """
CREATE TABLE _commit_1 (
  commit_id TEXT PRIMARY KEY, actor TEXT NOT NULL, reason TEXT NOT NULL, time TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE _revision_1 (
  seq INTEGER PRIMARY KEY, commit_id TEXT NOT NULL REFERENCES _commit_1 (commit_id),
  kind TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, op TEXT NOT NULL,
  before TEXT, after TEXT, UNIQUE (kind, id, rev)
);
INSERT INTO _commit_1 SELECT commit_id, actor, reason, time FROM _commit;
INSERT INTO _revision_1 SELECT seq, commit_id, kind, id, rev, op, before, after
  FROM _revision JOIN _commit ON number = commit_number;
DROP TABLE _revision;
DROP TABLE _commit;
ALTER TABLE _commit_1 RENAME TO _commit;
ALTER TABLE _revision_1 RENAME TO _revision;
CREATE INDEX _ix_revision_commit ON _revision (commit_id);
DROP TABLE _head;
DROP TABLE _name;
DROP TABLE _sound;
DROP TABLE _term;
DROP TABLE _count;
CREATE TABLE _term (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  role INTEGER NOT NULL, text TEXT NOT NULL, norm TEXT NOT NULL
);
CREATE INDEX _ix_term_record ON _term (kind, id);
CREATE VIRTUAL TABLE _search USING fts5 (tokens, tokenize = 'ascii');
INSERT INTO _term VALUES (1, 'product', 'benzene', '苯', 0, '苯', '苯');
INSERT INTO _search (rowid, tokens) VALUES (1, '苯');
PRAGMA user_version = 1;
"""


def make_layout_1(path: Path) -> None:
    """Take a data file back to how the first layout had it."""
    other = sqlite3.connect(path, isolation_level=None)
    other.executescript(_LAYOUT_1)
    for kind in SCHEMA.kinds.values():
        for column in kind.columns:
            if column.type == "ref":
                name = f"_ix_{kind.name}_{column.name}"
                other.execute(f"DROP INDEX {name}")
                other.execute(f'CREATE INDEX {name} ON "{kind.name}" ({column.name})')
                other.execute(
                    f"INSERT INTO _link SELECT '{kind.name}.{column.name}', id, {column.name}"
                    f' FROM "{kind.name}" WHERE {column.name} IS NOT NULL'
                )
        for name in ("basis", "making"):
            other.execute(f"DROP INDEX IF EXISTS _ix_{kind.name}_{name}")
    other.close()


def structure(path: Path) -> set[tuple[str, str]]:
    other = sqlite3.connect(path)
    found = {
        (name, " ".join((sql or "").split()).replace('"', ""))
        for name, sql in other.execute("SELECT name, sql FROM sqlite_master")
    }
    other.close()
    return found


def test_a_file_of_the_first_layout_is_brought_up_without_loss(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    for file in (path, kept):
        with open_store(file, SCHEMA, clock=itertools.repeat(noon(2024, 5, 1)).__next__) as store:
            put(store, *CHAIN, unit("u", "baling", "phenol", process_ids=("a", "b")))
            put(store, firm("baling", "巴陵新材", park_ids=("p",)), firm("gone", source_id="S"))
            store.write([Change.delete("firm", "gone")], actor="乙", reason="重复")
    make_layout_1(path)
    with open_store(path, SCHEMA) as store, open_store(kept, SCHEMA) as other:
        same_reads(store, other)
        assert {info.time for info in store.commits()} == {info.time for info in other.commits()}
        put(store, firm("gone", "又来了"), product("new", "新的"))
        put(other, firm("gone", "又来了"), product("new", "新的"))
        same_reads(store, other)
        assert store.get("firm", ["gone"]).revs == (3,)
        assert store.info().layout == sqlite_layout.LAYOUT
    assert structure(path) == structure(kept)


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_layout_1(filled)
    before = structure(filled)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite_layout, "name_anew", fail)
    with pytest.raises(StoreUnavailable):
        open_store(filled, SCHEMA)
    assert structure(filled) == before
    monkeypatch.undo()
    with open_store(filled, SCHEMA) as store:
        assert store.search("苯")[0].ref == ("product", "benzene")


def words(path: Path) -> list[list[tuple[str, int, int]]]:
    """Every word of the full-text tables, in how many terms and how often."""
    other = sqlite3.connect(path)
    found = []
    for name in ("_head", "_name", "_sound"):
        other.execute(f"CREATE VIRTUAL TABLE temp.v{name} USING fts5vocab (main, {name}, row)")
        found.append(other.execute(f"SELECT * FROM v{name} ORDER BY 1").fetchall())
    other.close()
    return found


def test_full_text_tables_hold_just_what_stands(path: Path, tmp_path: Path) -> None:
    noise = random.Random(3)
    names = ["岳阳化工", "巴陵石化", "长岭炼化", "苯乙烯PS", "Ps 1-2", "重油"]
    standing: dict[tuple[str, str], Record] = {}
    with open_store(path, SCHEMA) as store:
        for _ in range(40):
            done = []
            for _ in range(noise.randrange(1, 6)):
                id = f"f{noise.randrange(8)}"
                aliases = tuple(noise.sample(names, noise.randrange(3)))
                change = noise.choice(
                    [
                        Change.delete("firm", id),
                        *puts(firm(id, noise.choice(names), aliases=aliases)),
                    ]
                )
                done.append(change)
                standing.pop(change.ref, None)
                if change.record is not None:
                    standing[change.ref] = change.record
            store.write(done, actor="甲", reason="试")
    fresh = tmp_path / "fresh.db"
    with open_store(fresh, SCHEMA) as store:
        put(store, *standing.values())
    assert words(path) == words(fresh)


def test_of_very_many_equal_names_some_are_found(path: Path) -> None:
    with open_store(path, SCHEMA) as store:
        made = (firm(f"f{n:05}", f"化工{n:05}厂") for n in range(20_000))
        store.bulk(puts(*made), actor="甲", batch=5000)
        for text in ("化工", "化", "厂", "hg", "huagong", "h", "gong"):
            hits = store.search(text)
            assert len(hits) == len({hit.ref for hit in hits}) == 20
        assert [hit.ref[1] for hit in store.search("化工00007厂")] == ["f00007"]
        assert store.search("化工7") == ()


def test_counts_are_kept_by_writes(filled: Path) -> None:
    with open_store(filled, SCHEMA) as store:
        store.write(
            [Change.delete("firm", "baling"), *puts(firm("x"), firm("y"), firm("x", "又"))],
            actor="甲",
            reason="试",
        )
        counts = store.info().counts
    other = sqlite3.connect(filled)
    for kind in SCHEMA.kinds:
        assert counts[kind] == other.execute(f'SELECT COUNT(*) FROM "{kind}"').fetchone()[0]
    other.close()


# -- threads and processes -----------------------------------------------------------------


def test_short_lived_threads_leave_no_connections(filled: Path) -> None:
    store = open_store(filled, SCHEMA)
    for _ in range(30):
        thread = threading.Thread(target=lambda: store.count("firm"))
        thread.start()
        thread.join()
    assert len(store._pool._idle) == 1  # type: ignore[attr-defined]
    store.close()
    assert [p.name for p in filled.parent.iterdir()] == ["a.db"]


# -- size ----------------------------------------------------------------------------------


def test_the_shipped_facts_go_in_and_come_back_the_same(path: Path) -> None:
    records = read_data(ROOT / "data", SCHEMA)
    with open_store(path, SCHEMA) as store:
        store.bulk(puts(*records), actor="系统")
        back = {
            Change.put(record).ref: record for kind in SCHEMA.kinds for record in store.scan(kind)
        }
        assert back == {Change.put(record).ref: record for record in records}
        for text in ("苯", "ben", "71-43-2", "benzene"):
            assert store.search(text)[0].ref == ("product", "benzene")


def test_a_long_list_of_ids_and_values(path: Path) -> None:
    store = open_store(path, SCHEMA)
    names = [f"f{n:05}" for n in range(40_000)]
    store.bulk(puts(*(firm(name, "甲") for name in names[:2000])), actor="甲")
    assert len(store.get("firm", names)) == 2000
    assert store.count("firm", where=[Where("id", "in", tuple(names))]) == 2000
    store.write([Change.delete("firm", name) for name in names], actor="甲", reason="清空")
    assert store.count("firm") == 0
    store.close()
