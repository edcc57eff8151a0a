"""Whether two names are one company, from the names alone: same, different or unsure.

*same* only for one and the same spelling; anything that a person could see either way is *unsure*,
since a false merger puts one firm's tonnes under another's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from graph.names.parts import NameParts, parts_of
from graph.names.places import relation

Answer = Literal["same", "different", "unsure"]
_LONG = 4
"""Brands this long that differ by one character may be one brand misspelt."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and why.

    ``code`` is one of spelling, note, branch, place, place_within, place_lacking, brand,
    brand_typo, brand_sound, brand_within, short, script, trade, trade_lacking, form,
    form_lacking, parts, and those of :mod:`graph.names.known`; ``values`` are what the sentence
    about it names.
    """

    answer: Answer
    code: str
    values: tuple[str, ...] = ()


def compare(a: str, b: str) -> Verdict:
    """Judge two names by their parts.

    Examples
    --------
    >>> compare("小米股份有限公司", "小米有限公司")
    Verdict(answer='unsure', code='form', values=('股份', '有限'))
    >>> compare("湖南中创化工股份有限公司", "湖南中创化工股份 有限公司").answer
    'same'
    >>> compare("中国石油化工股份有限公司长岭分公司", "中国石油化工股份有限公司").code
    'branch'
    """
    one, two = parts_of(a), parts_of(b)
    if one.text == two.text:
        return Verdict("same", "spelling")
    for test in (_note, _brand, _place, _branch, _trade, _form):
        found = test(one, two)
        if found is not None:
            return found
    return Verdict("unsure", "parts")


def _note(a: NameParts, b: NameParts) -> Verdict | None:
    if a.note == b.note or not (a.is_whole and b.is_whole):
        return None
    return Verdict("unsure", "note", (a.note or b.note,))


def _brand(a: NameParts, b: NameParts) -> Verdict | None:
    if a.brand == b.brand:
        return None
    short, long = sorted((a.brand, b.brand), key=len)
    if short and short in long:
        return Verdict("unsure", "brand_within", (short, long))
    if _may_be_short_for(a, b) or _may_be_short_for(b, a):
        return Verdict("unsure", "short", tuple(sorted((a.text, b.text), key=len)))
    if a.text.isascii() != b.text.isascii():
        return Verdict("unsure", "script")
    if not short:
        return Verdict("different", "brand", (long,))
    if len(short) >= _LONG and Levenshtein.distance(short, long) == 1:
        return Verdict("unsure", "brand_typo", (a.brand, b.brand))
    if len(short) == len(long) and lazy_pinyin(short) == lazy_pinyin(long):
        return Verdict("unsure", "brand_sound", (a.brand, b.brand))
    return Verdict("different", "brand", (a.brand, b.brand))


def _may_be_short_for(short: NameParts, whole: NameParts) -> bool:
    """Whether a name without a form may be how people call the other.

    中石化 leaves characters of 中国石化 out; the brand of 巴陵石化 stands in
    中国石油化工股份有限公司巴陵分公司.
    """
    if short.form or not 1 < len(short.text) < len(whole.text):
        return False
    rest = iter(whole.text)
    is_cut = all(character in rest for character in short.text)
    return is_cut or (len(short.brand) > 1 and short.brand in whole.text)


def _place(a: NameParts, b: NameParts) -> Verdict | None:
    if a.place == b.place:
        return None
    if not a.place or not b.place:
        return Verdict("unsure", "place_lacking", (a.place or b.place,))
    how = relation(a.place, b.place)
    if how == "apart":
        return Verdict("different", "place", (a.place, b.place))
    return None if how == "same" else Verdict("unsure", "place_within", (a.place, b.place))


def _branch(a: NameParts, b: NameParts) -> Verdict | None:
    if a.branch == b.branch:
        return None
    return Verdict("different", "branch", (a.branch or b.branch,))


def _trade(a: NameParts, b: NameParts) -> Verdict | None:
    if a.trade == b.trade:
        return None
    if not a.trade or not b.trade or not (a.is_whole and b.is_whole):
        return Verdict("unsure", "trade_lacking", ("".join(a.trade), "".join(b.trade)))
    return Verdict("different", "trade", ("".join(a.trade), "".join(b.trade)))


def _form(a: NameParts, b: NameParts) -> Verdict | None:
    if a.form == b.form:
        return None
    if not a.form or not b.form:
        return Verdict("unsure", "form_lacking", (a.form or b.form,))
    return Verdict("unsure", "form", (a.form, b.form))
