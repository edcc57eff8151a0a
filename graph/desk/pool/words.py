"""Products, processes and sub-chains named in a free text: the longest name wins.

Names of chemicals sit inside each other (苯 in 苯酚, 丙烯 in 聚丙烯, 丙烯酸 in 丙烯酸羟乙酯), so a
name counts only where no longer name stands and where what stands before and after it does not make
another compound of it.  A name of one character counts only when it stands by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.facts import Facts
from graph.store.tokens import is_cjk

PRODUCT, PROCESS, SEGMENT, TYPE, CHAIN = "product", "process", "segment", "type", "chain"
_RANK = (PRODUCT, PROCESS, SEGMENT, TYPE, CHAIN)
WHOLE_CHAIN = ("石化", "石油化工", "化工")
"""Words for the chain as a whole."""
SEGMENT_WORDS = {
    "丁二烯·橡胶弹性体": ("合成橡胶", "橡胶", "弹性体"),
    "己内酰胺·尼龙": ("尼龙", "锦纶", "聚酰胺"),
    "酚酮·环氧·PC": ("环氧", "酚酮"),
    "芳烃·苯乙烯·聚氨酯": ("芳烃", "聚氨酯"),
    "聚酯": ("聚酯",),
    "硫·催化剂·无机": ("催化剂",),
    "氯碱·有机硅·氟": ("氯碱", "有机硅", "氟化工"),
    "碳五·碳九": ("碳五", "碳九"),
    "碳四·异丁烯": ("碳四",),
    "炼油": ("炼油", "炼化"),
}
"""Words people use for a sub-chain that are no product."""
_BEFORE = frozenset("聚氯氟溴碘硝氨羟甲乙丙丁戊己庚辛壬癸二三四五六七八十异叔仲环羧磺硫氰苯")
_AFTER = frozenset("酸酯酮醇醛胺腈醚酐酚肟苯烯烷炔基羟橡")
_APART = re.compile(r"\s*[((][^()()]*[))]\s*")
_LATIN_LEAST, _CJK_LEAST = 3, 2
_TYPE_END = "工艺"


@dataclass(frozen=True, slots=True)
class Named:
    """Something named in a text: ``kind``, its id, and the word as it stands there."""

    kind: str
    id: str
    word: str


@dataclass(frozen=True)
class Lexicon:
    """Every name worth looking for, by its first character, longest first."""

    entries: dict[str, tuple[Named, ...]]

    @cached_property
    def _heads(self) -> dict[str, tuple[tuple[str, tuple[Named, ...]], ...]]:
        out: dict[str, list[tuple[str, tuple[Named, ...]]]] = {}
        for word, named in self.entries.items():
            out.setdefault(word[0], []).append((word, named))
        longest = {k: sorted(v, key=lambda e: -len(e[0])) for k, v in out.items()}
        return {k: tuple(v) for k, v in longest.items()}

    def find(self, text: str | None) -> tuple[Named, ...]:
        """What ``text`` names, each once, in order of appearance."""
        folded, out, at = fold(text or ""), dict[tuple[str, str], Named](), 0
        while at < len(folded):
            hit = self._at(folded, at)
            if hit is None:
                at += 1
                continue
            word, named = hit
            for one in named:
                out.setdefault((one.kind, one.id), one)
            at += len(word)
        return tuple(out.values())

    def _at(self, text: str, at: int) -> tuple[str, tuple[Named, ...]] | None:
        """The longest name that begins here; a longer one that does not count hides shorter ones.

        丙烯酸 in 丙烯酸羟乙酯 is no product of ours, and neither is the 丙烯 in it.
        """
        for word, named in self._heads.get(text[at], ()):
            if text.startswith(word, at):
                return (word, named) if _stands(text, at, word) else None
        return None


def fold(text: str) -> str:
    """Width and case made alike; blanks stay, for they part names."""
    return unicodedata.normalize("NFKC", text).casefold()


def _stands(text: str, at: int, word: str) -> bool:
    before = text[at - 1] if at else ""
    after = text[at + len(word)] if at + len(word) < len(text) else ""
    if word.isascii():
        return not _joins(before) and not _joins(after)
    if len(word) == 1:
        return not _is_word(before) and not _is_word(after)
    starts = not (before in _BEFORE and is_cjk(word[0]))
    return starts and after not in _AFTER


def _joins(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_word(char: str) -> bool:
    return bool(char) and (is_cjk(char) or char.isalnum())


def lexicon(facts: Facts) -> Lexicon:
    """Names of merchant products, processes, sub-chains, kinds of process and the whole chain.

    Raw materials and utilities (石油, 水, 氮气) are left out: texts name them in passing.
    """
    out: dict[str, dict[tuple[str, str], Named]] = {}

    def add(kind: str, id: str, words: Iterable[str | None]) -> None:
        for word in words:
            for spelled in spellings(word or ""):
                held = out.setdefault(spelled, {})
                if all(_RANK.index(n.kind) >= _RANK.index(kind) for n in held.values()):
                    held[kind, id] = Named(kind, id, spelled)

    for product in facts.goods.values():
        if not (product.is_primary or product.is_hub):
            add(PRODUCT, product.id, (product.name_zh, product.short_zh, *product.aliases))
    for process in facts.processes.values():
        add(PROCESS, process.id, (process.name_zh,))
        for kind in process.hazard_process:
            if kind.endswith(_TYPE_END):
                add(TYPE, kind, (_type_word(kind),))
    for segment in facts.segments:
        add(SEGMENT, segment, (segment, *SEGMENT_WORDS.get(segment, ())))
    for word in WHOLE_CHAIN:
        add(CHAIN, word, (word,))
    return Lexicon({word: _best(held) for word, held in out.items()})


def _best(held: dict[tuple[str, str], Named]) -> tuple[Named, ...]:
    """A word that is a product is no sub-chain as well."""
    first = min(_RANK.index(n.kind) for n in held.values())
    return tuple(n for n in held.values() if _RANK.index(n.kind) == first)


def _type_word(kind: str) -> str:
    """How a text names a kind of process.

    Examples
    --------
    >>> _type_word("加氢工艺"), _type_word("裂解(裂化)工艺")
    ('加氢', '裂解')
    """
    return _APART.sub("", kind).removesuffix(_TYPE_END)


def spellings(word: str) -> tuple[str, ...]:
    """How a name may stand in a text: as it is and without what is said in brackets.

    Too short ones are left out: one character is kept only for a whole Chinese name.

    Examples
    --------
    >>> spellings("液氨(合成氨)"), spellings("ABS"), spellings("PO"), spellings("苯")
    (('液氨(合成氨)', '液氨'), ('abs',), (), ('苯',))
    """
    found = dict.fromkeys((fold(word).strip(), fold(_APART.sub("", word)).strip()))
    return tuple(w for w in found if _is_long_enough(w))


def _is_long_enough(word: str) -> bool:
    if word.isascii():
        return len(word) >= _LATIN_LEAST and any(c.isalpha() for c in word)
    return len(word) >= _CJK_LEAST or (len(word) == 1 and is_cjk(word))
