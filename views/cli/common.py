"""Options and habits all commands share: one error sentence, JSON alone on stdout."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import click

from graph.asof import DEFAULT_STATUSES
from graph.errors import LianTuError
from graph.reason import Evaluation
from views.names import find_region
from views.workspace import Question, Workspace, checked_date, checked_statuses, region_id

F = TypeVar("F", bound=Callable[..., Any])
BAD_INPUT = 2


@dataclass
class Session:
    """What one command works with: the store named, opened when first used, and the question.

    ``asked`` is the question as typed; its region is empty when none was named.
    """

    store: str | None
    asked: Question
    as_json: bool

    @cached_property
    def workspace(self) -> Workspace:
        """The open workspace; a region that was named is on record."""
        opened = Workspace.open(self.store, progress_bar())
        try:
            if self.asked.region_id:
                find_region(opened.facts(), self.asked.region_id)
        except LianTuError:
            opened.close()
            raise
        return opened

    @property
    def question(self) -> Question:
        """The question with its region: the one named, else the only one on record."""
        named = region_id(self.workspace.facts(), self.asked.region_id)
        return replace(self.asked, region_id=named)

    def region_names(self) -> str:
        """The region named, or all on record: what a file that holds everything says of itself."""
        regions = self.workspace.facts().regions
        if self.asked.region_id:
            return regions[self.question.region_id].name_zh
        return "、".join(region.name_zh for region in regions.values()) or "还没有地区"

    def close(self) -> None:
        """Let go of the store if it was opened."""
        if "workspace" in self.__dict__:
            self.workspace.close()

    def evaluation(self) -> Evaluation:
        """The answer to the question."""
        return self.workspace.evaluation(self.question)

    def give(self, data: Any, lines: Callable[[], list[str]]) -> None:
        """JSON alone on stdout, or the same as text."""
        if self.as_json:
            text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8") + b"\n")  # whatever the console speaks
            sys.stdout.flush()
        else:
            for line in lines():
                click.echo(line)


def say(text: str) -> None:
    """A message: on stderr, so that stdout stays data."""
    click.echo(text, err=True)


def progress_bar(what: str = "首次准备数据") -> Callable[[int, int, str], None]:
    """A progress callback that redraws one stderr line; ``what`` is being done."""

    def show(done: int, total: int, label: str) -> None:
        if not sys.stderr.isatty():
            return
        width = 24
        full = width * done // total if total else width
        bar = "█" * full + "░" * (width - full)
        end = "\n" if done >= total else ""
        click.echo(f"\r{what} {bar} {done}/{total} {label:<10}{end}", err=True, nl=False)

    return show


OPTIONS = (
    click.option("--region", default="", help="地区编号或名称;只有一个地区时不用填"),
    click.option(
        "--store",
        default=None,
        help="数据文件,或 neo4j://主机:7687/库名;不填用 LIANTU_STORE 或用户文件夹里的数据文件",
    ),
    click.option("--as-of", "as_of", default="", help="看哪一天,如 2026-11-24;不填为今天"),
    click.option(
        "--status", default=",".join(DEFAULT_STATUSES), show_default=True, help="计入哪些装置"
    ),
    click.option("--with-nearby", is_flag=True, help="连同标为周边的园区"),
    click.option("--json", "as_json", is_flag=True, help="只输出 JSON"),
)


def shared(command: F) -> F:
    """Add --region, --store, --as-of, --status, --with-nearby, --json; open the workspace.

    The command gets a :class:`Session` as first argument.  A LianTuError becomes one
    sentence on stderr and exit code 2.
    """

    @functools.wraps(command)
    def run(
        region: str,
        store: str | None,
        as_of: str,
        status: str,
        with_nearby: bool,
        as_json: bool,
        **rest: Any,
    ) -> None:
        with one_sentence():
            date, statuses = checked_date(as_of), checked_statuses(status)
            session = Session(store, Question(region, date, statuses, with_nearby), as_json)
            try:
                command(session, **rest)
            finally:
                session.close()

    decorated: Any = run
    for option in reversed(OPTIONS):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


@contextlib.contextmanager
def one_sentence() -> Iterator[None]:
    """Turn a LianTuError into one sentence on stderr and exit code 2."""
    try:
        yield
    except LianTuError as error:
        say(str(error))
        sys.exit(BAD_INPUT)
