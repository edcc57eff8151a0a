"""Text as every file can hold it: nothing that XML forbids or that turns a line around."""

from __future__ import annotations

import re

_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)


def legible(text: str) -> str:
    r"""``text`` on one line, without control characters, marks of direction and halves of pairs.

    Examples
    --------
    >>> legible("乙\x07烯"), legible("甲\n醇"), legible("\u202e苯")
    ('乙烯', '甲 醇', '苯')
    """
    return _DROPPED.sub("", _BREAKS.sub(" ", text))
