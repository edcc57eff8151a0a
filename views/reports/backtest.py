"""docs/backtest.md: the list of an earlier day held against what was invested in afterwards.

``python -m views.reports.backtest`` writes it again; a test holds the file equal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from graph.asof import AsOf
from graph.facts import Facts
from graph.reason.backtest import CLOCKS, Backtest, backtest
from graph.reason.backtest.measure import DRAWS, KS, Measured
from graph.reason.backtest.truth import Decision
from graph.reason.backtest.weightings import ENOUGH
from graph.rules import Rules
from views import settings, texts
from views.amounts import percent
from views.backtests import BASELINES, CLOCK, KEYS, WITHOUT
from views.reports.backtest_words import HEAD, LIMITS
from views.reports.results import load_facts

DATE = "2022-04-30"
SIGNIFICANT = 0.05
SMALLEST_P = 0.001


def render(facts: Facts, day: str = DATE) -> str:
    """The whole page as Markdown."""
    rows = [backtest(facts, Rules.of(facts), AsOf(day), clock) for clock in CLOCKS]
    first = rows[0]
    region = facts.regions[first.region.region_id].name_zh
    head = HEAD.format(date=day, region=region, n=first.n_candidates, draws=f"{DRAWS:,}")
    said = "\n".join(["## 结论", "", *(_said(row) for row in rows), ""])
    parts = [head, said, _truth(facts, first), *(_clock(facts, row) for row in rows)]
    largest = max((len(d.product_ids) for d in first.decisions), default=0)
    limits = LIMITS.format(n_decisions=first.whole.ours.n_decisions, n_largest=largest)
    return "\n".join(parts) + limits


def _said(row: Backtest) -> str:
    """What the numbers of one clock amount to, in one sentence."""
    k, ours = max(KS), row.whole.ours.recall
    p = row.whole.p_value[k]
    if p is None:
        return f"- **{CLOCK[row.clock]}**:这一天之后没有可对的投资。"
    luck = "看不出比随机抽取好" if p >= SIGNIFICANT else "比随机抽取好"
    others = ";".join(
        f"“{BASELINES[name]}”命中 {percent(m.recall[k])}" for name, m in row.baselines.items()
    )
    return (
        f"- **{CLOCK[row.clock]}**:前 {k} 命中 {percent(ours[k])},随机期望 "
        f"{percent(row.whole.chance.recall[k])}(p {_odds(p)}),{luck};{others}。"
    )


def _truth(facts: Facts, row: Backtest) -> str:
    lines = [
        "## 后来的投资",
        "",
        "| 日期 | 事项 | 项目 | 产品 | 那天的情况 | 来源 |",
        "|---|---|---|---|---|---|",
        *(_decision(facts, d) for d in row.decisions),
        "",
        "没有写明产品的项目列出来,但无从命中,不计入命中率。",
        "",
    ]
    return "\n".join(lines)


def _decision(facts: Facts, row: Decision) -> str:
    names = "、".join(facts.products[p].name_zh for p in row.product_ids) or "未载"
    then = "已公布" if row.was_planned else "未公布"
    then = "已开工" if row.was_building else then
    return _cells(row.date, row.stage, row.name, names, then, _title(facts, row.source_id))


def _clock(facts: Facts, row: Backtest) -> str:
    ours = row.whole.ours
    lines = [
        f"## {CLOCK[row.clock]}",
        "",
        f"后来的投资 {ours.n_decisions} 项、{ours.n_truth} 种产品;名单 {ours.n_listed} 种。",
        "",
        *_main_table(row),
        "",
        *_other_table(row),
        "",
        *_weights(row),
        "",
        f"### 命中(前 {max(KS)})",
        "",
        *(_hits(facts, row) or ["没有。"]),
        "",
        "### 没命中,和原因",
        "",
        "| 产品 | 项目 | 日期 | 原因 | 来源 |",
        "|---|---|---|---|---|",
        *_misses(facts, row),
        "",
    ]
    return "\n".join(lines)


def _main_table(row: Backtest) -> list[str]:
    whole, ours = row.whole, row.whole.ours
    table: list[tuple[str, Mapping[int, float | None]]] = [
        ("命中率(按产品)", ours.recall),
        ("其中随机抽的期望", whole.chance.recall),
        ("命中率(按项目)", ours.recall_decisions),
        ("其中随机抽的期望", whole.chance.recall_decisions),
        ("准确率", ours.precision),
        ("在名单内随机排的期望", row.within.recall),
    ]
    chances = [
        ("p 值(按产品)", whole.p_value),
        ("p 值(按项目)", whole.p_value_decisions),
        ("p 值(名单内,按产品)", row.within_p),
    ]
    return [
        *_header("我们的名单"),
        *(_cells(name, *map(percent, by_k.values())) for name, by_k in table),
        *(_cells(name, *map(_p, by_k.values())) for name, by_k in chances),
        _cells("95% 区间(按产品)", *map(_range, row.intervals.values())),
        _cells("95% 区间(按项目)", *map(_range, row.intervals_decisions.values())),
    ]


def _other_table(row: Backtest) -> list[str]:
    open_ = f"只看当时还没有、也没在建的 {row.open_.n_truth} 种"
    rows: list[tuple[str, Measured]] = [(open_, row.open_)]
    rows += [(WITHOUT[KEYS.get(n, n)], m.ours) for n, m in row.without.items()]
    rows += [(f"对照:{BASELINES[n]}", m) for n, m in row.baselines.items()]
    return [
        *_header("换一种算法(按产品 / 按项目)"),
        *(
            _cells(
                f"{name}({m.n_decisions} 项 {m.n_truth} 种)",
                *(f"{percent(m.recall[k])} / {percent(m.recall_decisions[k])}" for k in KS),
            )
            for name, m in rows
        ),
    ]


def _weights(row: Backtest) -> list[str]:
    found = row.weightings
    if found is None:
        return ["换权重:无从比较。"]
    return [
        f"换权重:{found.n} 组随机权重,前 {found.k} 的命中率中位数 {percent(found.median)},"
        f"95% 在 {percent(found.low)} 到 {percent(found.high)} 之间;"
        f"达到 {ENOUGH:.0%} 的占 {percent(found.share_at_least)}。"
    ]


def _hits(facts: Facts, row: Backtest) -> list[str]:
    if not row.hits:
        return []
    return [
        "| 名次 | 类 | 产品 | 项目 | 日期 | 来源 |",
        "|---:|---|---|---|---|---|",
        *(
            _cells(
                str(h.rank),
                h.kind,
                facts.products[h.product_id].name_zh,
                h.decision.name,
                h.decision.date,
                _title(facts, h.decision.source_id),
            )
            for h in row.hits
        ),
    ]


def _misses(facts: Facts, row: Backtest) -> list[str]:
    return [
        _cells(
            facts.products[m.product_id].name_zh,
            m.decision.name,
            m.decision.date,
            texts.missed(facts, m.why.code, m.why.values),
            _title(facts, m.decision.source_id),
        )
        for m in row.misses
    ]


def _header(name: str) -> list[str]:
    return [_cells(name, *(f"前 {k}" for k in KS)), "|---|" + "---:|" * len(KS)]


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _odds(p: float) -> str:
    return f"< {SMALLEST_P}" if p < SMALLEST_P else f"= {p:.2f}"


def _p(value: float | None) -> str:
    if value is None:
        return "无"
    return f"{value:.3f}" if value >= SMALLEST_P else f"<{SMALLEST_P}"


def _range(value: tuple[float, float] | None) -> str:
    return "无" if value is None else f"{percent(value[0])}–{percent(value[1])}"


def _title(facts: Facts, source_id: str | None) -> str:
    source = facts.sources.get(source_id or "")
    return f"《{texts.source_title(source)}》" if source else "无"


def main(out: str = "docs/backtest.md") -> None:
    """Write the page."""
    Path(settings.home() / out).write_text(render(load_facts()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
