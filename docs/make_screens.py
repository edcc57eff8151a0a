# ruff: noqa: E402 - helpers of the tests are found first
"""Take the pictures in docs/screens: ``python docs/make_screens.py``.

The prepared views as they are presented, from a server of its own, and two pictures as files.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from chromium import free_port, launch
from served import DATE, end, settled, wait_for

from graph.asof import AsOf
from graph.facts import Facts
from graph.model import MapView
from graph.reason import evaluate
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views.map import paper
from views.map.flow_drawing import material, national
from views.map.outlets import saved_views

SCREENS = ROOT / "docs" / "screens"
WIDE, HIGH = 1920, 1080
COLORS = 128
MOST_BYTES = 400_000
PRODUCT = "caprolactam"
"""Whose 全国布局 is shown."""
SERVE = ("-c", "from views.cli.main import main; main()", "serve", "--no-browser")
DRAWN = "window.__drawn === true"
BAR = ".liantu-present [role=status]"
IDLE = "getComputedStyle(document.querySelector('.liantu-present')).opacity === '0'"


def main() -> None:
    """Take them all."""
    SCREENS.mkdir(exist_ok=True)
    facts = Facts.of(read_data(ROOT / "data", read_schema(ROOT / "data" / "schema")))
    evaluation = evaluate(facts, Rules.of(facts), AsOf(DATE))
    for name, drawing in (
        ("material", material(evaluation)),
        ("national", national(evaluation, PRODUCT)),
    ):
        save(name, paper.png(drawing.scene, wide_px=WIDE))
    with served() as url, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, locale="zh-CN")
        for name, png in presented(page, url, saved_views(facts)):
            save(name, png)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """A server on a store of its own."""
    with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
        store = f"sqlite:///{Path(folder, 'store.db').as_posix()}"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "LIANTU_STORE": store}
        port = free_port()
        command = [sys.executable, *SERVE, "--port", str(port), "--as-of", DATE]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/_stcore/health", process)
            yield url
        finally:
            end(process)


def presented(page: Page, url: str, views: Sequence[MapView]) -> Iterator[tuple[str, bytes]]:
    """Every prepared view on the whole screen, one after the other by key."""
    page.goto(f"{url}/maps")
    page.wait_for_function(DRAWN, timeout=90_000)
    settled(page)
    page.get_by_role("button", name="讲解").click()
    for number, view in enumerate(views, 1):
        said = f"{view.name_zh}({number}/{len(views)})"
        expect(page.locator(BAR)).to_have_text(said, timeout=30_000)
        page.wait_for_function(DRAWN)
        page.wait_for_function(IDLE)
        yield view.id, page.screenshot()
        page.keyboard.press("PageDown")


def save(name: str, png: bytes) -> None:
    """Write an image with few colours, so that it stays small."""
    path = SCREENS / f"{name}.png"
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    size = path.stat().st_size
    if size >= MOST_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes; at most {MOST_BYTES} are wanted")
    print(f"{path.name}: {size // 1000} kB")


if __name__ == "__main__":
    main()
