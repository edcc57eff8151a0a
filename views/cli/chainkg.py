"""``liantu load DIR --kind chainkg``: a public national set, told file by file and kind by kind."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from graph.errors import BadRequest, RowProblem
from graph.schema import Schema
from loaders.chainkg.load import load_set
from loaders.chainkg.preview import SetPreview
from loaders.chainkg.report import checked_report, write_report
from views.cli.common import Session, progress_bar, say

SHOWN = 10


def load_chainkg(
    session: Session, path: Path, *, dry_run: bool, actor: str, report: Path | None
) -> None:
    """Load the set and say what became of it; a refused set is a BadRequest."""
    if report is not None:
        checked_report(report)
    store, schema = session.workspace.store, session.workspace.schema
    with _stoppable() as stopped:
        show = progress_bar("载入数据集")

        def told(done: int, total: int, what: str) -> bool:
            show(done, total, what)
            return not stopped.is_set()

        seen = load_set(store, path, dry_run=dry_run, actor=actor, progress=told)
    if report is not None:
        say(f"报告 {write_report(report, seen)} 行已写到 {report}。")
    session.give(set_json(seen, dry_run), lambda: set_lines(seen, schema, dry_run))
    if seen.refused:
        raise BadRequest(seen.refused)


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Ctrl+C lets the batch at hand be finished and then stops; twice ends at once."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        say("正在停下:写完这一批就停;再按一次 Ctrl+C 立即中断。")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def set_json(seen: SetPreview, dry_run: bool) -> dict[str, Any]:
    """What a load of the set did or would do, every remark included."""
    counts = seen.counts.values()
    return {
        "file": seen.file,
        "digest": seen.digest,
        "dry_run": dry_run,
        "refused": seen.refused,
        "added": sum(count.added for count in counts),
        "changed": sum(count.changed for count in counts),
        "unchanged": sum(count.unchanged for count in counts),
        "kinds": {
            kind: {
                "added": count.added,
                "changed": count.changed,
                "unchanged": count.unchanged,
                "checked": count.checked,
                "gone": count.gone,
            }
            for kind, count in seen.counts.items()
        },
        "files": [
            {
                "file": file.file,
                "rows": file.rows,
                "loaded": file.loaded,
                "left_out": file.left_out,
                "doubled": file.doubled,
            }
            for file in seen.files
        ],
        "written": seen.result.done if seen.result else 0,
        "is_stopped": bool(seen.result and seen.result.is_stopped),
        "problems": [str(p) for p in seen.problems],
        "reminders": [str(r) for r in seen.reminders],
        "same": [str(pair) for pair in seen.same],
        "unused": list(seen.unused),
    }


def set_lines(seen: SetPreview, schema: Schema, dry_run: bool) -> list[str]:
    """The same in words, long lists cut."""
    return [
        *(_file_line(file.file, file.rows, file.left_out, file.doubled) for file in seen.files),
        *_cut("没有载入的行", seen.problems),
        *_cut("已载入、请核对", seen.reminders),
        *_cut("可能是同一家,请判断", seen.same),
        *([f"没有用到的文件:{'、'.join(seen.unused)}"] if seen.unused else []),
        *_kind_lines(seen, schema, dry_run),
    ]


def _file_line(name: str, rows: int, left_out: int, doubled: int) -> str:
    return f"{name}:{rows} 行,没有载入 {left_out} 行,重复 {doubled} 行"


def _cut(title: str, remarks: Sequence[RowProblem | object]) -> list[str]:
    if not remarks:
        return []
    more = len(remarks) - SHOWN
    rest = [f"  还有 {more} 处;用 --report 文件.xlsx 可全部写出"] if more > 0 else []
    return [f"{title}({len(remarks)} 处):", *(f"  {r}" for r in remarks[:SHOWN]), *rest]


def _kind_lines(seen: SetPreview, schema: Schema, dry_run: bool) -> list[str]:
    if seen.refused:
        return []
    lines = []
    for kind, count in seen.counts.items():
        told = f"新增 {count.added}、修改 {count.changed}、不变 {count.unchanged} 条"
        own = f";{count.checked} 条已改成自有数据,没有动" if count.checked else ""
        gone = f";{count.gone} 条是以前载入、这次没有的,没有删" if count.gone else ""
        lines.append(f"{schema[kind].label_zh}:{told}{own}{gone}")
    return [*lines, _outcome(seen, dry_run)]


def _outcome(seen: SetPreview, dry_run: bool) -> str:
    if dry_run:
        return f"{seen.file}:只看没有写入。"
    if seen.result is None:
        return f"{seen.file}:没有要写入的。"
    if seen.result.is_stopped:
        return (
            f"{seen.file}:停在 {seen.result.done}/{seen.result.total} 条;"
            "再运行同一条命令会接着载入。"
        )
    return f"{seen.file}:已写入 {seen.result.total} 条,依据类型都是数据集,不计入测算。"
