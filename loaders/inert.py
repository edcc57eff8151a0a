"""Text that a spreadsheet would take for a formula, made harmless in CSV and undone again.

Excel and WPS run what begins with ``=``, ``+``, ``-`` or ``@``, blanks before it or not, when a
CSV file is opened.  One apostrophe in front stops that; a text that has apostrophes there already
gets one more, so that taking one away always gives back what stood there.
"""

from __future__ import annotations

import re

_SUSPECT = frozenset("'=+-@＝＋－＠ \t\r\n")
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
_GUARDED = re.compile(r"'+\s*[=+\-@＝＋－＠]")


def guarded(text: str) -> str:
    r"""``text`` as a CSV cell that no spreadsheet computes.

    Examples
    --------
    >>> guarded("+5.4%"), guarded("'=1"), guarded("苯-酚"), guarded("\t=1")
    ("'+5.4%", "''=1", '苯-酚', "'\t=1")
    """
    if text and text[0] in _SUSPECT and _FORMULA.match(text):
        return "'" + text
    return text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given.

    Examples
    --------
    >>> unguarded("'+5.4%"), unguarded("''=1"), unguarded("'苯'"), unguarded("=1")
    ('+5.4%', "'=1", "'苯'", '=1')
    """
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
