"""``python -m benchmarks.lists``: list pages over 500 and over 50,000 firms, as ratios of one run.

Each page is run as the server runs it (Streamlit's own test runner, no browser): opened, filtered,
searched.  Both stores are asked in turns; the medians are compared.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.scale.filled import BATCH, DATA, products, schema
from benchmarks.scale.nation import firm_id, nation
from graph.model import Lead
from graph.store import open_store
from graph.store.protocol import Change
from loaders.seed import ensure_store_at
from views import settings

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-24"
GOAL = 1.5
CLIENTS = 500
STAGES = ("线索", "已联系", "洽谈", "意向", "暂缓")


@dataclass(frozen=True)
class Step:
    """One thing a person does on a page."""

    label: str
    page: str
    do: Callable[[AppTest, int], AppTest]


def _stage(app: AppTest, turn: int) -> AppTest:
    return app.multiselect(key="w-client-stages").set_value([STAGES[turn % 4]]).run()


def _find(app: AppTest, turn: int) -> AppTest:
    return app.text_input(key="w-client-text").set_value("化工" if turn % 2 else "科技").run()


def _again(app: AppTest, _: int) -> AppTest:
    return app.run()


STEPS = (
    Step("客商库, open", "clients", _again),
    Step("客商库, one stage", "clients", _stage),
    Step("客商库, firms called", "clients", _find),
    Step("企业, open", "firm", _again),
    Step("目标企业, open", "firms", _again),
    Step("项目库, open", "projects", _again),
    Step("梯度培育, open", "ladders", _again),
    Step("修改记录, open", "log", _again),
    Step("表格进出, open", "sheets", _again),
)


def filled(folder: Path, firms: int, clients: int) -> str:
    """Address of a file with the shipped data, a nation of ``firms`` and clients among them."""
    path = folder / f"{firms}-{clients}.db"
    url = f"sqlite:///{path.as_posix()}"
    if not path.exists():
        ensure_store_at(url, DATA, schema())
        with closing(open_store(url, schema())) as store:
            store.bulk(list(nation(firms, products())), actor="测速", batch=BATCH)
            rows = [_lead(number, firms) for number in range(clients)]
            store.bulk([Change.put(row) for row in rows], actor="测速", batch=BATCH)
    return url


def _lead(number: int, firms: int) -> Lead:
    day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    stage = STAGES[number % len(STAGES)]
    firm = firm_id(number % firms)
    told = {"region_id": "yunxi", "next_due": day, "owner": f"{number % 9} 号"}
    return Lead(f"l{number}", firm, None, stage, None, None, f"{day} 09:00", **told)  # type: ignore[arg-type]


def opened(url: str, page: str) -> AppTest:
    """A session with the page open."""
    os.environ[settings.STORE_VARIABLE], os.environ[settings.DATE_VARIABLE] = url, DAY
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600).run()
    app.switch_page(f"views/pages/{page}.py").run()
    if app.exception:
        raise SystemExit(f"{page}: {app.exception[0].value}")
    return app


def seconds(url: str, step: Step, turns: int) -> list[float]:
    """What each turn took; the first is not counted."""
    app, taken = opened(url, step.page), []
    for turn in range(turns + 1):
        os.environ[settings.STORE_VARIABLE] = url
        start = time.perf_counter()
        app = step.do(app, turn)
        taken.append(time.perf_counter() - start)
    return taken[1:]


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lists")
    parser.add_argument("--small", type=int, default=500)
    parser.add_argument("--large", type=int, default=50_000)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="keep what is filled here, and use it again")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as fresh:
        folder = given.folder or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        urls = [filled(folder, n, given.clients) for n in (given.small, given.large)]
        print(f"| step | {given.small:,} firms, ms | {given.large:,} firms, ms | ratio | goal |")
        print("|---|---|---|---|---|")
        for step in STEPS:
            small, large = (median(seconds(url, step, given.turns)) for url in urls)
            cells = (f"{small * 1000:.0f}", f"{large * 1000:.0f}", f"**{large / small:.2f}**")
            print(f"| {step.label} | {' | '.join(cells)} | ≤ {GOAL} |", flush=True)


if __name__ == "__main__":
    main()
