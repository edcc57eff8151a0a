"""``liantu backup`` and ``liantu restore`` as an administrator types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from stores import SCHEMA, SERVER, filled_store_url
from test_backup import damage, memo, state, write
from test_pages_apptest import ROOT

from graph.store import open_store, sqlite_path
from graph.store.protocol import Change
from views.cli.main import main


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = filled_store_url(tmp_path)
    monkeypatch.setenv("LIANTU_STORE", found)
    monkeypatch.setenv("LIANTU_BACKUPS", str(tmp_path / "备份"))
    monkeypatch.setenv("LIANTU_USERS", str(tmp_path / "users.json"))
    return found


def run(*args: str, typed: str = "") -> Any:
    return CliRunner().invoke(main, [*args], input=typed)


def answer(*args: str, typed: str = "") -> Any:
    done = run(*args, "--json", typed=typed)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_back_up_and_go_back(url: str) -> None:
    made = answer("backup")["backups"]
    assert [(b["why"], b["records"] > 8000) for b in made] == [("asked", True)]
    with open_store(url, SCHEMA) as store:
        before = state(store)
        write(store, Change.put(memo("m")))
    kept = run("restore", typed="n\n")
    assert kept.exit_code == 1
    assert "没有恢复" in kept.stderr
    told = answer("restore", typed="y\n")
    assert told["changes"] == [{"kind": "memo", "added": 0, "changed": 0, "removed": 1}]
    with open_store(url, SCHEMA) as store:
        assert state(store) == before
        (newest,) = store.commits(limit=1)
    assert newest.reason == f"恢复到备份 {Path(made[0]['file']).name}"
    assert [b["why"] for b in answer("backup", "--list")["backups"]] == ["before", "asked"]
    assert answer("restore", made[0]["file"], "--yes")["changes"] == []


def test_without_a_backup_there_is_nothing_to_go_back_to(url: str) -> None:
    done = run("restore", "--yes")
    assert done.exit_code == 2
    assert "没有完好的备份" in done.stderr
    done = run("restore", "没有.db", "--yes")
    assert done.exit_code == 2
    assert "找不到" in done.stderr


@pytest.mark.skipif(SERVER is not None, reason="what can happen to a data file")
def test_a_damaged_file_is_put_right(url: str) -> None:
    with open_store(url, SCHEMA) as store:
        write(store, Change.put(memo("m")))
        before = state(store)
    answer("backup")
    path = sqlite_path(url)
    damage(path, 0)
    bad = path.read_bytes()
    assert run("gaps").exit_code == 2
    told = answer("restore", "--yes")
    assert Path(told["kept"]).read_bytes() == bad
    with open_store(url, SCHEMA) as store:
        assert state(store) == before


@pytest.mark.skipif(SERVER is not None, reason="what can happen to a data file")
def test_on_a_new_machine_a_backup_comes_back_with_its_history(url: str) -> None:
    (made,) = answer("backup")["backups"]
    path = sqlite_path(url)
    path.unlink()
    assert "不见了" in run("gaps").stderr
    told = answer("restore", made["file"], "--yes")
    assert (told["kept"], told["changes"]) == (None, [])
    with open_store(url, SCHEMA) as store:
        assert store.info().last_seq == made["revisions"]


@pytest.mark.skipif(SERVER is not None, reason="what can happen to a data file")
def test_in_a_terminal_of_its_own(url: str) -> None:
    """The installed command, not the function."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "views.cli.main", "backup", "--json"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert len(json.loads(done.stdout)["backups"]) == 1
    assert done.stderr == b""
