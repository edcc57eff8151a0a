"""Two ways to one answer, timed in turns, so that drift and a busy machine hit both alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Work = Callable[[], Any]


class DifferentAnswer(AssertionError):
    """The bare question does not give what the store gives: nothing to compare."""


@dataclass(slots=True)
class Turns:
    """Seconds of each call; ``bare_s`` is empty when there was nothing to compare with."""

    ours_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)

    def ratio(self, share: float) -> float:
        """Our quantile ÷ the bare one."""
        return quantile(self.ours_s, share) / quantile(self.bare_s, share)


def quantile(seconds: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed.

    Examples
    --------
    >>> quantile([5, 1, 4, 2, 3], 0.5), quantile([5, 1, 4, 2, 3], 0.95)
    (3, 5)
    """
    held = sorted(seconds)
    return held[min(len(held) - 1, int(share * len(held)))]


def in_turns(
    pairs: Sequence[tuple[Work, Work | None]], *, budget_s: float = 8.0, rounds: int = 40
) -> Turns:
    """Time each pair once a round, the other first every second round.

    The first round is not timed: it warms both up and sees that both give the same.

    Parameters
    ----------
    pairs
        The store's way and the bare one, of different but like questions.
    budget_s
        No further round is begun after so many seconds; five are done in any case.
    rounds
        At most so many.

    Raises
    ------
    DifferentAnswer
        The two ways of a pair differ.
    """
    for ours, bare in pairs:
        found = ours()
        if bare is not None and found != (other := bare()):
            raise DifferentAnswer(f"{found!r}\n≠\n{other!r}")
    taken = Turns()
    end = time.monotonic() + budget_s
    for number in range(rounds):
        if number >= 5 and time.monotonic() > end:
            break
        gc.collect()
        for ours, bare in pairs:
            works = [(ours, taken.ours_s), (bare, taken.bare_s)]
            for work, seconds in works if number % 2 else reversed(works):
                if work is not None:
                    seconds.append(timed(work))
    return taken


def timed(work: Work) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fastest(works: Sequence[Callable[[], T]]) -> Callable[[], T]:
    """The quickest of several ways to one answer.

    Raises
    ------
    DifferentAnswer
        Two of them differ.
    """
    if any(work() != works[0]() for work in works[1:]):
        raise DifferentAnswer("two bare ways give different rows")
    return min(works, key=lambda work: min(timed(work) for _ in range(3)))
