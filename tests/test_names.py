"""Any spelling a clerk may type finds the product; a wrong one offers the nearest."""

import pytest
from small_chain import HOME

from graph.errors import UnknownName
from graph.facts import Facts
from loaders.data import read_data
from loaders.schema import read_schema
from views.names import NameIndex, find_region


@pytest.fixture(scope="module")
def facts() -> Facts:
    data = HOME / "data"
    return Facts.of(read_data(data, read_schema(data / "schema")))


@pytest.fixture(scope="module")
def names(facts: Facts) -> NameIndex:
    return NameIndex.of(facts.products.values())


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("bisphenol-a", "bisphenol-a"),
        ("双酚A", "bisphenol-a"),
        ("双酚A ", "bisphenol-a"),
        ("Bisphenol A", "bisphenol-a"),
        ("80-05-7", "bisphenol-a"),
        ("yixi", "ethylene"),
        ("己内酰胺", "caprolactam"),
        ("jineixianan", "caprolactam"),
        ("苯", "benzene"),
        ("纯苯", "benzene"),
    ],
)
def test_found(names: NameIndex, text: str, product: str) -> None:
    assert names.find(text) == product


def test_every_product_is_found_by_its_own_names(facts: Facts, names: NameIndex) -> None:
    for product in facts.products.values():
        assert names.find(product.id) == product.id
        assert names.find(product.name_zh) == product.id


def test_nearest_names_are_offered(names: NameIndex) -> None:
    with pytest.raises(UnknownName) as caught:
        names.find("双酚B")
    assert "双酚A" in caught.value.nearest
    assert "双酚B" in str(caught.value)


def test_regions(facts: Facts) -> None:
    assert find_region(facts, "云溪") == find_region(facts, "yunxi") == "yunxi"
    with pytest.raises(UnknownName, match="岳阳市云溪区"):
        find_region(facts, "火星")
