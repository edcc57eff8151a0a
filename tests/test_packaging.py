"""A wheel is built, installed in a clean environment, and started there once."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMPONENT = "/_stcore/bidi-components/liantu.chain_map/chain_map.js"
IS_WINDOWS = os.name == "nt"
BIN = "Scripts" if IS_WINDOWS else "bin"


def clean_environment() -> dict[str, str]:
    """The variables of this process that neither name a store nor lead to the sources."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return {k: v for k, v in kept.items() if not k.startswith("LIANTU_")}


def run(*args: str | Path, cwd: Path, timeout: float = 300, **env: str) -> str:
    """stdout of a command that must succeed, away from the sources."""
    done = subprocess.run(
        [str(a) for a in args],
        cwd=cwd,
        env={**clean_environment(), **env},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, f"{args}: {said}"
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    run(*build, ROOT, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel and what it depends on, nothing else."""
    home = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", home / "venv", cwd=home)
    python = home / "venv" / BIN / "python"
    pip = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile")
    run(*pip, wheel, cwd=home)
    return home


@pytest.fixture(scope="module")
def liantu(clean: Path) -> Path:
    return clean / "venv" / BIN / "liantu"


def user_folders(home: Path) -> dict[str, str]:
    """Variables that send the user's data folder into ``home``."""
    names = ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "USERPROFILE")
    return {name: str(home / "user") for name in names}


def test_wheel_holds_everything_the_repository_ships(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = [
        path.relative_to(ROOT)
        for folder in ("graph", "loaders", "views", "data")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    ]
    for path in [*wanted, Path("app.py"), Path("LICENSE"), Path("NOTICE")]:
        assert [h for h in held if h.endswith(path.as_posix())], path
    assert not [h for h in held if "tests/" in h or "__pycache__" in h or "/docs/" in h]


def test_help_speaks_of_every_command(liantu: Path, clean: Path) -> None:
    text = run(liantu, "--help", cwd=clean)
    for command in ("serve", "check", "gaps", "targets", "map", "load", "export"):
        assert command in text


def test_installed_facts_are_the_repository_s(liantu: Path, clean: Path) -> None:
    told = json.loads(run(liantu, "check", "--json", cwd=clean, **user_folders(clean)))
    here = [sys.executable, "-m", "views.cli.main", "check", "--json", "--store", clean / "here.db"]
    assert told == json.loads(run(*here, cwd=ROOT))
    assert list((clean / "user").rglob("liantu.db")), "the store is in the user's data folder"


def test_the_map_is_drawn_from_the_installed_files(liantu: Path, clean: Path) -> None:
    run(liantu, "map", "--kind", "现状图", "--out", "图.html", cwd=clean, **user_folders(clean))
    assert "vis" in (clean / "图.html").read_text(encoding="utf-8")


@contextmanager
def serving(liantu: Path, home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    log = (home / "serve.log").open("wb")
    process = subprocess.Popen(
        [str(liantu), "serve", "--no-browser", "--port", str(port)],
        cwd=home,
        env={**clean_environment(), **user_folders(home)},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        log.close()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            assert fetch(f"{url}/_stcore/health") == b"ok"
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_installed_program_serves_and_stops(liantu: Path, clean: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with serving(liantu, clean, port) as process:
        wait_until_healthy(url, process, clean / "serve.log")
        assert b"<html" in fetch(url)
        script = fetch(url + COMPONENT)
        assert b"vis-network" in script[:300]
        assert b"LianTuMap" in script
    end = time.monotonic() + 10
    while is_listening(port) and time.monotonic() < end:
        time.sleep(0.2)
    outlived = is_listening(port)
    if outlived and not IS_WINDOWS:
        os.killpg(process.pid, signal.SIGKILL)
    assert not outlived, "the page server outlived the command that started it"
