"""The shipped facts from a file to a server and back: the same records, history and answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j_server
import pytest
from chromium import free_port
from neo4j_server import PASSWORD, Neo4jServer, running
from served import end, wait_for
from small_chain import chain_records, make

from graph.errors import BadRequest, StoreUnavailable
from graph.model import Firm, Product
from graph.store import Store, neo4j_driver, open_store
from graph.store.copying import copy_history, revisions
from graph.store.neo4j_address import PASSWORD_VARIABLE, USER_VARIABLE
from graph.store.protocol import Change
from loaders.copying import copy, copy_from
from loaders.schema import read_schema
from loaders.seed import ensure_store, ensure_store_at
from views import gap_json, settings
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
QUESTION = Question(date="2026-11-24")


@pytest.fixture(scope="module")
def server() -> Neo4jServer:
    return running()


@pytest.fixture
def empty(server: Neo4jServer) -> Iterator[str]:
    """The address of the database, with nothing in it before and after."""
    neo4j_server.wipe(server.driver)
    yield server.url
    neo4j_server.wipe(server.driver)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped facts, edited."""
    path = tmp_path_factory.mktemp("搬") / "链图.db"
    ensure_store(path, ROOT / "data", SCHEMA)
    with open_store(path, SCHEMA) as store:
        edit(store)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "小.db", SCHEMA) as store:
        store.write([Change.put(r) for r in chain_records()], actor="小王", reason="起头")
        edit(store)
        yield store


def edit(store: Store) -> None:
    (product,) = store.get("product", ["benzene"]).records
    assert isinstance(product, Product)
    # ids beyond the basic plane: engines need not sort them alike
    marks = ("\U00020bb7", "\uffee", "一")
    firms = [make(Firm, id=f"试-{m}", name_zh=m, status="未核", basis="user") for m in marks]
    store.write([Change.put(replace(product, note="改“过”\n两行"))], actor="小王", reason="补充")
    store.write([*map(Change.put, firms), Change.delete("product", "benzene")],
                actor="小李", reason="删掉试试")  # fmt: skip
    store.write([Change.put(product), Change.delete("firm", "试-一")], actor="小王", reason="放回")


def url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def everything(store: Store) -> dict[str, Any]:
    """Records with revision numbers, and the history; floats as floats, whoever kept them."""
    pages = {kind: store.scan(kind) for kind in SCHEMA.kinds}
    rows = {
        kind: {r.id: (r, rev) for r, rev in zip(page.records, page.revs, strict=True)}  # type: ignore[attr-defined]
        for kind, page in pages.items()
    }
    history = list(revisions(store, store.info().last_seq))
    return {"rows": rows, "history": history, "counts": store.info().counts}


def gaps(address: str) -> list[dict[str, Any]]:
    workspace = Workspace.open(address)
    try:
        return gap_json.all_gaps(workspace.evaluation(QUESTION))
    finally:
        workspace.close()


def test_there_and_back_nothing_changes_and_the_gaps_are_the_same(
    filled: Path, empty: str, tmp_path: Path
) -> None:
    back = tmp_path / "回.db"
    there = copy(url(filled), empty, SCHEMA)
    again = copy(empty, url(back), SCHEMA)
    for report in (there, again):
        assert report.is_equal
        assert (report.copied, report.later) == (report.revisions, 0)
        assert PASSWORD not in repr(report)
    assert there.checks == again.checks
    with (
        open_store(filled, SCHEMA) as a,
        open_store(empty, SCHEMA) as b,
        open_store(back, SCHEMA) as c,
    ):
        first = everything(a)
        assert everything(b) == first
        assert everything(c) == first
        assert there.records == sum(a.info().counts.values())
        for text in ("苯", "yixi", "71-43-2"):
            assert a.search(text) == b.search(text) == c.search(text)
    expected = gaps(url(filled))
    assert len(expected) > 50
    assert gaps(empty) == expected
    assert gaps(url(back)) == expected


KILLED = """
import os, signal, sys
from pathlib import Path
from loaders.copying import copy
from loaders.schema import read_schema
def die(done, total, label):
    if done >= 1000:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
copy(sys.argv[1], sys.argv[2], read_schema(Path(sys.argv[3])), progress=die)
"""


def test_a_killed_copy_goes_on_and_a_stopped_one_too(filled: Path, empty: str) -> None:
    command = [sys.executable, "-c", KILLED, url(filled), empty, str(ROOT / "data" / "schema")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=env, check=False).returncode != 0
    with open_store(empty, SCHEMA) as store:
        assert store.info().last_seq == 1000
    report = copy(url(filled), empty, SCHEMA, progress=lambda done, *_: done < 2000)
    assert (report.copied, report.done, report.is_stopped) == (1000, 2000, True)
    with open_store(filled, SCHEMA) as a, open_store(empty, SCHEMA) as b:
        assert list(revisions(a, 2000)) == list(revisions(b, 2000))


def test_a_part_of_a_copy_never_passes_for_a_store(
    small: Store, empty: str, tmp_path: Path
) -> None:
    with open_store(empty, SCHEMA) as target:
        done = copy_history(small, target, batch=10, progress=lambda done, _: done == 0)
        assert (done.done, done.is_whole) == (10, False)
    with pytest.raises(StoreUnavailable, match=r"还没搬完\(已有 10 条修订.*再运行一次"):
        ensure_store_at(empty, ROOT / "data", SCHEMA)
    with pytest.raises(StoreUnavailable, match="还没搬完"):
        copy(empty, url(tmp_path / "又一个.db"), SCHEMA)
    assert copy_from(small, empty, SCHEMA).is_equal
    assert ensure_store_at(empty, ROOT / "data", SCHEMA).action == "own"


def test_a_server_that_dies_on_the_way_is_taken_up_again(
    small: Store, server: Neo4jServer, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_driver, "RETRY_SECONDS", 0.5)

    def die(done: int, _: int) -> None:
        if done >= 20:
            server.kill()

    with (
        open_store(empty, SCHEMA) as target,
        pytest.raises(StoreUnavailable, match=f":{server.port}/") as caught,
    ):
        copy_history(small, target, batch=10, progress=die)
    assert PASSWORD not in str(caught.value)
    server.start()
    with open_store(empty, SCHEMA) as target:
        assert target.info().last_seq == 20
    report = copy_from(small, empty, SCHEMA)
    assert report.is_equal
    assert report.copied == report.revisions - 20


def test_other_data_on_the_server_is_refused_and_left_alone(small: Store, empty: str) -> None:
    with open_store(empty, SCHEMA) as target:
        target.write([Change.put(chain_records()[0])], actor="小李", reason="先来")
        before = everything(target)
        with pytest.raises(BadRequest, match="目标库里有别的数据"):
            copy_from(small, empty, SCHEMA)
        assert everything(target) == before


def test_what_was_tampered_with_on_the_server_is_found(
    small: Store, server: Neo4jServer, empty: str
) -> None:
    copy_from(small, empty, SCHEMA)
    with server.driver.session() as session:
        session.run("MATCH (n:Product {id: 'ammonia'}) SET n.note = '偷改'").consume()
        session.run("MATCH (c:_Commit {reason: '补充'}) SET c.actor = '别人'").consume()
    report = copy_from(small, empty, SCHEMA)
    assert report.copied == 0
    assert {c.kind for c in report.checks if not c.equal} == {"product"}
    assert report.history_equal is False


def test_people_write_on_both_sides_while_it_is_compared(small: Store, empty: str) -> None:
    """Both sides are read as of the number that was copied."""
    copy_from(small, empty, SCHEMA)
    with open_store(empty, SCHEMA) as target:
        labels: set[str] = set()

        def busy(_: int, __: int, label: str) -> None:
            if label not in labels and label != "搬数据":
                labels.add(label)
                for store in (small, target):
                    record = make(Product, id=f"新-{len(labels)}", name_zh="新产品(测试)")
                    gone = store.scan("flow", limit=1).records
                    deletes = [Change.delete("flow", r.id) for r in gone]  # type: ignore[attr-defined]
                    store.write([Change.put(record), *deletes], actor="小王", reason="照常用")

        assert copy_from(small, empty, SCHEMA, progress=busy).is_equal
        assert len(labels) > 30


def command(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LIANTU_")}
    return subprocess.run(
        [sys.executable, "-m", "views.cli.main", *map(str, args)],
        cwd=ROOT,
        env=kept | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_takes_user_and_password_from_the_environment(
    small: Store, server: Neo4jServer, empty: str, tmp_path: Path
) -> None:
    bare = f"neo4j://127.0.0.1:{server.port}/neo4j"
    entry = {USER_VARIABLE: "neo4j", PASSWORD_VARIABLE: PASSWORD}
    refused = command("copy", "--from", tmp_path / "小.db", "--to", bare)
    assert (refused.returncode, refused.stdout) == (2, "")
    done = command("copy", "--from", tmp_path / "小.db", "--to", bare, "--json", **entry)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["to"] == bare
    back = command("copy", "--from", empty, "--to", tmp_path / "回.db")
    assert back.returncode == 0, back.stderr
    assert f"{bare} → sqlite:///" in back.stdout
    for said in (done, refused, back):
        assert PASSWORD not in said.stdout + said.stderr
    same = command("copy", "--from", empty, "--to", bare.replace("neo4j://", "bolt://"))
    assert "同一个库" in same.stderr


def test_the_pages_are_served_from_a_server_and_no_password_is_shown(
    small: Store, empty: str, tmp_path: Path
) -> None:
    copy_from(small, empty, SCHEMA)
    port, out, log = free_port(), tmp_path / "out.json", tmp_path / "log.txt"
    serve = ["serve", "--no-browser", "--port", str(port), "--store", empty, "--json"]
    with out.open("wb") as stdout, log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", "from views.cli.main import main; main()", *serve],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=stdout,
            stderr=stderr,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        finally:
            end(process)
    assert settings.shown_url(empty) in out.read_text("utf-8")
    for path in (out, log):
        assert PASSWORD not in path.read_text("utf-8")
