"""``liantu copy``: a whole store with its history from one address to another."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from graph.schema import Schema
from loaders.copying import CopyReport
from loaders.copying import copy as copy_store
from loaders.schema import read_schema
from views import copy_texts, settings
from views.cli.common import Session, progress_bar, say, shared

DIFFERENT, INTERRUPTED = 1, 130


@click.command()
@click.option("--from", "source", help="从哪个库搬:数据文件或地址;不填为 --store 的那个")
@click.option("--to", "target", required=True, help="搬到哪个库:数据文件或地址")
@shared
def copy(session: Session, source: str | None, target: str) -> None:
    """把整个库连同修订历史搬到另一个库(数据文件或 Neo4j),搬完逐类核对。

    按 Ctrl+C 停;再运行同一条命令接着搬。
    """
    here, there = settings.store_url(source or session.store), settings.store_url(target)
    schema, show = read_schema(settings.schema_dir()), progress_bar("搬库")
    with interruptible() as interrupted:

        def progress(done: int, total: int, label: str) -> bool:
            show(done, total, label)
            return not interrupted

        report = copy_store(here, there, schema, progress=progress)
    if report.is_stopped:
        say(copy_texts.stopped(report))
        sys.exit(INTERRUPTED)
    session.give(report_json(report), lambda: lines(report, schema))
    if not report.is_equal:
        sys.exit(DIFFERENT)


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """Collect Ctrl+C in the list instead of raising; the second one ends the program at once."""
    got: list[int] = []

    def heard(number: int, _: FrameType | None) -> None:
        got.append(number)
        signal.signal(signal.SIGINT, before)
        say("\n正在停下:等这一批写完。")

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield got
    finally:
        signal.signal(signal.SIGINT, before)


def report_json(report: CopyReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "from": report.from_url,
        "to": report.to_url,
        "records": report.records,
        "revisions": report.revisions,
        "copied": report.copied,
        "later": report.later,
        "checks": [
            {
                "kind": check.kind,
                "count": check.count,
                "from_sha256": check.from_sha256,
                "to_sha256": check.to_sha256,
                "equal": check.equal,
            }
            for check in report.checks
        ],
        "history_equal": report.history_equal,
        "seconds": round(report.seconds, 1),
    }


def lines(report: CopyReport, schema: Schema) -> list[str]:
    """The report in words."""
    history = (copy_texts.HISTORY, str(report.revisions), copy_texts.same(report.history_equal))
    rows = [
        f"  {kind}\t{count}\t{equal}\t{here}\t{there}"
        for kind, count, here, there, equal in copy_texts.check_rows(report, schema)
    ]
    after = copy_texts.later(report)
    told = [copy_texts.summary(report), *rows, "  " + "\t".join(history)]
    return [*told, after] if after else told
