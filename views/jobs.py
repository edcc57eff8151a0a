"""Work in a thread of its own while the pages stay usable: one at a time, watched, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from graph.errors import BadRequest, LianTuError

T = TypeVar("T")
Heard = Callable[[int, int, str], bool]
"""Told (done, total, what is being done) by the work; False asks it to end."""

FULL = 1.0
UNEXPECTED = "意外中断,没有做完;请再点一次,仍不行就看运行链图的窗口里的提示。"


class Job(Generic[T]):
    """One piece of work: how far it is, and how it ended: a result, a sentence or neither yet.

    ``what`` says which it is.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.done, self.total, self.label = 0, 0, ""
        self.result: T | None = None
        self.error = ""
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, work: Callable[[Heard], T]) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after the step at hand."""
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

    def _run(self, work: Callable[[Heard], T]) -> None:
        try:
            self.result = work(self._heard)
        except LianTuError as error:
            self.error = str(error)
        except Exception:
            self.error = UNEXPECTED
            raise  # the window of the program shows where

    def _heard(self, done: int, total: int, label: str) -> bool:
        self.done, self.total, self.label = done, total, label
        return not self.is_stopping


class Jobs(Generic[T]):
    """The jobs of one sort on this server: the one at work, or the last one.

    Parameters
    ----------
    busy
        What somebody is told who begins one while another is at work.
    """

    def __init__(self, busy: str) -> None:
        self._busy, self._lock = busy, threading.Lock()
        self.last: Job[T] | None = None

    def start(self, what: str, work: Callable[[Heard], T]) -> Job[T]:
        """Begin one.

        Raises
        ------
        BadRequest
            One is at work.
        """
        with self._lock:
            if self.last is not None and self.last.is_running:
                raise BadRequest(self._busy)
            self.last = Job(what)
            self.last.start(work)
            return self.last
