"""Search terms of a name: one function cuts text for writing and for asking, in every store.

One token per Chinese character and one per run of letters or digits; questions are
phrases whose last token may go on.  Pinyin is kept as whole words from each syllable
on, so that ``shihua`` finds 巴陵石化.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypinyin import lazy_pinyin

from graph.model import Record

VERSION = 1
"""Raise it when tokens change: stores then index their names again."""

NAME, ALIAS, PINYIN = 0, 1, 2

_NAME_FIELDS = ("name_zh", "name_en", "short_zh", "short_name")
_ALIAS_FIELDS = ("aliases", "cas")
_APART: Any = list  # pypinyin: what it cannot read, character by character
_LONGEST_WORD = 40
_MOST_SYLLABLES = 40
_MOST_READINGS = 4
_OTHER_READING = {
    "长": "chang", "重": "chong", "炔": "que", "壳": "qiao", "行": "xing", "铬": "luo",
    "粘": "zhan", "薄": "bo", "降": "xiang", "朝": "chao", "乐": "yue", "藏": "zang",
}  # fmt: skip
"""Readings pypinyin does not give for names of plants and chemicals (长岭, 重整, 乙炔)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One way to call a record.

    ``norm`` is its tokens joined by spaces (what exactness is judged by), ``tokens`` what
    the full-text index holds.
    """

    role: int
    text: str
    norm: str
    tokens: str


def is_cjk(char: str) -> bool:
    """Whether a character is a token of its own."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x3040 <= code <= 0x30FF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


def tokens(text: str) -> list[str]:
    """Cut text into tokens; case, width, spaces and punctuation do not matter.

    Examples
    --------
    >>> tokens("1,3-丁二烯 (BD)"), tokens("100-42-5"), tokens("H₂")
    (['1', '3', '丁', '二', '烯', 'bd'], ['100', '42', '5'], ['h2'])
    """
    found: list[str] = []
    word = ""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for char in folded + " ":
        alone = is_cjk(char)
        if char.isalnum() and not alone:
            word += char
            continue
        if word:
            found.append(word[:_LONGEST_WORD])
            word = ""
        if alone:
            found.append(char)
    return found


def norm(text: str) -> str:
    """Tokens joined by spaces; two names with the same norm are the same name."""
    return " ".join(tokens(text))


def terms(record: Record) -> tuple[Term, ...]:
    """Everything a record can be found by, names first; each norm once."""
    found: dict[str, Term] = {}
    names = list(_texts(record, _NAME_FIELDS))
    aliases = list(_texts(record, _ALIAS_FIELDS))
    for role, texts in ((NAME, names), (ALIAS, aliases)):
        for text in texts:
            key = norm(text)
            if key:
                found.setdefault(key, Term(role, text, key, key))
    for text in names + aliases:
        for term in pinyin_terms(text):
            found.setdefault(term.norm, term)
    return tuple(found.values())


def _texts(record: Record, fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        value = getattr(record, field, None)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def pinyin_terms(text: str) -> Iterator[Term]:
    """Full pinyin and initials of a text with Chinese in it, in each likely reading.

    Examples
    --------
    >>> [term.norm for term in pinyin_terms("乙烯")]
    ['yixi', 'yx']
    >>> [term.norm for term in pinyin_terms("长岭")]
    ['zhangling', 'zl', 'changling', 'cl']
    """
    units = tokens(text)[:_MOST_SYLLABLES]
    if not any(is_cjk(unit[0]) for unit in units):
        return
    for reading in itertools.islice(_readings(units), _MOST_READINGS):
        initials = tuple(
            syllable[0] if is_cjk(unit[0]) else syllable
            for unit, syllable in zip(units, reading, strict=True)
        )
        for parts in (reading, initials):
            words = _suffixes(parts)
            yield Term(PINYIN, text, words[0], " ".join(dict.fromkeys(words)))


def _readings(units: list[str]) -> Iterator[tuple[str, ...]]:
    spoken = "".join(unit if is_cjk(unit[0]) else " " for unit in units)
    syllables = lazy_pinyin(spoken, errors=_APART)
    choices: list[list[str]] = []
    for unit, syllable in zip(units, syllables, strict=True):
        if not is_cjk(unit[0]):
            choices.append([unit])
            continue
        other = _OTHER_READING.get(unit)
        choices.append([syllable] if other in (None, syllable) else [syllable, str(other)])
    return itertools.product(*choices)


def _suffixes(parts: tuple[str, ...]) -> list[str]:
    return ["".join(parts[start:])[:_LONGEST_WORD] for start in range(len(parts))]
