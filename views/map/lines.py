"""Texts that many products share, written once: half of what the browser would be sent."""

from __future__ import annotations

from collections.abc import Iterable


class Lines:
    """Numbers texts in the order they come."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def of(self, lines: Iterable[str]) -> list[int]:
        """The numbers of some lines.

        Examples
        --------
        >>> lines = Lines()
        >>> lines.of(["无", "断"]), lines.of(["断"]), lines.all()
        ([0, 1], [1], ['无', '断'])
        """
        return [self._at.setdefault(line, len(self._at)) for line in lines]

    def all(self) -> list[str]:
        """Every text by its number."""
        return list(self._at)
