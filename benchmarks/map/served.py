"""Page servers to measure: the product on a store that is filled, and trivial pages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.map.chain import DATE, ROOT
from tests.chromium import free_port
from views.cli.serve import STREAMLIT_FLAGS

APPS = Path(__file__).resolve().parent / "apps"
MAP_PAGE = "/maps"
LIANTU = (sys.executable, "-m", "views.cli.main")


@contextmanager
def filled_store() -> Iterator[dict[str, str]]:
    """The environment that names a store with the shipped data, and a cache of its own.

    Filling is a matter of the first start ever, not of every start.
    """
    with tempfile.TemporaryDirectory() as folder:
        store, cache = str(Path(folder) / "liantu.db"), str(Path(folder) / "cache")
        env = {"LIANTU_STORE": store, "XDG_CACHE_HOME": cache}
        command = [*LIANTU, "products", "--json"]
        subprocess.run(
            command, cwd=ROOT, env=_with(env), stdout=subprocess.DEVNULL, check=True, timeout=300
        )
        yield env


@contextmanager
def product(env: dict[str, str]) -> Iterator[str]:
    """``liantu serve``; gives its address."""
    port = free_port()
    command = [*LIANTU, "serve", "--no-browser", "--port", str(port), "--as-of", DATE]
    with _serving(command, port, env) as url:
        yield url


@contextmanager
def trivial(name: str) -> Iterator[str]:
    """Streamlit on one of the trivial pages, with the flags of ``liantu serve``."""
    port = free_port()
    head = [sys.executable, "-m", "streamlit", "run", str(APPS / f"{name}.py")]
    with _serving([*head, f"--server.port={port}", *STREAMLIT_FLAGS], port, {}) as url:
        yield url


def _with(env: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **env}


@contextmanager
def _serving(command: list[str], port: int, env: dict[str, str]) -> Iterator[str]:
    """A running server; it and what it started are ended afterwards."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_with(env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/_stcore/health", process)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("the server ended early")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")
