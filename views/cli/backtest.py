"""``liantu backtest``: the list of an earlier day against what was invested in afterwards."""

from __future__ import annotations

import click

from graph.reason.backtest import CLOCKS
from graph.reason.backtest import backtest as run
from views import backtests
from views.cli.common import Session, shared


@click.command()
@click.option(
    "--clock",
    type=click.Choice([*CLOCKS, "both"]),
    default="both",
    show_default=True,
    help="strict 只用当时已有记录的;lenient 用现在知道的、当时属实的;both 两种都算",
)
@shared
def backtest(session: Session, clock: str) -> None:
    """回测:某一天的名单,对照其后真正发生的投资。"""
    workspace, question = session.workspace, session.question
    facts = workspace.facts()
    wanted = CLOCKS if clock == "both" else (clock,)
    found = [
        run(
            facts,
            workspace.rules(),
            question.as_of(),
            name,
            region_id=question.region_id,
            with_nearby=question.with_nearby,
        )
        for name in wanted
    ]
    data = backtests.backtest(facts, found[0])
    data |= {other.clock: backtests.backtest(facts, other) for other in found[1:]}
    session.give(data, lambda: [line for row in found for line in backtests.lines(facts, row)])
