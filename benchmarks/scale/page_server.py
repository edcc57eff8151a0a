"""A page server's work on one store, and the most memory it took; run as a process of its own.

``python -m benchmarks.scale.page_server <store> <firms>`` opens the workspace as a page does,
answers the usual question with the firms for the top 30 gaps, opens firm pages, searches, lists
candidates, and prints megabytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from benchmarks.scale.nation import firm_id
from graph.store.protocol import Order
from views.workspace import Question, Workspace

ROOT = Path(__file__).resolve().parents[2]
TOP = 30
DATE = "2026-11-24"
SEARCHES = ("化", "石化", "岳阳", "huagong", "yysh", "兴长")


def work(url: str, firms: int) -> None:
    """What pages ask in a while."""
    with closing(Workspace.open(url)) as held:
        found = held.evaluation(Question(date=DATE))
        for gap in found.gaps[:TOP]:
            found.targets_for(gap.product_id)
            held.store.producers(
                [gap.product_id], order=[Order("capacity_kt_a", descending=True)], limit=50
            )
        for number in range(20):
            held.store.around(("firm", firm_id(number * (firms - 1) // 19)))
        for text in SEARCHES:
            held.store.search(text, kinds=("firm", "product"))


def peak_mb() -> float:
    """Most memory this process has held at once.

    Linux counts it for the program alone; elsewhere what the starting process held counts too.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def measure(url: str, firms: int) -> float:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale.page_server", url, str(firms)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
    print(peak_mb())
