"""An order of places in columns with few and light crossings of the ties between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

STARTS, SWEEPS, SHAKES = 24, 6, 800
MOST_SHAKEN, SHAKEN_BY = 24, 0.8
"""How many places a shake moves at most, and how far, as a share of the column."""
LESS, MOST_SIFTED = 1e-9, 400

Turn: TypeAlias = npt.NDArray[np.intp]
"""The places of one column from the top, by number."""
Matrix: TypeAlias = npt.NDArray[np.float64]
Spot: TypeAlias = tuple[int, int]
"""A place: its column and its number there."""


class Web:
    """Places by column, and ties from column to the next with how heavy they are.

    Two ties that cross cost the product of their weights.
    """

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._names = names
        self._at = [{name: i for i, name in enumerate(column)} for column in names]
        self._ties = [np.zeros((len(a), len(b))) for a, b in pairwise(names)]
        self._near: dict[Spot, list[Spot]] = {}

    def tie(self, column: int, start: str, end: str, weight: float) -> None:
        """Join a place of ``column`` and one of the next."""
        a, b = self._at[column][start], self._at[column + 1][end]
        self._ties[column][a, b] += weight
        self._near.setdefault((column, a), []).append((column + 1, b))
        self._near.setdefault((column + 1, b), []).append((column, a))

    def order(self) -> tuple[tuple[str, ...], ...]:
        """The names of every column from the top, the same every time.

        Barycentre sweeps from many starts, then every place moved to where it crosses least;
        the best order is shaken and improved again, many times.
        """
        whole = range(len(self._names))
        best = min((self._settled(self._swept(n), whole) for n in range(STARTS)), key=self.cost)
        cost, rng = self.cost(best), np.random.default_rng(1)
        for _ in range(SHAKES if cost else 0):
            turns, columns = self._shaken(best, rng)
            turns = self._settled(turns, columns)
            now = self.cost(turns)
            if now <= cost:
                best, cost = turns, now
        return tuple(tuple(self._names[c][i] for i in turn) for c, turn in enumerate(best))

    def cost(self, turns: Sequence[Turn]) -> float:
        """All crossings, by weight."""
        out = 0.0
        for column, ties in enumerate(self._ties):
            here = ties[np.ix_(turns[column], turns[column + 1])]
            lower = _lower(here)
            out += float(((np.cumsum(lower, axis=0) - lower) * here).sum())
        return out

    def _swept(self, start: int) -> list[Turn]:
        """An order after sweeps to and fro, at first by name or mixed up by ``start``."""
        turns = [
            np.array(sorted(range(len(c)), key=lambda i: _mixed(c[i], start)), dtype=np.intp)
            for c in self._names
        ]
        for _ in range(SWEEPS):
            for column in range(1, len(turns)):
                self._sort(turns, column, -1)
            for column in reversed(range(len(turns) - 1)):
                self._sort(turns, column, 1)
        return turns

    def _sort(self, turns: list[Turn], column: int, side: int) -> None:
        """Order one column by the mean height of what it is tied to on one side."""
        here = turns[column]
        ties = self._beside(turns, column, side)
        pull = ties.sum(axis=1)
        mean = ties @ _heights(ties.shape[1]) / np.where(pull > 0.0, pull, 1.0)
        wanted = np.where(pull > 0.0, mean, _heights(len(here)))
        turns[column] = here[np.argsort(wanted, kind="stable")]

    def _beside(self, turns: Sequence[Turn], column: int, side: int) -> Matrix:
        """Ties of a column to the one beside it, both from the top."""
        if side > 0:
            return self._ties[column][np.ix_(turns[column], turns[column + 1])]
        return self._ties[column - 1][np.ix_(turns[column - 1], turns[column])].T

    def _settled(self, turns: Sequence[Turn], columns: Iterable[int]) -> list[Turn]:
        """``columns`` sifted, and those beside a changed one, until nothing changes."""
        now, todo = list(turns), set(columns)
        for _ in range(MOST_SIFTED):
            if not todo:
                break
            column = min(todo)
            todo.remove(column)
            moved = self._sifted(now, column)
            if moved is not None:
                now[column] = moved
                todo |= {column - 1, column + 1} & set(range(len(now)))
        return now

    def _sifted(self, turns: Sequence[Turn], column: int) -> Turn | None:
        """One column with its places where they cross least; None when they are."""
        sides = [side for side in (-1, 1) if 0 <= column + side < len(turns)]
        near = [self._beside(turns, column, side) for side in sides]
        count = len(turns[column])
        above = sum((_lower(ties) @ ties.T for ties in near), np.zeros((count, count)))
        places = list(range(count))
        while move := _best_move((above - above.T)[np.ix_(places, places)]):
            places.insert(move[1], places.pop(move[0]))
        return turns[column][places] if places != sorted(places) else None

    def _shaken(
        self, turns: Sequence[Turn], rng: np.random.Generator
    ) -> tuple[list[Turn], set[int]]:
        """Some places that hang together moved up or down together, and whose column changed."""
        together = self._together(rng)
        by = float(rng.uniform(-SHAKEN_BY, SHAKEN_BY))
        out, columns = list(turns), {column for column, _ in together}
        for column in columns:
            moves = [(column, place) in together for place in out[column].tolist()]
            wanted = _heights(len(moves)) + by * np.array(moves)
            out[column] = out[column][np.argsort(wanted, kind="stable")]
        return out, {c + by for c in columns for by in (-1, 0, 1)} & set(range(len(out)))

    def _together(self, rng: np.random.Generator) -> set[Spot]:
        """A few places, each tied to another one of them."""
        spots = sorted(self._near)
        found = [spots[int(rng.integers(len(spots)))]]
        most, seen, edge = int(rng.integers(1, MOST_SHAKEN)), set(found), list(found)
        while edge and len(seen) < most:
            for other in self._near[edge.pop(int(rng.integers(len(edge))))]:
                if other not in seen and len(seen) < most:
                    seen.add(other)
                    edge.append(other)
        return seen


def _best_move(gain: Matrix) -> tuple[int, int] | None:
    """Which place of a column to move where, so that it crosses least; None when none helps.

    ``gain`` is what it costs a place to stand above another one, less what it costs below.
    """
    whole = np.cumsum(gain, axis=1)
    own = np.diagonal(whole)[:, None]
    number = np.arange(len(gain))
    is_up = number[None, :] < number[:, None]
    change = own - np.where(is_up, whole - gain, whole)
    if not change.size or change.min() >= -LESS:
        return None
    place, to = divmod(int(change.argmin()), len(gain))
    return place, to


def _lower(ties: Matrix) -> Matrix:
    """For every place and height, how heavy its ties to what is lower down are."""
    return np.asarray(ties.sum(axis=1, keepdims=True) - np.cumsum(ties, axis=1))


def _heights(count: int) -> Matrix:
    return (np.arange(count) + 0.5) / max(1, count)


def _mixed(name: str, start: int) -> tuple[int, str]:
    return (crc32(f"{start}{name}".encode()) if start else 0, name)
