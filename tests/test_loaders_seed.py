"""The first filling of a store: whole or not at all, and renewed without touching user edits."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_edits import is_edited
from stores import a_store_url, filled_store_url, shared_store_url

from graph.errors import BadRows, StoreUnavailable
from graph.store import Store, open_store
from graph.store.protocol import Change
from loaders.data import data_digest, read_data
from loaders.filled import data_version, stored_digest
from loaders.schema import read_schema
from loaders.seed import ensure_store, ensure_store_at, seed

ROOT = Path(__file__).parents[1]
SCHEMA = read_schema(ROOT / "data" / "schema")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path / "数据"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return filled_store_url(tmp_path)


def edit(store: Store) -> None:
    (product,) = store.get("product", ["benzene"]).records
    mine = dataclasses.replace(product, note="我改的")  # type: ignore[call-arg]
    store.write([Change.put(mine)], actor="小王", reason="补充")


def change_data(data: Path) -> None:
    """A new source, a changed one, and a kind that loses its last row."""
    path = data / "sources.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1] + "(改)"
    lines.append("S0000000,新公报,,2026,,A,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = data / "unattached.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def test_a_new_store_holds_all_facts() -> None:
    records = read_data(ROOT / "data", SCHEMA)
    with open_store(shared_store_url(), SCHEMA) as store:
        for kind in SCHEMA.kinds:
            wanted = {getattr(r, "id", ""): r for r in records if r.kind == kind}
            assert {getattr(r, "id", ""): r for r in store.scan(kind)} == wanted
        (first,) = store.history(limit=1)
        assert (first.actor, first.reason.partition(",")[0]) == ("系统", "首次载入")
        digest = data_digest(ROOT / "data", SCHEMA)
        assert stored_digest(store) == digest
        assert data_version(store).startswith(digest)
        assert not is_edited(store)


def test_a_filled_file_has_no_other_beside_it(tmp_path: Path) -> None:
    ensure_store(tmp_path / "链图.db", ROOT / "data", SCHEMA)
    assert [p.name for p in tmp_path.iterdir()] == ["链图.db"]


def test_progress_runs_from_reading_to_the_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    url = a_store_url(tmp_path / "新")
    report = ensure_store_at(url, ROOT / "data", SCHEMA, progress=lambda *s: steps.append(s))
    assert report.action == "created"
    done = [step[0] for step in steps]
    assert done == sorted(done)
    assert done[-1] == steps[-1][1]
    assert {label for _, _, label in steps} <= {k.label_zh for k in SCHEMA.kinds.values()}
    assert len(steps) > 30


def test_a_second_start_changes_nothing(url: str) -> None:
    report = ensure_store_at(url, ROOT / "data", SCHEMA)
    assert (report.action, report.written) == ("current", 0)
    assert report.stored == report.digest


def test_line_ends_are_no_change(data: Path) -> None:
    before = data_digest(data, SCHEMA)
    path = data / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data_digest(data, SCHEMA) == before
    change_data(data)
    assert data_digest(data, SCHEMA) != before


def test_new_facts_renew_an_unedited_store_row_by_row(url: str, data: Path) -> None:
    with open_store(url, SCHEMA) as store:
        before = store.info().last_seq
    change_data(data)
    report = ensure_store_at(url, data, SCHEMA)
    assert (report.action, report.written) == ("renewed", 3)
    assert report.stored != report.digest
    with open_store(url, SCHEMA) as store:
        revisions = store.history(after_seq=before)
        assert sorted(r.op for r in revisions) == ["delete", "put", "put"]
        assert revisions[0].reason == f"更新随附数据,数据版本 {report.digest}"
        assert store.get("source", ["S0000000"]).records
    assert ensure_store_at(url, data, SCHEMA).action == "current"


def test_a_store_with_user_edits_is_renewed_around_them(url: str, data: Path) -> None:
    with open_store(url, SCHEMA) as store:
        edit(store)
    assert ensure_store_at(url, ROOT / "data", SCHEMA).action == "current"
    change_data(data)
    report = ensure_store_at(url, data, SCHEMA)
    assert (report.action, report.written, report.conflicts) == ("merged", 3, 0)
    with open_store(url, SCHEMA) as store:
        assert is_edited(store)
        assert stored_digest(store) == report.digest != report.stored
        assert store.get("source", ["S0000000"]).records
        (product,) = store.get("product", ["benzene"]).records
        assert product.note == "我改的"  # type: ignore[attr-defined]
    assert ensure_store_at(url, data, SCHEMA).action == "current"


def test_a_store_of_other_facts_is_not_filled_with_the_shipped_ones(tmp_path: Path) -> None:
    with open_store(a_store_url(tmp_path), SCHEMA) as store:
        (source,) = read_data(ROOT / "data", SCHEMA)[:1]
        store.write([Change.put(source)], actor="小王", reason="自建")
        assert seed(store, ROOT / "data", SCHEMA).action == "own"
        assert store.count("product") == 0


def test_an_empty_store_is_filled_in_one_write(tmp_path: Path) -> None:
    with open_store(a_store_url(tmp_path), SCHEMA) as store:
        report = seed(store, ROOT / "data", SCHEMA)
        assert report.action == "created"
        assert len({r.commit_id for r in store.history(limit=10_000)}) == 1
        assert sum(store.info().counts.values()) == report.written


def test_broken_facts_leave_no_store(tmp_path: Path, data: Path) -> None:
    with (data / "chain" / "products.csv").open("a", encoding="utf-8") as file:
        file.write("坏行\n")
    with pytest.raises(BadRows, match=r"chain/products\.csv 第 \d+ 行 “name_zh”列:必须填写"):
        ensure_store(tmp_path / "店" / "a.db", data, SCHEMA)
    assert list((tmp_path / "店").iterdir()) == []


def test_a_killed_first_start_leaves_nothing_half_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from loaders.schema import read_schema\nfrom loaders.seed import ensure_store\n"
        "data = Path(sys.argv[1])\n"
        "def stop(done, total, label):\n    if done > 700: os._exit(9)\n"
        "ensure_store(Path(sys.argv[2]), data, read_schema(data / 'schema'), progress=stop)\n"
    )
    command = [sys.executable, "-c", script, str(ROOT / "data"), str(path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=env, check=False).returncode == 9
    assert not path.exists()
    left = list(tmp_path.iterdir())
    assert left
    old = time.time() - 7200
    for part in left:
        os.utime(part, (old, old))
    assert ensure_store(path, ROOT / "data", SCHEMA).action == "created"
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_a_folder_that_cannot_hold_the_store(tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        ensure_store(tmp_path / "占用" / "a.db", ROOT / "data", SCHEMA)
