"""One line of the result: a figure of ours, what it is held against, and the ratio."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = "| what | ours | against | theirs | ratio | goal | held |\n|---|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Row:
    """Two figures and their ratio; ``goal`` is the most it may be, None where it only informs."""

    what: str
    ours: str
    against: str
    theirs: str
    ratio: float
    goal: float | None = None

    @property
    def is_held(self) -> bool:
        """Whether the goal is reached; what has none always is."""
        return self.goal is None or self.ratio <= self.goal + 1e-9

    def line(self) -> str:
        """The row as Markdown."""
        goal = "" if self.goal is None else f"≤ {self.goal:g}"
        held = "" if self.goal is None else "yes" if self.is_held else "**no**"
        cells = (self.what, self.ours, self.against, self.theirs, f"**{self.ratio:.2f}**")
        return f"| {' | '.join((*cells, goal, held))} |"


def counted(what: str, ours: int, against: str, theirs: int, goal: float | None = None) -> Row:
    """A row of counts; two equal ones have the ratio 1, none counts as one to divide by."""
    ratio = 1.0 if ours == theirs else ours / max(theirs, 1)
    return Row(what, str(ours), against, str(theirs), ratio, goal)


def timed(
    what: str, ours_s: float, against: str, theirs_s: float, goal: float | None = None
) -> Row:
    """A row of times."""
    return Row(what, _ms(ours_s), against, _ms(theirs_s), ours_s / theirs_s, goal)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.{0 if seconds >= 0.1 else 1}f} ms"


def printed(title: str, rows: Iterable[Row]) -> None:
    """A table as it comes in."""
    print(f"\n**{title}**\n\n{HEAD}", flush=True)
    for row in rows:
        print(row.line(), flush=True)


def machine() -> str:
    """What it ran on, and how busy that was."""
    python = ".".join(map(str, sys.version_info[:3]))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    cores = f"{os.cpu_count()} cores"
    return f"{platform.system()} {platform.machine()}, {cores}, Python {python}{load}"


def progress(text: str) -> None:
    """Where the run is, beside the result."""
    print(text, file=sys.stderr, flush=True)
