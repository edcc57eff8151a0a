"""A copied store in words: what was done, how far it came, what was held against what."""

from __future__ import annotations

from graph.schema import Schema
from loaders.copying import CopyReport

CHECK_COLUMNS = ("哪类", "条数", "来源的校验和", "目标的校验和", "核对")
SHOWN_HEX = 16
HISTORY = "修订历史"


def summary(report: CopyReport) -> str:
    """One sentence: from where, to where, how much, whether it is the same."""
    whole = "两边一致" if report.is_equal else "两边不一致,不要用目标库"
    return (
        f"{report.from_url} → {report.to_url}:{report.records} 条记录、{report.revisions} 条修订,"
        f"这次搬了 {report.copied} 条修订,用时 {report.seconds:.0f} 秒;逐类核对{whole}。"
    )


def stopped(report: CopyReport) -> str:
    """How far a copy came that was stopped, and how to go on."""
    if report.done < report.revisions:
        return (
            f"停下了:目标库里有 {report.done} / {report.revisions} 条修订,还不完整,先不要用它。"
            "用同样的来源和目标再搬一次,就从这里接着搬。"
        )
    return (
        f"停下了:{report.revisions} 条修订已经全部搬完,还没有核对。"
        "用同样的来源和目标再搬一次,就只做核对。"
    )


def later(report: CopyReport) -> str:
    """What the source has got since the copy began; empty when nothing."""
    if not report.later:
        return ""
    return f"搬的时候来源库又多了 {report.later} 条修订,不在里面;再搬一次就补上。"


def check_rows(report: CopyReport, schema: Schema) -> list[tuple[str, int, str, str, str]]:
    """One row a kind; the checksums cut short."""
    return [
        (
            schema[check.kind].label_zh,
            check.count,
            check.from_sha256[:SHOWN_HEX],
            check.to_sha256[:SHOWN_HEX],
            same(check.equal),
        )
        for check in report.checks
    ]


def same(equal: bool | None) -> str:
    """Whether two sides hold the same, in a word."""
    return "没有核对" if equal is None else "一致" if equal else "不一致"
