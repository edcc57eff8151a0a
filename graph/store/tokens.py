"""Search terms of a name: one function cuts text for writing and for asking, in every store.

One token per Chinese character and one per run of letters or digits; questions are
phrases whose last token may go on.  Pinyin is kept as whole words from each syllable
on, so that ``shihua`` finds 巴陵石化.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg

from graph.model import Record

VERSION = 1
"""Raise it when tokens change: stores then index their names again."""

NAME, ALIAS, PINYIN = 0, 1, 2

_NAME_FIELDS = ("name_zh", "name_en", "short_zh", "short_name")
_ALIAS_FIELDS = ("aliases", "cas")
NAMED_BY = frozenset(_NAME_FIELDS + _ALIAS_FIELDS)
"""Columns that hold what a record can be found by."""

_APART: Any = list  # pypinyin: what it cannot read, character by character
_LONGEST_WORD = 40
_MOST_SYLLABLES = 40
_MOST_READINGS = 4
_OTHER_READING = {
    "长": "chang", "重": "chong", "炔": "que", "壳": "qiao", "行": "xing", "铬": "luo",
    "粘": "zhan", "薄": "bo", "降": "xiang", "朝": "chao", "乐": "yue", "藏": "zang",
}  # fmt: skip
"""Readings pypinyin does not give for names of plants and chemicals (长岭, 重整, 乙炔)."""


_CJK = "\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\uf900-\ufaff\U00020000-\U0003ffff"
_ALONE = re.compile(f"[{_CJK}]")
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


class Term(NamedTuple):
    """One way to call a record.

    ``norm`` is what exactness is judged by: the tokens of a name joined by spaces, the pinyin
    of one without; ``parts`` are the tokens or syllables, joined by spaces.
    """

    role: int
    text: str
    norm: str
    parts: str

    @property
    def tokens(self) -> str:
        """What a full-text index holds: the tokens, or pinyin from each syllable on."""
        if self.role != PINYIN:
            return self.parts
        return " ".join(dict.fromkeys(suffixes(self.parts.split(" "))))


def is_cjk(char: str) -> bool:
    """Whether a character is a token of its own."""
    return _ALONE.match(char) is not None


def tokens(text: str) -> list[str]:
    """Cut text into tokens; case, width, spaces and punctuation do not matter.

    Examples
    --------
    >>> tokens("1,3-丁二烯 (BD)"), tokens("100-42-5"), tokens("H₂")
    (['1', '3', '丁', '二', '烯', 'bd'], ['100', '42', '5'], ['h2'])
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return [word[:_LONGEST_WORD] for word in _TOKEN.findall(folded)]


def norm(text: str) -> str:
    """Tokens joined by spaces; two names with the same norm are the same name."""
    return " ".join(tokens(text))


Called = tuple[tuple[str, ...], tuple[str, ...]]
"""What a record is called: names, and other names."""


def called(record: Record) -> Called:
    """The texts a record can be found by; two records called the same have the same terms."""
    return _texts(record, _NAME_FIELDS), _texts(record, _ALIAS_FIELDS)


def terms(record: Record) -> tuple[Term, ...]:
    """Everything a record can be found by, names first; each norm once."""
    return terms_of(*called(record))


def terms_of(names: Iterable[str], aliases: Iterable[str]) -> tuple[Term, ...]:
    """Everything that ``called`` can be found by, names first; each norm once."""
    found: dict[str, Term] = {}
    spelled: list[tuple[str, list[str]]] = []
    for role, texts in ((NAME, names), (ALIAS, aliases)):
        for text in texts:
            units = tokens(text)
            key = " ".join(units)
            if key and key not in found:
                found[key] = Term(role, text, key, key)
                spelled.append((text, units))
    for text, units in spelled:
        for term in _spelled(text, units):
            found.setdefault(term.norm, term)
    return tuple(found.values())


def _texts(record: Record, fields: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for field in fields:
        value = getattr(record, field, None)
        if isinstance(value, tuple):
            found += value
        elif value is not None:
            found.append(value)
    return tuple(found)


def pinyin_terms(text: str) -> Iterator[Term]:
    """Full pinyin and initials of a text with Chinese in it, in each likely reading.

    Examples
    --------
    >>> [term.norm for term in pinyin_terms("乙烯")]
    ['yixi', 'yx']
    >>> [term.norm for term in pinyin_terms("长岭")]
    ['zhangling', 'zl', 'changling', 'cl']
    """
    return _spelled(text, tokens(text))


def _spelled(text: str, units: list[str]) -> Iterator[Term]:
    if text.isascii():
        return
    units = units[:_MOST_SYLLABLES]
    alone = [_ALONE.match(unit) is not None for unit in units]
    if not any(alone):
        return
    for reading in _readings(units, alone):
        initials = [s[0] if a else s for s, a in zip(reading, alone, strict=True)]
        for parts in (reading, initials):
            held = " ".join(parts)
            yield Term(PINYIN, text, pinyin_norm(held), held)


def _readings(units: list[str], alone: list[bool]) -> Iterable[Sequence[str]]:
    spoken = "".join([u if a else " " for u, a in zip(units, alone, strict=True)])
    syllables: list[str] = []
    for piece in seg(spoken):
        syllables += _spoken(piece)
    if not all(alone):
        syllables = [s if a else u for s, u, a in zip(syllables, units, alone, strict=True)]
    if _OTHER_READING.keys().isdisjoint(spoken):
        return (syllables,)
    choices = [
        (syllable,) if _OTHER_READING.get(unit, syllable) == syllable
        else (syllable, _OTHER_READING[unit])
        for unit, syllable in zip(units, syllables, strict=True)
    ]  # fmt: skip
    return itertools.islice(itertools.product(*choices), _MOST_READINGS)


@lru_cache(maxsize=1 << 16)
def _spoken(piece: str) -> tuple[str, ...]:
    """Syllables of a word as pypinyin cuts them, of which names have few."""
    return tuple(lazy_pinyin(piece, errors=_APART))


def pinyin_norm(parts: str) -> str:
    """The norm of pinyin whose syllables are joined by spaces."""
    return parts.replace(" ", "")[:_LONGEST_WORD]


def suffixes(parts: Sequence[str], longest: int = _LONGEST_WORD) -> list[str]:
    """A word from each of its parts on, cut where words end."""
    whole, starts = "".join(parts), itertools.accumulate(map(len, parts[:-1]), initial=0)
    return [whole[start : start + longest] for start in starts]
