"""Moving the data to another store while the pages stay usable: one copy at a time, stoppable."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from graph.errors import BadRequest, LianTuError
from loaders.copying import CopyReport, check_apart, copy_from
from views import settings
from views.workspace import Workspace

FULL = 1.0


@dataclass
class Move:
    """A copy at work, how far it is, and how it ended: a report, a sentence or neither yet."""

    to: str
    done: int = 0
    total: int = 0
    label: str = ""
    report: CopyReport | None = None
    error: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, workspace: Workspace, target_url: str) -> None:
        """Begin, in a thread of its own."""
        self._thread = threading.Thread(
            target=self._run, args=(workspace, target_url), name="move", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after the batch at hand."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much of the step at hand is done, 0–1."""
        return min(self.done / self.total, FULL) if self.total else 0.0

    def wait(self, seconds: float) -> None:
        """Give it time to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, workspace: Workspace, target_url: str) -> None:
        try:
            schema = workspace.schema
            self.report = copy_from(workspace.store, target_url, schema, progress=self._heard)
        except LianTuError as error:
            self.error = str(error)

    def _heard(self, done: int, total: int, label: str) -> bool:
        self.done, self.total, self.label = done, total, label
        return not self._stop.is_set()


class Mover:
    """The copy of this server: the one at work or the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Move | None = None

    def start(self, workspace: Workspace, target_url: str) -> Move:
        """Begin a copy.

        Raises
        ------
        BadRequest
            One is at work, or the target is the store in use.
        """
        with self._lock:
            if self.last is not None and self.last.is_running:
                raise BadRequest("已经有一次搬库在进行;等它搬完,或先停下。")
            check_apart(settings.store_url(), target_url)
            self.last = Move(settings.shown_url(target_url))
            self.last.start(workspace, target_url)
            return self.last


MOVER = Mover()


def server_url(where: str, user: str, password: str) -> str:
    """Address of a Neo4j database, whatever signs its password holds.

    Raises
    ------
    BadRequest
        It is no such address, or a password stands in it already.

    Examples
    --------
    >>> server_url("10.0.0.5", "neo4j", "p@ss/1")
    'neo4j://neo4j:p%40ss%2F1@10.0.0.5'
    """
    text = where.strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "neo4j", text
    if "@" in rest:
        raise BadRequest("地址里不要写用户名和密码,请填在下面的框里。")
    if not rest:
        raise BadRequest("请填服务器地址,如 10.0.0.5:7687。")
    entry = f"{quote(user.strip(), safe='')}:{quote(password, safe='')}@" if password else ""
    return settings.store_url(f"{scheme}://{entry}{rest}")


def file_url(name: str) -> str:
    """Address of a data file; a bare name stands beside the file in use.

    Raises
    ------
    BadRequest
        There is no name, or it is that of a folder.
    """
    text = name.strip()
    if not text or "://" in text:
        raise BadRequest("请填新的数据文件名,如 备份.db。")
    beside = settings.store_path(settings.store_url()) or settings.default_store_path()
    path = beside.parent / Path(text).expanduser()
    named = path if path.suffix or path.is_dir() else path.with_suffix(".db")
    return settings.store_url(str(named))


def how_to_open(target_url: str) -> str:
    """The command that opens the store moved to, without a password in it."""
    path = settings.store_path(target_url)
    return f'liantu serve --store "{path or settings.shown_url(target_url)}"'
