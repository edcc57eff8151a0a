"""``python -m benchmarks.map``: how good and how fast the map is, as ratios from one run."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Browser, sync_playwright

from benchmarks.map import against_dot, chain, clicks, drift, frames, plain, sizes, visits
from benchmarks.map.drawn import Graph, graphs
from benchmarks.map.nets import crossed
from benchmarks.map.npm import CYTOSCAPE, cytoscape
from benchmarks.map.served import filled_store
from benchmarks.map.table import Row, counted, machine, printed, progress
from tests.chromium import launch

IN_PYTHON, IN_BROWSER = ("dot", "drift", "size"), ("visits", "clicks", "frames")


@dataclass(frozen=True, slots=True)
class Times:
    """How often each thing is done."""

    layouts: int = 7
    updates: int = 10
    counts: tuple[int, ...] = drift.COUNTS
    visits: int = 7
    clicks: int = 9
    frames: int = 3
    seconds: float = 2.0


QUICK = Times(layouts=1, updates=1, counts=(1,), visits=1, clicks=2, frames=1, seconds=0.5)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.map")
    parser.add_argument("--quick", action="store_true", help="few repetitions: only to see it run")
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=[*IN_PYTHON, *IN_BROWSER],
        help=f"some of {','.join((*IN_PYTHON, *IN_BROWSER))}",
    )
    given = parser.parse_args(words)
    times = QUICK if given.quick else Times()
    print(f"{date.today()}, {machine()}", flush=True)
    _in_python(given.only, times, is_quick=given.quick)
    if set(given.only) & set(IN_BROWSER):
        with sync_playwright() as play:
            browser = launch(play)
            print(f"\nChromium {browser.version}, headless, drawing in software", flush=True)
            _in_browser(browser, given.only, times)
            browser.close()


def _in_python(only: Sequence[str], times: Times, *, is_quick: bool) -> None:
    if "dot" in only:
        rows = against_dot.rows(chain.views(), times.layouts, with_large=not is_quick)
        printed("Layout against dot", rows)
    if "drift" in only:
        print(f"\n**Drift of the whole chain**\n\n{drift.HEAD}", flush=True)
        for moved in drift.measure(times.updates, times.counts):
            print(moved.line(), flush=True)
    if "size" in only:
        printed("Size of one file", sizes.rows())


def _in_browser(browser: Browser, only: Sequence[str], times: Times) -> None:
    if {"visits", "clicks"} & set(only):
        progress("filling a store")
        with filled_store() as env:
            if "visits" in only:
                printed("First map", visits.rows(browser, env, times.visits))
            if "clicks" in only:
                printed("Click to card", clicks.rows(browser, env, times.clicks))
    if "frames" in only:
        _frames(browser, times)


def _frames(browser: Browser, times: Times) -> None:
    if cytoscape() is None:
        print(f"\nLeft out: {CYTOSCAPE}, which npm could not fetch.", flush=True)
    drawn = graphs()
    print(f"\n**Panning and zooming**\n\n{frames.HEAD}", flush=True)
    for graph in drawn:
        for line in frames.lines(browser, graph, times.frames, times.seconds):
            print(line, flush=True)
    printed("The same lines laid out by pyvis", (_crossings(browser, graph) for graph in drawn))


def _crossings(browser: Browser, graph: Graph) -> Row:
    theirs = plain.crossings(browser, graph)
    return counted(f"crossings, {graph.name}", crossed(graph.lines), "plain pyvis", theirs)


if __name__ == "__main__":
    main()
