"""``python -m benchmarks.scale``: what a nation of firms costs, as ratios from one run."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.scale import asks, in_memory, page_server
from benchmarks.scale.bare import Bare
from benchmarks.scale.bare_neo4j import BareNeo4j
from benchmarks.scale.bare_sqlite import BareSqlite
from benchmarks.scale.filled import (
    Filled,
    given_database,
    neo4j_database,
    products,
    schema,
    sqlite_file,
)
from benchmarks.scale.loaded import Loaded
from benchmarks.scale.turns import in_turns, quantile
from graph.store import open_store, sqlite_path

SIZES = "1000,100000,1000000"
NEO4J_SIZES = "1000,100000"


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    given = _parser().parse_args(words)
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}\n")
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for store in given.stores:
            sizes = given.sizes if store == "sqlite" else given.neo4j_sizes
            _measure(store, sizes, folder, given.neo4j)
        _print_in_memory(given.graph_sizes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    add = parser.add_argument
    add("--sizes", type=_numbers, default=SIZES, help="firms in the SQLite files")
    add("--neo4j-sizes", type=_numbers, default=NEO4J_SIZES, help="firms in Neo4j")
    add("--graph-sizes", type=_numbers, default="1000,100000", help="firms in NetworkX, rustworkx")
    add("--stores", type=lambda text: text.split(","), default="sqlite,neo4j")
    add("--neo4j", metavar="URL", help="an empty database, or one filled by an earlier run")
    add("--folder", type=Path, help="keep what is filled here, and use it again")
    return parser


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",") if word]


@contextmanager
def _filled(store: str, folder: Path, firms: int, url: str | None) -> Iterator[Filled]:
    if store == "sqlite":
        yield sqlite_file(folder, firms)
    elif url is not None:
        yield given_database(url, firms)
    else:
        with neo4j_database(folder, firms) as filled:
            yield filled


def _measure(store: str, sizes: Sequence[int], folder: Path, url: str | None) -> None:
    peaks: dict[int, float] = {}
    for firms in sizes:
        with _filled(store, folder, firms, url) as (here, loaded):
            print(f"\n## {store}, {firms:,} firms\n", flush=True)
            _print_loaded(store, loaded)
            _print_asks(here, firms)
            peaks[firms] = page_server.measure(here, firms)
            print(f"\na page server at work: {peaks[firms]:.0f} MB at most", flush=True)
    if len(peaks) > 1:
        small, large = min(peaks), max(peaks)
        print(
            f"\n| {store}: memory of a page server, {large:,} ÷ {small:,} firms"
            f" | **{peaks[large] / peaks[small]:.2f}** | ≤ 1.2 |"
        )


def _print_loaded(store: str, loaded: Loaded) -> None:
    if not loaded.records:
        return
    rate = loaded.records / loaded.ours_s
    print(f"{loaded.records:,} records loaded, {rate:,.0f} a second", flush=True)
    if not loaded.bare_s:
        return
    if store == "sqlite":
        ratio = loaded.bare_s / loaded.ours_s
        print(f"bulk ÷ bare executemany, records a second: **{ratio:.2f}** (goal ≥ 0.5)\n")
    else:
        ratio = loaded.ours_s / loaded.bare_s
        print(f"bulk ÷ bare UNWIND statements, seconds: **{ratio:.2f}** (goal ≤ 1.2)\n")


def _bare(url: str) -> Bare:
    return BareSqlite(sqlite_path(url)) if url.startswith("sqlite") else BareNeo4j(url)


def _print_asks(url: str, firms: int) -> None:
    print("| question | p50 ms | p95 ms | p50 ÷ bare | p95 ÷ bare | goal |")
    print("|---|---|---|---|---|---|")
    with open_store(url, schema()) as store, closing(_bare(url)) as bare:
        lines = (
            *asks.producers(store, bare, products()),
            *asks.searches(store, bare, firms),
            *asks.others(store, firms),
        )
        for ask in lines:
            turns = in_turns(ask.pairs)
            held = [f"{quantile(turns.ours_s, share) * 1000:.2f}" for share in (0.5, 0.95)]
            ratios = [f"**{turns.ratio(share):.2f}**" for share in (0.5, 0.95) if turns.bare_s]
            cells = [ask.label, *held, *(ratios or ["", ""]), ask.goal]
            print(f"| {' | '.join(cells)} |", flush=True)


def _print_in_memory(sizes: Sequence[int]) -> None:
    print("\n## The same nation in memory\n")
    print("| library | firms | build s | MB | makers ms | neighbourhood ms | path ms |")
    print("|---|---|---|---|---|---|---|")
    for firms in sizes:
        for library in in_memory.LIBRARIES:
            found = in_memory.measure(library, firms, products())
            asked = (found[name] * 1000 for name in ("producers_s", "around_s", "path_s"))
            cells = [f"{found['build_s']:.1f}", f"{found['mb']:.0f}", *(f"{x:.2f}" for x in asked)]
            print(f"| {library} | {firms:,} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
