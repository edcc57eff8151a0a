"""The first filling of a server: whole before anybody works with it, whoever else is filling."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j_server
import packs
import pytest
from neo4j_server import running
from store_edits import is_edited

from graph.errors import BadRequest, BadRows
from graph.model import Record
from graph.store import Store, open_store
from graph.store.protocol import Change
from loaders.data import data_digest, data_files, read_data
from loaders.filled import is_unfinished, stored_digest
from loaders.fresh import is_own
from loaders.packs import chain_pack, write_pack
from loaders.schema import read_schema
from loaders.seed import ensure_store_at
from views.packs import load_fresh

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")
KEPT = ("source", "feature", "parameter", "map_status", "word")
BATCH = 500


@pytest.fixture
def url() -> Iterator[str]:
    """An empty database; nothing is left in it."""
    server = running()
    neo4j_server.wipe(server.driver)
    yield server.url
    neo4j_server.wipe(server.driver)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules and sources, three batches of them, and nothing else."""
    folder = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("少") / "数据"))
    for kind, path in data_files(folder, SCHEMA):
        if kind not in KEPT:
            path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    return folder


@pytest.fixture
def newer(data: Path, tmp_path: Path) -> Path:
    """A later version: the first source of the old one gone, another there."""
    folder = Path(shutil.copytree(data, tmp_path / "新数据"))
    path = folder / "sources.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], *lines[2:], "S0000000,新公报,,2026,,A,,", ""]), "utf-8")
    return folder


FILL = """
import os, sys
from pathlib import Path
from loaders.schema import read_schema
from loaders.seed import ensure_store_at
data, end = Path(sys.argv[2]), int(sys.argv[3])
def step(done, total, label):
    if done >= end:
        os._exit(9)
ensure_store_at(sys.argv[1], data, read_schema(data / "schema"), progress=step)
"""
NEVER = 10_000


def filling(url: str, data: Path, *, die_at: int = NEVER) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", FILL, url, str(data), str(die_at)], env=env)


def killed(url: str, data: Path) -> None:
    assert filling(url, data, die_at=600).wait() == 9
    with open_store(url, SCHEMA) as store:
        assert BATCH <= store.info().last_seq < len(read_data(data, SCHEMA))
        assert is_unfinished(store)
        assert stored_digest(store) is None


def standing(store: Store) -> dict[tuple[str, str], Record]:
    return {Change.put(r).ref: r for kind in SCHEMA.kinds for r in store.scan(kind)}


def shipped(data: Path) -> dict[tuple[str, str], Record]:
    return {Change.put(r).ref: r for r in read_data(data, SCHEMA)}


def test_an_empty_database_is_filled_and_then_left_alone(url: str, data: Path) -> None:
    steps: list[int] = []
    report = ensure_store_at(url, data, SCHEMA, progress=lambda done, *_: steps.append(done))
    assert (report.action, report.written) == ("created", len(shipped(data)))
    assert steps == sorted(steps)
    assert steps[-1] == 1000
    with open_store(url, SCHEMA) as store:
        assert standing(store) == shipped(data)
        assert stored_digest(store) == data_digest(data, SCHEMA)
        assert not is_edited(store)
        assert not is_unfinished(store)
        assert store.info().last_seq == report.written
        last = store.history(after_seq=report.written - 1)
        assert [r.reason for r in last] == [f"首次载入,数据版本 {report.digest}"]
    assert ensure_store_at(url, data, SCHEMA).action == "current"


def test_a_filling_that_was_killed_is_finished_before_use(url: str, data: Path) -> None:
    killed(url, data)
    report = ensure_store_at(url, data, SCHEMA)
    assert report.action == "created"
    with open_store(url, SCHEMA) as store:
        assert standing(store) == shipped(data)
        assert store.info().last_seq == report.written  # nothing was written twice
        assert stored_digest(store) == report.digest
    assert ensure_store_at(url, data, SCHEMA).action == "current"


def test_a_newer_program_finishes_with_its_own_facts(url: str, data: Path, newer: Path) -> None:
    killed(url, data)
    report = ensure_store_at(url, newer, SCHEMA)
    with open_store(url, SCHEMA) as store:
        assert standing(store) == shipped(newer)
        assert stored_digest(store) == report.digest == data_digest(newer, SCHEMA)
    assert ensure_store_at(url, newer, SCHEMA).action == "current"
    assert ensure_store_at(url, data, SCHEMA).action == "renewed"


def test_a_last_batch_that_stands_already_still_says_whole(url: str, data: Path) -> None:
    """Another version got as far as writing every record, but not to its end."""
    with open_store(url, SCHEMA) as store:
        puts = [Change.put(record) for record in read_data(data, SCHEMA)]
        store.bulk(puts, actor="系统", reason="首次载入,未完", resume="seed:0123456789abcdef")
        assert is_unfinished(store)
    ensure_store_at(url, data, SCHEMA)
    with open_store(url, SCHEMA) as store:
        assert not is_unfinished(store)
        assert standing(store) == shipped(data)
    assert ensure_store_at(url, data, SCHEMA).action == "current"


def test_programs_that_start_at_once_fill_it_once(url: str, data: Path) -> None:
    open_store(url, SCHEMA).close()
    processes = [filling(url, data) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    with open_store(url, SCHEMA) as store:
        assert standing(store) == shipped(data)
        assert store.info().last_seq == len(shipped(data))
        assert len({r.commit_id for r in store.history(limit=5000)}) == 4


def test_programs_that_start_at_once_on_a_new_server(url: str, data: Path) -> None:
    """Nobody has even made the indexes."""
    neo4j_server.wipe(running().driver, also_schema=True)
    processes = [filling(url, data) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    with open_store(url, SCHEMA) as store:
        assert standing(store) == shipped(data)
        assert store.info().last_seq == len(shipped(data))


def test_edits_stay_as_in_a_file(url: str, data: Path, newer: Path) -> None:
    ensure_store_at(url, data, SCHEMA)
    with open_store(url, SCHEMA) as store:
        (word,) = store.scan("word", limit=1)
        store.write([Change.delete("word", word.id)], actor="小王", reason="删")  # type: ignore[attr-defined]
        assert is_edited(store)
    report = ensure_store_at(url, newer, SCHEMA)
    assert (report.action, report.conflicts) == ("merged", 0)
    with open_store(url, SCHEMA) as store:
        gone = Change.put(word).ref
        assert standing(store) == {r: w for r, w in shipped(newer).items() if r != gone}


# -- a store of one's own ------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "稻米.xlsx"
    write_pack(path, chain_pack(packs.CHAIN), SCHEMA)
    packs.fill_rice(path)
    return path


def fresh(url: str, workbook: Path, **more: Any) -> Any:
    return load_fresh(url, workbook, SCHEMA, actor="小王", **{"dry_run": False, **more})


def test_a_chain_of_ones_own_on_a_server(url: str, workbook: Path) -> None:
    seen = fresh(url, workbook, dry_run=True)
    assert seen.added
    with open_store(url, SCHEMA) as store:
        assert store.info().last_seq == 0
    done = fresh(url, workbook)
    assert len(done.added) == len(seen.added)
    with open_store(url, SCHEMA) as store:
        assert is_own(store)
        assert store.count("product") == len(packs.PRODUCTS)
        assert store.history(after_seq=store.info().last_seq - 1)[0].actor == "小王"
    assert ensure_store_at(url, ROOT / "data", SCHEMA).action == "own"
    with pytest.raises(BadRequest, match=r"里已经有数据.*请换一个空的库") as caught:
        fresh(url, workbook)
    assert neo4j_server.PASSWORD not in str(caught.value)


def test_a_file_with_a_fault_leaves_the_database_empty(url: str, workbook: Path) -> None:
    packs.set_cell(workbook, "装置产能", "产能(万吨/年)", 3, "约30")
    with pytest.raises(BadRows):
        fresh(url, workbook)
    with open_store(url, SCHEMA) as store:
        assert store.info().last_seq == 0
        assert not any(store.info().counts.values())
