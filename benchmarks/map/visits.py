"""First meaningful map against the first contentful paint of a trivial page, in Chromium.

Times are the page's own, from the start of the navigation.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.map.served import MAP_PAGE, product, trivial
from benchmarks.map.table import Row, progress, timed

MARKS = Path(__file__).resolve().parent / "js" / "marks.js"
SIZE: ViewportSize = {"width": 1600, "height": 900}
COLD, WARM = 1.5, 2.2
"""Goals: our map ÷ their first paint."""
DRAWN = "() => benchMarks.drawn"
PAINT = "() => benchMarks.words && benchPaint()"
WORDS = "() => benchMarks.words"
Seconds = dict[str, list[float]]


def new_page(browser: Browser) -> Page:
    """A window without a cache."""
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
    page.add_init_script(path=MARKS)
    return page


def seconds(page: Page, what: str) -> float:
    """When it happened, once it has."""
    page.wait_for_function(what, timeout=90_000)
    return float(page.evaluate(what)) / 1000


def rows(browser: Browser, env: dict[str, str], repeats: int) -> Iterator[Row]:
    """New window and reload on servers in use, in turns; then servers that answered nobody yet."""
    taken = _in_use(browser, env, repeats)
    for name, goal in (("new window", COLD), ("reload", WARM)):
        yield _row(name, taken, "first paint", goal)
        yield _row(name, taken, "words", None)
    taken = _fresh(browser, env, repeats)
    yield _row("first visit of a new server", taken, "first paint", None)


def _row(name: str, taken: Seconds, against: str, goal: float | None) -> Row:
    ours, theirs = (median(taken[f"{name}/{what}"]) for what in ("map", against))
    return timed(
        f"first meaningful map, {name}", ours, f"{against} of a trivial page", theirs, goal
    )


def _in_use(browser: Browser, env: dict[str, str], repeats: int) -> Seconds:
    taken: Seconds = {}
    with product(env) as ours, trivial("trivial") as theirs:
        for number in range(repeats + 1):  # the first warms the servers up
            progress(f"visits: {number} of {repeats}")
            kept: Seconds = taken if number else {}
            _visit(browser, theirs, {"first paint": PAINT, "words": WORDS}, kept)
            _visit(browser, ours + MAP_PAGE, {"map": DRAWN}, kept)
    return taken


def _visit(browser: Browser, url: str, marks: dict[str, str], taken: Seconds) -> None:
    """A new window, then the same page again."""
    page = new_page(browser)
    page.goto(url, wait_until="commit")
    for name, what in marks.items():
        taken.setdefault(f"new window/{name}", []).append(seconds(page, what))
    page.wait_for_load_state("networkidle")
    page.reload(wait_until="commit")
    for name, what in marks.items():
        taken.setdefault(f"reload/{name}", []).append(seconds(page, what))
    page.context.close()


def _fresh(browser: Browser, env: dict[str, str], repeats: int) -> Seconds:
    taken: Seconds = {}
    for number in range(repeats):
        progress(f"first visits: {number + 1} of {repeats}")
        with trivial("trivial") as url:
            _first(browser, url, "first paint", PAINT, taken)
        with product(env) as url:
            _first(browser, url + MAP_PAGE, "map", DRAWN, taken)
    return taken


def _first(browser: Browser, url: str, name: str, what: str, taken: Seconds) -> None:
    page = new_page(browser)
    page.goto(url, wait_until="commit")
    key = f"first visit of a new server/{name}"
    taken.setdefault(key, []).append(seconds(page, what))
    page.context.close()
