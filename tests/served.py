"""A served page and a real Chromium for tests, with every outside request refused.

Pictures for people to look at are taken only when asked for: ``LIANTU_SHOTS=tests/screenshots``
says where to.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import free_port, launch
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from stores import filled_store_url

from views.pages.routes import SECTIONS

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-24"
SIZES = ((1366, 768), (1920, 1080))
both_sizes = pytest.mark.parametrize("page", SIZES, indirect=True, ids=["1366x768", "1920x1080"])
"""For what depends on the room there is; else a test runs on the smaller screen, the harder one."""
ROW, HEAD = 30, 37
"""px of a table's row, and of its head."""
CELL = "#portal input, #portal textarea"
"""A table's cell that is open."""
PATIENCE = 90_000
"""ms within which a page must answer: a machine may be busy with much else."""
expect.set_options(timeout=PATIENCE)
STILL_MS = 250
"""For so long nothing is said before a page counts as at rest: tables wait 150 ms for more keys."""
MAP_STILL_MS = 400
"""The same of a map that is turned or zoomed: it waits 300 ms for more."""
# when the page last asked its server something, and last heard from it
WIRE = """globalThis.wire = { asked: 0, heard: 0 };
globalThis.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { wire.heard = performance.now(); });
  }
  send(data) {
    wire.asked = performance.now();
    super.send(data);
  }
};"""
# `turn` numbers the questions: each starts its own count
AT_REST = """([turn, still]) => {
  const now = performance.now(), app = document.querySelector("[data-testid=stApp]");
  if (wire.turn !== turn) Object.assign(wire, { turn, since: now });
  return app?.dataset.testScriptState === "notRunning" && wire.heard >= wire.asked
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && now - Math.max(wire.heard, wire.since) > still;
}"""
_turns = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``liantu serve`` on a store of the file's own, with the shipped facts."""
    folder = tmp_path_factory.mktemp("serve")
    with serving(filled_store_url(folder), folder) as url:
        yield url


@contextmanager
def serving(store: str, folder: Path, *more: str, **env: str) -> Iterator[str]:
    """``liantu serve`` on the store at an address; what it says goes to ``folder``/log.txt."""
    port = free_port()
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", "from views.cli.main import main; main()", "serve"]
    command += ["--no-browser", "--port", str(port), "--as-of", DATE, *more]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": path, "LIANTU_STORE": store, **env},
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
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


class Desk:
    """Windows of one person, and what must not be: requests to another host, errors of a page."""

    def __init__(self, browser: Browser, size: tuple[int, int] = SIZES[0]) -> None:
        width, height = size
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WIRE)
        self._bad: list[str] = []
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("weberror", lambda error: self._bad.append(str(error.error)))

    def _asked(self, url: str) -> None:
        found = urlsplit(url)
        if found.scheme.startswith(("http", "ws")) and found.hostname != "127.0.0.1":
            self._bad.append(url)

    def clear(self) -> None:
        """Shut the windows; fails when something was wrong in one."""
        for page in self.context.pages:
            page.close()
        bad = list(self._bad)
        self._bad.clear()
        assert bad == []


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A window of somebody else's: nothing is shared with others, cookies neither."""
    desk = Desk(browser)
    yield desk.context.new_page()
    desk.clear()
    desk.context.close()


@cache
def _desk(browser: Browser, size: tuple[int, int]) -> Desk:
    """One person for each size of screen of a file: what was fetched once is kept."""
    return Desk(browser, size)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A new window."""
    desk = _desk(browser, getattr(request, "param", SIZES[0]))
    yield desk.context.new_page()
    desk.clear()


def settled(page: Page, still_ms: int = STILL_MS) -> None:
    """Wait until the page and its server have nothing left to do."""
    page.wait_for_function(AT_REST, arg=[next(_turns), still_ms])


def opened(page: Page, address: str) -> None:
    """Go to an address, and wait for the page to stand."""
    page.goto(address)
    expect(page.locator(".st-key-bar")).to_be_visible()
    settled(page)


def drawn(page: Page) -> None:
    """Wait for the map."""
    page.wait_for_function("globalThis.__drawn === true")
    settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def part(page: Page, name: str) -> None:
    """Turn to a part of a page."""
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def table(page: Page) -> Locator:
    """The first table; its text is the cells the grid offers to a screen reader."""
    return page.get_by_test_id("stDataFrame").first


def tick(page: Page, *rows: int) -> None:
    """Click the boxes in front of rows of the first table."""
    for row in rows:
        table(page).click(position={"x": 16, "y": HEAD + ROW * row + ROW / 2})
        settled(page)


def type_in(page: Page, x: float, row: int, text: str) -> None:
    """Type into a cell of the first table: choose it, open it, write, confirm."""
    table(page).click(position={"x": x, "y": HEAD + ROW * row + ROW / 2})
    page.keyboard.press("Enter")
    write_cell(page, text)


def write_cell(page: Page, text: str) -> None:
    """Write into the cell that is open."""
    box = page.locator(CELL).first
    box.fill(text)
    box.press("Enter")
    settled(page)


def fetched(page: Page, button: str | Locator, folder: Path) -> Path:
    """The file behind a button."""
    shown = page.get_by_role("button", name=button).first if isinstance(button, str) else button
    with page.expect_download() as waiting:
        shown.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def shoot(page: Page, name: str) -> None:
    """A picture for people to look at, when pictures are asked for."""
    folder = os.environ.get("LIANTU_SHOTS")
    if not folder:
        return
    if page.url.startswith("http"):
        settled(page)
    (ROOT / folder).mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size is not None
    page.screenshot(path=ROOT / folder / f"{name}_{size['width']}.png")


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
    settled(page)
