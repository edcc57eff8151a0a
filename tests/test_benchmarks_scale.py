"""The benchmark of a nation: it runs, and both of its sides give and leave the same."""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import neo4j_server
import pytest
from neo4j_server import Neo4jServer, running

from benchmarks.scale import __main__ as command
from benchmarks.scale import (
    asks,
    filled,
    in_memory,
    neo4j_loading,
    sqlite_loading,
)
from benchmarks.scale.bare import Bare
from benchmarks.scale.bare_neo4j import BareNeo4j
from benchmarks.scale.bare_sqlite import BareSqlite
from benchmarks.scale.filled import DATA, products, schema
from benchmarks.scale.nation import firm_id, nation, records
from benchmarks.scale.turns import DifferentAnswer, fastest, in_turns, quantile
from graph.store import open_store
from graph.store.protocol import Order, Store
from loaders.seed import ensure_store_at

FIRMS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("测速")


@pytest.fixture(scope="module")
def file_url(folder: Path) -> str:
    url, loaded = filled.sqlite_file(folder, FIRMS)
    assert (loaded.differences, loaded.records > 3 * FIRMS) == ([], True)
    assert loaded.ours_s > 0 < loaded.bare_s
    return url


@pytest.fixture(scope="module")
def shipped(folder: Path) -> Path:
    """A file with the shipped facts alone."""
    path = folder / "shipped.db"
    ensure_store_at(f"sqlite:///{path.as_posix()}", DATA, schema())
    return path


@pytest.fixture
def twins(shipped: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two files that hold the same."""
    return tuple(Path(shutil.copy(shipped, tmp_path / name)) for name in ("one.db", "other.db"))


@pytest.fixture(scope="module")
def server() -> Iterator[Neo4jServer]:
    found = running()
    neo4j_server.wipe(found.driver, also_schema=True)
    yield found
    neo4j_server.wipe(found.driver, also_schema=True)


def all_asked(store: Store, bare: Bare) -> int:
    """Number of questions, each found to have one answer either way."""
    lines = list(
        chain(
            asks.producers(store, bare, products()),
            asks.searches(store, bare, FIRMS),
            asks.others(store, FIRMS),
        )
    )
    for ask in lines:
        in_turns(ask.pairs, rounds=0)
    return sum(len(ask.pairs) for ask in lines)


def test_quantiles_and_turns() -> None:
    assert [quantile([3, 1, 2, 4], share) for share in (0.0, 0.5, 0.95)] == [1, 3, 4]
    turns = in_turns([(lambda: 1, lambda: 1), (lambda: 2, None)], rounds=3)
    assert (len(turns.ours_s), len(turns.bare_s)) == (6, 3)
    with pytest.raises(DifferentAnswer):
        in_turns([(lambda: 1, lambda: 2)])
    with pytest.raises(DifferentAnswer):
        fastest([lambda: 1, lambda: 2])


def test_both_sqlite_files_hold_the_same_rows(twins: tuple[Path, Path]) -> None:
    one, other = twins
    loaded = sqlite_loading.load(one, other, schema(), nation(5, products()), chunk=20, batch=7)
    assert loaded.differences == []
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ATTACH ? AS other", (str(other),))
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            " AND name NOT IN (SELECT v.name || s.end FROM sqlite_master AS v, (SELECT '_data' AS"
            " end UNION SELECT '_idx' UNION SELECT '_config') AS s WHERE v.sql LIKE '%VIRTUAL%')"
        ).fetchall()
        assert {"firm", "producer", "_revision"} <= {name for (name,) in names}
        for (name,) in names:
            rows = f'SELECT * FROM main."{name}" EXCEPT SELECT * FROM other."{name}"'
            assert (name, connection.execute(rows).fetchall()) == (name, [])


def test_a_missing_row_is_told(twins: tuple[Path, Path]) -> None:
    one, other = twins
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("DELETE FROM firm WHERE id IN (SELECT id FROM firm LIMIT 1)")
        connection.commit()
    assert sqlite_loading.differences(one, other) == ["firm"]


def test_sqlite_and_bare_sql_answer_alike(file_url: str, folder: Path) -> None:
    with (
        open_store(file_url, schema()) as store,
        closing(BareSqlite(folder / f"sqlite-{FIRMS}" / "liantu.db")) as bare,
    ):
        assert all_asked(store, bare) > 40


def test_neo4j_and_bare_cypher_answer_and_leave_the_same(server: Neo4jServer) -> None:
    ensure_store_at(server.url, DATA, schema())
    neo4j_loading.by_hand(server.url, schema(), list(nation(FIRMS, products())), filled.BATCH)
    by_hand = neo4j_loading.counts(server.url)
    neo4j_server.wipe(server.driver)
    url, loaded = filled.given_database(server.url, FIRMS)
    assert loaded.records > 3 * FIRMS
    assert neo4j_loading.counts(url) == by_hand
    assert filled.given_database(server.url, FIRMS)[1].records == 0
    with pytest.raises(SystemExit):
        filled.given_database(server.url, FIRMS + 1)
    with open_store(url, schema()) as store, closing(BareNeo4j(url)) as bare:
        assert all_asked(store, bare) > 40


@pytest.mark.parametrize("library", sorted(in_memory.LIBRARIES))
def test_graphs_in_memory_answer_like_the_store(library: str, file_url: str) -> None:
    held = in_memory.LIBRARIES[library](records(FIRMS, products()))
    with open_store(file_url, schema()) as store:
        for product in products()[:5]:
            page = store.producers(
                [product], order=[Order("capacity_kt_a", descending=True)], limit=1000
            )
            makers = [row.ref[1] for row in page if row.basis == "dataset"]
            assert held.producers(product) == makers[: asks.PAGE]
        ends = ((firm_id(0), firm_id(number)) for number in range(FIRMS - 1, 0, -1))
        found = {
            pair: ways
            for pair in ends
            if (ways := store.paths(*(("firm", id) for id in pair), relations=asks.TIES, max_len=8))
        }
    assert found
    for pair, ways in found.items():
        ties = held.path(*pair)
        assert ties is not None
        assert 1 <= ties <= len(ways[0].relations)
    assert held.around(firm_id(0)) > 0
    assert set(in_memory.work(library, 30, products()[:5])) >= {"build_s", "mb", "path_s"}


def test_the_command_prints_a_table(
    file_url: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setattr(command, "in_turns", lambda pairs: in_turns(pairs, rounds=1))
    # garbage is collected before each turn: not also what other tests hold
    gc.freeze()
    request.addfinalizer(gc.unfreeze)
    command.main([f"--sizes={FIRMS}", "--stores=sqlite", "--graph-sizes=", f"--folder={folder}"])
    said = capsys.readouterr().out
    assert "bulk ÷ bare executemany" in said
    held = re.search(r"a page server at work: (\d+) MB", said)
    assert held
    assert 20 < int(held[1]) < 1000
    assert said.count("≤ 1.3 |") == 15
