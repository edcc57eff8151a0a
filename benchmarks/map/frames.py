"""Frames a second while the picture moves, engine beside engine, in turns.

Headless Chromium without a GPU: everything is drawn in software, at most 60 frames a second.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.map.drawn import Graph
from benchmarks.map.engines import CYTOSCAPE, JS, OURS, PLACED, PYVIS, SVG, pages
from benchmarks.map.table import progress
from benchmarks.map.visits import SIZE

ENGINES = (OURS, PYVIS, PLACED, CYTOSCAPE, SVG)
HEAD = (
    f"| frames a second | {' | '.join(ENGINES)} | ours ÷ plain pyvis"
    " | ours ÷ pyvis, our places |\n|---|---|---|---|---|---|---|---|"
)
MOVES = {"pan": False, "zoom": True}
SCALES = {"fitted": True, "scale 1": False}
Rates = dict[tuple[str, str], dict[str, list[float]]]


def lines(browser: Browser, graph: Graph, repeats: int, seconds: float) -> Iterator[str]:
    """A Markdown row for each movement at each scale."""
    rates: Rates = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(repeats):
            progress(f"frames: {graph.name}, {number + 1} of {repeats}")
            for engine, text in pages(graph).items():
                file = Path(folder) / f"{engine}.html"
                file.write_text(text, encoding="utf-8")
                _measure(browser, file, engine, seconds, rates)
    about = f"{graph.name} ({len(graph.nodes)} boxes, {len(graph.lines)} lines)"
    for (scale, move), found in rates.items():
        yield _line(f"{about}, {move}, {scale}", {e: median(f) for e, f in found.items()})


def _measure(browser: Browser, file: Path, engine: str, seconds: float, rates: Rates) -> None:
    page = browser.new_page(viewport=SIZE)
    page.goto(file.as_uri())
    page.wait_for_function("() => globalThis.bench && bench.ready()", timeout=60_000)
    page.wait_for_timeout(500)
    drive = (JS / "drive.js").read_text(encoding="utf-8")
    for scale, move in product(SCALES, MOVES):
        found = page.evaluate(drive, [SCALES[scale], MOVES[move], seconds])
        rates.setdefault((scale, move), {}).setdefault(engine, []).append(found["fps"])
    page.close()


def _line(what: str, fps: dict[str, float]) -> str:
    cells = [f"{fps[engine]:.0f}" if engine in fps else "left out" for engine in ENGINES]
    ratios = (f"**{fps[OURS] / fps[other]:.2f}**" for other in (PYVIS, PLACED))
    return f"| {what} | {' | '.join((*cells, *ratios))} |"
