"""A served page and a real Chromium for tests, with every outside request refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import free_port, launch
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright
from stores import a_store_url

from views.pages.routes import SECTIONS

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"
SIZES = ((1366, 768), (1920, 1080))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``liantu serve`` where there is no store yet: it fills one, then answers."""
    folder = tmp_path_factory.mktemp("serve")
    with serving(a_store_url(folder), folder) as url:
        yield url


@contextmanager
def serving(store: str, folder: Path) -> Iterator[str]:
    """``liantu serve`` on the store at an address; what it says goes to ``folder``/log.txt."""
    port = free_port()
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": path, "LIANTU_STORE": store}
    command = [sys.executable, "-c", "from views.cli.main import main; main()", "serve"]
    command += ["--no-browser", "--port", str(port), "--as-of", DATE]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/_stcore/health", process)
            yield url
        finally:
            end(process)
    assert b"Traceback" not in (folder / "log.txt").read_bytes()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + 90
    while time.monotonic() < last:
        assert process.poll() is None, "the server ended; see log.txt"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ctrl+C for the command, so that it ends the page server it started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh window that refuses, and remembers, every request to another host."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
    )
    outside: list[str] = []
    broken: list[str] = []

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    opened = context.new_page()
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert outside == []
    assert broken == []


def settled(page: Page) -> None:
    """Wait until Streamlit has nothing left to do."""
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_timeout(600)


def way_to(page: Page, title: str) -> list[Locator]:
    """What is clicked, one after the other, to open a page from the bar."""
    bar = page.get_by_test_id("stHeader")
    heading = next(h for h, pages in SECTIONS.items() if title in pages.values())
    if not heading:
        return [bar.get_by_role("link", name=title, exact=True)]
    section = bar.get_by_test_id("stTopNavSection").filter(has_text=heading)
    links = page.get_by_test_id("stTopNavDropdownLink")
    return [section, links.filter(has=page.get_by_text(title, exact=True))]


def go(page: Page, title: str) -> None:
    """Open a page from the bar."""
    for step in way_to(page, title):
        step.click()
