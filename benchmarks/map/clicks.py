"""A click on a product until its card stands, against a trivial rerun of Streamlit.

Both from the press of the button to the change of the text, by the page's own clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.map.served import MAP_PAGE, product, trivial
from benchmarks.map.table import Row, progress, timed
from benchmarks.map.visits import new_page, seconds
from tests.chromium import AT

GOAL = 1.5
TITLE, TEXT = "h3.lt-title", "[data-testid=stMarkdown] p"
CHANGED = "() => benchMarks.changed && benchMarks.down && benchMarks.changed - benchMarks.down"
IDLE = "!document.querySelector('[data-testid=stStatusWidget]')"
SHOWN = "() => [...liantu.boxes.keys()].sort()"
REST_MS = 900


def rows(browser: Browser, env: dict[str, str], repeats: int) -> Iterator[Row]:
    """Median of both, in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    with product(env) as map_url, trivial("rerun") as rerun_url:
        chart, plain = new_page(browser), new_page(browser)
        names = _open_map(chart, map_url)
        plain.goto(rerun_url)
        plain.get_by_text("run 1").wait_for()
        for number in range(repeats + 2):  # the first two warm up
            progress(f"clicks: {max(0, number - 1)} of {repeats}")
            spot = names[(number * 37 + 5) % len(names)]
            ours.append(_seconds(chart, TITLE, partial(_click_node, chart, spot)))
            theirs.append(_seconds(plain, TEXT, plain.get_by_role("button", name="again").click))
        chart.context.close()
        plain.context.close()
    held = median(ours[2:]), median(theirs[2:])
    yield timed("click to card", held[0], "trivial rerun", held[1], GOAL)


def _open_map(page: Page, url: str) -> list[str]:
    page.goto(url + MAP_PAGE)
    page.wait_for_function("window.__drawn === true", timeout=90_000)
    return list(page.evaluate(SHOWN))


def _click_node(page: Page, spot: str) -> None:
    page.mouse.click(*page.evaluate(AT, spot))


def _seconds(page: Page, selector: str, click: Callable[[], None]) -> float:
    page.bring_to_front()
    page.wait_for_function(IDLE)
    page.wait_for_timeout(REST_MS)
    page.evaluate("selector => benchWatch(selector)", selector)
    click()
    return seconds(page, CHANGED)
