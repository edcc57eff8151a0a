"""Find a product by id, Chinese or English name, alias, pinyin or CAS."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process, utils

from graph.errors import UnknownName
from graph.facts import Facts
from graph.model import Product

NEAREST = 5


def fold(text: str) -> str:
    """Spelling without case, blanks and full-width forms.

    Examples
    --------
    >>> fold(" 双酚A "), fold("Bisphenol A")
    ('双酚a', 'bisphenola')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def pinyin(text: str) -> tuple[str, str]:
    """Full pinyin and initials.

    Examples
    --------
    >>> pinyin("乙烯")
    ('yixi', 'yx')
    """
    return "".join(lazy_pinyin(text)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


@dataclass(frozen=True)
class NameIndex:
    """Folded spellings → product id, exact ones and pinyin ones apart."""

    exact: dict[str, str]
    by_sound: dict[str, str]
    shown: dict[str, str]

    @classmethod
    def of(cls, products: Iterable[Product]) -> NameIndex:
        """Index every spelling; names win over aliases, both over pinyin."""
        rows = list(products)
        exact: dict[str, str] = {}
        by_sound: dict[str, str] = {}
        for p in rows:
            for text in (p.id, p.name_zh, p.name_en, p.cas, p.short_zh):
                if text:
                    exact.setdefault(fold(text), p.id)
        for p in rows:
            for text in p.aliases:
                exact.setdefault(fold(text), p.id)
        for p in rows:
            for text in (p.name_zh, p.short_zh, *p.aliases):
                for sound in pinyin(text):
                    by_sound.setdefault(fold(sound), p.id)
        return cls(exact, by_sound, {p.id: p.name_zh for p in rows})

    def find(self, text: str) -> str:
        """The product id for ``text``.

        Raises
        ------
        UnknownName
            With the nearest names, when no spelling fits.
        """
        key = fold(text)
        found = self.exact.get(key) or self.by_sound.get(key)
        if found:
            return found
        raise UnknownName("产品", text, self.nearest(key))

    def nearest(self, key: str) -> tuple[str, ...]:
        """Names of the closest products, best first, without repeats."""
        pool = {**self.by_sound, **self.exact}
        hits = process.extract(
            key, pool.keys(), scorer=fuzz.WRatio, processor=utils.default_process, limit=20
        )
        ids = dict.fromkeys(pool[spelling] for spelling, score, _ in hits if score >= 45)
        return tuple(self.shown[i] for i in list(ids)[:NEAREST])


def find_region(facts: Facts, text: str) -> str:
    """The region id for an id, name or alias.

    Raises
    ------
    UnknownName
        With every region on record.
    """
    for region in facts.regions.values():
        if fold(text) in {fold(t) for t in (region.id, region.name_zh, *region.aliases)}:
            return region.id
    raise UnknownName("地区", text, tuple(r.name_zh for r in facts.regions.values()))
