"""Punctuation of a Chinese paper: full width where Chinese stands beside it."""

from __future__ import annotations

import re

_WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FIRST = "\u2e80"
"""Chinese characters and marks stand from here on."""


def wide_marks(text: str) -> str:
    """``text`` with full-width marks where a Chinese character or a % stands beside one.

    Numbers, times and words of Latin letters keep theirs.

    Examples
    --------
    >>> wide_marks("占37.3%,滞后(最近10:30)") == "占37.3%\uff0c滞后\uff08最近10:30\uff09"
    True
    >>> wide_marks("PA6 (HS), 3,000")
    'PA6 (HS), 3,000'
    """
    text = _BRACKETS.sub(_bracket, text)
    return "".join(_wide(text, place) for place in range(len(text)))


def _bracket(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    if before >= _FIRST or any(c >= _FIRST for c in found[1]):
        return f"\uff08{found[1]}\uff09"
    return found[0]


def _wide(text: str, place: int) -> str:
    mark = text[place]
    if mark not in _WIDE:
        return mark
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    is_chinese = before >= _FIRST or after >= _FIRST or before == "%"
    return _WIDE[mark] if is_chinese else mark
