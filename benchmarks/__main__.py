"""``python -m benchmarks``: reasoning, routes and exports as ratios from one run."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import exports, reasoning, routes


def main() -> None:
    """Measure and print."""
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}\n")
    print("| what | seconds | against | seconds | ratio | goal |")
    print("|---|---|---|---|---|---|")
    pair = reasoning.against_pandas()
    print(
        f"| evaluate() and firms of the top {reasoning.TOP} | {pair['evaluate_s']:.3f}"
        f" | pandas reading the same CSV files | {pair['pandas_s']:.3f}"
        f" | **{pair['ratio']:.2f}** | ≤ 0.5 |",
        flush=True,
    )
    _print_routes()
    pair = reasoning.again()
    print(
        f"| evaluate() again after one changed capacity | {pair['again_s']:.3f}"
        f" | the full evaluation | {pair['full_s']:.3f} | **{pair['ratio']:.2f}** | < 1 |",
        flush=True,
    )
    _print_exports()
    _print_growth()


def _print_routes() -> None:
    found = routes.against_bare()
    print(
        f"| routes to {len(routes.TARGETS)} products | {found['routes_s']:.3f}"
        f" | one bare HiGHS solve of the same size | {found['bare_s']:.4f}"
        f" | **{found['ratio']:.1f}** | |",
        flush=True,
    )


def _print_exports() -> None:
    for name, found in exports.against_pandas().items():
        print(
            f"| everything out of the store as {name} | {found['ours_s']:.3f}"
            f" | pandas writing the same tables | {found['pandas_s']:.3f}"
            f" | **{found['ratio']:.2f}** | ≤ 2 |",
            flush=True,
        )


def _print_growth() -> None:
    found = reasoning.growth()
    seconds, base = found["seconds"], min(found["seconds"])
    print("\n| data | records | evaluate() seconds | ÷ 1× |\n|---|---|---|---|")
    for size, taken in seconds.items():
        ratio = taken / seconds[base]
        print(f"| {size}× | {found['records'][size]} | {taken:.3f} | {ratio:.1f} |")
    print(f"\nseconds ~ size^{found['exponent']:.2f}")


if __name__ == "__main__":
    main()
