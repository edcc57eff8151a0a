"""``liantu copy``: a whole store, history included, into another place, then held against it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import BadRequest, StoreUnavailable
from graph.schema import Schema
from graph.store import open_store, sqlite_path
from graph.store.compare import Since, history_checksum, records_checksum
from graph.store.copying import check_filled, copy_history
from graph.store.neo4j_address import address, is_neo4j
from graph.store.protocol import Store
from loaders.newfile import settle, store_url

Progress = Callable[[int, int, str], bool | None]
"""Called with (done, total, what is being done); returning False stops the work."""

COPYING, HISTORY, RECORDS = "搬数据", "核对历史", "核对记录"
PART = ".part"


@dataclass(frozen=True, slots=True)
class KindCheck:
    """One kind on both sides: how many records in the source, and the checksums."""

    kind: str
    count: int
    from_sha256: str
    to_sha256: str

    @property
    def equal(self) -> bool:
        """Whether both sides hold the same."""
        return self.from_sha256 == self.to_sha256


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What a copy did.

    ``copied`` revisions were taken over now, ``done`` of ``revisions`` stand in the target.
    ``checks`` and ``history_equal`` (None: not looked at) hold both sides against each other
    as of revision number ``revisions``; ``later`` is what the source has got since.
    ``from_url`` and ``to_url`` hold no password.
    """

    from_url: str
    to_url: str
    revisions: int
    copied: int
    done: int
    checks: tuple[KindCheck, ...] = ()
    history_equal: bool | None = None
    later: int = 0
    seconds: float = 0.0

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped before all was copied and held against the source."""
        return self.history_equal is None

    @property
    def is_equal(self) -> bool:
        """Whether everything was looked at and is the same on both sides."""
        return self.history_equal is True and all(check.equal for check in self.checks)

    @property
    def records(self) -> int:
        """Records that stand."""
        return sum(check.count for check in self.checks)


class _Stopped(Exception):
    """The progress callback said so."""


def copy(
    source_url: str, target_url: str, schema: Schema, *, progress: Progress | None = None
) -> CopyReport:
    """Copy the store at one address to another; see :func:`copy_from`.

    Raises
    ------
    BadRequest
        Besides: the source is no file that exists, or both are the same.
    """
    check_apart(source_url, target_url)
    if not is_neo4j(source_url) and not sqlite_path(source_url).is_file():
        raise BadRequest(f"找不到来源数据文件 {sqlite_path(source_url)};请核对路径。")
    with contextlib.closing(open_store(source_url, schema)) as source:
        return copy_from(source, target_url, schema, progress=progress)


def copy_from(
    source: Store, target_url: str, schema: Schema, *, progress: Progress | None = None
) -> CopyReport:
    """Copy an open store, then hold both sides against each other.

    A new target file grows beside its place under the name ``<file>.part`` and is moved there
    when whole, so a copy cut short never passes for a store.  The same call goes on with it.
    The source may be written to meanwhile: what it held at the start is copied.

    Parameters
    ----------
    progress
        Called after each batch; returning False stops, and the report says how far it came.

    Raises
    ------
    BadRequest
        The source is empty, or the target holds other data.
    StoreError
        As the stores say.
    """
    begun = time.monotonic()
    check_filled(source)
    report = _copied(source, target_url, schema, progress)
    if report.done == report.revisions:
        with contextlib.closing(open_store(target_url, schema)) as target:
            report = _compared(report, source, target, schema, progress)
    later = max(0, source.info().last_seq - report.revisions)
    return replace(report, later=later, seconds=time.monotonic() - begun)


def check_apart(source_url: str, target_url: str) -> None:
    """Refuse to copy a store onto itself."""
    if is_neo4j(source_url) and is_neo4j(target_url):
        here, there = address(source_url), address(target_url)
        same = _place(here.shown) == _place(there.shown)
    elif is_neo4j(source_url) or is_neo4j(target_url):
        same = False
    else:
        a, b = sqlite_path(source_url).absolute(), sqlite_path(target_url).absolute()
        same = a == b or (a.exists() and b.exists() and a.samefile(b))
    if same:
        raise BadRequest("来源和目标是同一个库;请写两个不同的地址。")


def _place(shown: str) -> str:
    """Host, port and database, whatever the scheme."""
    return shown.partition("://")[2].lower()


def _copied(
    source: Store, target_url: str, schema: Schema, progress: Progress | None
) -> CopyReport:
    """The first half: what the target lacks is taken over."""
    path = None if is_neo4j(target_url) else sqlite_path(target_url).absolute()
    part = path.with_name(path.name + PART) if path and not path.exists() else None
    opened = store_url(part) if part else target_url
    with contextlib.closing(open_store(opened, schema)) as target:
        done = copy_history(source, target, progress=_named(progress, COPYING))
        shown = store_url(path) if path else target.info().url
    if path and part and done.is_whole:
        _move(part, path)
    return CopyReport(source.info().url, shown, done.total, done.copied, done.done)


def _move(part: Path, path: Path) -> None:
    if Path(f"{part}-wal").exists() or path.exists():
        raise StoreUnavailable(
            f"{part} 已经搬完,但改不成 {path.name}:两个文件之一正被别的程序使用;"
            "关掉那个程序,再运行一次。"
        )
    try:
        settle(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreUnavailable(f"{part} 已经搬完,但改不成 {path.name}:{reason}。") from error


def _compared(
    report: CopyReport, source: Store, target: Store, schema: Schema, progress: Progress | None
) -> CopyReport:
    """``report`` with both sides held against each other as of its revision number."""
    seq, looked = report.revisions, 0
    total = 2 * (seq + sum(source.info().counts.values()))

    def ticking(label: str) -> Callable[[int], None]:
        def tick(more: int) -> None:
            nonlocal looked
            looked = min(looked + more, total)
            if progress is not None and progress(looked, total, label) is False:
                raise _Stopped

        return tick

    sides = Since(source, seq), Since(target, seq)
    try:
        tick = ticking(HISTORY)
        here, there = (history_checksum(s, schema, seq, tick=tick) for s in (source, target))
        checks = []
        for kind in schema.kinds:
            tick = ticking(f"{RECORDS}:{schema[kind].label_zh}")
            a, b = (records_checksum(s.store, schema, kind, s, tick=tick) for s in sides)
            if a.count or b.count:
                checks.append(KindCheck(kind, a.count, a.sha256, b.sha256))
        if progress is not None:
            progress(total, total, RECORDS)
    except _Stopped:
        return report
    return replace(report, checks=tuple(checks), history_equal=here == there)


def _named(progress: Progress | None, label: str) -> Callable[[int, int], bool | None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(done, total, label)
