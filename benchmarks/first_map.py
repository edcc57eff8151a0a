"""First meaningful map against the first paint of a trivial page, both cold, in Chromium.

Cold: a page server that has answered nobody yet and a browser window without a cache.  The
store is filled; filling it is a matter of the first start ever, not of every start.
"""

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
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import free_port, launch
from views.cli.serve import STREAMLIT_FLAGS

ROOT = Path(__file__).resolve().parents[1]
TRIVIAL = Path(__file__).resolve().parent / "apps" / "trivial.py"
PAINTED = "() => document.body && document.body.innerText.includes('first paint')"
DRAWN = "() => window.__drawn === true"
MAP_PAGE = "/maps"


@contextmanager
def serving(command: list[str], port: int, env: dict[str, str]) -> Iterator[str]:
    """A running server; it and what it started are ended afterwards."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
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
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("the server ended early")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")


def seconds_until(browser: Browser, url: str, condition: str) -> float:
    """From asking for the page, in a new window without a cache, until it holds."""
    context = browser.new_context(viewport={"width": 1600, "height": 900}, locale="zh-CN")
    page = context.new_page()
    try:
        start = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_function(condition, timeout=60_000)
        return time.perf_counter() - start
    finally:
        context.close()


def trivial_command(port: int) -> list[str]:
    """Streamlit on the trivial page, with the flags of ``liantu serve``."""
    head = [sys.executable, "-m", "streamlit", "run", str(TRIVIAL)]
    return [*head, f"--server.port={port}", *STREAMLIT_FLAGS]


def map_command(port: int) -> list[str]:
    """The product itself."""
    head = [sys.executable, "-m", "views.cli.main", "serve", "--no-browser"]
    return [*head, "--port", str(port), "--as-of", "2026-11-24"]


def measure(repeats: int = 5) -> dict[str, float]:
    """Median seconds: each on a fresh server, then again on the server that has answered."""
    names = ("trivial", "trivial_again", "map", "map_again")
    taken: dict[str, list[float]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        env = {"LIANTU_STORE": str(Path(folder) / "liantu.db")}
        filled = [sys.executable, "-m", "views.cli.main", "products", "--json"]
        subprocess.run(
            filled, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL, check=True
        )
        browser = launch(play)
        for _ in range(repeats):
            port = free_port()
            with serving(trivial_command(port), port, {}) as url:
                taken["trivial"].append(seconds_until(browser, url, PAINTED))
                taken["trivial_again"].append(seconds_until(browser, url, PAINTED))
            port = free_port()
            with serving(map_command(port), port, env) as url:
                taken["map"].append(seconds_until(browser, url + MAP_PAGE, DRAWN))
                taken["map_again"].append(seconds_until(browser, url + MAP_PAGE, DRAWN))
        browser.close()
    return {name: median(values) for name, values in taken.items()}
