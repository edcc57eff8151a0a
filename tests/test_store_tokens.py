"""The one function that cuts names into search terms, and the examples in the store's docs."""

from __future__ import annotations

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Region, Segment, Source
from graph.store.tokens import ALIAS, NAME, PINYIN, norm, pinyin_terms, terms, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("苯", ["苯"]),
        ("PA6 切片", ["pa6", "切", "片"]),
        ("(聚)乙烯", ["聚", "乙", "烯"]),
        ("\uff30\uff36\uff23", ["pvc"]),
        ("C4/C5", ["c4", "c5"]),
        ("α-甲基苯乙烯", ["α", "甲", "基", "苯", "乙", "烯"]),
        ("𬭁化", ["𬭁", "化"]),
        ("ナイロン6", ["ナ", "イ", "ロ", "ン", "6"]),
        (" --· ", []),
    ],
)
def test_chinese_alone_words_whole(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text())
def test_cutting_twice_is_cutting_once(text: str) -> None:
    once = tokens(text)
    assert tokens(" ".join(once)) == once
    assert all(token and " " not in token and '"' not in token for token in once)


@given(
    st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("a1- 长𬭁ナ")
    )
)
def test_any_name_has_pinyin_or_none_needed(text: str) -> None:
    for term in pinyin_terms(text):
        assert term.tokens.split()[0] == term.norm
        assert norm(term.norm) == " ".join(tokens(term.norm))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("长岭炼化", {"changlinglianhua", "cllh"}),
        ("催化重整", {"cuihuachongzheng", "chcz"}),
        ("重油", {"zhongyou", "zy"}),
        ("乙炔", {"yique", "yq"}),
        ("己内酰胺", {"jineixianan", "jnxa"}),
        ("氯碱", {"lvjian", "lj"}),
    ],
)
def test_pinyin_of_plants_and_chemicals(text: str, spoken: set[str]) -> None:
    assert spoken <= {term.norm for term in pinyin_terms(text)}


def test_a_long_name_stays_small() -> None:
    found = list(pinyin_terms("岳阳长岭重整" * 30))
    assert len(found) <= 8
    assert max(len(term.tokens) for term in found) < 40 * 41


def test_a_name_goes_before_an_alias_and_an_alias_before_pinyin() -> None:

    region = Region("r", "云溪", ("云溪", "YX", "云溪区"), "湖南", "岳阳", "user", *(None,) * 4)
    assert [(term.role, term.norm) for term in terms(region)] == [
        (NAME, "云 溪"),
        (ALIAS, "yx"),
        (ALIAS, "云 溪 区"),
        (PINYIN, "yunxi"),
        (PINYIN, "yunxiqu"),
        (PINYIN, "yxq"),
    ]


def test_kinds_without_names_have_no_terms() -> None:
    assert terms(Source("S1", "公告", None, None, None, None, None, None)) == ()
    assert terms(Segment("乙烯链", 1, "#1565c0", 1, None)) == ()


@pytest.mark.parametrize("module", ["graph.store", "graph.store.dates", "graph.store.tokens"])
def test_examples_in_the_docs_hold(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert (failed, tried > 0) == (0, True)
